"""One shape a state, so that no state is told by colour alone."""

from collections.abc import Callable

from screener.records.claim import ClaimState
from screener.report.charts.palette import ALERT, INK, MUTED, SURFACE
from screener.report.charts.svg import at, element


def mark(state: ClaimState, x: float, y: float) -> str:
    """Return a state's shape with its middle at a place: a cross, a triangle, a full or a hollow circle, a square."""
    return _MARKS[state](x, y)


def _cross(x: float, y: float) -> str:
    path = f"M{at(x - 6)} {at(y - 6)}L{at(x + 6)} {at(y + 6)}M{at(x - 6)} {at(y + 6)}L{at(x + 6)} {at(y - 6)}"
    return element("path", d=path, fill="none", stroke=ALERT, stroke_width="3.5")


def _triangle(x: float, y: float) -> str:
    path = f"M{at(x)} {at(y - 8)}L{at(x + 8)} {at(y + 6)}H{at(x - 8)}Z"
    return element("path", d=path, fill=ALERT)


def _circle(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=6.0, fill=INK)


def _hollow(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=5.5, fill=SURFACE, stroke=MUTED, stroke_width="2", stroke_dasharray="3 2")


def _square(x: float, y: float) -> str:
    return element("rect", x=x - 5.5, y=y - 5.5, width=11.0, height=11.0, fill=SURFACE, stroke=INK, stroke_width="2")


_MARKS: dict[ClaimState, Callable[[float, float], str]] = {
    "tripped": _cross,
    "broken": _cross,
    "near": _triangle,
    "weak": _triangle,
    "clear": _circle,
    "holds": _circle,
    "stale": _square,
    "unknown": _hollow,
}
