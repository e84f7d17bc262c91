"""A patient's own day, settings and readers."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from api.acting import Me
from api.check_ins import CheckInView
from api.check_ins import view as check_in_view
from api.homework import HomeworkView, homework_views
from api.session_views import SessionView, session_view
from clinical.calendar import WallClock
from clinical.crisis_settings import PhoneNumber
from clinical.entries import Audience
from clinical.errors import Invalid, NotFound
from clinical.guidance import Contact
from clinical.zones import is_zone
from db import accounts, audit, check_ins, homework, patients, push_subscriptions, reminders, sessions, side_effects


class ReminderTime(msgspec.Struct, kw_only=True):
    time: str
    on: bool


class Today(msgspec.Struct, kw_only=True):
    """`day` is the phone's. `missed_days`: without an entry and still open to be filled in, oldest first. `homework`: what is
    still to be done.
    `baseline_due`: a course begins within two weeks, and the list of side effects is to be asked once before it.
    """

    day: date
    check_in: CheckInView | None
    next_session: SessionView | None
    last_session: SessionView | None
    back_fill_days: int
    missed_days: list[date]
    held: bool
    side_effects_today: int
    baseline_due: bool
    reminder: ReminderTime | None
    last_reached_at: datetime | None
    homework: list[HomeworkView]


class ReminderSettings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Local wall-clock times "HH:MM"; weekdays 1 (Monday) to 7."""

    on: bool
    time: WallClock
    weekdays: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1, max_length=7)]
    quiet_from: WallClock | None = None
    quiet_until: WallClock | None = None


class OwnContact(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Somebody the patient would call, shown on the hotline."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    dial: PhoneNumber


class OwnSettings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    language: Literal["en", "es"]
    zone: Annotated[str, Meta(max_length=64)]
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    share_default: Audience
    reminder: ReminderSettings
    contacts: Annotated[list[OwnContact], Meta(max_length=10)] = []


class Reader(msgspec.Struct, kw_only=True):
    at: datetime
    name: str
    role: str
    what: str


class NewAudience(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    audience: Audience


class MeController(Controller):
    path = "/me"
    tags = ("me",)

    @get("/today")
    async def today(self, me: NamedDependency[Me], day: Annotated[date, QueryParameter()]) -> Today:
        if abs((day - me.now.date()).days) > 2:
            raise Invalid.field("day", "The date of this phone is not set.")
        first = day - timedelta(days=me.account.back_fill_days)
        profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
        entries = {e.day: e for e in await check_ins.current(me.conn, me.clinic_id, me.patient_id, first, day)}
        reports = await side_effects.current(me.conn, me.clinic_id, me.patient_id, day, day)
        rule = await reminders.rule_of(me.conn, me.clinic_id, me.patient_id)
        coming, last = await sessions.next_and_last(me.conn, me.clinic_id, me.patient_id, me.now)
        open_days = [first + timedelta(days=n) for n in range((day - first).days)]
        return Today(
            day=day,
            check_in=check_in_view(entries[day], await me.key()) if day in entries else None,
            next_session=coming and session_view(coming, me.account.clinic_zone, me.account.language),
            last_session=last and session_view(last, me.account.clinic_zone, me.account.language),
            back_fill_days=me.account.back_fill_days,
            missed_days=[d for d in open_days if d not in entries and d >= profile.joined_on],
            held=profile.held,
            side_effects_today=len(reports),
            baseline_due=await side_effects.baseline_due(me.conn, me.clinic_id, me.patient_id, day, me.now),
            reminder=rule and ReminderTime(time=f"{rule.local_time:%H:%M}", on=rule.is_on),
            last_reached_at=(await push_subscriptions.reach(me.conn, me.clinic_id, me.patient_id)).last_reached_at,
            homework=await homework_views(me, await homework.open_of(me.conn, me.clinic_id, me.patient_id)),
        )

    @get("/sessions")
    async def own_sessions(self, me: NamedDependency[Me]) -> list[SessionView]:
        found = await sessions.of_patient(me.conn, me.clinic_id, me.patient_id)
        return [session_view(session, me.account.clinic_zone, me.account.language) for session in found]

    @get("/readers")
    async def readers(self, me: NamedDependency[Me]) -> list[Reader]:
        """Who of the clinic looked at my journal or changed something in it, newest first."""
        readings = await audit.readings(me.conn, me.clinic_id, me.patient_id)
        names = await accounts.names(me.conn, me.clinic_id, [r.account_id for r in readings])
        return [
            Reader(at=r.at, name=names.get(r.account_id, ""), role=r.role, what=r.action)
            for r in readings
            if r.account_id in names
        ]


class SettingsController(Controller):
    path = "/me/settings"
    tags = ("me",)

    @get("/")
    async def show(self, me: NamedDependency[Me]) -> OwnSettings:
        profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
        rule = await reminders.rule_of(me.conn, me.clinic_id, me.patient_id)
        return OwnSettings(
            language="es" if profile.language == "es" else "en",
            zone=profile.zone,
            country=profile.country,
            share_default=msgspec.convert(profile.share_default, Audience),
            reminder=_reminder_view(rule),
            contacts=[
                OwnContact(name=contact.name, dial=contact.dial)
                for contact in patients.open_contacts(await me.key(), me.patient_id, profile.contacts)
            ],
        )

    @put("/")
    async def change(self, me: NamedDependency[Me], data: JSONBody[OwnSettings]) -> OwnSettings:
        if not is_zone(data.zone):
            raise Invalid.field("zone", "This time zone is not known here.")
        await patients.change(
            me.conn,
            me.clinic_id,
            me.patient_id,
            language=data.language,
            zone=data.zone,
            country=data.country,
            share_default=data.share_default,
            contacts=patients.seal_contacts(
                await me.key(), me.patient_id, [Contact(name=each.name, dial=each.dial) for each in data.contacts]
            ),
        )
        await accounts.change_language(me.conn, me.patient_id, data.language)
        await reminders.set_rule(me.conn, me.clinic_id, me.patient_id, _rule(data.reminder, data.zone), me.now)
        await audit.note(
            me.conn,
            me.clinic_id,
            "settings.changed",
            account_id=me.patient_id,
            role="patient",
            patient_id=me.patient_id,
        )
        return data


class NoteController(Controller):
    path = "/me/notes"
    tags = ("journal",)

    @put("/{revision_id:uuid}/audience", status_code=204)
    async def share(self, me: NamedDependency[Me], revision_id: FromPath[UUID], data: JSONBody[NewAudience]) -> None:
        """Who may read the words of one entry from now on. Summaries follow when they are opened next."""
        if not await patients.change_audience(me.conn, me.clinic_id, me.patient_id, revision_id, data.audience):
            raise NotFound
        await audit.note(
            me.conn,
            me.clinic_id,
            "note.audience_changed",
            account_id=me.patient_id,
            role="patient",
            patient_id=me.patient_id,
            subject=str(revision_id),
        )


def _reminder_view(rule: reminders.StoredRule | None) -> ReminderSettings:
    if rule is None:
        return ReminderSettings(on=False, time="19:00", weekdays=[1, 2, 3, 4, 5, 6, 7])
    return ReminderSettings(
        on=rule.is_on,
        time=f"{rule.local_time:%H:%M}",
        weekdays=sorted(rule.weekdays),
        quiet_from=rule.quiet_from and f"{rule.quiet_from:%H:%M}",
        quiet_until=rule.quiet_until and f"{rule.quiet_until:%H:%M}",
    )


def _rule(settings: ReminderSettings, zone: str) -> reminders.StoredRule:
    return reminders.StoredRule(
        is_on=settings.on,
        local_time=time.fromisoformat(settings.time),
        weekdays=sorted(set(settings.weekdays)),
        quiet_from=time.fromisoformat(settings.quiet_from) if settings.quiet_from else None,
        quiet_until=time.fromisoformat(settings.quiet_until) if settings.quiet_until else None,
        zone=zone,
    )
