"""A token price gap over time: it holds until the next price, so it is drawn in steps, with the note's thresholds."""

import datetime as dt
from collections.abc import Iterator, Sequence

from screener.records.review import Curve
from screener.report.charts.chart import LINE_HEIGHT, WIDTH, Chart, drawn, nothing_to_draw
from screener.report.charts.figures import times
from screener.report.charts.frame import Plot, across, date_axis, date_scale, value_axis
from screener.report.charts.labels import shortened, spread_out
from screener.report.charts.lines import step_path
from screener.report.charts.palette import ALERT, INK, MUTED
from screener.report.charts.scales import Scale, scale_over
from screener.report.charts.svg import element, words

TITLE = "Token price gap"

_LEFT, _RIGHT, _HEIGHT, _GAP = 52.0, WIDTH - 62.0, 190.0, 17.0
_DASHES = ("", "8 3", "2 3", "9 3 2 3")


def gap_chart(prefix: str, gaps: Sequence[Curve], limits: Sequence[tuple[str, float]], until_on: dt.date) -> Chart:
    """Return the chart of the gaps.

    Parameters
    ----------
    prefix : str
        Begins every id inside.
    gaps : sequence of Curve
        In times; a value holds until the next point of its curve.
    limits : sequence of (str, float)
        Thresholds of the note, named.
    until_on : date
        Day up to which the last value holds.
    """
    shown = [_until(curve, until_on) for curve in gaps if any(value is not None for _, value in curve.points)]
    if not shown:
        return nothing_to_draw(prefix, TITLE, "The note asks about no gap between token prices, or none is known.")
    key = [*((curve.name, _DASHES[place % len(_DASHES)], INK) for place, curve in enumerate(shown)),
           *((f"threshold: {name}", "6 4", ALERT) for name, _ in limits)]  # fmt: skip
    plot = Plot(_LEFT, LINE_HEIGHT * len(key) + 12.0, _RIGHT, LINE_HEIGHT * len(key) + 12.0 + _HEIGHT)
    days = date_scale(plot, min(curve.points[0][0] for curve in shown), until_on)
    known = [value for curve in shown for _, value in curve.points if value is not None]
    values = scale_over([*known, *(limit for _, limit in limits)], plot.bottom, plot.top, is_log=True, room=0.05)
    body = [
        *_key(key),
        value_axis(plot, values, times, most=6),
        date_axis(plot, days),
        *(across(plot, values.at(each), stroke=ALERT, stroke_width="1.6", stroke_dasharray="6 4")
          for each in _levels(limits)),
        *_steps(shown, days, values, plot),
        *_labels(shown, limits, values, plot),
    ]  # fmt: skip
    return drawn(prefix, TITLE, _described(shown, limits, until_on), plot.bottom + 26.0, body)


def _until(curve: Curve, until_on: dt.date) -> Curve:
    return Curve(curve.name, curve.side, tuple(point for point in curve.points if point[0] <= until_on))


def _levels(limits: Sequence[tuple[str, float]]) -> tuple[float, ...]:
    return tuple(dict.fromkeys(limit for _, limit in limits))


def _steps(shown: Sequence[Curve], days: Scale, values: Scale, plot: Plot) -> Iterator[str]:
    for place, curve in enumerate(shown):
        places = [(days.at(d.toordinal()), None if v is None else values.at(v)) for d, v in curve.points]
        dashes = _DASHES[place % len(_DASHES)]
        dashed = {"stroke_dasharray": dashes} if dashes else {}
        path = step_path(places, plot.right)
        yield element("path", d=path, fill="none", stroke=INK, stroke_width="2", **dashed)


def _labels(shown: Sequence[Curve], limits: Sequence[tuple[str, float]], values: Scale, plot: Plot) -> Iterator[str]:
    ends = [(curve.points[-1][1], "600") for curve in shown]
    told = [(value, weight) for value, weight in [*ends, *((each, "400") for each in _levels(limits))] if value]
    places = spread_out([values.at(value) for value, _ in told], _GAP, plot.top, plot.bottom)
    for (value, weight), y in zip(told, places, strict=True):
        yield words(plot.right + 6.0, y + 5.0, times(value), font_weight=weight)


def _key(key: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    for place, (name, dashes, colour) in enumerate(key):
        y = 14.0 + LINE_HEIGHT * place
        dashed = {"stroke_dasharray": dashes} if dashes else {}
        yield element("line", x1=2.0, x2=30.0, y1=y - 5.0, y2=y - 5.0, stroke=colour, stroke_width="2", **dashed)
        yield words(38.0, y, shortened(name, WIDTH - 42.0), fill=INK if place == 0 else MUTED)


def _described(shown: Sequence[Curve], limits: Sequence[tuple[str, float]], until_on: dt.date) -> str:
    said = []
    for curve in shown:
        known = [(day, value) for day, value in curve.points if value is not None]
        (first, start), (_, end) = known[0], known[-1]
        high_on, high = max(known, key=lambda each: each[1])
        low_on, low = min(known, key=lambda each: each[1])
        said.append(
            f"{curve.name} was {times(start)} on {first} and is {times(end)} on {until_on}; "
            f"highest {times(high)} on {high_on}, lowest {times(low)} on {low_on}."
        )
    told = "; ".join(name for name, _ in limits)
    return " ".join(said) + (f" The note's thresholds, dashed: {told}." if told else " The note sets no threshold.")
