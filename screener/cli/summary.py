"""What ``backtest`` shows on a terminal: verdict, one row a basket, what was dropped, and the held basket's path."""

from typing import TYPE_CHECKING

from screener.cli.output import Output, encoding, terminal_width

if TYPE_CHECKING:
    from screener.records.backtest import BacktestReport

MAX_BARS = 60
COLUMNS = (
    "basket",
    "live_n_event_days",
    "live_excess_pct",
    "live_p_placebo",
    "before_n_event_days",
    "before_excess_pct",
    "before_p_placebo",
    "before_mde_pct",
)


def summary_text(report: "BacktestReport", output: Output) -> str:
    """Return the terminal's first screen for one thesis."""
    from screener.report.backtest_tables import backtest_table
    from screener.report.formats import select_columns
    from screener.report.terminal import render_table, render_verdicts
    from screener.report.use_lines import use_lines
    from screener.report.verdict_sentences import verdict_sentences

    width, code = terminal_width(), encoding()
    table = select_columns(backtest_table(report, "summary"), output.columns or COLUMNS)
    parts = [
        render_verdicts(verdict_sentences(report), width, color=output.color, encoding=code),
        render_table(table, width, color=output.color, encoding=code),
        "\n".join(use_lines(report)) + "\n",
        _path(report, code),
        f"fingerprint {report.fingerprint}; more with --table scores|events|names|performance|attribution|equity\n",
    ]
    return "\n".join(part for part in parts if part)


def _path(report: "BacktestReport", code: str) -> str:
    """Return the held basket's value over all sessions as a sparkline, with its return."""
    from screener.report.terminal import sparkline

    held = report.thesis.held_basket
    values = [point.value for point in report.equity if point.basket == held and point.period == "all"]
    row = next(row for row in report.performance if row.basket == held and row.period == "all")
    if not values or row.total_return is None or row.max_drawdown is None:
        return ""
    step = max(1, -(-len(values) // MAX_BARS))
    shown = values[::-1][::step][::-1]
    return (
        f"{held} net, {row.start_on} to {row.end_on} (hindsight before {report.thesis.live_from}): "
        f"{100 * row.total_return:+.1f} %, worst fall {100 * row.max_drawdown:.1f} %\n{sparkline(shown, code)}\n"
    )
