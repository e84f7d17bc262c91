from contextlib import suppress
from datetime import date
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinical.diary_import import DiaryMapping, EffectColumn, NoteColumn, RatingColumn, decode, read
from clinical.diary_import.numbers import half_up, score
from clinical.diary_import.table import MAX_BYTES, MAX_ROWS
from clinical.entries import NOTE_LIMIT
from clinical.errors import Invalid, TooLarge

TODAY = date(2026, 6, 1)
TEN = RatingColumn(column="mood", low=0, high=10)


def mapping(**changes) -> DiaryMapping:
    return msgspec.structs.replace(DiaryMapping(date="date", date_format="ymd", fields={"mood": TEN}), **changes)


def moods(text, **changes):
    return {day.day.isoformat(): day.mood for day in read(text, mapping(**changes), today=TODAY).days}


def problems(diary):
    return [(row.row, row.column, row.problem) for row in diary.rows_unused]


@pytest.mark.parametrize(
    ("low", "high", "reversed_", "value", "expected"),
    [
        (-3, 3, False, "0", 5),
        (-3, 3, True, "-3", 10),
        (1, 5, False, "2", 3),  # 2.5 rounds up
        (1, 5, True, "4", 3),  # turned round first, then rounded: 2.5 rounds up here too
        (1, 7, False, "3", 3),  # 3.33
        (0, 100, False, "45", 5),  # 4.5 rounds up
        (0, 100, False, "44.9", 4),
        (0, 100, False, "44,9", 4),
        (0, 0.3, False, "0.135", 5),  # 4.5 exactly, although no float here is
        (1, 5, False, "rad", 10),
        (1, 5, False, "Mal", 3),
    ],
)
def test_a_scale_is_mapped_linearly_and_rounded_half_up(low, high, reversed_, value, expected):
    rating = RatingColumn(column="mood", low=low, high=high, reversed=reversed_)
    assert moods(f'date,mood\n2026-05-01,"{value}"\n', fields={"mood": rating}) == {"2026-05-01": expected}


@pytest.mark.parametrize(
    ("take", "expected"),
    [("median", 4), ("mean", 5), ("min", 2), ("max", 9), ("last", 3)],  # of 2 9 4 3: median 3.5, mean 4.5
)
def test_several_rows_of_a_day_are_reduced_before_rounding(take, expected):
    text = "date,mood\n2026-05-01,2\n2026-05-01,9\n2026-05-01,4\n2026-05-01,3\n"
    found = moods(text, fields={"mood": msgspec.structs.replace(TEN, take=take)})
    assert found == {"2026-05-01": expected}


def test_in_a_diary_that_runs_backwards_the_last_value_of_a_day_is_the_first_in_the_file():
    text = "date,mood,note\n2026-05-02,1,b\n2026-05-01,9,later\n2026-05-01,4,earlier\n"
    changes = {"fields": {"mood": msgspec.structs.replace(TEN, take="last")}, "note": NoteColumn(column="note")}
    days = read(text, mapping(**changes), today=TODAY).days
    assert [(day.mood, day.note) for day in days] == [(9, "earlier\n\nlater"), (1, "b")]
    assert days[0].originals == {"mood": ["4", "9"]}


@pytest.mark.parametrize(
    ("high", "text", "expected"),
    [(24, "7.25", 7.5), (24, "7.2", 7.0), (24, "7:40", 7.5), (24, "7:45", 8.0), (1440, "450", 7.5), (24, "0", 0.0)],
)
def test_sleep_is_hours_by_halves(high, text, expected):
    fields = {"mood": TEN, "sleep_hours": RatingColumn(column="sleep", low=0, high=high)}
    diary = read(f"date,mood,sleep\n2026-05-01,5,{text}\n", mapping(fields=fields), today=TODAY)
    assert diary.days[0].sleep_hours == expected


@pytest.mark.parametrize(
    ("values", "severity"), [("2", None), ("3", "mild"), ("4.9", "mild"), ("1 5", "moderate"), ("7 1", "severe")]
)
def test_a_side_effect_is_what_the_days_maximum_reaches(values, severity):
    effect = EffectColumn(effect="headache", column="head", mild=3, moderate=5, severe=6)
    text = "date,mood,head\n" + "".join(f"2026-05-01,5,{value}\n" for value in values.split())
    day = read(text, mapping(side_effects=[effect]), today=TODAY).days[0]
    assert [found.severity for found in day.side_effects] == ([severity] if severity else [])
    assert day.originals["head"] == values.split()


@pytest.mark.parametrize(
    ("cells", "days", "kind", "choice"),
    [
        (["2026-05-01", "2026-05-31"], ["2026-05-01", "2026-05-31"], "date_format", "ymd"),
        (["5/1/2026", "5/31/2026"], ["2026-05-01", "2026-05-31"], "date_format", "mdy"),
        (["01.05.2026", "31.05.26"], ["2026-05-01", "2026-05-31"], "date_format", "dmy"),
        (["31/5/2026", "1/5/2026"], ["2026-05-01", "2026-05-31"], "date_format", "dmy"),
        (["3/4/2026", "4/4/2026", "5/4/2026"], ["2026-04-03", "2026-04-04", "2026-04-05"], "date_ambiguous", "dmy"),
        (["3/4/2026", "3/5/2026"], ["2026-03-04", "2026-03-05"], "date_ambiguous", "mdy"),
        (["1/12/2026"], ["2026-01-12"], "date_ambiguous", "mdy"),  # the other would be in the future
        (["4/4/2026"], ["2026-04-04"], "date_format", "mdy"),  # the same day either way
        (["May 1, 2026", "Fri, May 8 2026"], ["2026-05-01", "2026-05-08"], "date_format", "mon_d_y"),
        (["1st May 2026", "8 de mayo de 2026"], ["2026-05-01", "2026-05-08"], "date_format", "d_mon_y"),
        (["2026-05-01T23:59:59.123Z", "2026-05-02 9:15 PM"], ["2026-05-01", "2026-05-02"], "date_format", "ymd"),
    ],
)
def test_the_form_of_dates_is_guessed_and_said(cells, days, kind, choice):
    text = "date;mood\n" + "".join(f"{cell};5\n" for cell in cells)
    diary = read(text, mapping(date_format=None), today=TODAY)
    assert [day.day.isoformat() for day in diary.days] == days
    assert [(said.kind, said.choice) for said in diary.remarks] == [(kind, choice)]
    assert diary.mapping.date_format == choice
    assert diary.rows_unused == []


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (",5,", None, "no_date"),
        ("yesterday,5,", None, "bad_date"),
        ("2026-02-30,5,", None, "bad_date"),
        ("2026-06-02,5,", None, "future"),
        ("2026-05-02,5,,and,more", None, "extra_cells"),
        ("2026-05-02,,", None, "nothing_mapped"),
        ("2026-05-02,n/a,-", None, "nothing_mapped"),
        ("2026-05-01,fine,", "mood", "not_a_number"),
        ("2026-05-01,1e9,", "mood", "not_a_number"),
        ("2026-05-01,٣,", "mood", "not_a_number"),
        ("2026-05-01,11,", "mood", "out_of_scale"),
        ("2026-05-01,-1,", "mood", "out_of_scale"),
        ("2026-05-02,,words without a mood", None, "no_mood"),
        (f"2026-05-01,,{'x' * (NOTE_LIMIT - 4)}", "note", "note_too_long"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported_with_its_number_and_the_reason(row, column, problem):
    text = f"date,mood,note\n2026-05-01,5,good\n\n{row}\n"
    diary = read(text, mapping(note=NoteColumn(column="note")), today=TODAY)
    assert problems(diary) == [(4, column, problem)]
    assert diary.rows_unused[0].reason.endswith(".")
    assert diary.rows_read == 2
    assert [(day.mood, day.note) for day in diary.days] == [(5, "good")]


def test_a_side_effect_is_kept_without_a_mood_and_the_rest_of_the_day_is_reported():
    effect = EffectColumn(effect="nausea", column="nausea", mild=1, moderate=2, severe=3)
    fields = {"mood": TEN, "anxiety": RatingColumn(column="anxiety", low=0, high=10)}
    text = "date,mood,anxiety,nausea\n2026-05-01,,4,2\n"
    diary = read(text, mapping(fields=fields, side_effects=[effect]), today=TODAY)
    assert [(day.mood, day.anxiety, day.side_effects[0].severity) for day in diary.days] == [(None, None, "moderate")]
    assert problems(diary) == [(2, None, "no_mood")]
    alone = read(text, mapping(fields={}, side_effects=[effect]), today=TODAY)
    assert (len(alone.days), alone.rows_unused) == (1, [])


def test_equal_rows_are_two_ratings_unless_they_tell_the_same_time():
    twice = "date,mood\n2026-05-01,2\n2026-05-01,2\n2026-05-01,8\n"
    assert moods(twice, fields={"mood": msgspec.structs.replace(TEN, take="mean")}) == {"2026-05-01": 4}
    timed = "date,time,mood\n2026-05-01,9:00,2\n2026-05-01,9:00,2\n2026-05-01,10:00,8\n"
    diary = read(timed, mapping(), today=TODAY)
    assert (diary.days[0].mood, problems(diary)) == (5, [(3, None, "duplicate")])


def test_a_byte_order_mark_quotes_and_line_breaks_in_quotes_are_read():
    text = '\ufeffdate;mood;note\r\n2026-05-01;5;"first; line\r\nsecond ""line"""\r\n2026-05-02;6;\r\n2026-05-03;x;\r\n'
    diary = read(text, mapping(note=NoteColumn(column="note")), today=TODAY)
    assert diary.columns == ["date", "mood", "note"]
    assert diary.days[0].note == 'first; line\r\nsecond "line"'
    assert problems(diary) == [(4, "mood", "not_a_number"), (4, None, "no_mood")][::-1]


def test_a_quote_that_never_closes_is_refused_rather_than_swallowing_the_rest():
    with pytest.raises(Invalid, match="from row 3 on"):
        read('date,mood,note\n2026-05-01,5,ok\n2026-05-02,5,"never\n2026-05-03,5,x\n', mapping(), today=TODAY)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    rows = [("date", "mood", "note"), ("2026-05-01", "5", "a"), ("2026-05-02", "6", "b")]
    assert moods("\n".join(delimiter.join(row) for row in rows)) == {"2026-05-01": 5, "2026-05-02": 6}


@pytest.mark.parametrize(
    "data",
    ["día,ánimo\n".encode(), "día,ánimo\n".encode("utf-8-sig"), "día,ánimo\n".encode("utf-16"), b"d\xeda,\xe1nimo\n"],
)
def test_files_are_decoded_as_spreadsheets_write_them(data):
    assert decode(data) == "día,ánimo\n"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", Invalid),
        ("\n \n", Invalid),
        ("date,mood\n" + "2026-05-01,5\n" * (MAX_ROWS + 1), TooLarge),
        ("date,mood\n" + "x" * MAX_BYTES, TooLarge),
        ("date,mood" + ",c" * 300 + "\n2026-05-01,5\n", TooLarge),
        ("date,mood\n2026-05-01,5\x00\n", Invalid),
    ],
)
def test_what_is_no_table_or_too_large_is_refused(text, error):
    with pytest.raises(error):
        read(text, mapping(), today=TODAY)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"date": "when"}, "mapping.date"),
        ({"fields": {"mood": msgspec.structs.replace(TEN, column="x")}}, "mapping.fields.mood.column"),
        ({"fields": {"mood": msgspec.structs.replace(TEN, low=10)}}, "mapping.fields.mood"),
        ({"fields": {"mood": msgspec.structs.replace(TEN, high=float("inf"))}}, "mapping.fields.mood"),
        ({"fields": {}}, "mapping.fields.mood"),
        ({"note": NoteColumn(column="x")}, "mapping.note.column"),
        (
            {"side_effects": [EffectColumn(effect="headache", column="mood", mild=3, moderate=2, severe=6)]},
            "mapping.side_effects.0",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_the_path_of_the_fault(changes, path):
    with pytest.raises(Invalid) as refused:
        read("date,mood\n2026-05-01,5\n", mapping(**changes), today=TODAY)
    assert [error.path for error in refused.value.errors] == [path]


def test_a_mapping_is_guessed_from_daylio():
    text = (
        "full_date,date,weekday,time,mood,activities,note_title,note\n"
        "2026-05-02,May 2,Saturday,9:15 PM,rad,,,A walk\n"
        "2026-05-01,May 1,Friday,8:00 PM,meh,,,\n"
    )
    diary = read(text, today=TODAY)
    assert (diary.mapping.date, diary.mapping.date_format, diary.mapping.note.column) == ("full_date", "ymd", "note")
    assert [(day.mood, day.note) for day in diary.days] == [(5, None), (10, "A walk")]
    assert [(said.kind, said.column, said.choice) for said in diary.remarks] == [
        ("column", "full_date", "date"),
        ("scale", "mood", "1..5"),
        ("column", "note", "note"),
        ("date_format", "full_date", "ymd"),
    ]


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ("1 3 5", 1, 5),
        ("0 2 4", 0, 4),
        ("0 3", 0, 3),
        ("2 7", 1, 7),
        ("2 8", 0, 10),
        ("0 35 80", 0, 100),
        ("-3 2", -3, 3),
        ("-4 2", -5, 5),
        ("0 500", 0, 500),
    ],
)
def test_a_scale_is_guessed_from_the_values_and_said(values, low, high):
    rows = "".join(f"2026-05-{day:02},{value}\n" for day, value in enumerate(values.split(), start=1))
    diary = read("Fecha,Estado de ánimo\n" + rows, today=TODAY)
    rating = diary.mapping.fields["mood"]
    assert (rating.low, rating.high) == (low, high)
    assert f"a scale from {low} to {high}" in next(said.text for said in diary.remarks if said.kind == "scale")
    assert diary.rows_unused == []


def test_every_column_has_a_name_of_its_own():
    diary = read("x (3),x,x,,date\n1,2,3,4,2026-05-01\n", today=TODAY)
    assert diary.columns == ["x (3)", "x", "x (3) (3)", "column 4", "date"]


def test_a_table_without_a_header_gets_numbered_columns_and_loses_no_row():
    diary = read("2026-05-01,5\n2026-05-02,10\n", today=TODAY)
    assert diary.columns == ["column 1", "column 2"]
    assert [(day.mood, day.rows) for day in diary.days] == [(5, [1]), (10, [2])]


@pytest.mark.parametrize(
    ("header", "values", "high", "outside"),
    [
        ("mood", [*range(3, 11), 11], 10, [11]),
        ("mood", [1, 2, 3, 4, 5, 3, 2, 55], 5, [55]),
        ("mood", [6, 7, 8, 5, 4, 9, -99, 3], 10, [-99]),
        ("mood", [6, 7, 8, 5, 4, 9, -1, 3], 10, [-1]),
        ("mood", [0, 1, 1, 2, 1, 0, 1, 1, 8], 10, []),  # the rare worst day is no slip
        ("mood", [1, 0, 2, 1, 2, 0, 1, -3], 3, []),
        ("mood", [5, 55], 100, []),  # too few to tell
        ("mood", [*range(1, 10), 40, 60], 100, []),
        ("sleep hours", [7, 8, 6, 25], 24, [25]),
        ("Sleep (h)", [7, 8, 6, 25], 24, [25]),
        ("sleep", [7, 8, 6, 7, 8, 6, 7, 25], 24, [25]),
        ("sleep hours", [420, 480, 390, 15], 1440, []),
    ],
)
def test_a_lone_outlier_does_not_change_the_scale_and_is_reported(header, values, high, outside):
    mood = "" if header == "mood" else "mood,"
    text = f"date,{mood}{header}\n" + "".join(
        f"2026-05-{day:02},{mood and '5,'}{value}\n" for day, value in enumerate(values, start=1)
    )
    diary = read(text, today=TODAY)
    (rating,) = [rating for rating in diary.mapping.fields.values() if rating.column == header]
    assert rating.high == high
    found = [values[row.row - 2] for row in diary.rows_unused if row.problem == "out_of_scale"]
    assert found == outside


@pytest.mark.parametrize(
    ("text", "missing", "date_column"),
    [("a,b\n1,2\n", "no_date_column", None), ("date,x,y\n2026-05-01,1,2\n", "no_mood_column", "date")],
)
def test_what_could_not_be_guessed_is_said_and_nothing_is_read(text, missing, date_column):
    diary = read(text, today=TODAY)
    assert missing in [said.kind for said in diary.remarks]
    assert (diary.days, diary.rows_unused) == ([], [])
    assert (diary.mapping.date if diary.mapping else None) == date_column


def test_all_words_are_handed_out_for_screening_even_of_rows_that_cannot_be_used():
    diary = read("date,mood,other\nnever,5,dark thoughts\n2026-05-01,5,\n", mapping(), today=TODAY)
    assert "dark thoughts" in diary.words
    assert "never" in diary.words


def test_days_that_would_be_replaced_are_marked():
    days = read("date,mood\n2026-05-01,5\n2026-05-02,5\n", mapping(), today=TODAY, logged={date(2026, 5, 2)}).days
    assert [day.replaces for day in days] == [False, True]


def test_the_digest_binds_text_and_mapping():
    text = "date,mood\n2026-05-01,5\n"
    shown = read(text, today=TODAY)
    confirmed = read(text, msgspec.json.decode(msgspec.json.encode(shown.mapping), type=DiaryMapping), today=TODAY)
    assert (confirmed.digest, confirmed.days) == (shown.digest, shown.days)
    assert read(text + "\n", shown.mapping, today=TODAY).digest != shown.digest
    turned = {"mood": msgspec.structs.replace(shown.mapping.fields["mood"], reversed=True)}
    assert read(text, msgspec.structs.replace(shown.mapping, fields=turned), today=TODAY).digest != shown.digest


@given(st.lists(st.integers(-300, 300), min_size=1, max_size=9), st.booleans())
def test_a_score_is_the_nearest_whole_number_and_never_leaves_the_scale(values, turned):
    rating = RatingColumn(column="mood", low=-3, high=3, reversed=turned, take="mean")
    fractions = [Fraction(value, 100) for value in values]
    exact = (sum(fractions) / len(fractions) * (-1 if turned else 1) + 3) * Fraction(10, 6)
    assert 0 <= score(fractions, rating) <= 10
    assert exact - Fraction(1, 2) < score(fractions, rating) <= exact + Fraction(1, 2)
    assert half_up(Fraction(5, 2)) == 3


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text):
    with suppress(Invalid, TooLarge):
        assert msgspec.json.encode(read(text, today=TODAY))


@given(
    st.lists(st.tuples(st.sampled_from(["2026-05-01", "2026-05-02", "x", ""]), st.text("0123456789xn/a-.", max_size=4)))
)
def test_every_row_is_either_in_a_day_or_reported(rows):
    text = "date,mood,keep\n" + "".join(f"{day},{mood},keep\n" for day, mood in rows)
    diary = read(text, mapping(), today=TODAY)
    used = {row for day in diary.days for row in day.rows}
    reported = {row.row for row in diary.rows_unused}
    assert diary.rows_read == len(rows)
    assert used | reported == set(range(2, len(rows) + 2))
