"""Trend summaries: the inbox, one as it was frozen, and the live view of a patient.

Numbers of a frozen one never change. Words are resolved when the page is opened, under what is shared then, and the strip
above the numbers is always live.
"""

from datetime import date, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.acting import Acting, Chart, Team
from api.alert_views import AlertLine
from api.session_views import SessionView, session_view
from clinical.errors import NotFound
from clinical.trends import Summary, summary
from clinical.trends.facts import EffectFact, Form
from clinical.trends.shapes import Window
from clinical.zones import start_of_day, zone_named
from db import accounts, audit, facts, sessions, summaries
from db.sessions import Session
from db.summaries import Newer, RedFlag, StoredSummary, Strip


class SummaryListRow(msgspec.Struct, kw_only=True):
    summary_id: UUID
    patient_id: UUID
    patient_name: str
    session: SessionView
    form: Form
    made_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str | None


class PatientRef(msgspec.Struct, kw_only=True):
    patient_id: UUID
    name: str


class SummaryNote(msgspec.Struct, kw_only=True):
    """`changed_after`: the entry was corrected after the numbers were made; these are its words now."""

    day: date
    text: str
    audience: str
    written_at: datetime
    entry: str
    changed_after: bool


class NotAsked(msgspec.Struct, kw_only=True):
    state: Literal["not_asked"] = "not_asked"


class LiveStrip(msgspec.Struct, kw_only=True):
    """`alerts`: open ones and those raised since the interval began; `red_flags` of the same time. `entries_since`: days and
    reports that the numbers do not hold; `changed_after`: those that were corrected since."""

    as_of: datetime
    alerts: list[AlertLine]
    held: bool
    red_flags: list[RedFlag]
    entries_since: int
    item9: NotAsked
    pre_session: NotAsked
    changed_after: int


class Reviewed(msgspec.Struct, kw_only=True):
    by: str
    at: datetime


class SummaryPage(msgspec.Struct, kw_only=True):
    """`summary_id` is null for a live page, whose numbers were made for this answer."""

    summary_id: UUID | None
    patient: PatientRef
    form: Form
    session: SessionView | None
    made_at: datetime
    inputs_until: datetime
    numbers: Summary
    notes: list[SummaryNote]
    live: LiveStrip
    reviewed: Reviewed | None
    clinic_name: str


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
            form=_form(team),
            reader=team.account.account_id,
            reviewed_too=which == "all",
        )
        by = {row.reviewed_by for row, _ in found if row.reviewed_by}
        names = await accounts.names(team.conn, team.clinic_id, list(by)) if by else {}
        return [_list_row(team, row, session, names) for row, session in found]

    @get("/{summary_id:uuid}")
    async def show(self, team: NamedDependency[Team], summary_id: FromPath[UUID]) -> SummaryPage:
        stored, session, numbers = await _find(team, summary_id)
        return await _frozen_page(team, stored, session, numbers)

    @post("/{summary_id:uuid}/review", status_code=204)
    async def review(self, team: NamedDependency[Team], summary_id: FromPath[UUID]) -> None:
        stored, _, _ = await _find(team, summary_id)
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
        self, chart: NamedDependency[Chart], session_id: Annotated[UUID | None, QueryParameter()] = None
    ) -> SummaryPage:
        """Made now from everything there is; for the coming session `session_id`, or between sessions."""
        where = (chart.conn, chart.clinic_id, chart.patient_id)
        found = await facts.gather(*where, form=_form(chart), now=chart.now, session_id=session_id)
        session = await sessions.find(*where, session_id) if session_id else None
        numbers = summary(found.given)
        strip = await _strip(chart, chart.patient_id, str(session_id or "live"), numbers.interval)
        words = Words(current={fact.revision_id for fact in [*found.given.check_ins, *found.given.side_effects]})
        return SummaryPage(
            summary_id=None,
            patient=PatientRef(patient_id=chart.patient_id, name=strip.name),
            form=numbers.form,
            session=session and session_view(session, chart.account.clinic_zone, chart.account.language),
            made_at=chart.now,
            inputs_until=found.inputs_until or chart.now,
            numbers=numbers,
            notes=await _notes(chart, chart.patient_id, numbers.interval, words),
            live=_live(chart, chart.patient_id, strip, _red_flags(found.given.side_effects, numbers.interval), []),
            reviewed=None,
            clinic_name=chart.account.clinic_name,
        )


class _Head(msgspec.Struct, frozen=True):
    """What is needed of frozen numbers, whatever version of Intersession made them."""

    interval: Window
    chart: Window
    references: list[UUID]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Whose notes belong on the page: revisions that are current. `changed`: those of them that the numbers do not hold.

    Words of an older revision are never shown: whoever takes a sentence back has taken it back for the reader, too.
    """

    current: set[UUID]
    changed: set[UUID] = set()


async def _frozen_page(team: Team, stored: StoredSummary, session: Session, numbers: bytes) -> SummaryPage:
    head = msgspec.json.decode(numbers, type=_Head)
    where = (team.conn, team.clinic_id, stored.patient_id)
    strip = await _strip(team, stored.patient_id, str(stored.summary_id), head.interval)
    newer = await summaries.newer(*where, head.references, head.chart.start)
    changed = {entry.revision_id for entry in newer if entry.replaced}
    replaced = {revision for entry in newer for revision in entry.replaced}
    words = Words(current={*head.references, *changed} - replaced, changed=changed)
    return SummaryPage(
        summary_id=stored.summary_id,
        patient=PatientRef(patient_id=stored.patient_id, name=stored.patient_name),
        form=stored.form,
        session=session_view(session, team.account.clinic_zone, team.account.language),
        made_at=stored.made_at,
        inputs_until=stored.inputs_until,
        # As they were frozen, byte for byte: a later version must not read its own fields into them.
        numbers=cast("Summary", msgspec.Raw(numbers)),
        notes=await _notes(team, stored.patient_id, head.interval, words),
        live=_live(team, stored.patient_id, strip, await summaries.red_flags(*where, head.interval.start), newer),
        reviewed=await _reviewed(team, stored),
        clinic_name=team.account.clinic_name,
    )


def _form(acting: Acting) -> Form:
    return "therapist" if acting.account.role == "therapist" else "clinician"


async def _find(team: Team, summary_id: UUID) -> tuple[StoredSummary, Session, bytes]:
    """The context holds exactly the patients of this person's care teams, so a row that is found may be seen. The
    clinician's form has what only a prescriber acts on: it does not exist for a therapist."""
    stored, session, numbers = await summaries.find(team.conn, team.clinic_id, summary_id)
    if team.account.role == "therapist" and stored.form != "therapist":
        raise NotFound
    return stored, session, numbers


async def _strip(acting: Acting, patient_id: UUID, subject: str, interval: Window) -> Strip:
    return await summaries.strip(
        acting.conn,
        acting.clinic_id,
        patient_id,
        summaries.Reader(account_id=acting.account.account_id, role=acting.account.role),
        subject=subject,
        since=start_of_day(interval.start, zone_named(acting.account.clinic_zone)),
    )


def _red_flags(reports: list[EffectFact], interval: Window) -> list[RedFlag]:
    """What db.summaries.red_flags reads, from facts that are at hand already."""
    flags = [
        RedFlag(effect=fact.effect, severity=fact.severity, day=fact.day, level=fact.level)
        for fact in reports
        if fact.day >= interval.start and fact.level != "routine" and fact.severity != "not_present"
    ]
    return sorted(flags, key=lambda flag: (-flag.day.toordinal(), flag.effect))


async def _notes(acting: Acting, patient_id: UUID, interval: Window, words: Words) -> list[SummaryNote]:
    """Of the interval; the reader's context decides whose words come at all."""
    found = await summaries.shared_notes(acting.conn, acting.clinic_id, patient_id, interval.start, interval.until)
    current = [note for note in found if note.revision_id in words.current]
    if not current:
        return []
    key = acting.here.vault.unwrap(acting.clinic_id, patient_id, current[0].key())
    return [
        SummaryNote(
            day=note.day,
            text=note.words(key),
            audience=note.audience,
            written_at=note.written_at,
            entry=note.entry,
            changed_after=note.revision_id in words.changed,
        )
        for note in current
    ]


def _live(acting: Acting, patient_id: UUID, strip: Strip, flags: list[RedFlag], newer: list[Newer]) -> LiveStrip:
    return LiveStrip(
        as_of=acting.now,
        alerts=[
            AlertLine(patient_id=patient_id, patient_name=strip.name, **msgspec.structs.asdict(alert))
            for alert in strip.alerts
        ],
        held=strip.held,
        red_flags=flags,
        entries_since=sum(not entry.replaced for entry in newer),
        item9=NotAsked(),
        pre_session=NotAsked(),
        changed_after=sum(bool(entry.replaced) for entry in newer),
    )


async def _reviewed(team: Team, stored: StoredSummary) -> Reviewed | None:
    if stored.reviewed_by is None or stored.reviewed_at is None:
        return None
    names = await accounts.names(team.conn, team.clinic_id, [stored.reviewed_by])
    return Reviewed(by=names.get(stored.reviewed_by, ""), at=stored.reviewed_at)


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
