import dataclasses
import re

import pytest

from screener.dictionary.columns import COLUMNS, column_of
from screener.dictionary.tables import LAST_COLUMNS, TABLE_MEANINGS, TABLES
from screener.records.study import Score

# Words that a column's name ends in, and the unit it then has.
SUFFIX_UNITS = {"_pct": "percent", "_days": ("days", "event days"), "_on": "date", "_at": "UTC instant"}


def test_every_column_of_every_table_is_in_the_dictionary() -> None:
    missing = {name for columns in TABLES.values() for name in columns} - COLUMNS.keys()
    assert missing == set()


def test_every_dictionary_entry_is_printed_by_some_table() -> None:
    unused = COLUMNS.keys() - {name for columns in TABLES.values() for name in columns}
    assert unused == set()


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_an_entry_has_a_unit_and_a_meaning_in_one_sentence(name: str) -> None:
    column = COLUMNS[name]
    assert column.name == name
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert column.unit
    assert len(column.meaning) > 10
    assert not column.meaning.endswith(".")
    assert "\n" not in column.meaning
    assert 1 <= column.priority <= 9


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_the_unit_in_a_name_is_the_unit_of_the_column(name: str) -> None:
    for suffix, units in SUFFIX_UNITS.items():
        if name.endswith(suffix):
            assert COLUMNS[name].unit in units


def test_only_numbers_have_decimals_or_signs() -> None:
    for column in COLUMNS.values():
        if column.kind != "number":
            assert column.digits == 0
            assert not column.is_signed


def test_every_figure_of_a_score_has_its_column() -> None:
    fields = {field.name for field in dataclasses.fields(Score)}
    assert {name for name in fields if name not in COLUMNS and f"{name}_pct" not in COLUMNS} == set()


def test_one_word_may_mean_two_things_in_two_tables() -> None:
    assert column_of("attribution", "line").kind == "text"
    assert column_of("thesis_problems", "line").kind == "integer"


def test_no_column_stands_twice_in_a_table() -> None:
    for columns in TABLES.values():
        assert len(set(columns)) == len(columns)


def test_every_table_has_a_meaning() -> None:
    assert TABLE_MEANINGS.keys() == TABLES.keys()


@pytest.mark.parametrize(
    "name",
    [
        "scores",
        "events",
        "names",
        "tests",
        "robustness",
        "paths",
        "universe",
        "performance",
        "attribution",
        "equity",
        "sensitivity",
        "selection",
        "overlap",
        "sweep",
        "coverage",
        "events_list",
        "planted",
    ],
)
def test_a_table_that_may_hold_prices_ends_with_where_they_came_from(name: str) -> None:
    assert TABLES[name][-5:] == ("thesis_id", "as_of", "price_source", "data_as_of", "flags") == LAST_COLUMNS


# As promised to the outside: a change here is a change for every reader of these files.
PROMISED = {
    "scores": "basket, side, period, window, anchor, benchmark, n_events, n_event_days, n_used, caar_pct, excess_pct,"
    " median_car_pct, hit_rate_pct, t_event, p_event, bmp_event, p_bmp_event, p_placebo, placebo_mean_pct,"
    " placebo_sd_pct, n_placebo, n_placebo_eff, p_adjusted, ci_low_pct, ci_high_pct, mde_pct, verdict, return_model,"
    " estimation",
    "events": "event_id, name, lab, kind, released_on, session_on, anchor, period, basket, side, window, car_pct,"
    " scar, n_names, n_asked, outcome, overlaps_with, provenance, confidence, n_estimation, dof, confounders",
    "names": "event_id, session_on, period, ticker, leg, side, window, day0_return_pct, beta, car_pct, scar, outcome,"
    " n_estimation, dof",
    "tests": "basket, side, period, window, level, test, n_units, n_event_days, statistic, dof, reference, p, assumes,"
    " return_model, estimation",
    "robustness": "variation, case, basket, side, period, window, n_event_days, n_used, caar_pct, excess_pct,"
    " change_pp, t_event, p_event, p_placebo, ci_low_pct, ci_high_pct, mde_pct, anchor, return_model, estimation",
    "paths": "basket, side, period, event_id, relative_session, car_pct, placebo_mean_pct, band_low_pct, band_high_pct,"
    " n_event_days, anchor, return_model, estimation",
    "universe": "rank, ticker, window, is_member, n_event_days, caar_pct, excess_pct, t_event, p_event, z_placebo,"
    " p_placebo, false_discovery_rate, placebo_mean_pct, n_placebo, first_on, last_on, n_sessions, n_implausible,"
    " outcome, anchor, return_model, estimation",
    "performance": "basket, side, period, start_on, end_on, n_sessions, total_return_pct, cagr_pct, vol_pct, sharpe,"
    " sharpe_ci_low, sharpe_ci_high, max_drawdown_pct, beta, alpha_pct, turnover_pct, cost_pct, borrow_pct,"
    " deflated_sharpe, n_trials, sortino, drawdown_from_on, drawdown_low_on, drawdown_to_on, beta_ci_low, beta_ci_high,"
    " alpha_ci_low_pct, alpha_ci_high_pct, weekly_hit_rate_pct, worst_week_pct, worst_week_on, tail_loss_pct,"
    " interest_pct, breakeven_borrow_pct, probabilistic_sharpe",
    "attribution": "period, line, side, leg, ticker, contribution_pct, market_pct, residual_pct, is_subtotal",
    "sensitivity": "choice, case, basket, side, period, n_sessions, total_return_pct, change_pp, cagr_pct, vol_pct,"
    " sharpe, max_drawdown_pct, turnover_pct, cost_pct, borrow_pct",
    "selection": "check, basket, side, period, n_sessions, statistic, value, n_compared, compared_mean, compared_sd, p,"
    " answers",
    "overlap": "side, leg, ticker, weight_pct, lab, stake_pct, against, measured_on, provenance, source, note",
    "sweep": "variant, is_as_written, weighting, hedge, rebalance, lag_sessions, gross, cost_bps, borrow_bps_per_year,"
    " max_weight_pct, period, n_sessions, total_return_pct, cagr_pct, vol_pct, sharpe, max_drawdown_pct, turnover_pct,"
    " cost_pct, borrow_pct, deflated_sharpe, n_trials",
    "signals": "rank, ticker, name, universe, leg, side, signal, score, weight_pct, close, currency, dollar_volume_usd,"
    " next_earnings_on, event_response_pct, since_event_pct, momentum_pct, resid_vol_pct, beta, gross_margin_change_pp,"
    " revenue_growth_pct, lab_overlap_pct, score_event_response, score_since_event, score_momentum, score_resid_vol,"
    " score_beta, score_gross_margin_change, score_revenue_growth, score_lab_overlap, score_dollar_volume, reasons,"
    " event_response_error_pct, n_events, shares, signal_before, score_change, moved_by",
    "validation": "ranking, group, horizon_sessions, n_dates, n_names_mean, mean_ic, ic_ci_low, ic_ci_high, ic_sd,"
    " share_positive_pct, top_minus_bottom_pct, top_minus_bottom_ci_low_pct, top_minus_bottom_ci_high_pct,"
    " turnover_pct, p_random, ic_above_momentum, ic_above_momentum_ci_low, ic_above_momentum_ci_high",
    "equity": "session_on, basket, side, period, value, drawdown_pct",
}


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_the_promised_columns_stand_in_their_promised_order(name: str) -> None:
    assert list(TABLES[name][:-5]) == PROMISED[name].split(", ")
