"""What each name, cost and borrow added to the net return of a span, as signed bars that add up."""

from collections.abc import Sequence
from dataclasses import dataclass

from screener.records.review import PnlLine
from screener.report.charts.chart import WIDTH, Chart, drawn, nothing_to_draw
from screener.report.charts.figures import signed_pct
from screener.report.charts.frame import upright
from screener.report.charts.labels import shortened, text_width
from screener.report.charts.palette import GRID, MUTED, side_colour
from screener.report.charts.scales import Scale
from screener.report.charts.svg import element, words

MOST_NAMES = 16
"""Names drawn one by one; of more, those that moved the least are one bar."""

_ROW, _BAR, _TOP = 21.0, 13.0, 30.0
_FRICTIONS = ("cost", "borrow", "cash")


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    value: float
    side: str = ""


def contribution_chart(prefix: str, title: str, lines: Sequence[PnlLine], most: int = MOST_NAMES) -> Chart:
    """Return the chart of one span.

    Parameters
    ----------
    prefix : str
        Begins every id inside.
    title : str
        Says the span.
    lines : sequence of PnlLine
        All lines of the span, subtotals among them.
    most : int
        Names drawn one by one.
    """
    names = _names(lines, most)
    if not names:
        return nothing_to_draw(prefix, title, "No session of this span has prices yet: nothing was gained or lost.")
    totals = [_Bar(each.line.line, 100.0 * each.line.contribution) for each in lines if each.line.line in _FRICTIONS]
    nets = [_Bar("net", 100.0 * each.line.contribution) for each in lines if each.line.line == "net"]
    bars = [*names, *totals, *nets]
    left = min(130.0, max(text_width(bar.label) for bar in bars)) + 10.0
    figures = max(text_width(signed_pct(bar.value)) for bar in bars) + 12.0
    ends = [0.0, *(bar.value for bar in (*names, *totals))]
    scale = Scale(min(ends), max(*ends, min(ends) + 1e-9), left + 4.0, WIDTH - figures)
    bottom = _TOP + _ROW * len(bars) + (6.0 if totals else 0.0) + (6.0 if nets else 0.0)
    body = [*_key(left), upright(scale.at(0.0), _TOP, bottom, stroke=MUTED)]
    y = _TOP
    for place, bar in enumerate(bars):
        if place == len(names) or bar.label == "net":
            y += 6.0
            body.append(element("line", x1=0.0, x2=WIDTH, y1=y - 3.0, y2=y - 3.0, stroke=GRID))
        body.extend(_drawn(bar, y, left, scale))
        y += _ROW
    return drawn(prefix, title, _described(names, totals, nets), bottom + 4.0, body)


def _names(lines: Sequence[PnlLine], most: int) -> list[_Bar]:
    """Return a bar a name, largest gain first, then one of all that moved less than the largest ``most``."""
    held = [each.line for each in lines if each.line.line == "name"]
    shown = sorted(held, key=lambda line: (-abs(line.contribution), line.ticker, line.side))
    kept = sorted(shown[:most], key=lambda line: -line.contribution)
    bars = [_Bar(line.ticker, 100.0 * line.contribution, line.side) for line in kept]
    rest = shown[most:]
    if rest:
        bars.append(
            _Bar(f"{len(rest)} other{'' if len(rest) == 1 else 's'}", 100.0 * sum(r.contribution for r in rest))
        )
    return bars


def _drawn(bar: _Bar, y: float, left: float, scale: Scale) -> list[str]:
    zero, end = scale.at(0.0), scale.at(bar.value)
    weight = {"font_weight": "600"} if bar.label == "net" else {}
    said = [
        words(left, y + 15.0, shortened(bar.label, left - 8.0), text_anchor="end", **weight),
        words(WIDTH - 2.0, y + 15.0, signed_pct(bar.value), text_anchor="end", **weight),
    ]
    if bar.label == "net":
        return said
    place = {"x": min(zero, end), "y": y + 4.0, "width": max(abs(end - zero), 0.5), "height": _BAR}
    return [*said, element("rect", **place, **_fill(bar))]


def _fill(bar: _Bar) -> dict[str, str]:
    """Long bars are full, short ones hollow, so that they can be told apart without colour."""
    colour = side_colour(bar.side)
    return {"fill": colour, "fill_opacity": "0.15", "stroke": colour} if bar.side == "short" else {"fill": colour}


def _key(left: float) -> list[str]:
    return [
        element("rect", x=left + 4.0, y=6.0, width=12.0, height=12.0, **_fill(_Bar("", 0.0, "long"))),
        words(left + 21.0, 17.0, "long", fill=MUTED),
        element("rect", x=left + 64.0, y=6.0, width=12.0, height=12.0, **_fill(_Bar("", 0.0, "short"))),
        words(left + 81.0, 17.0, "short (hollow)", fill=MUTED),
        words(WIDTH - 2.0, 17.0, "% of NAV", fill=MUTED, text_anchor="end"),
    ]


def _described(names: Sequence[_Bar], totals: Sequence[_Bar], nets: Sequence[_Bar]) -> str:
    by_name = ", ".join(f"{bar.label} {_figure(bar)}" for bar in names)
    frictions = "".join(f", {bar.label} {_figure(bar)}" for bar in totals)
    net = f" Net {_figure(nets[0])}." if nets else ""
    return f"In percent of net asset value: {by_name}{frictions}.{net}"


def _figure(bar: _Bar) -> str:
    return f"{bar.value:+.2f}"
