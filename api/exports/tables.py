"""CSV: one file a table, and a README that says what the columns mean. RFC 4180, UTF-8 without a byte order mark.

Empty means not known or not asked, never 0. No text of a person is in it. A cell that a spreadsheet would take for a formula begins
with an apostrophe.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.resources import files

from api.exports.record import Record
from clinical.instruments import INSTRUMENTS, SOURCES, instrument_named, thresholds
from clinical.instruments.shapes import Instrument
from clinical.side_effect_codes import CODES
from db.alerts import Alert
from db.measures import StoredMeasure
from db.side_effects import StoredSideEffect

Cell = str | int | float | bool | None
Rows = Iterable[Sequence[Cell]]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Of a file in an archive: fixed, so that the same tables are the same bytes.
DATED = (1980, 1, 1, 0, 0, 0)

HEADS = {
    "scores": "pseudonym,response_id,instrument,version,language,completed_at,local_date,days_since_session,session_no,"
    "n_answered,total,status,band,loinc_total,source,declined,late",
    "answers": "pseudonym,response_id,item,loinc_item,score,answer_text,missing_reason",
    "daily": "pseudonym,local_date,mood,anxiety,energy,hours_slept,sleep_quality,entered_at,late,source",
    "side_effects": "pseudonym,local_date,effect_id,snomed,severity,interference,still_present,session_no,day_after_session,level_shown",
    "sessions": "pseudonym,session_no,modality,started_at,planned,status,protocol_id",
    "safety": "pseudonym,raised_at,source,answer,shown_to_patient,acknowledged_by_role,acknowledged_at",
}


def archive(record: Record) -> bytes:
    tables: dict[str, Rows] = {
        "scores": [_score(record, measure) for measure in record.measures],
        "answers": [row for measure in record.measures for row in _answers(measure)],
        "daily": _daily(record),
        "side_effects": [_effect(record, report) for report in record.side_effects],
        "sessions": _sessions(record),
        "safety": [_alert(record, alert) for alert in record.alerts],
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, rows in tables.items():
            _add(opened, f"{name}.csv", table(HEADS[name], ((record.pseudonym, *row) for row in rows)))
        _add(opened, "README.txt", readme(record))
    return made.getvalue()


def _add(opened: zipfile.ZipFile, name: str, text: str) -> None:
    opened.writestr(zipfile.ZipInfo(name, DATED), text.encode(), zipfile.ZIP_DEFLATED)


def table(head: str, rows: Rows) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head.split(","))
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return f"{value:g}"


def _score(record: Record, measure: StoredMeasure) -> Sequence[Cell]:
    instrument = INSTRUMENTS[measure.instrument]
    before = record.session_before_form(measure)
    answered = None if measure.answers is None else sum(answer is not None for answer in measure.answers)
    complete = measure.status == "complete"
    return (
        str(measure.measure_id),
        measure.instrument,
        measure.version,
        measure.language,
        _at(record.local(measure.written_at, measure.revision_id)),
        measure.day.isoformat(),
        (measure.day - record.day(before)).days if before else None,
        before.ordinal if before else None,
        answered,
        measure.total,
        measure.status,
        instrument.band(measure.total) if measure.total is not None else None,
        instrument.loinc.total if complete else None,
        measure.source,
        measure.declined,
        measure.late,
    )


def _answers(measure: StoredMeasure) -> Rows:
    """Every question of a form: one that was left out has a reason in place of a score."""
    instrument = INSTRUMENTS[measure.instrument]
    for n, given in enumerate(measure.answers or [], start=1):
        item = next((each for each in instrument.items if each.n == n), None)
        reason = "asked-declined" if given is None else None
        yield (
            str(measure.measure_id),
            n,
            item.loinc if item else None,
            given,
            _words(instrument, given, measure),
            reason,
        )


def _words(instrument: Instrument, given: int | None, measure: StoredMeasure) -> str | None:
    option = next((option for option in instrument.options if option.score == given), None)
    return (option.es if measure.language == "es" else option.en) if option else None


def _daily(record: Record) -> Rows:
    for day in record.check_ins:
        ratings = (day.mood, day.anxiety, day.energy, day.sleep_hours, day.sleep_quality)
        written = _at(record.local(day.written_at, day.revision_id))
        yield day.day.isoformat(), *ratings, written, day.late, day.source


def _effect(record: Record, report: StoredSideEffect) -> Sequence[Cell]:
    codes, before = CODES.get(report.effect), record.session_before(report)
    return (
        report.day.isoformat(),
        report.effect,
        codes.snomed.code if codes and codes.snomed else None,
        report.severity,
        report.interference,
        report.still_present,
        before.ordinal if before else None,
        (report.day - record.day(before)).days if before else None,
        report.level,
    )


def _sessions(record: Record) -> Rows:
    protocols = {course.course_id: course.protocol for course in record.courses}
    for session in record.sessions:
        started = _at(record.local(session.starts_at))
        ahead = session.is_ahead(record.now)
        protocol = protocols.get(session.course_id) if session.course_id else None
        yield session.ordinal, session.kind, started, ahead, session.status, protocol


def _alert(record: Record, alert: Alert) -> Sequence[Cell]:
    """`answer`: of a questionnaire's safety item, the one that the alert took up."""
    done = alert.acknowledged_at
    return (
        _at(record.local(alert.raised_at)),
        f"{alert.source}:{alert.tier}",
        record.alert_answers.get(alert.alert_id),
        # Whoever writes words of danger on the phone is shown help at once; an imported diary shows nothing.
        alert.source not in ("import", "rejected") and alert.tier != "review",
        record.roles.get(alert.acknowledged_by, "former member") if alert.acknowledged_by else None,
        _at(record.local(done)) if done else None,
    )


def _at(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def readme(record: Record) -> str:
    """What the columns mean, and which version and threshold sources the instruments have."""
    said = [files("api.exports").joinpath("templates", "README.txt").read_text()]
    used = sorted({measure.instrument for measure in record.measures})
    said += [line for name in used for line in _about(instrument_named(name))]
    return "\r\n".join("\n".join(said).splitlines()) + "\r\n"


def _about(instrument: Instrument) -> list[str]:
    rules = thresholds(instrument)
    lines = [
        f"{instrument.id}: {instrument.name}, version {instrument.version}. {instrument.licence.notice or ''}".rstrip()
    ]
    for name in ("response", "remission", "reliable_change"):
        rule = getattr(rules, name)
        if rule is not None:
            sources = "; ".join(SOURCES[source] for source in rule.sources)
            lines.append(f"  {name.replace('_', ' ')}, default: {rule.label}. Source: {sources}")
    return lines
