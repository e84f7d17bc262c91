"""Therapy pages: the forms, a patient's own pages, and what of them is shared with the care team."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.acting import Chart, Me, Office
from api.entries import answer_to, as_answered, is_news, judge, replay_or_refuse
from api.etags import unless_known
from api.state import AnyRequest
from clinical import guidance, therapy
from clinical.entries import Audience, TherapyPagePut
from clinical.errors import InFuture, Invalid, TooLate
from clinical.guidance import Guidance
from clinical.therapy import FormView
from db import audit, patients, therapy_pages
from db.therapy_pages import StoredPage
from db.vault import PatientKey


class PageView(msgspec.Struct, kw_only=True):
    """`texts` and `ratings` by the field's name, see FormView. `audience` is that of the page, numbers and all."""

    page_id: UUID
    revision_id: UUID
    based_on: UUID | None
    form: str
    day: date
    audience: str
    texts: dict[str, str]
    ratings: dict[str, int]
    homework_id: UUID | None
    written_at: datetime
    received_at: datetime
    late: bool
    synced_later: bool


class PageSaved(msgspec.Struct, kw_only=True):
    """See CheckInSaved."""

    entry: PageView
    guidance: Guidance
    replayed: bool
    stale: bool
    other: PageView | None


class PageAudience(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    audience: Audience


class FormController(Controller):
    path = "/therapy-forms"
    tags = ("journal",)

    @get("/")
    async def list_forms(self, request: AnyRequest, office: NamedDependency[Office]) -> Response[list[FormView]]:
        """In the reader's language."""
        return unless_known(request, therapy.forms("es" if office.account.language == "es" else "en"))


class OwnPageController(Controller):
    path = "/me/pages"
    tags = ("journal",)

    # A plain string in the path, so that a request with a malformed one reaches the screen of refused words.
    @put("/{page_id:str}", opt={"screened": "therapy_page"})
    async def save(self, me: NamedDependency[Me], page_id: FromPath[UUID], data: JSONBody[TherapyPagePut]) -> PageSaved:
        try:
            therapy.check(data)
            lateness = judge(me, data.day, data.stamp)
        except (Invalid, TooLate, InFuture):
            return await replay_or_refuse(_replay(me, page_id, data))
        screening, key = guidance.screen(data, me.account.clinic_crisis.own_words), await me.key()
        saved = await therapy_pages.save(me.conn, me.clinic_id, me.patient_id, page_id, data, lateness, screening, key)
        if saved.received_at is None:
            return await _replay(me, page_id, data)
        answer = await answer_to(
            me, data, screening, saved, saved.held, source="therapy_page", revision_id=data.revision_id
        )
        stored = await therapy_pages.find(me.conn, me.clinic_id, me.patient_id, data.revision_id)
        other = (
            await therapy_pages.find(me.conn, me.clinic_id, me.patient_id, saved.prior)
            if saved.prior is not None and saved.prior != data.based_on
            else None
        )
        return PageSaved(
            entry=page_view(stored, key),
            guidance=answer,
            replayed=False,
            stale=other is not None,
            other=None if other is None else page_view(other, key),
        )

    @get("/")
    async def list_current(
        self,
        me: NamedDependency[Me],
        since: Annotated[date | None, QueryParameter()] = None,
        until: Annotated[date | None, QueryParameter()] = None,
    ) -> list[PageView]:
        key = await me.key()
        stored = await therapy_pages.current(me.conn, me.clinic_id, me.patient_id, since, until)
        return [page_view(page, key) for page in stored]

    @put("/{page_id:uuid}/audience", status_code=204)
    async def share(self, me: NamedDependency[Me], page_id: FromPath[UUID], data: JSONBody[PageAudience]) -> None:
        """Who may read the page from now on, numbers and words. Summaries follow when they are opened next."""
        await therapy_pages.change_audience(me.conn, me.clinic_id, me.patient_id, page_id, data.audience)


class SharedPageController(Controller):
    path = "/patients/{patient_id:uuid}/pages"
    tags = ("patients",)

    @get("/")
    async def list_shared(
        self,
        chart: NamedDependency[Chart],
        since: Annotated[date | None, QueryParameter()] = None,
        until: Annotated[date | None, QueryParameter()] = None,
    ) -> list[PageView]:
        """The pages that are shared with the reader, oldest first; both ends included."""
        key, me = await chart.key(), chart.account
        stored = await therapy_pages.shared(chart.conn, chart.clinic_id, chart.patient_id, since, until)
        await audit.note(
            chart.conn,
            chart.clinic_id,
            "pages.opened",
            account_id=me.account_id,
            role=me.role,
            patient_id=chart.patient_id,
        )
        return [page_view(page, key) for page in stored]


async def _replay(me: Me, page_id: UUID, data: TherapyPagePut) -> PageSaved:
    stored = await therapy_pages.find_same(me.conn, me.clinic_id, me.patient_id, page_id, data)
    profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
    screening = as_answered(guidance.screen(data, me.account.clinic_crisis.own_words), stored.tier)
    answer = await answer_to(
        me,
        data,
        screening,
        profile,
        stored.held or profile.held,
        source="therapy_page" if await is_news(me, screening, stored.tier, data.revision_id) else None,
        revision_id=data.revision_id,
    )
    return PageSaved(entry=page_view(stored, await me.key()), guidance=answer, replayed=True, stale=False, other=None)


def page_view(stored: StoredPage, key: PatientKey) -> PageView:
    """All of the page: one that is not shared with the reader has no row in their transaction."""
    return PageView(
        page_id=stored.page_id,
        revision_id=stored.revision_id,
        based_on=stored.based_on,
        form=stored.form,
        day=stored.day,
        audience=stored.audience,
        texts=stored.texts(key),
        ratings=stored.ratings,
        homework_id=stored.homework_id,
        written_at=stored.written_at,
        received_at=stored.received_at,
        late=stored.late,
        synced_later=stored.synced_later,
    )
