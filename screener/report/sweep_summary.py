"""What people read first of a sweep: what picking the best is worth, then the variants of one period."""

import math

from screener.records.event import Period
from screener.records.sweep import SweepReport
from screener.records.table import Table, Value
from screener.report.backtest_tables import in_period
from screener.report.formats import select_columns
from screener.report.spoken import OUT_OF_SAMPLE_FIRST
from screener.report.sweep_lines import sweep_lines
from screener.report.sweep_table import sweep_table
from screener.report.terminal import render_banner, render_table
from screener.report.wrapped_lines import wrapped

COLUMNS = (
    *("variant", "period", "total_return_pct", "cagr_pct", "sharpe", "deflated_sharpe", "max_drawdown_pct"),
    *("turnover_pct", "cost_pct", "borrow_pct"),
)
_MOST_ROWS = 20


def sweep_summary_text(report: SweepReport, width: int = 80, *, color: bool = False, encoding: str = "utf-8") -> str:
    """Return the first screen of one thesis's sweep.

    Parameters
    ----------
    report : SweepReport
    width, color, encoding
        See :func:`screener.report.terminal.render_table`.

    Returns
    -------
    str
        The table is of the first period, out of sample before hindsight, that the variants can be compared in: the
        note's own rules, then the others by their Sharpe ratio.
    """
    period = _shown(report)
    whole = in_period(select_columns(sweep_table(report), COLUMNS), period)
    n_left_out = max(len(whole.rows) - _MOST_ROWS, 0)
    table = Table(whole.name, whole.columns, _best_first(whole)[:_MOST_ROWS])
    more = f"{n_left_out} more variants, and all other periods" if n_left_out else "all other periods"
    parts = [
        render_banner(width, color=color, encoding=encoding) if report.is_simulated else "",
        wrapped([f"{report.thesis.title}: a sweep", *sweep_lines(report)], width),
        render_table(table, width, color=color, encoding=encoding, has_banner=False),
        wrapped([f"{more}: --table sweep; the checks as rows: --table selection"], width),
        wrapped([f"fingerprint {report.fingerprint}"], width),
    ]
    return "\n".join(part for part in parts if part)


def _best_first(table: Table) -> tuple[tuple[Value, ...], ...]:
    place = table.columns.index("sharpe")

    def key(row: tuple[Value, ...]) -> float:
        found = row[place]
        return -found if isinstance(found, float) else math.inf

    return (*table.rows[:1], *sorted(table.rows[1:], key=key))


def _shown(report: SweepReport) -> Period:
    compared = {verdict.period for verdict in report.verdicts if verdict.start_on is not None}
    return next((period for period in OUT_OF_SAMPLE_FIRST if period in compared), "all")
