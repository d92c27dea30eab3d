"""Each chart of the page with the table that stands for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screener.records.event import Period
from screener.records.review import Review, Span
from screener.records.table import Table
from screener.report.charts.chart import Chart
from screener.report.charts.contribution_chart import contribution_chart
from screener.report.charts.criteria_chart import criteria_chart
from screener.report.charts.gap_chart import gap_chart
from screener.report.charts.legs_chart import legs_chart
from screener.report.charts.path_chart import path_chart
from screener.report.charts.spread_chart import Held, spread_chart
from screener.report.page.grids import Grid, grid, only
from screener.report.page.series_grids import gap_grid, legs_grid, path_grid, spread_grid
from screener.report.page.sums import SPAN_WORDS

_PATHS: tuple[Period, ...] = ("live", "before")
_CONTRIBUTIONS: tuple[Span, ...] = ("week", "opening")
_PNL = ("line", "ticker", "leg", "side", "contribution_pct", "market_pct", "residual_pct")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, a sentence below it, and its figures as a table."""

    chart: Chart
    caption: str
    grid: Grid


def contribution_pictures(review: Review, tables: Mapping[str, Table]) -> tuple[Picture, ...]:
    """Return who gained and lost over the week, and since the opening."""
    return tuple(_contribution(review, tables["pnl"], span) for span in _CONTRIBUTIONS)


def course_pictures(review: Review) -> tuple[Picture, ...]:
    """Return value with drawdown, legs against the benchmark, and the mean response to the events."""
    return (_spread(review), _legs(review), *(_path(review, period) for period in _PATHS))


def gap_pictures(review: Review) -> tuple[Picture, ...]:
    """Return the token price gaps; nothing for a note that asks about none."""
    charts = review.charts
    if not charts.gaps:
        return ()
    chart = gap_chart("gap", charts.gaps, charts.gap_limits, review.as_of)
    caption = "Median price of the dearer group over the lowest price of the cheaper one, at list prices (log scale)."
    return (Picture(chart, caption, gap_grid(charts.gaps)),)


def criteria_chart_of(review: Review) -> Chart:
    """Return how far each kill criterion is; the table below it has the figures."""
    return criteria_chart("criteria", review.claims)


def _contribution(review: Review, pnl: Table, span: Span) -> Picture:
    words = SPAN_WORDS[span]
    lines = [each for each in review.pnl if each.span == span and each.end_on is not None]
    chart = contribution_chart(f"pnl-{span}", f"Contribution by name, {words}", lines)
    days = f", {lines[0].start_on} to {lines[0].end_on}" if lines else ""
    caption = f"{review.basket}, {words}{days}; over net asset value at the start; shorts count as held."
    return Picture(chart, caption, grid(only(pnl, "span", (span,)), f"Profit and loss by line, {words}", _PNL))


def _spread(review: Review) -> Picture:
    charts = review.charts
    held = Held(charts.spread, charts.drawdown, review.opened_on, review.live_from, charts.drawdown_limit)
    caption = f"Net of cost and borrow, to {review.data_as_of}. {_out_of_sample(review)}"
    return Picture(spread_chart("spread", held), caption, spread_grid(charts))


def _out_of_sample(review: Review) -> str:
    if review.data_as_of <= review.live_from:
        return f"No session is out of sample: the members were chosen by {review.live_from}."
    return f"Out of sample after {review.live_from}."


def _legs(review: Review) -> Picture:
    caption = "Each alone and gross; a short leg is its stocks' own value, so where it falls the thesis gains."
    return Picture(legs_chart("legs", review.charts.legs), caption, legs_grid(review.charts.legs))


def _path(review: Review, period: Period) -> Picture:
    points = review.charts.path
    mean = sorted((p for p in points if p.period == period and not p.event_id), key=lambda p: p.relative_session)
    chart = path_chart(f"path-{period}", period, points)
    return Picture(chart, _path_caption([(p.n_event_days, p.band_low) for p in mean]), path_grid(mean, chart.title))


def _path_caption(mean: Sequence[tuple[int, float | None]]) -> str:
    if not mean:
        return ""
    n_days, band_low = mean[-1]
    band = "no band: the events were chosen with hindsight, or are too few" if band_low is None else (
        "shaded: where 95 of 100 shifts of the event calendar put the mean"
    )  # fmt: skip
    return f"N = {n_days} event days; thick: their mean; thin: single events; {band}."
