"""What is printed: a summary as it was frozen or as it is now, for whoever may open it; and the outcome letter, for clinicians.

The same frozen summary in the same sharing state is the same file, byte for byte: no clock is in it but the times that it is
about. Each one leaves a trail beside that of the page, and no file is named after a person.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.acting import Acting, Chart, Team
from api.exports import letter, press, printed
from api.exports.routes import as_file, check_clinician, trail
from api.exports.words import Words, words_in
from api.summaries import find
from api.summary_pages import chart_of, frozen_page, live_page
from api.summary_views import SummaryPage
from clinical.instruments import instrument_named
from clinical.protocols import name_in
from clinical.trends import Summary, summary
from clinical.zones import local_day, zone_named
from db import courses, facts, patients, sessions

PDF = "application/pdf"


class SummaryPrintController(Controller):
    path = "/summaries/{summary_id:uuid}"
    tags = ("exports",)

    @get("/pdf", media_type=PDF)
    async def frozen(self, team: NamedDependency[Team], summary_id: FromPath[UUID]) -> Response[bytes]:
        """Two pages at most, in your language. Words and the safety part are those of now, as on the page."""
        stored, session, numbers = await find(team, summary_id)
        chart = chart_of(team, stored.patient_id)
        page = await frozen_page(chart, stored, session, numbers)
        # The page passes them on as they were frozen; what a version added has a default.
        page.numbers = msgspec.json.decode(numbers, type=Summary)
        return await print_page(chart, page, str(summary_id))


class LivePrintController(Controller):
    path = "/patients/{patient_id:uuid}"
    tags = ("exports",)

    @get("/summary/pdf", media_type=PDF)
    async def live(
        self,
        chart: NamedDependency[Chart],
        session_id: Annotated[UUID | None, QueryParameter()] = None,
        course_id: Annotated[UUID | None, QueryParameter()] = None,
    ) -> Response[bytes]:
        """The summary of now; see the page's route for what it is about."""
        page = await live_page(chart, session_id, course_id)
        return await print_page(chart, page, str(session_id or "live"))

    @get("/letter", media_type=PDF)
    async def letter(
        self,
        chart: NamedDependency[Chart],
        instrument: Annotated[str, QueryParameter(max_length=40)] = "phq-9",
        course_id: Annotated[UUID | None, QueryParameter()] = None,
    ) -> Response[bytes]:
        """Scores of one instrument over one course, the latest that has had a session unless `course_id` names one; for a payer, on
        one page. 409 when there are no scores, and when the course has not begun."""
        check_clinician(chart)
        asked = instrument_named(instrument)
        page = await page_of_course(chart, course_id)
        about = await courses.of_patient(chart.conn, chart.clinic_id, chart.patient_id)
        course = next((name_in(chart.account.language, c.name) for c in about if c.course_id == page.course_id), None)
        editions = letter.editions(page, asked.id, course, words_of(chart))
        await trail(chart, "letter.made", chart.patient_id, asked.id)
        return as_file(await press.printed(letter.PAGES, "letter", editions), PDF, "outcome-letter.pdf")


async def page_of_course(chart: Chart, course_id: UUID | None) -> SummaryPage:
    """With the scores of that course alone."""
    here = (chart.conn, chart.clinic_id, chart.patient_id)
    held = [
        each for each in await sessions.of_patient(*here) if each.kind != "psychotherapy" and each.is_held(chart.now)
    ]
    page = await live_page(chart, None, course_id or letter.course_with_sessions(held))
    end = letter.ends_before(page.course_id, held) if page.course_id else None
    if end is not None:
        found = await facts.gather(*here, form="clinician", now=chart.now, course_id=page.course_id)
        day = local_day(end, zone_named((await patients.find(*here)).zone))
        own = [score for score in found.given.scores if score.day < day]
        page.numbers = summary(msgspec.structs.replace(found.given, scores=own))
    return page


async def print_page(chart: Chart, page: SummaryPage, subject: str) -> Response[bytes]:
    await trail(chart, "summary.printed", chart.patient_id, subject)
    editions = printed.editions(page, words_of(chart))
    return as_file(await press.printed(printed.PAGES, "summary", editions), PDF, "summary.pdf")


def words_of(acting: Acting) -> Words:
    """The reader's language, on the clinic's clock."""
    return words_in(acting.account.language, acting.account.clinic_zone)
