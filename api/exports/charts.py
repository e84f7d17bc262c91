"""The charts of the printed summary. Full scale always, a missing day is a break, nothing is joined across a gap."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from api.exports import svg
from api.exports.words import Words

WIDTH = 540.0
JOINED_WITHIN = 35
"""Scores are joined when they are at most so many days apart: a monthly rhythm and some days. Our own rule."""

DASHES = (svg.SOLID, svg.DASHED, svg.DOTTED)
MARKS: tuple[Callable[[float, float], str], ...] = (svg.dot, svg.square, svg.diamond)


class Mark(Struct, frozen=True):
    """A session, as it is named above the chart."""

    day: date
    label: str


class Zone(Struct, frozen=True):
    """A band of totals from `low` to `high`."""

    low: int
    high: int
    label: str


class Scored(Struct, frozen=True):
    """`total` is None where too many answers are missing: nothing is drawn, and the line breaks."""

    day: date
    total: int | None
    estimated: bool


class Curve(Struct, frozen=True):
    """Daily values after one booster: (days after, value)."""

    label: str
    points: list[tuple[int, float]]


class Frame(Struct, frozen=True):
    """Where the days `first` to `last` and the values `low` to `high` go; each day has a column of equal width."""

    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date
    low: float
    high: float

    @property
    def column(self) -> float:
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def x(self, day: date) -> float:
        return self.left + ((day - self.first).days + 0.5) * self.column

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def daily(
    words: Words, points: Sequence[tuple[date, float]], sessions: Sequence[Mark], chart: tuple[date, date]
) -> str:
    """0 to 10, a point a day; days without an entry are marked under the axis."""
    height = 104.0
    frame = Frame(16, WIDTH - 2, 12, height - 20, *chart, 0, 10)
    shown = [(day, value) for day, value in points if frame.holds(day)]
    parts = [*_rules(frame, [0, 5, 10]), *_sessions(frame, sessions), *_days(words, frame, height - 4)]
    parts += [svg.path([(frame.x(day), frame.y(value)) for day, value in run], width=0.7) for run in runs(shown, 1)]
    radius = max(0.55, min(1.2, frame.column * 0.45))
    parts += [svg.dot(frame.x(day), frame.y(value), radius) for day, value in shown]
    parts += _missing(frame, {day for day, _ in shown})
    return svg.drawing(WIDTH, height, parts)


def runs(points: Sequence[tuple[date, float]], within: int) -> list[list[tuple[date, float]]]:
    """Points that follow each other at most `within` days apart. Only these are joined by a line."""
    found: list[list[tuple[date, float]]] = []
    for point in points:
        if found and (point[0] - found[-1][-1][0]).days <= within:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def scores(
    words: Words,
    points: Sequence[Scored],
    declined: Sequence[date],
    zones: Sequence[Zone],
    sessions: Sequence[Mark],
    chart: tuple[date, date],
    scale: tuple[int, int],
) -> str:
    """The whole scale, its bands as pale zones with their names, estimated totals hollow, a refusal as a cross below."""
    height, labels = 128.0, max([svg.width_of(zone.label) for zone in zones], default=0.0) + 8
    frame = Frame(20, WIDTH - labels, 12, height - 22, *chart, *scale)
    parts = [*_zones(frame, zones), *_rules(frame, _steps(scale, zones)), *_sessions(frame, sessions)]
    parts += _days(words, frame, height - 3)
    shown = [point for point in points if frame.holds(point.day)]
    parts += [
        svg.path([(frame.x(point.day), frame.y(point.total or 0)) for point in run]) for run in joined(shown, declined)
    ]
    parts += [
        svg.dot(frame.x(point.day), frame.y(point.total), 2, hollow=point.estimated)
        for point in shown
        if point.total is not None
    ]
    parts += [svg.cross(frame.x(day), frame.bottom + 5) for day in declined if frame.holds(day)]
    return svg.drawing(WIDTH, height, parts)


def joined(points: Sequence[Scored], declined: Sequence[date]) -> list[list[Scored]]:
    """Runs of complete scores, one after the other, with nothing estimated, missing or declined between them."""
    found: list[list[Scored]] = [[]]
    for point in points:
        last = found[-1][-1] if found[-1] else None
        far = last is not None and (
            (point.day - last.day).days > JOINED_WITHIN or any(last.day < day < point.day for day in declined)
        )
        if far or point.estimated or point.total is None:
            found.append([])
        if not point.estimated and point.total is not None:
            found[-1].append(point)
    return [run for run in found if run]


def wear_off(words: Words, curves: Sequence[Curve], middle: Sequence[tuple[int, float]]) -> str:
    """Mood by day after a booster, one line style each; the median of all as a broad grey band behind them."""
    width, height, shown = 262.0, 112.0, curves[-len(DASHES) :]
    longest = max([day for curve in shown for day, _ in curve.points] + [day for day, _ in middle], default=0)
    left, right, top, bottom = 16.0, width - 4, 24.0, height - 18

    def place(day: int, value: float) -> tuple[float, float]:
        return left + day * (right - left) / max(longest, 1), bottom - value / 10 * (bottom - top)

    parts = [svg.line(left, place(0, tick)[1], right, place(0, tick)[1]) for tick in (0, 5, 10)]
    parts += [svg.text(left - 4, place(0, tick)[1] + 2.4, str(tick), anchor="end") for tick in (0, 5, 10)]
    for day in range(0, longest + 1, 7):
        parts.append(svg.text(place(day, 0)[0], bottom + 9, str(day), anchor="middle"))
    parts.append(svg.text((left + right) / 2, height - 2, words.t("curve.days"), anchor="middle"))
    parts += [svg.path([place(*point) for point in run], ink=svg.LINE, width=3) for run in _day_runs(middle)]
    for curve, dash, mark in zip(shown, DASHES, MARKS, strict=False):
        parts += [svg.path([place(*point) for point in run], dash=dash, width=0.8) for run in _day_runs(curve.points)]
        parts += [mark(*place(*point)) for point in curve.points[:: max(1, longest // 12)]]
    return svg.drawing(width, height, [*parts, *_legend(words, shown, bool(middle), width)])


def _day_runs(points: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    start = date(2000, 1, 1)
    dated = [(start + timedelta(days=day), value) for day, value in points]
    return [[((day - start).days, value) for day, value in run] for run in runs(dated, 1)]


def _legend(words: Words, curves: Sequence[Curve], middle: bool, width: float) -> list[str]:
    parts: list[str] = []
    x, y = 16.0, 7.0
    entries = [(curve.label, dash, mark) for curve, dash, mark in zip(curves, DASHES, MARKS, strict=False)]
    for label, dash, mark in [*entries, *([(words.t("curve.median"), None, None)] if middle else [])]:
        needed = 26 + svg.width_of(label) + 6
        if x + needed > width and x > 16:
            x, y = 16.0, y + 9
        stroke = svg.path(
            [(x, y - 2.2), (x + 20, y - 2.2)],
            dash=dash or "",
            ink=svg.INK if mark else svg.LINE,
            width=0.8 if mark else 3,
        )
        parts += [stroke, mark(x + 10, y - 2.2) if mark else "", svg.text(x + 23, y, label, ink=svg.INK)]
        x += needed
    return parts


def _rules(frame: Frame, ticks: Sequence[float]) -> list[str]:
    lines = [svg.line(frame.left, frame.y(tick), frame.right, frame.y(tick)) for tick in ticks]
    return lines + [svg.text(frame.left - 4, frame.y(tick) + 2.4, f"{tick:g}", anchor="end") for tick in ticks]


def _steps(scale: tuple[int, int], zones: Sequence[Zone]) -> list[float]:
    """Both ends of the scale and where bands begin, as long as the numbers do not touch."""
    low, high = scale
    between = [zone.low for zone in zones if low < zone.low < high] or [low + (high - low) // 2]
    kept = [float(low)]
    for tick in between:
        if tick - kept[-1] >= (high - low) / 12 and high - tick >= (high - low) / 12:
            kept.append(float(tick))
    return [*kept, float(high)]


def _zones(frame: Frame, zones: Sequence[Zone]) -> list[str]:
    parts: list[str] = []
    step = 0.5 if frame.high - frame.low < 200 else 0
    for at, zone in enumerate(zones):
        top = frame.y(min(zone.high + step, frame.high))
        bottom = frame.y(max(zone.low - step, frame.low))
        if at % 2:
            parts.append(svg.rect(frame.left, top, frame.right - frame.left, bottom - top, fill=svg.ZONE))
        parts.append(svg.text(frame.right + 4, (top + bottom) / 2 + 2.4, zone.label))
    return parts


def _sessions(frame: Frame, sessions: Sequence[Mark]) -> list[str]:
    """Every session is a dashed line; a name stands over those that have room for one, the latest first."""
    parts: list[str] = []
    free = frame.right + (20 if frame.right < WIDTH - 20 else 0)
    for mark in reversed([session for session in sessions if frame.holds(session.day)]):
        x = frame.x(mark.day)
        parts.append(svg.line(x, frame.top - 3, x, frame.bottom, dash="2 2", ink=svg.SOFT, width=0.5))
        if x + svg.width_of(mark.label) + 4 <= free:
            parts.append(svg.text(x + 1, frame.top - 5, mark.label))
            free = x
    return parts


def _days(words: Words, frame: Frame, y: float) -> list[str]:
    span = (frame.last - frame.first).days
    steps = (1, 2, 7, 14, 28, 56, 91, 182, 364)
    step = next((days for days in steps if span / days <= (frame.right - frame.left) / 62), 364)
    shown = [frame.first + timedelta(days=offset) for offset in range(0, max(1, round(span - step * 0.6) + 1), step)]
    parts = [
        svg.text(frame.x(day), y, words.short(day), anchor="middle" if at else "start") for at, day in enumerate(shown)
    ]
    return [*parts, svg.text(frame.right, y, words.dated(frame.last), anchor="end")]


def _missing(frame: Frame, have: set[date]) -> list[str]:
    """An empty box under the axis for each run of days without an entry."""
    parts: list[str] = []
    start: date | None = None
    for offset in range((frame.last - frame.first).days + 2):
        day = frame.first + timedelta(days=offset)
        absent = day <= frame.last and day not in have
        if absent and start is None:
            start = day
        if not absent and start is not None:
            x = frame.x(start) - frame.column / 2
            width = max(frame.column * (day - start).days, 0.6)
            parts.append(svg.rect(x, frame.bottom + 2.5, width, 4, fill="#ffffff", edge=svg.SOFT))
            start = None
    return parts
