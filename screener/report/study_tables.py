"""The event study's further tables: tests, robustness and paths."""

from screener.dictionary.pair_tests import PAIR_TESTS
from screener.records.backtest import BacktestReport
from screener.records.event_test_row import EventTestRow
from screener.records.path import PathPoint
from screener.records.robustness import RobustnessRow
from screener.records.study import MIN_EVENT_DAYS
from screener.records.table import Value
from screener.records.thesis import Thesis
from screener.report.percent import percent

Row = dict[str, Value]


def pair_test_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``tests``."""
    return [_test_row(report.thesis, row) | _made_with(report) for row in report.tests]


def robustness_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``robustness``."""
    return [_robustness_row(row) for row in report.robustness]


def path_rows(report: BacktestReport) -> list[Row]:
    """Return the rows of ``paths``."""
    return [_path_row(report.thesis, point) | _made_with(report) for point in report.paths]


def _made_with(report: BacktestReport) -> Row:
    model = report.study.model
    return {"anchor": report.study.anchor, "return_model": model.return_model, "estimation": str(model.estimation)}


def _test_row(thesis: Thesis, row: EventTestRow) -> Row:
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
        "flags": ";".join(_test_flags(thesis, row)),
    }


def _test_flags(thesis: Thesis, row: EventTestRow) -> list[str]:
    flags = [*thesis.hindsight_flags(row.period)]
    flags += ["overlapping"] if row.is_overlapping else []
    return flags if row.n_event_days else [*flags, "no_events"]


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
        "anchor": row.anchor,
        "return_model": row.model.return_model,
        "estimation": str(row.model.estimation),
        "flags": ";".join(score.flags),
    }


def _path_row(thesis: Thesis, point: PathPoint) -> Row:
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
        "flags": ";".join(_path_flags(thesis, point)),
    }


def _path_flags(thesis: Thesis, point: PathPoint) -> list[str]:
    flags = [*thesis.hindsight_flags(point.period)]
    is_raw = not point.event_id and point.n_event_days < MIN_EVENT_DAYS
    return [*flags, "assumes_equal_volatility"] if is_raw else flags
