"""A backtest's records as tables, decimals as percent."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from screener.dictionary.tables import TABLES
from screener.records.backtest import BacktestReport
from screener.records.event import Period
from screener.records.prices import Finding
from screener.records.study import NameEvent, Score
from screener.records.table import Table, Value
from screener.report import book_tables, study_tables
from screener.report.percent import in_percent, percent

Row = dict[str, Value]

# The terminal's first table: one row a basket, the primary window, out of sample beside hindsight.
_SUMMARY_PERIODS: tuple[Period, Period] = ("live", "before")


def backtest_table(report: BacktestReport, name: str) -> Table:
    """Return one table of a backtest.

    Parameters
    ----------
    report : BacktestReport
    name : str
        A key of :data:`screener.dictionary.tables.BACKTEST_TABLES`, or ``summary``.
    """
    rows = _ROWS[name](report)
    last: Row = {
        "thesis_id": report.thesis.thesis_id,
        "as_of": report.as_of,
        "price_source": report.price_source,
        "data_as_of": report.data_as_of,
    }
    columns = TABLES[name]
    whole = [row | last | _flags(report, row) for row in rows]
    return Table(name, columns, tuple(tuple(row[column] for column in columns) for row in whole))


def in_period(table: Table, period: Period) -> Table:
    """Return the rows of one period; ``live`` events are part of ``after``."""
    if "period" not in table.columns:
        return table
    place = table.columns.index("period")
    wanted = {period} | ({"live"} if period == "after" and table.name in ("events", "names") else set())
    if period == "all" and table.name in ("events", "names"):
        return table
    return Table(table.name, table.columns, tuple(row for row in table.rows if row[place] in wanted))


def in_window(table: Table, window: str) -> Table:
    """Return the rows of one event window."""
    if "window" not in table.columns:
        return table
    place = table.columns.index("window")
    return Table(table.name, table.columns, tuple(row for row in table.rows if row[place] == window))


def _scores(report: BacktestReport) -> list[Row]:
    return [_score_row(report, score) for score in report.study.scores]


def _score_row(report: BacktestReport, score: Score) -> Row:
    row = in_percent(
        score,
        ("caar", "excess", "median_car", "hit_rate", "placebo_mean", "placebo_sd", "ci_low", "ci_high", "mde"),
    )
    return row | {
        "window": str(score.window),
        "anchor": report.study.anchor,
        "benchmark": ";".join(report.thesis.benchmark),
        "return_model": report.study.model.return_model,
        "estimation": str(report.study.model.estimation),
    }


def _coverage(report: BacktestReport) -> list[Row]:
    """Return a row a ticker, with its first finding, and one for each further one: of its prices, then its holding."""
    by_ticker: dict[str, list[Finding]] = defaultdict(list)
    for finding in (*report.findings, *report.affected):
        by_ticker[finding.ticker].append(finding)
    rows: list[Row] = []
    for each in report.coverage:
        ticker: Row = {
            "ticker": each.ticker,
            "mic": each.mic,
            "first_on": each.first_on,
            "last_on": each.last_on,
            "n_sessions": each.n_sessions,
            "reason": each.reason,
        }
        findings: list[Finding | None] = [*by_ticker[each.ticker]]
        rows += [ticker | _finding(found) for found in findings or [None]]
    return rows


def _finding(found: Finding | None) -> Row:
    if found is None:
        return dict.fromkeys(("check", "session_on", "until_on", "n_affected", "finding"))
    return {
        "check": found.check,
        "session_on": found.session_on,
        "until_on": found.until_on,
        "n_affected": found.n_sessions,
        "finding": found.message,
    }


def _events(report: BacktestReport) -> list[Row]:
    return [
        {
            "event_id": found.studied.event.event_id,
            "name": found.studied.event.name,
            "lab": found.studied.event.lab,
            "kind": found.studied.event.kind,
            "released_on": found.studied.event.released_on,
            "session_on": found.studied.alignment.session_on,
            "anchor": report.study.anchor,
            "period": found.studied.period,
            "basket": found.basket,
            "side": found.side,
            "window": str(found.window),
            "car_pct": percent(found.car),
            "scar": found.scar,
            "n_names": found.n_names,
            "n_asked": found.n_asked,
            "outcome": found.outcome.value,
            "overlaps_with": ";".join(found.overlaps_with),
            "n_estimation": found.n_estimation,
            "dof": found.dof,
            "confounders": ";".join(found.confounders),
            "provenance": found.studied.event.provenance,
            "confidence": found.studied.event.confidence,
            "flags": ";".join(found.flags),
        }
        for found in report.study.basket_events
    ]


def _names(report: BacktestReport) -> list[Row]:
    return [_name_row(found) for found in report.study.name_events]


def _name_row(found: NameEvent) -> Row:
    return {
        "event_id": found.studied.event.event_id,
        "session_on": found.session_on,
        "period": found.studied.period,
        "ticker": found.ticker,
        "leg": found.leg,
        "side": found.side,
        "window": str(found.window),
        "day0_return_pct": percent(found.day0_return),
        "beta": found.beta,
        "car_pct": percent(found.car),
        "scar": found.scar,
        "outcome": found.outcome.value,
        "n_estimation": found.n_estimation,
        "dof": found.dof,
        "flags": ";".join(found.flags),
    }


def _summary(report: BacktestReport) -> list[Row]:
    scores = {
        (score.basket, score.period): score
        for score in report.study.scores
        if score.window == report.thesis.primary_window
    }
    rows: list[Row] = []
    for basket in report.thesis.baskets:
        flags = dict.fromkeys(flag for period in _SUMMARY_PERIODS for flag in scores[basket, period].flags)
        row: Row = {"basket": basket, "side": scores[basket, "all"].side, "flags": ";".join(flags)}
        for period in _SUMMARY_PERIODS:
            score = scores[basket, period]
            row[f"{period}_n_event_days"] = score.n_event_days
            row[f"{period}_excess_pct"] = percent(score.excess)
            row[f"{period}_p_placebo"] = score.p_placebo
            row[f"{period}_mde_pct"] = percent(score.mde)
        rows.append(row)
    return rows


_ROWS: dict[str, Callable[[BacktestReport], Sequence[Row]]] = {
    "scores": _scores,
    "events": _events,
    "names": _names,
    "tests": study_tables.pair_test_rows,
    "robustness": study_tables.robustness_rows,
    "paths": study_tables.path_rows,
    "performance": book_tables.performance_rows,
    "attribution": book_tables.attribution_rows,
    "equity": book_tables.equity_rows,
    "sensitivity": book_tables.sensitivity_rows,
    "selection": book_tables.selection_rows,
    "overlap": book_tables.overlap_rows,
    "coverage": _coverage,
    "summary": _summary,
}


def _flags(report: BacktestReport, row: Row) -> Row:
    own = [flag for flag in str(row.get("flags") or "").split(";") if flag]
    return {"flags": ";".join(dict.fromkeys([*own, *report.flags]))}
