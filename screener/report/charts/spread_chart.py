"""The value of what the thesis holds, its drawdown beneath, the opening, and the limit at which the note ends it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from screener.records.review import Curve
from screener.report.charts.chart import WIDTH, Chart, drawn, nothing_to_draw
from screener.report.charts.figures import pct, times
from screener.report.charts.frame import Plot, date_axis, date_scale, marked, upright, value_axis
from screener.report.charts.lines import line_path
from screener.report.charts.palette import ALERT, INK, MUTED
from screener.report.charts.scales import Scale, scale_over
from screener.report.charts.svg import element, words

_VALUE = Plot(58.0, 24.0, WIDTH - 66.0, 180.0)
_BELOW = Plot(_VALUE.left, 210.0, _VALUE.right, 280.0)
_HEIGHT = 304.0
_LABEL_ROOM, _LEAST_LIMIT = 190.0, 40.0
Known = list[tuple[dt.date, float]]


@dataclass(frozen=True, slots=True)
class Held:
    """What the thesis has held.

    Parameters
    ----------
    value : Curve
        1 at the start.
    drawdown : Curve
        Decimal, positive, on the same days.
    opened_on, live_from : date
        Up to the later one its author may have known the returns.
    limit : float or None
        Drawdown at which a kill criterion stands, decimal; it counts from the opening.
    """

    value: Curve
    drawdown: Curve
    opened_on: dt.date
    live_from: dt.date
    limit: float | None = None


def spread_chart(prefix: str, held: Held) -> Chart:
    """Return the chart of value and drawdown; ``prefix`` begins every id inside."""
    name = held.value.name
    title = f"Value of the {name} and its drawdown"
    known, falls = _known(held.value, 1.0), _known(held.drawdown, -100.0)
    if not known:
        return nothing_to_draw(prefix, title, f"No session has prices for the {name}: there is no value to draw.")
    days = date_scale(_VALUE, known[0][0], known[-1][0])
    values = scale_over([1.0, *(value for _, value in known)], _VALUE.bottom, _VALUE.top, is_log=True, room=0.04)
    deepest = min([-1.0, -100.0 * (held.limit or 0.0), *(value for _, value in falls)])
    depths = Scale(1.12 * deepest, 0.0, _BELOW.bottom, _BELOW.top)
    body = [
        value_axis(_VALUE, values, times, most=6),
        value_axis(_BELOW, depths, pct, most=4),
        date_axis(_BELOW, days),
        *_fall(held.drawdown, days, depths),
        *_limit(held, days, depths),
        *_opening(held.opened_on, days),
        element("path", d=_path(held.value, days, values), fill="none", stroke=INK, stroke_width="1.8"),
        words(_VALUE.left, 14.0, f"value, 1 on {known[0][0]}{' (log scale)' if values.is_log else ''}", fill=MUTED),
        words(_BELOW.left, 202.0, "drawdown", fill=MUTED),
        words(_VALUE.right + 6.0, values.at(known[-1][1]) + 5.0, times(known[-1][1]), font_weight="600"),
    ]
    return drawn(prefix, title, _described(held, known, falls), _HEIGHT, body)


def _known(curve: Curve, factor: float) -> Known:
    return [(day, factor * value) for day, value in curve.points if value is not None]


def _path(curve: Curve, days: Scale, values: Scale, factor: float = 1.0) -> str:
    return line_path(
        (days.at(day.toordinal()), None if value is None else values.at(factor * value)) for day, value in curve.points
    )


def _fall(drawdown: Curve, days: Scale, depths: Scale) -> Iterator[str]:
    known = _known(drawdown, -100.0)
    if known:
        ends = days.at(known[0][0].toordinal()), days.at(known[-1][0].toordinal())
        places = [(days.at(day.toordinal()), depths.at(value)) for day, value in known]
        area = line_path([(ends[0], _BELOW.top), *places, (ends[1], _BELOW.top)])
        yield element("path", d=area, fill=ALERT, fill_opacity="0.2")
        yield element("path", d=_path(drawdown, days, depths, -100.0), fill="none", stroke=ALERT, stroke_width="1.4")


def _limit(held: Held, days: Scale, depths: Scale) -> Iterator[str]:
    if held.limit is None:
        return
    y = depths.at(-100.0 * held.limit)
    start = min(max(days.at(held.opened_on.toordinal()), _BELOW.left), _BELOW.right - _LEAST_LIMIT)
    yield element("line", x1=start, x2=_BELOW.right, y1=y, y2=y, stroke=ALERT, stroke_width="2", stroke_dasharray="6 4")
    yield words(_BELOW.right + 6.0, y + 5.0, pct(-100.0 * held.limit), font_weight="600")
    anchor, place = ("end", start - 6.0) if start - _BELOW.left > _LABEL_ROOM else ("start", start + 6.0)
    yield marked(place, y + 5.0 if anchor == "end" else y - 5.0, "kill limit, from the opening", text_anchor=anchor)


def _opening(opened_on: dt.date, days: Scale) -> Iterator[str]:
    if not days.low <= opened_on.toordinal() <= days.high:
        return
    x = days.at(opened_on.toordinal())
    yield upright(x, _VALUE.top, _BELOW.bottom, stroke=INK, stroke_width="1.2")
    if x - _VALUE.left > _LABEL_ROOM:
        yield marked(x - 6.0, _VALUE.top + 12.0, f"opened {opened_on}", text_anchor="end", font_weight="600")
        yield marked(x - 6.0, _VALUE.top + 30.0, "before it: hindsight", text_anchor="end")
    else:
        yield marked(x + 6.0, _VALUE.top + 12.0, f"opened {opened_on}", font_weight="600")


def _described(held: Held, known: Known, falls: Known) -> str:
    (first, _), (last, value) = known[0], known[-1]
    said = f"On {last} the {held.value.name} stands at {times(value)} its value of {first}."
    if falls:
        low_on, low = min(falls, key=lambda each: each[1])
        said += f" Its deepest drawdown was {abs(low):.1f} % on {low_on}; at the end it is {abs(falls[-1][1]):.1f} %."
    said += f" The thesis was opened on {held.opened_on}, {_seen(first, last, held.opened_on)}."
    if held.live_from > held.opened_on:
        said += f" Its members were chosen by {held.live_from}: up to then its author may have known these returns."
    if held.limit is None:
        return said + " No criterion of the note limits the drawdown."
    return said + f" The kill limit is a drawdown of {100.0 * held.limit:.3g} %, counted from the opening."


def _seen(first: dt.date, last: dt.date, opened_on: dt.date) -> str:
    if opened_on < first:
        return "before the first session shown"
    return "the upright line; what lies before is hindsight" if opened_on <= last else "after the last session shown"
