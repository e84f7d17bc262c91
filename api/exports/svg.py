"""Strokes of a chart in SVG, for paper: black and greys, no meaning in a colour. Lengths are points.

Whatever is written into a drawing passes through `escape`; a drawing holds no words of the patient.
"""

from collections.abc import Iterable
from html import escape

INK, SOFT, LINE, ZONE = "#111111", "#555555", "#bbbbbb", "#efefef"
FONT = "Libertinus Serif"
SIZE = 7.0

SOLID, DASHED, DOTTED = "", "5 3", "1 2.2"


def drawing(width: float, height: float, parts: Iterable[str]) -> str:
    inside = "".join(parts)
    box = f'width="{number(width)}pt" height="{number(height)}pt" viewBox="0 0 {number(width)} {number(height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="{FONT}" font-size="{SIZE}">{inside}</svg>'


def number(value: float) -> str:
    """At most two decimals, so that the same drawing is the same bytes everywhere."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def line(x1: float, y1: float, x2: float, y2: float, *, dash: str = SOLID, ink: str = LINE, width: float = 0.5) -> str:
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} stroke="{ink}" stroke-width="{number(width)}"{_dashes(dash)}/>'


def path(places: list[tuple[float, float]], *, dash: str = SOLID, ink: str = INK, width: float = 0.9) -> str:
    """Nothing for a place that stands alone: its mark is drawn."""
    if len(places) < 2:
        return ""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in places)
    return f'<path d="M{steps}" fill="none" stroke="{ink}" stroke-width="{number(width)}" stroke-linejoin="round"{_dashes(dash)}/>'


def dot(x: float, y: float, radius: float = 1.3, *, hollow: bool = False, ink: str = INK) -> str:
    paint = f'fill="#ffffff" stroke="{ink}" stroke-width="0.9"' if hollow else f'fill="{ink}"'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {paint}/>'


def square(x: float, y: float, half: float = 1.6) -> str:
    return rect(x - half, y - half, 2 * half, 2 * half, fill=INK)


def diamond(x: float, y: float, half: float = 2.2) -> str:
    corners = f"M{number(x)} {number(y - half)}l{half} {half}l-{half} {half}l-{half} -{half}z"
    return f'<path d="{corners}" fill="#ffffff" stroke="{INK}" stroke-width="0.8"/>'


def cross(x: float, y: float, half: float = 2.0) -> str:
    return line(x - half, y - half, x + half, y + half, ink=INK, width=0.8) + line(
        x - half, y + half, x + half, y - half, ink=INK, width=0.8
    )


def rect(x: float, y: float, width: float, height: float, *, fill: str = "none", edge: str = "none") -> str:
    size = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {size} fill="{fill}" stroke="{edge}" stroke-width="0.5"/>'


def text(x: float, y: float, words: str, *, anchor: str = "start", ink: str = SOFT, size: float = SIZE) -> str:
    place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" fill="{ink}" font-size="{number(size)}"'
    return f"<text {place}>{escape(words)}</text>"


def width_of(words: str, size: float = SIZE) -> float:
    """About: enough to keep two labels apart."""
    return 0.47 * size * len(words)


def _dashes(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""
