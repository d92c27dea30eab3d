"""What people read first: verdict, one row a basket, what was used and dropped, and the held basket's path."""

import math

from screener.dictionary.tables import REPORT_TABLES
from screener.records.backtest import BacktestReport
from screener.records.event import Period
from screener.report.backtest_tables import backtest_table
from screener.report.formats import select_columns
from screener.report.overlap_lines import overlap_lines
from screener.report.percent import percent_text
from screener.report.terminal import render_banner, render_table, render_verdicts, sparkline
from screener.report.use_lines import use_lines
from screener.report.verdict_sentences import verdict_sentences
from screener.report.wrapped_lines import wrapped

MAX_BARS = 60
_RESPONSE_PERIODS: tuple[Period, ...] = ("live", "before")
COLUMNS = (
    *("basket", "side", "live_n_event_days", "live_excess_pct", "live_p_placebo"),
    *("before_n_event_days", "before_excess_pct", "before_p_placebo", "before_mde_pct"),
)


def summary_text(report: BacktestReport, width: int = 80, *, color: bool = False, encoding: str = "utf-8") -> str:
    """Return the first screen for one thesis.

    Parameters
    ----------
    report : BacktestReport
    width, color, encoding
        See :func:`screener.report.terminal.render_table`.
    """
    table = select_columns(backtest_table(report, "summary"), COLUMNS)
    parts = [
        render_banner(width, color=color, encoding=encoding) if report.is_simulated else "",
        render_verdicts(verdict_sentences(report), width, color=color, encoding=encoding),
        wrapped(overlap_lines(report.overlap), width),
        render_table(table, width, color=color, encoding=encoding, has_banner=False),
        wrapped([*_between(report), _exploratory(report)], width),
        wrapped(use_lines(report), width),
        _responses(report, width, encoding),
        _path(report, width, encoding),
        wrapped(["what this rests on, name by name and event by event: --table robustness"], width),
        wrapped([f"fingerprint {report.fingerprint}; more with --table: {', '.join(REPORT_TABLES)}"], width),
        wrapped(["every name of a universe: --table universe --universe FILE|store"], width),
        wrapped(["other rules on the same prices: --sweep weighting,rebalance,lag,cost_bps=5:50:5"], width),
    ]
    return "\n".join(part for part in parts if part)


def _between(report: BacktestReport) -> list[str]:
    """Say what lies after the opening but before the members were chosen: neither column above shows it."""
    thesis = report.thesis
    days = {
        score.period: score.n_event_days
        for score in report.study.scores
        if score.basket == thesis.primary_basket and score.window == thesis.primary_window
    }
    n = days["after"] - days["live"]
    if n == 0:
        return []
    said = f"{n} event day{'' if n == 1 else 's'} after the opening on {thesis.opened_on}, before the members were"
    return [f"{said} chosen on {thesis.members_chosen_on}: --period after"]


def _exploratory(report: BacktestReport) -> str:
    return (
        f"All rows but {report.thesis.primary_basket} are exploratory and their p does not allow for their number; "
        "--table scores --columns basket,period,window,p_adjusted does."
    )


def _responses(report: BacktestReport, width: int, encoding: str) -> str:
    """Return the primary basket's mean path around its events, a sparkline a period, with the placebo's band."""
    primary = report.thesis.primary_basket
    said = []
    for period in _RESPONSE_PERIODS:
        mean = [
            point for point in report.paths if point.basket == primary and point.period == period and not point.event_id
        ]
        if not mean:
            continue
        last = mean[-1]
        band = ""
        if last.band_low is not None and last.band_high is not None:
            edges = (last.placebo_mean, last.band_low, last.band_high)
            centre, low, high = (percent_text(edge, is_signed=True) for edge in edges)
            band = f" (shifted calendars: mean {centre}, 95 % of them {low} to {high})"
        text = (
            f"{primary}, mean cumulative abnormal return from session {mean[0].relative_session} to "
            f"{last.relative_session} around {last.n_event_days} event days, {period}: "
            f"{percent_text(last.car, is_signed=True)}{band}"
        )
        said.append(f"{wrapped([text], width)}{sparkline([point.car for point in mean], encoding)}\n")
    return "".join(said)


def _path(report: BacktestReport, width: int, encoding: str) -> str:
    """Return the held basket's value over all sessions as a sparkline, with its return."""
    held = report.thesis.held_basket
    values = [point.value for point in report.equity if point.basket == held and point.period == "all"]
    row = next(row for row in report.performance if row.basket == held and row.period == "all")
    if row.total_return is None:
        return ""
    step = max(1, -(-len(values) // min(MAX_BARS, width)))
    said = (
        f"{held} net of cost and borrow, {row.start_on} to {row.end_on} "
        f"(members chosen {report.thesis.members_chosen_on}): "
        f"{percent_text(row.total_return, is_signed=True)}, worst fall {percent_text(row.max_drawdown)}"
    )
    shown = [None if value is None or value <= 0.0 else math.log(value) for value in values[::-1][::step][::-1]]
    return f"{wrapped([said], width)}{sparkline(shown, encoding)} (log scale)\n"
