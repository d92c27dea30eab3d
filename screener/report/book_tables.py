"""The tables of books held over time: performance, attribution, equity, sensitivity, selection and overlap."""

from screener.dictionary.selection_words import SELECTION_CHECKS
from screener.records.backtest import BacktestReport
from screener.records.performance import Performance
from screener.records.selection import SelectionRow
from screener.records.table import Value
from screener.records.variant import AS_WRITTEN, VariantResult
from screener.report.percent import in_percent, percent

Row = dict[str, Value]

_PERFORMANCE = (
    *("total_return", "cagr", "vol", "max_drawdown", "alpha", "alpha_ci_low", "alpha_ci_high", "turnover", "cost"),
    *("borrow", "interest", "weekly_hit_rate", "worst_week", "tail_loss", "breakeven_borrow"),
)


def performance_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``performance``."""
    return [performance_row(row) for row in report.performance]


def performance_row(row: Performance) -> Row:
    """Return one basket and period under the columns' names."""
    return in_percent(row, _PERFORMANCE)


def attribution_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``attribution``."""
    return [
        in_percent(line, ("contribution", "market", "residual")) | {"is_subtotal": line.is_subtotal}
        for line in report.attribution
    ]


def equity_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``equity``."""
    return [in_percent(point, ("drawdown",)) for point in report.equity]


def sensitivity_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``sensitivity``."""
    written = {
        row.period: row.total_return
        for result in report.sensitivity
        if result.choice == AS_WRITTEN
        for row in result.performance
    }
    return [
        _sensitivity_row(result, row, written[row.period])
        for result in report.sensitivity
        for row in result.performance
    ]


def _sensitivity_row(result: VariantResult, row: Performance, written: float | None) -> Row:
    change = None if row.total_return is None or written is None else row.total_return - written
    return performance_row(row) | {"choice": result.choice, "case": result.case, "change_pp": percent(change)}


def overlap_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``overlap``."""
    return [in_percent(row, ("weight", "stake")) for row in report.overlap.rows]


def selection_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``selection``."""
    return [selection_row(row) for row in report.selection]


def selection_row(row: SelectionRow) -> Row:
    """Return one check under the columns' names."""
    return in_percent(row, ()) | {"answers": SELECTION_CHECKS[row.check]}
