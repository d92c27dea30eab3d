"""Each leg alone against the benchmark, on a logarithmic scale, with the name beside each line's end."""

from collections.abc import Sequence
from dataclasses import dataclass

from screener.records.review import Curve
from screener.report.charts.chart import WIDTH, Chart, drawn, nothing_to_draw
from screener.report.charts.figures import times
from screener.report.charts.frame import Plot, date_axis, date_scale, value_axis
from screener.report.charts.labels import shortened, spread_out, text_width
from screener.report.charts.lines import line_path
from screener.report.charts.palette import MUTED, side_colour
from screener.report.charts.scales import Scale, scale_over
from screener.report.charts.svg import element, words

TITLE = "Legs against the benchmark"

_TOP, _LEFT = 24.0, 48.0
_LEAST_HEIGHT, _LABEL_GAP, _SWATCH = 250.0, 17.0, 26.0
_MOST_LABEL = 150.0
# Told apart without colour: within a side each leg has its own dashes.
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 5", "4 2 1 2", "1 4", "6 2 2 2 2 2")


@dataclass(frozen=True, slots=True)
class _Line:
    curve: Curve
    dashes: str
    last: float

    @property
    def stroke(self) -> dict[str, str]:
        dashed = {"stroke_dasharray": self.dashes} if self.dashes else {}
        return {"stroke": side_colour(self.curve.side), "stroke_width": "1.8", **dashed}


def legs_chart(prefix: str, legs: Sequence[Curve]) -> Chart:
    """Return the chart of the legs.

    Parameters
    ----------
    prefix : str
        Begins every id inside.
    legs : sequence of Curve
        Each 1 at its start; those of the short side are the stocks' own values. The benchmark has no side.
    """
    lines, empty = _lines(legs), [each.name for each in legs if all(value is None for _, value in each.points)]
    if not lines:
        return nothing_to_draw(prefix, TITLE, "No leg and no benchmark has prices: there is nothing to compare.")
    names = min(_MOST_LABEL, max(text_width(line.curve.name) for line in lines))
    plot = Plot(_LEFT, _TOP, WIDTH - names - _SWATCH - 6.0, _TOP + max(_LEAST_HEIGHT, _LABEL_GAP * len(lines)))
    shown = [(day, value) for line in lines for day, value in line.curve.points if value is not None]
    days = date_scale(plot, min(day for day, _ in shown), max(day for day, _ in shown))
    values = scale_over([value for _, value in shown], plot.bottom, plot.top, is_log=True, room=0.03)
    body = [
        value_axis(plot, values, times, most=7),
        date_axis(plot, days),
        *(_drawn(line, days, values) for line in lines),
        *_labels(lines, plot, values),
        words(plot.left, 14.0, f"value, 1 at each line's start{' (log scale)' if values.is_log else ''}", fill=MUTED),
    ]
    return drawn(prefix, TITLE, _described(lines, empty), plot.bottom + 26.0, body)


def _lines(legs: Sequence[Curve]) -> list[_Line]:
    count: dict[str, int] = {}
    found = []
    for curve in legs:
        known = [value for _, value in curve.points if value is not None]
        place = count.get(curve.side, 0)
        count[curve.side] = place + 1
        if known:
            found.append(_Line(curve, _DASHES[place % len(_DASHES)], known[-1]))
    return found


def _drawn(line: _Line, days: Scale, values: Scale) -> str:
    places = [(days.at(d.toordinal()), None if v is None else values.at(v)) for d, v in line.curve.points]
    return element("path", d=line_path(places), fill="none", **line.stroke)


def _labels(lines: Sequence[_Line], plot: Plot, values: Scale) -> list[str]:
    ends = [values.at(line.last) for line in lines]
    body = []
    for line, end, y in zip(lines, ends, spread_out(ends, _LABEL_GAP, plot.top, plot.bottom), strict=True):
        swatch = line_path([(plot.right + 1.0, end), (plot.right + 6.0, y), (plot.right + _SWATCH - 3.0, y)])
        body.append(element("path", d=swatch, fill="none", **line.stroke))
        name = shortened(line.curve.name, _MOST_LABEL)
        body.append(words(plot.right + _SWATCH, y + 5.0, name))
    return body


def _described(lines: Sequence[_Line], empty: Sequence[str]) -> str:
    order = sorted(lines, key=lambda line: -line.last)
    at_end = ", ".join(f"{line.curve.name} {times(line.last)}" for line in order)
    said = f"At the end, highest first: {at_end} its value at the start."
    said += " Long legs are blue, short legs vermillion, the benchmark grey; each line has its own dashes and its name."
    said += " A short leg is shown as its stocks' own value: where it falls, the thesis gains."
    return said + (f" Without prices: {', '.join(empty)}." if empty else "")
