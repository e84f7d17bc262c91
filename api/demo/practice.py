"""What happens in therapy, and before a session: pages, homework and answers. Made up for the demo, words and all."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import msgspec

from api.demo.shapes import Before, Homework, LookedAt, Page, Story
from api.demo.telling import DAY, session_days
from clinical.entries import PreSessionAnswer, SessionAnswer

YESTERDAY_EVENING = time(20, 40)


def practised(key: str, story: Story, today: date) -> Story:
    """With what there is for this person. All of it lies before today."""
    return PRACTICE[key](story, today) if key in PRACTICE else story


def _elena(story: Story, today: date) -> Story:
    """One piece of homework done and one open; a page of her own that nobody else reads."""
    asked, coming = story.appointments[-2].at + timedelta(minutes=45), story.appointments[-1].at.date()
    record = Homework(
        key="record",
        form="cbt",
        asked=asked,
        due_on=coming,
        by="ruth",
        words="When the borrowed feeling comes: catch one thought, and look for the other side of it.",
    )
    card = Homework(
        key="card",
        form="dbt",
        asked=asked + timedelta(minutes=2),
        due_on=coming + 7 * DAY,
        by="ruth",
        words="A card on two evenings in the week after your booster, please.",
    )
    thought = Page(
        form="cbt",
        audience="therapist",
        texts={
            "situation": "The team was asked who wants the spring schedule. Nobody looked at me.",
            "thought": "They have already stopped counting on me.",
            "emotion": "small",
            "alternative": "I was on leave when the lists were made. Mirka asked me twice this week whether I am coming.",
        },
        ratings={"emotion_before": 65, "emotion_after": 30},
        written=datetime.combine(today - 2 * DAY, time(19, 5)),
        homework="record",
    )
    diary = Page(
        form="dbt",
        audience="therapist",
        texts={"skills_own": "Five things I can see, on the tram. Then I hummed the alto line."},
        ratings={
            "urge_die": 0,
            "urge_hurt": 0,
            "emotion_sad": 2,
            "emotion_afraid": 1,
            "emotion_joy": 3,
            "skill_mindful": 1,
            "skill_emotion": 1,
            "target": 0,
        },
        written=datetime.combine(today - DAY, time(21, 10)),
    )
    own = Page(
        form="free",
        audience="private",
        texts={"text": "A list for nobody: plums, the blue cup, Anka's laugh, clean sheets, choir on Thursdays."},
        written=datetime.combine(today - DAY, time(21, 30)),
    )
    return msgspec.structs.replace(story, homework=[record, card], pages=[thought, diary, own])


def _tom(story: Story, today: date) -> Story:
    page = Page(
        form="rebt",
        audience="team",
        texts={
            "event": "Caleb asked if we could build the tree house this month.",
            "belief": "If I say yes and then have a bad week, I have failed him.",
            "consequence": "Said maybe, went to the garage.",
            "dispute": "He asked for a Saturday, not for a promise about every week.",
            "effect": "One Saturday I can offer. Lighter than I thought.",
        },
        written=datetime.combine(today - DAY, time(20, 15)),
    )
    return msgspec.structs.replace(story, pages=[page])


def _lucia(story: Story, today: date) -> Story:
    page = Page(
        form="cbt",
        audience="team",
        texts={
            "situation": "Llegué tarde a recoger a los niños.",
            "thought": "Soy una mala madre.",
            "emotion": "culpa",
            "alternative": "Llegué diez minutos tarde por la lluvia. Los niños estaban jugando y ni lo notaron.",
        },
        ratings={"emotion_before": 80, "emotion_after": 40},
        written=datetime.combine(today - 2 * DAY, time(21, 0)),
    )
    return msgspec.structs.replace(story, pages=[page])


def _ben(story: Story, today: date) -> Story:
    """Before the coming booster: some of the questions, one of them with "not sure"."""
    answers = [
        _said("new_meds", "not_sure", "Magnesium at night since last week. I don't know if that counts."),
        _said("alcohol", "no"),
        _said("drugs", "no"),
        _said("bp", "no"),
        _said("ride", "arranged", "Marcus drives."),
        _said("unreal", "no"),
        _said("safety", "no"),
    ]
    return msgspec.structs.replace(story, before=[Before(answers=answers, written=_evening(today))])


def _priya(story: Story, today: date) -> Story:
    """A short night before the last session, that somebody looked at; ringing in the ears before the coming one."""
    assert story.course is not None  # noqa: S101 her story has one
    last = session_days(story.course, today - DAY)[-1]
    short = Before(
        answers=[
            _said("new_meds", "no"),
            PreSessionAnswer(question="sleep", answer="hours", amount=3.5),
            _said("alcohol", "no"),
            _said("metal", "no"),
            _said("seizure_q", "no"),
            _said("ill", "no"),
            _said("safety", "no"),
        ],
        written=datetime.combine(last, time(8, 5)),
        day=last,
        reviews={
            "sleep": LookedAt(
                by="peter",
                after=timedelta(hours=8),
                what_was_done="Talked about the night with Priya when she came: up late over the thesis. Noted in her chart.",
            )
        },
    )
    coming = Before(
        answers=[
            _said("new_meds", "no"),
            _said("alcohol", "no"),
            _said("metal", "no"),
            _said("seizure_q", "no"),
            _said("earplugs", "yes", "A soft ringing on the left since yesterday's session."),
            _said("safety", "no"),
        ],
        written=_evening(today) + timedelta(minutes=45),
    )
    return msgspec.structs.replace(story, before=[short, coming])


PRACTICE: dict[str, Callable[[Story, date], Story]] = {
    "elena": _elena,
    "tom": _tom,
    "lucia": _lucia,
    "ben": _ben,
    "priya": _priya,
}


def _said(question: str, answer: SessionAnswer, note: str | None = None) -> PreSessionAnswer:
    return PreSessionAnswer(question=question, answer=answer, note=note)


def _evening(today: date) -> datetime:
    return datetime.combine(today - DAY, YESTERDAY_EVENING)
