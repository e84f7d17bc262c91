"""Homework: asked for by the care team, done by the patient on a page that names it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from api.acting import Chart, Me
from clinical.entries import Form
from clinical.errors import Invalid
from clinical.zones import local_day, zone_named
from db import accounts, audit, homework
from db.homework import State, StoredHomework

FURTHEST = timedelta(days=366)
"""From today to the day that homework is due."""


class NewHomework(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`words`: what the page should be about, for the patient to read."""

    form: Form
    due_on: date
    words: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")] | None = None


class HomeworkView(msgspec.Struct, kw_only=True):
    """`asked_by` is a name. `done_page_ids`: the pages that name it, as far as they are shared with the reader; for staff it is open
    until one of them is."""

    homework_id: UUID
    form: str
    due_on: date
    words: str | None
    asked_by: str
    asked_at: datetime
    state: State
    done_page_ids: list[UUID]


class OwnHomeworkController(Controller):
    path = "/me/homework"
    tags = ("journal",)

    @get("/")
    async def list_own(self, me: NamedDependency[Me]) -> list[HomeworkView]:
        """By the day it is due, also what is done and what was withdrawn."""
        return await homework_views(me, await homework.of_patient(me.conn, me.clinic_id, me.patient_id))


class HomeworkController(Controller):
    path = "/patients/{patient_id:uuid}/homework"
    tags = ("patients",)

    @get("/")
    async def list_asked(self, chart: NamedDependency[Chart]) -> list[HomeworkView]:
        me = chart.account
        asked = await homework.of_patient(chart.conn, chart.clinic_id, chart.patient_id)
        await audit.note(
            chart.conn,
            chart.clinic_id,
            "homework.opened",
            account_id=me.account_id,
            role=me.role,
            patient_id=chart.patient_id,
        )
        return await homework_views(chart, asked)

    @post("/", status_code=201)
    async def ask(self, chart: NamedDependency[Chart], data: JSONBody[NewHomework]) -> HomeworkView:
        me, here = chart.account, (chart.conn, chart.clinic_id, chart.patient_id)
        today = local_day(chart.now, zone_named(me.clinic_zone))
        if not today <= data.due_on <= today + FURTHEST:
            raise Invalid.field("due_on", "Choose a day from today on, within a year.")
        homework_id = await homework.ask(
            *here,
            await chart.key(),
            form=data.form,
            due_on=data.due_on,
            words=data.words,
            asked_by=me.account_id,
            role=me.role,
        )
        [view] = await homework_views(chart, [await homework.find(*here, homework_id)])
        return view

    @delete("/{homework_id:uuid}", status_code=204)
    async def withdraw(self, chart: NamedDependency[Chart], homework_id: FromPath[UUID]) -> None:
        """The patient is no longer asked. Pages that were written for it stay."""
        me, here = chart.account, (chart.conn, chart.clinic_id, chart.patient_id)
        await homework.withdraw(*here, homework_id, by=me.account_id, role=me.role)


async def homework_views(acting: Me | Chart, stored: Sequence[StoredHomework]) -> list[HomeworkView]:
    """Nothing is looked up, and no key opened, when there is none."""
    if not stored:
        return []
    key = await acting.key()
    names = await accounts.names(acting.conn, acting.clinic_id, list({each.asked_by for each in stored}))
    return [
        HomeworkView(
            homework_id=each.homework_id,
            form=each.form,
            due_on=each.due_on,
            words=each.words(key),
            asked_by=names.get(each.asked_by, ""),
            asked_at=each.asked_at,
            state=each.state,
            done_page_ids=each.done_page_ids,
        )
        for each in stored
    ]
