"""Trend summaries: the inbox, one as it was frozen, and the live view of a patient.

Numbers of a frozen one never change. Words are resolved when the page is opened, under what is shared then, and the strip
above the numbers is always live.
"""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.acting import Chart, Team
from api.session_views import session_view
from api.summary_pages import chart_of, form_for, frozen_page, live_page
from api.summary_views import SummaryListRow, SummaryPage
from clinical.errors import NotFound
from db import accounts, audit, summaries
from db.sessions import Session
from db.summaries import StoredSummary


class SummaryController(Controller):
    path = "/summaries"
    tags = ("summaries",)

    @get("/")
    async def inbox(
        self,
        team: NamedDependency[Team],
        # Litestar keeps the name `state` for itself.
        which: Annotated[Literal["open", "all"], QueryParameter(name="state")] = "open",
    ) -> list[SummaryListRow]:
        """Of everybody whose care team I am on; `open` are those that nobody has reviewed."""
        found = await summaries.inbox(
            team.conn,
            team.clinic_id,
            team.patient_ids,
            form=form_for(team),
            reader=team.account.account_id,
            reviewed_too=which == "all",
        )
        by = {row.reviewed_by for row, _ in found if row.reviewed_by}
        names = await accounts.names(team.conn, team.clinic_id, list(by)) if by else {}
        return [_list_row(team, row, session, names) for row, session in found]

    @get("/{summary_id:uuid}")
    async def show(self, team: NamedDependency[Team], summary_id: FromPath[UUID]) -> SummaryPage:
        stored, session, numbers = await find(team, summary_id)
        return await frozen_page(chart_of(team, stored.patient_id), stored, session, numbers)

    @post("/{summary_id:uuid}/review", status_code=204)
    async def review(self, team: NamedDependency[Team], summary_id: FromPath[UUID]) -> None:
        stored, _, _ = await find(team, summary_id)
        me = team.account
        await summaries.review(team.conn, team.clinic_id, summary_id, me.account_id)
        await audit.note(
            team.conn,
            team.clinic_id,
            "summary.reviewed",
            account_id=me.account_id,
            role=me.role,
            patient_id=stored.patient_id,
            subject=str(summary_id),
        )


class LiveSummaryController(Controller):
    path = "/patients/{patient_id:uuid}/summary"
    tags = ("summaries",)

    @get("/")
    async def live(
        self,
        chart: NamedDependency[Chart],
        session_id: Annotated[UUID | None, QueryParameter()] = None,
        course_id: Annotated[UUID | None, QueryParameter()] = None,
    ) -> SummaryPage:
        """Made now from everything there is; for the coming session `session_id`, or between sessions. Where courses overlap,
        `course_id` says which one it is about, unless the session is of one."""
        return await live_page(chart, session_id, course_id)


async def find(team: Team, summary_id: UUID) -> tuple[StoredSummary, Session, bytes]:
    """The context holds exactly the patients of this person's care teams, so a row that is found may be seen. The
    clinician's form has what only a prescriber acts on: it does not exist for a therapist."""
    stored, session, numbers = await summaries.find(team.conn, team.clinic_id, summary_id)
    if team.account.role == "therapist" and stored.form != "therapist":
        raise NotFound
    return stored, session, numbers


def _list_row(team: Team, row: StoredSummary, session: Session, names: dict[UUID, str]) -> SummaryListRow:
    return SummaryListRow(
        summary_id=row.summary_id,
        patient_id=row.patient_id,
        patient_name=row.patient_name,
        session=session_view(session, team.account.clinic_zone, team.account.language),
        form=row.form,
        made_at=row.made_at,
        reviewed_at=row.reviewed_at,
        reviewed_by=names.get(row.reviewed_by, "") if row.reviewed_by else None,
    )
