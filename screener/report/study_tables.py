"""The event study's further tables: tests, robustness and paths."""

from screener.dictionary.pair_tests import PAIR_TESTS
from screener.records.backtest import BacktestReport
from screener.records.event_test_row import EventTestRow
from screener.records.path import PathPoint
from screener.records.robustness import RobustnessRow
from screener.records.table import Value
from screener.report.percent import percent

Row = dict[str, Value]


def test_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``tests``."""
    return [_test_row(row) for row in report.tests]


def robustness_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``robustness``."""
    return [_robustness_row(row) for row in report.robustness]


def path_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``paths``."""
    return [_path_row(point) for point in report.paths]


def _test_row(row: EventTestRow) -> Row:
    return {
        "basket": row.basket,
        "side": row.side,
        "period": row.period,
        "window": str(row.window),
        "level": row.level,
        "test": row.result.test,
        "n_units": row.n_units,
        "n_event_days": row.n_event_days,
        "statistic": row.result.statistic,
        "dof": row.result.dof,
        "reference": row.result.reference,
        "p": row.result.p,
        "assumes": ";".join(PAIR_TESTS[row.result.test].assumes),
        "flags": ";".join(_test_flags(row)),
    }


def _test_flags(row: EventTestRow) -> list[str]:
    flags = ["hindsight"] if row.period in ("before", "all") else []
    return [*flags, "overlapping"] if row.is_overlapping else flags


def _robustness_row(row: RobustnessRow) -> Row:
    score = row.score
    return {
        "variation": row.variation,
        "case": row.case,
        "basket": score.basket,
        "side": score.side,
        "period": score.period,
        "window": str(score.window),
        "n_event_days": score.n_event_days,
        "n_used": score.n_used,
        "caar_pct": percent(score.caar),
        "excess_pct": percent(score.excess),
        "change_pp": percent(row.change),
        "t_event": score.t_event,
        "p_event": score.p_event,
        "p_placebo": score.p_placebo,
        "ci_low_pct": percent(score.ci_low),
        "ci_high_pct": percent(score.ci_high),
        "mde_pct": percent(score.mde),
        "flags": ";".join(score.flags),
    }


def _path_row(point: PathPoint) -> Row:
    return {
        "basket": point.basket,
        "side": point.side,
        "period": point.period,
        "event_id": point.event_id,
        "relative_session": point.relative_session,
        "car_pct": percent(point.car),
        "placebo_mean_pct": percent(point.placebo_mean),
        "band_low_pct": percent(point.band_low),
        "band_high_pct": percent(point.band_high),
        "n_event_days": point.n_event_days,
        "flags": "hindsight" if point.period in ("before", "all") else "",
    }
