"""The frame of a chart: grid lines with figures on the left, dates or sessions below."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from screener.report.charts.date_ticks import date_ticks
from screener.report.charts.palette import GRID, MUTED, SURFACE
from screener.report.charts.scales import Scale, linear_ticks, ticks
from screener.report.charts.svg import element, group, words

_LABEL_ROOM = 78.0
_HALO = {"paint_order": "stroke", "stroke": SURFACE, "stroke_width": "4"}


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the lines are drawn, in the drawing's units."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left


def value_axis(plot: Plot, scale: Scale, label: Callable[[float], str], most: int = 6) -> str:
    """Return a grid line and a figure for each round value."""
    places = [(scale.at(value), label(value)) for value in ticks(scale, most)]
    lines = [element("line", x1=plot.left, x2=plot.right, y1=y, y2=y) for y, _ in places]
    figures = [words(plot.left - 6.0, y + 5.0, text) for y, text in places]
    return group(*lines, stroke=GRID) + group(*figures, fill=MUTED, text_anchor="end")


def date_scale(plot: Plot, first: dt.date, last: dt.date) -> Scale:
    """Return the scale of days from ``first`` to ``last``; one day alone lies in the middle."""
    low, high = first.toordinal(), last.toordinal()
    return Scale(low, high, plot.left, plot.right) if low < high else Scale(low - 1, high + 1, plot.left, plot.right)


def date_axis(plot: Plot, scale: Scale) -> str:
    """Return the line below a plot with its round dates."""
    first, last = (dt.date.fromordinal(int(each)) for each in (scale.low, scale.high))
    found = [(scale.at(day.toordinal()), text) for day, text in date_ticks(first, last, int(plot.width / _LABEL_ROOM))]
    return _below(plot, found)


def session_axis(plot: Plot, scale: Scale) -> str:
    """Return the line below a plot with its round sessions, day 0 among them."""
    found = [(scale.at(each), f"{each:+g}" if each else "0") for each in linear_ticks(scale.low, scale.high, 7)]
    return _below(plot, found)


def marked(x: float, y: float, text: str, **attributes: str | float) -> str:
    """Return a label inside a plot that stays legible over lines."""
    return words(x, y, text, **_HALO, **attributes)


def upright(x: float, top: float, bottom: float, **attributes: str | float) -> str:
    """Return a vertical line."""
    return element("line", x1=x, x2=x, y1=top, y2=bottom, **attributes)


def across(plot: Plot, y: float, **attributes: str | float) -> str:
    """Return a horizontal line over a plot's whole width."""
    return element("line", x1=plot.left, x2=plot.right, y1=y, y2=y, **attributes)


def _below(plot: Plot, found: Sequence[tuple[float, str]]) -> str:
    strokes = [upright(x, plot.bottom, plot.bottom + 4.0) for x, _ in found]
    figures = [words(x, plot.bottom + 18.0, text) for x, text in found]
    base = across(plot, plot.bottom)
    return group(base, *strokes, stroke=MUTED) + group(*figures, fill=MUTED, text_anchor="middle")
