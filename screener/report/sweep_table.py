"""A sweep as tables: its variants, and the checks of the best of them."""

from screener.dictionary.tables import TABLES
from screener.records.selection import SelectionCheck, SelectionRow
from screener.records.sweep import SweepReport, SweepRow, SweepVerdict
from screener.records.table import Table, Value
from screener.report.book_tables import performance_row, selection_row
from screener.report.percent import percent

Row = dict[str, Value]

_RULES = (
    *("weighting", "hedge", "rebalance", "lag_sessions", "gross", "cost_bps"),
    *("borrow_bps_per_year", "max_weight_pct"),
)


def sweep_table(report: SweepReport) -> Table:
    """Return one row a variant and period, in the grid's order."""
    return _table(report, "sweep", [_row(row) for row in report.rows])


def sweep_checks_table(report: SweepReport) -> Table:
    """Return the checks of the best variant as rows of ``selection``."""
    checks = [selection_row(each) for verdict in report.verdicts for each in _checks(report, verdict)]
    return _table(report, "selection", checks)


def _table(report: SweepReport, name: str, rows: list[Row]) -> Table:
    columns = TABLES[name]
    last: Row = {
        "thesis_id": report.thesis.thesis_id,
        "as_of": report.as_of,
        "price_source": report.price_source,
        "data_as_of": report.data_as_of,
    }
    whole = [row | last | {"flags": _flags(report, row)} for row in rows]
    return Table(name, columns, tuple(tuple(row[column] for column in columns) for row in whole))


def _row(row: SweepRow) -> Row:
    rules = row.variant.rules
    varied: Row = {name: getattr(rules, name) for name in _RULES}
    said: Row = {"variant": row.variant.label, "is_as_written": row.variant.is_as_written}
    return performance_row(row.performance) | varied | said


def _checks(report: SweepReport, verdict: SweepVerdict) -> list[SelectionRow]:
    held, side = report.thesis.held_basket, report.rows[0].performance.side

    def check(
        name: SelectionCheck, statistic: str, value: float | None, n_compared: int, p: float | None = None
    ) -> SelectionRow:
        period, n_sessions, flags = verdict.period, verdict.n_sessions, verdict.flags
        return SelectionRow(name, held, side, period, n_sessions, statistic, value, n_compared, p=p, flags=flags)

    mean, n_compared = percent(verdict.mean), verdict.n_compared
    return [
        check("reality_check", "best_mean_pct", mean, n_compared, verdict.p_reality_check),
        check("superior_ability", "best_t", verdict.t, n_compared, verdict.p_spa),
        check("overfitting", "share_below_median", verdict.pbo, verdict.n_distinct),
    ]


def _flags(report: SweepReport, row: Row) -> str:
    own = [flag for flag in str(row["flags"] or "").split(";") if flag]
    return ";".join(dict.fromkeys([*own, *report.flags]))
