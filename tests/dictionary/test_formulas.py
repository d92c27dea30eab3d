"""Every statistic says how it is made, and no formula is left without its figure."""

import pytest

from screener.dictionary.column import Column
from screener.dictionary.columns import COLUMNS, column_of
from screener.dictionary.formula import Formula, with_symbols
from screener.dictionary.formulas import FORMULAS, formula_of
from screener.dictionary.measures import MEASURES
from screener.dictionary.pair_tests import PAIR_TESTS
from screener.dictionary.review_words import RISK_FIGURES, SCORECARD_FIGURES
from screener.dictionary.screen_parts import SCORE_PARTS
from screener.dictionary.selection_words import SELECTION_CHECKS, STATISTICS
from screener.dictionary.tables import TABLES
from screener.dictionary.terms import all_terms

# By table, the columns that are made by a formula and not read, counted or chosen.
STATISTICS_OF = {
    "scores": "caar_pct, excess_pct, median_car_pct, hit_rate_pct, t_event, p_event, bmp_event, p_bmp_event, p_placebo,"
    " placebo_mean_pct, placebo_sd_pct, n_placebo, n_placebo_eff, p_adjusted, ci_low_pct, ci_high_pct, mde_pct",
    "events": "car_pct, scar",
    "names": "day0_return_pct, beta, car_pct, scar",
    "robustness": "caar_pct, excess_pct, change_pp, t_event, p_event, p_placebo, ci_low_pct, ci_high_pct, mde_pct",
    "paths": "car_pct, placebo_mean_pct, band_low_pct, band_high_pct",
    "universe": "caar_pct, excess_pct, t_event, p_event, z_placebo, p_placebo, false_discovery_rate, placebo_mean_pct",
    "performance": "total_return_pct, cagr_pct, vol_pct, sharpe, sharpe_ci_low, sharpe_ci_high, max_drawdown_pct, beta,"
    " alpha_pct, turnover_pct, cost_pct, borrow_pct, deflated_sharpe, n_trials, sortino, beta_ci_low, beta_ci_high,"
    " alpha_ci_low_pct, alpha_ci_high_pct, weekly_hit_rate_pct, worst_week_pct, tail_loss_pct, interest_pct,"
    " breakeven_borrow_pct, probabilistic_sharpe",
    "attribution": "contribution_pct, market_pct, residual_pct",
    "equity": "drawdown_pct",
    "sensitivity": "total_return_pct, change_pp, cagr_pct, vol_pct, sharpe, max_drawdown_pct, turnover_pct",
    "sweep": "total_return_pct, cagr_pct, vol_pct, sharpe, max_drawdown_pct, turnover_pct, deflated_sharpe, n_trials",
    "signals": "score, event_response_pct, since_event_pct, momentum_pct, resid_vol_pct, beta, gross_margin_change_pp,"
    " revenue_growth_pct, lab_overlap_pct, event_response_error_pct, dollar_volume_usd, score_change",
    "validation": "mean_ic, ic_ci_low, ic_ci_high, ic_sd, share_positive_pct, top_minus_bottom_pct,"
    " top_minus_bottom_ci_low_pct, top_minus_bottom_ci_high_pct, turnover_pct, p_random, ic_above_momentum,"
    " ic_above_momentum_ci_low, ic_above_momentum_ci_high",
    "claims": "distance",
    "margins": "gross_margin_pct, gross_margin_change_pp, revenue_growth_pct, gross_margin_trend_pp",
    "pnl": "contribution_pct, market_pct, residual_pct",
    "sizing": "drift_pp",
    "positions": "drift_pp, week_pnl, month_pnl, opening_pnl",
}


@pytest.mark.parametrize("table", STATISTICS_OF)
def test_every_statistic_has_a_formula(table: str) -> None:
    names = STATISTICS_OF[table].split(", ")

    assert set(names) <= set(TABLES[table])
    assert [name for name in names if not formula_of(table, name).text] == []


def test_parts_of_the_score_tests_checks_and_figures_of_the_scorecard_have_one_too() -> None:
    words = (
        *(("signals", part.column) for part in SCORE_PARTS),
        *(("tests", name) for name in PAIR_TESTS),
        *(("selection", name) for name in (*SELECTION_CHECKS, *STATISTICS)),
        *(("scorecard", name) for name in ("brier", "brier_so_far")),
    )

    assert [word for place, word in words if not formula_of(place, word).text] == []


def test_every_formula_is_of_a_word_that_exists() -> None:
    words = {*COLUMNS, *MEASURES, *PAIR_TESTS, *SELECTION_CHECKS, *STATISTICS, *RISK_FIGURES, *SCORECARD_FIGURES}
    for key in FORMULAS:
        place, dot, name = key.rpartition(".")
        if dot and place == "measure":
            assert name in MEASURES, key
        elif dot:
            assert name in TABLES[place], key
        else:
            assert key in words, key


def test_a_word_with_two_formulas_shows_each_where_it_holds() -> None:
    assert "top third" in formula_of("validation", "turnover_pct").text
    assert "NAV" in formula_of("performance", "turnover_pct").text
    assert formula_of("overlap", "weight_pct").text == ""


def test_a_price_check_gets_no_formula_of_a_column_with_its_name() -> None:
    (check,) = [term for term in all_terms() if term.kind == "check" and term.name == "gap"]

    assert check.formula == ""


def test_only_numbers_have_formulas() -> None:
    figures: list[Column] = [
        column_of(table, name) for table, names in TABLES.items() for name in names if formula_of(table, name).text
    ]

    assert {column.kind for column in figures} == {"number", "integer"}


def test_letters_are_told_where_they_stand_alone() -> None:
    told = with_symbols({"a": Formula("sqrt(K) m(t) / n_events")}, {"K": "days", "m(t)": "market", "n": "sessions"})

    assert told["a"].symbols == "K: days; m(t): market"
