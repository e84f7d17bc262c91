"""What every story is told with: whose it is, the days before and after today, and their own chance."""

from datetime import date
from random import Random

import msgspec

from api.demo.curves import Level
from api.demo.forms import Forms, fill
from api.demo.people import Patient
from api.demo.shapes import Appointment, Course, Story
from api.demo.telling import DAY, Effect, Habit, keep, session_days, suffer, write

AFTER_KETAMINE = (
    Effect(effect="dissociation", chance=lambda n: 0.9 if n < 7 else 0.6, moderate=0.35),
    Effect(effect="drowsy", chance=lambda _: 0.5, during=False),
    Effect(effect="nausea", chance=lambda n: 0.45 if n < 4 else 0.2, moderate=0.3),
    Effect(effect="headache", chance=lambda _: 0.3, during=False, next_day=0.35),
    Effect(effect="bp_high", chance=lambda _: 0.12),
)
AFTER_TMS = (
    Effect(effect="scalp_pain", chance=lambda n: 0.75 / (1 + n / 6), moderate=0.3),
    Effect(effect="headache", chance=lambda n: 0.4 / (1 + n / 8), during=False),
    Effect(effect="jaw_tension", chance=lambda n: 0.3 if n < 6 else 0.06),
    Effect(effect="fatigue", chance=lambda _: 0.12, during=False),
)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Who, when, and the chance of that person: seeded by their key, so that it is the same every time."""

    patient: Patient
    today: date
    rng: Random
    forms_rng: Random

    def ago(self, days: int) -> date:
        return self.today - days * DAY

    def ahead(self, days: int) -> date:
        return self.today + days * DAY

    def story(
        self,
        *,
        joined_on: date,
        level: Level,
        habit: Habit,
        course: Course | None = None,
        effects: tuple[Effect, ...] = (),
        visits: list[Appointment] | None = None,
        until: date | None = None,
        forms: Forms | None = None,
    ) -> Story:
        """The journal up to yesterday, or to `until`. Forms by the protocol's cadence, where there are `forms`."""
        last = until or self.ago(1)
        sessions = session_days(course, last) if course else []
        days = keep(self.rng, level, joined_on + DAY, last, habit)
        return Story(
            joined_on=joined_on,
            days=write(self.rng, self.patient, days, sessions),
            reports=suffer(self.rng, sessions, effects, days),
            course=course,
            appointments=visits or [],
            filled=fill(self.forms_rng, level, course, joined_on, last, forms) if course and forms else [],
        )
