"""The printed summary and the letter: what they hold, how long they get, and that no text is ever anything but text."""

import io
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from pypdf import PdfReader

from api.exports import press, printed, room, strip
from api.exports.words import MESSAGES, Words, words_in
from api.pre_session_views import AnswerView, PreSessionGiven, ReviewView
from api.summary_views import Item9, Item9Answer, PreSessionLine, Reviewed, SummaryPage
from clinical.trends import SummaryInput, summary
from tests.api.exports_case import NOW, TODAY, a_page, a_strip, an_id, given, some_notes

ROOT = Path(__file__).parents[2]
HOSTILE = [
    '#eval("1") #import "x.typ" #read("/etc/passwd") $x$ *bold* _it_ @ref <label> `raw` // comment /* */ \\u{41} [content] {code}',
    "</text></svg><script>alert(1)</script> &amp; \" ' %",
    "مرحبا بك \u202e reversed \u200f عربي",
    "👩‍👩‍👧‍👦 🧠 日本語 Ελληνικά Кириллица",
    "\x00\x01\x07 \ufeff\r\n\t bell",
    "x" * 10_000,
    "word " * 2_000,
]


def english() -> Words:
    return words_in("en", "America/New_York")


def spanish() -> Words:
    return words_in("es", "America/New_York")


def made(page: SummaryPage, words: Words | None = None) -> bytes:
    return press.print_within(printed.PAGES, "summary", printed.editions(page, words or english()))


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return " ".join(texts(pdf))


def answers() -> PreSessionGiven:
    """One of each kind, the one that stops a session reviewed by nobody."""

    def answer(question: str, said: str, **more: Any) -> AnswerView:
        row: dict[str, Any] = {
            "amount": None,
            "at_time": None,
            "note": None,
            "action": "none",
            "prescriber_only": False,
        }
        row |= {"earlier": None, "reviewed": None, "answer": "yes"} | more
        return AnswerView(question=question, text=f"About {question}?", answer_text=said, **row)

    return PreSessionGiven(
        revision_id=an_id(9),
        session_id=an_id(2),
        day=TODAY,
        written_at=NOW,
        received_at=NOW,
        answers=[
            answer("ride", "Arranged"),
            answer("medicine", "Yes", action="stop_and_tell_staff", note="Bupropion 150"),
            answer(
                "fall",
                "Yes",
                action="stop_and_tell_staff",
                reviewed=ReviewView(by="Dr. Amara", at=NOW, what_was_done="We spoke."),
            ),
            answer("pregnant", "Not sure", answer="not_sure"),
            answer("pressure", "Not answered", answer="not_answered"),
        ],
    )


@pytest.mark.parametrize("words", [english(), spanish()], ids=["en", "es"])
@pytest.mark.parametrize(
    "facts",
    [given(), given(kind="tms"), given(days=40, effects=2), given(form="therapist"), SummaryInput(day_of=TODAY)],
    ids=["boosters", "tms", "short", "therapist", "nothing"],
)
def test_a_summary_takes_two_pages_at_most_and_says_on_each_that_nobody_verified_it(
    facts: SummaryInput, words: Words
) -> None:
    page = a_page(facts) if facts.session else a_page(session=None, numbers=summary(facts))
    page.live.pre_session = PreSessionLine(state="answered", session_id=an_id(2), needs_look=1, given=answers())
    pdf = made(page, words)
    pages = texts(pdf)
    assert len(pages) == press.pages_of(pdf) <= 2
    said = {"en": "Patient-reported, not verified.", "es": "Datos aportados por el paciente, sin verificar."}
    assert all(said[words.language] in each and "Harbor Clinic" in each for each in pages)


def test_what_does_not_fit_is_counted_in_words() -> None:
    page = a_page()
    fits = next(
        each
        for each, data in zip(room.ROOMS, printed.editions(page, english()), strict=True)
        if press.pages_of(press.print_now("summary", data)) <= 2
    )
    whole = text(made(page))
    assert fits.effects < len(page.numbers.side_effects)
    assert f"{len(page.numbers.side_effects) - fits.effects} more in the app." in whole
    assert f"{len(page.live.alerts) - fits.alerts} more in the app." in whole
    assert f"{len(page.numbers.wear_off) - fits.boosters} more in the app." in whole
    assert f"{len(page.notes) - fits.notes} more notes are in the app, not printed here." in whole


@pytest.mark.parametrize("words", [english(), spanish()], ids=["en", "es"])
def test_the_last_edition_fits_whatever_people_wrote(words: Words) -> None:
    """The fullest journal with the longest of everything."""
    page = a_page(notes=some_notes(30, "word " * 2_000))
    page.patient.name = page.clinic_name = "Wilhelmina " * 900
    page.live.alerts = [
        structs.replace(alert, acknowledged_by="Name " * 2_000, acknowledged_at=NOW) for alert in page.live.alerts
    ] * 20
    page.live.item9.reviewed = Reviewed(by="Name " * 2_000, at=NOW)
    before = answers()
    before.answers = [structs.replace(each, note="word " * 2_000) for each in before.answers * 3]
    page.live.pre_session = PreSessionLine(state="answered", session_id=an_id(2), needs_look=3, given=before)
    assert press.pages_of(press.print_now("summary", list(printed.editions(page, words))[-1])) <= 2


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_person_is_anything_but_text(hostile: str) -> None:
    page = a_page(given(days=60, effects=3), notes=some_notes(1, hostile))
    page.patient.name = page.clinic_name = hostile
    page.live.alerts[1].acknowledged_by = hostile
    pdf = made(page)
    assert press.pages_of(pdf) <= 2
    # As it was typed, but for the spaces between lines and for where it is cut.
    start = "".join(hostile.split())[:50]
    if start.isascii() and start.isprintable():
        assert start in "".join(text(pdf).split())


def test_a_text_that_is_cut_says_how_much_is_left() -> None:
    page = a_page(
        given(days=60, effects=3), notes=some_notes(1, "word " * 2_000), live=a_strip(alerts=[], red_flags=[])
    )
    found = re.search(r"… \((\d+) more characters in the app\)", text(made(page)))
    assert found
    assert int(found[1]) in {10_000 - each.characters for each in room.ROOMS}


def test_the_same_state_prints_the_same_bytes_whenever_it_is_asked() -> None:
    first, later = a_page(), a_page()
    later.live.as_of = NOW + timedelta(hours=9)
    assert made(first) == made(later)
    live, live_later = a_page(summary_id=None), a_page(summary_id=None, made_at=NOW + timedelta(hours=2))
    assert made(live) == made(live_later)
    changed = a_page(notes=some_notes(13))
    assert made(changed) != made(first)


def test_the_safety_part_is_as_of_its_newest_change() -> None:
    page = a_page()
    page.live.alerts[1].acknowledged_at = NOW + timedelta(hours=3)
    assert strip.newest_change(page) == NOW + timedelta(hours=3)
    assert "Safety part as of its newest change, 22 Nov 2026 13:00." in text(made(page))


def test_the_page_is_printed_in_its_order_and_its_words() -> None:
    page = a_page()
    whole = text(made(page))
    order = [
        "Summary before Booster",
        "Jordan M.",
        "Safety",
        "Patient Health Questionnaire-9",
        "Daily mood, 0 to 10",
        "How long each booster held",
        "Side effects by day after session",
        "How complete it is",
        "In Jordan M.'s words",
    ]
    places = [whole.index(part) for part in order]
    assert places == sorted(places)
    assert "Reviewed by Dr. Amara, 19 Nov 2026 10:00." in whole
    assert "0 to 27, higher is worse. Looks back 14 days." in whole


@pytest.mark.parametrize(
    ("state", "changes", "said"),
    [
        ("not_asked", {"day": None, "answer": None, "answer_text": None}, "item 9: not asked"),
        ("not_asked_since", {"answer": 0, "answer_text": "Not at all"}, "Nothing was asked since: ask in person."),
        ("skipped", {"answer": None, "answer_text": None}, "was left out: ask in person."),
        ("above_zero", {"reviewed": None}, "NOT reviewed yet."),
        ("not_at_all", {"answer": 0, "answer_text": "Not at all"}, "lowers nothing."),
    ],
)
def test_item_9_is_said_in_every_state_and_never_as_safe(state: Any, changes: dict[str, Any], said: str) -> None:
    base = structs.replace(a_strip().item9, state=state, **changes)
    lines = " ".join(strip.item9(english(), base))
    assert said in lines
    for words in (english(), spanish()):
        lines = " ".join(strip.item9(words, base)).lower()
        assert not re.search(r"no risk|safe\b|cleared|sin riesgo|seguro", lines)


def test_an_earlier_answer_above_zero_stays_in_sight() -> None:
    before = Item9Answer(
        day=TODAY - timedelta(days=9), answer=2, answer_text="More than half the days", reviewed=None, alert_id=None
    )
    item: Item9 = structs.replace(
        a_strip().item9, state="not_at_all", answer=0, answer_text="Not at all", above_zero_before=before
    )
    assert "Earlier: “More than half the days” on 13 Nov 2026. NOT reviewed yet." in strip.item9(english(), item)
    page = a_page(live=a_strip(item9=item, alerts=[], held=False))
    assert strip.parts(english(), page, TODAY, room.ROOMS[0])[0]["look"]


def test_answers_before_a_session_come_in_the_order_in_which_staff_act() -> None:
    page = a_page()
    page.live.pre_session = PreSessionLine(state="answered", session_id=an_id(2), needs_look=1, given=answers())
    part = strip.parts(english(), page, TODAY, room.ROOMS[0])[1]
    assert part["look"]
    assert part["title"] == "1 answer needs a look"
    assert [line.partition(" ")[2][:8] for line in part["lines"][:2]] == ["medicine", "fall? Ye"]
    assert "Bupropion 150" in part["lines"][0]
    assert part["lines"][2:4] == ["Not sure: About pregnant?", "Not answered: About pressure?"]
    page.live.pre_session = PreSessionLine(state="not_answered", session_id=an_id(2))
    part = strip.parts(english(), page, TODAY, room.ROOMS[0])[1]
    assert part["title"] == "Changed since last time: not answered"


def test_a_therapist_prints_what_their_form_has() -> None:
    whole = text(made(a_page(given(form="therapist"))))
    assert "How long each booster held" not in whole
    assert "(planned 30)" not in whole
    assert "Therapy pages" in whole


def test_every_word_is_there_in_both_languages_with_the_same_values() -> None:
    assert MESSAGES["en"].keys() == MESSAGES["es"].keys()
    for key, message in MESSAGES["en"].items():
        assert values_of(message) == values_of(MESSAGES["es"][key]), key


def values_of(message: str | dict[str, str]) -> set[str]:
    forms = [message] if isinstance(message, str) else [message["other"]]
    return {value for form in forms for value in re.findall(r"{(\w+)}", form)}


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_page_says_too_is_said_in_the_page_s_words(language: Any) -> None:
    source = ROOT / "pwa/src"
    modules = [source / f"staff/strings/{language}-{part}.ts" for part in ("summary", "scores", "care", "alerts")]
    modules.append(source / f"i18n/common/{language}.ts")
    script = "const all = {}; for (const m of process.argv.slice(1)) Object.assign(all, (await import(m)).default);"
    node = [
        Path(sys.executable).parent / "node",
        "--input-type=module",
        "-e",
        f"{script} console.log(JSON.stringify(all))",
    ]
    done = subprocess.run([*node, *modules], capture_output=True, check=True)
    page = json.loads(done.stdout)
    shared = MESSAGES[language].keys() & page.keys()
    assert len(shared) > 150
    assert {key: MESSAGES[language][key] for key in shared} == {key: page[key] for key in shared}
    assert {key.partition(".")[0] for key in MESSAGES[language].keys() - page.keys()} == {"print", "letter"}


def test_paper_has_no_colour_and_no_font_but_typst_s_own() -> None:
    sources = [
        *(ROOT / "api/exports/templates").glob("*.typ"),
        ROOT / "api/exports/svg.py",
        ROOT / "api/exports/charts.py",
    ]
    for source in sources:
        code = source.read_text()
        assert all(len({one[n : n + 2] for n in (0, 2, 4)}) == 1 for one in re.findall(r'"#([0-9a-f]{6})"', code)), (
            source
        )
        assert not re.search(r"\brgb\(|\b(red|green|blue|teal)\b", code), source
    reader = PdfReader(io.BytesIO(made(a_page())))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # pyright: ignore
    }
    assert fonts
    assert all(font.startswith(("LibertinusSerif", "NewCM", "DejaVuSansMono")) for font in fonts)
    assert all("/XObject" not in str(page["/Resources"]) for page in reader.pages)
