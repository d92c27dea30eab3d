"""What the best of a grid is worth: shared sessions, ruin, luck, choice."""

import math
import statistics

import numpy as np
import pytest
from make_market import BENCHMARK, date_of, make_market, weekdays

from screener.calc.selection.overfitting import overfitting
from screener.calc.selection.reality_check import reality_check
from screener.report.sweep_lines import sweep_lines
from screener.sweep.grid import variants
from screener.sweep.run import run_grid
from screener.sweep.verdicts import shared_returns

PERIODS = ("before", "after", "live", "all")
GRID = "weighting,rebalance=weekly/never,lag=1/4"


def verdict_of(report, period):
    return next(each for each in report.verdicts if each.period == period)


def rows_of(report, period):
    return [row for row in report.rows if row.performance.period == period]


def slow_sharpe(returns):
    return statistics.fmean(returns) / statistics.stdev(returns) * math.sqrt(252)


def test_variants_are_compared_on_the_sessions_that_all_of_them_have(noise_market, sweep_market):
    market = noise_market()
    days = market.panel.session_on

    report = sweep_market(market, "lag=1/4")

    # Decided at row 0, traded at the close of row 4 at the latest: the first shared return is of row 5.
    spans = {each.period: (each.start_on, each.end_on, each.n_sessions) for each in report.verdicts}
    assert spans == {
        "before": (date_of(days[5]), date_of(days[120]), 116),
        "after": (date_of(days[121]), date_of(days[319]), 199),
        "live": (date_of(days[151]), date_of(days[319]), 169),
        "all": (date_of(days[5]), date_of(days[319]), 315),
    }
    assert [row.performance.n_sessions for row in rows_of(report, "all")] == [318, 315]


@pytest.mark.parametrize("period", PERIODS)
def test_the_best_has_the_highest_sharpe_ratio_of_the_shared_sessions(noise_market, sweep_market, period):
    market = noise_market(7)
    grid = variants(market.thesis, GRID)
    rows = [t for t in range(5, 320) if market.in_period(period)[t]]
    paths = {
        each.label: [float(r) for r in run.returns[rows]]
        for each, run in zip(grid, run_grid(market, grid), strict=True)
    }
    sharpe = {label: slow_sharpe(path) for label, path in paths.items()}
    ranked = sorted(sharpe, key=sharpe.__getitem__, reverse=True)

    report = sweep_market(market, GRID)

    found = verdict_of(report, period)
    # Never rebalanced, inverse volatility is decided on before there is a volatility: the same books as equal weights.
    assert (
        (found.n_variants, found.n_compared, found.n_distinct)
        == (9, 9, 7)
        == (9, 9, len({*map(tuple, paths.values())}))
    )
    assert found.best == ranked[0]
    assert found.sharpe == pytest.approx(sharpe[ranked[0]], rel=1e-12)
    assert found.as_written_sharpe == pytest.approx(sharpe[grid[0].label], rel=1e-12)
    assert found.as_written_rank == 1 + ranked.index(grid[0].label)
    assert found.highest_mean == max(paths, key=lambda label: statistics.fmean(paths[label]))
    assert found.mean == pytest.approx(max(statistics.fmean(path) for path in paths.values()), rel=1e-12)
    row = next(each for each in rows_of(report, period) if each.variant.label == ranked[0])
    assert (found.deflated_sharpe, found.n_trials) == (row.performance.deflated_sharpe, 9)
    flags = {"before": ("hindsight",), "all": ("hindsight",), "after": ("members_chosen_later",), "live": ()}
    assert found.flags == flags[period]


@pytest.mark.parametrize("period", PERIODS)
def test_the_tests_are_made_of_all_variants_over_the_shared_sessions(noise_market, sweep_market, period):
    market = noise_market(3)
    grid = variants(market.thesis, GRID)
    rows = [t for t in range(5, 320) if market.in_period(period)[t]]
    results = run_grid(market, grid)
    matrix = np.array([[result.returns[t] for result in results] for t in rows])
    check, fit = reality_check(matrix), overfitting(matrix)

    found = verdict_of(sweep_market(market, GRID), period)

    assert found.p_reality_check == check.p_reality_check
    assert (found.p_spa_lower, found.p_spa, found.p_spa_upper) == (
        check.p_spa_lower,
        check.p_spa_consistent,
        check.p_spa_upper,
    )
    assert (found.highest_mean, found.highest_t) == (grid[check.best_by_mean].label, grid[check.best].label)
    assert found.t == pytest.approx(check.statistic)
    assert (found.pbo, found.n_splits) == (fit.pbo, 252)


def test_a_period_under_60_shared_sessions_says_only_that(noise_market, sweep_market):
    for chosen, is_long_enough in ((259, True), (260, False)):
        found = verdict_of(sweep_market(noise_market(chosen=chosen), "rebalance"), "live")
        assert found.n_sessions == 319 - chosen
        assert (found.p_spa is not None, found.pbo is not None, found.best != "") == (is_long_enough,) * 3
        assert found.flags == (() if is_long_enough else ("too_short",))
    empty = verdict_of(sweep_market(noise_market(chosen=319), "rebalance"), "live")
    assert (empty.n_sessions, empty.start_on, empty.flags) == (0, None, ("no_sessions",))


def squeezed(gross):
    """One short name quadruples at row 100: at a gross exposure of 2 that is the end, at one of 0.5 it isn't."""
    rng = np.random.default_rng(5)
    long, short = rng.normal(0.0, 0.01, (2, 260))
    short[100] = 3.0
    days = weekdays(260)
    return make_market(
        {"long_a": ["A"], "short_a": ["B"]},
        {"A": long, "B": short, BENCHMARK: rng.normal(0.0, 0.01, 260)},
        session_on=days,
        opened_on=date_of(days[150]),
        gross=gross,
        rebalance="monthly",
    )


def test_a_ruined_variant_earns_nothing_after_its_ruin_and_stays_among_the_tries(sweep_market):
    market = squeezed(2.0)
    grid = variants(market.thesis, "gross=0.5")
    results = run_grid(market, grid)
    assert np.isnan(results[0].returns[101:]).all()
    assert results[0].returns[100] < -1.0

    returns, is_shared = shared_returns(results)
    report = sweep_market(market, "gross=0.5")

    np.testing.assert_array_equal(returns[101:, 0], 0.0)
    np.testing.assert_array_equal(returns[2:101, 0], results[0].returns[2:101])
    np.testing.assert_array_equal(returns[2:, 1], results[1].returns[2:])
    np.testing.assert_array_equal(is_shared, np.arange(260) >= 2)
    whole = verdict_of(report, "all")
    assert (whole.n_sessions, whole.n_compared, whole.best) == (258, 2, "gross=0.5")
    assert whole.as_written_rank == 2
    for period in PERIODS:
        ruined, sound = rows_of(report, period)
        assert "ruined" in ruined.performance.flags
        assert "ruined" not in sound.performance.flags


def test_a_ruined_variant_is_never_the_best_though_its_mean_return_is_a_gain(sweep_market):
    # Short alone from 1: at a gross of 2 NAV is 0.02, is 0.5 again, and ends at -0.2; at 0.5 it ends at 0.7.
    days, price = weekdays(120), np.ones(120)
    price[40:60], price[60:80], price[80:] = 1.98, 1.5, 2.2
    market = make_market(
        {"long_a": ["A"], "short_a": ["B"]},
        {"A": np.zeros(120), "B": price / np.roll(price, 1) - 1.0},
        session_on=days,
        opened_on=date_of(days[100]),
        rebalance="never",
        cost_bps=0.0,
        borrow_bps_per_year=0.0,
    )
    report = sweep_market(market, "gross=0.5/3")
    whole = verdict_of(report, "all")
    note, half, triple = rows_of(report, "all")

    assert (note.performance.total_return, half.performance.total_return) == (pytest.approx(-1.2), pytest.approx(-0.3))
    assert note.performance.sharpe is None
    assert half.performance.sharpe < 0.0
    assert (whole.best, whole.sharpe) == ("gross=0.5", pytest.approx(half.performance.sharpe))
    # Of three, the two that were ruined share the second rank.
    assert (whole.as_written_sharpe, whole.as_written_rank) == (None, 2)
    assert "ruined" in triple.performance.flags
    told = "\n".join(sweep_lines(report))
    assert "the best of 3 is gross=0.5: Sharpe -" in told
    assert "the note's own rules were ruined" in told
    assert "ruined in it or before: 2 of 3" in told
    assert "of gross=2, which was ruined, best by mean" in told


def test_where_all_variants_were_ruined_that_is_said(sweep_market):
    told = "\n".join(sweep_lines(sweep_market(squeezed(2.0), "gross=3/4")))

    # Out of sample, before and in all; after the opening is the same as out of sample.
    assert told.count("all variants were ruined, so nothing is compared") == 3


def test_a_variant_that_never_moves_in_a_period_is_left_out_of_its_comparison(sweep_market):
    after = verdict_of(sweep_market(squeezed(2.0), "gross=0.5"), "after")

    assert (after.n_sessions, after.n_variants, after.n_compared) == (109, 2, 1)
    # The note's own rules were ruined before it.
    assert (after.best, after.as_written_rank, after.pbo) == ("gross=0.5", 2, None)
    assert after.p_spa is not None


def test_without_any_variant_that_moves_nothing_is_said(sweep_market):
    after = verdict_of(sweep_market(squeezed(2.0), "gross=3/4"), "after")

    assert (after.n_sessions, after.n_variants, after.n_compared) == (109, 3, 0)
    assert (after.best, after.sharpe, after.p_spa, after.pbo) == ("", None, None, None)
    assert (after.highest_mean, after.highest_t, after.as_written_rank) == ("", "", 1)


def seesaw(n=600, noise=0.004):
    """Two names that swing against each other: what is put back in balance each day earns, what drifts does not."""
    rng = np.random.default_rng(11)
    swing = np.where(np.arange(n) % 2 == 0, 0.1, 1.0 / 1.1 - 1.0)
    days = weekdays(n)
    return make_market(
        {"long_a": ["A", "B"]},
        {"A": swing + rng.normal(0, noise, n), "B": np.roll(swing, 1) + rng.normal(0, noise, n)},
        session_on=days,
        opened_on=date_of(days[300]),
        rebalance="never",
    )


def test_a_planted_advantage_is_found_and_the_choice_is_sound(sweep_market):
    found = verdict_of(sweep_market(seesaw(), "rebalance,cost_bps=0/1"), "live")

    assert found.best == found.highest_mean == found.highest_t == "rebalance=daily cost_bps=0"
    assert found.p_reality_check == found.p_spa == pytest.approx(1 / 1_001)
    assert found.pbo == 0.0
    assert found.as_written_rank > 4


def test_where_all_variants_lose_the_best_is_no_better_than_luck(noise_market, sweep_market):
    market = noise_market(4, rebalance="daily", cost_bps=900.0, borrow_bps_per_year=20_000.0)

    found = verdict_of(sweep_market(market, "weighting,cost_bps=800"), "all")

    assert found.sharpe < 0.0
    assert found.p_spa == 1.0
    assert found.deflated_sharpe < 0.01


@pytest.mark.soak
def test_without_skill_the_best_of_a_grid_is_called_lucky_as_often_as_it_should_be(sweep_market):
    """Zero-mean names, no costs: p of both tests is at most 0.1 in about a tenth of the markets."""
    days = weekdays(260)
    p_check, p_spa, pbo = [], [], []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        market = make_market(
            {"long_a": ["A", "B", "C"], "short_a": ["D", "E", "F"]},
            dict(zip("ABCDEF", rng.normal(0.0, 0.02, (6, 260)), strict=True)),
            session_on=days,
            opened_on=date_of(days[0]),
            cost_bps=0.0,
            borrow_bps_per_year=0.0,
        )
        found = verdict_of(sweep_market(market, "rebalance=daily/weekly/never,lag=1/2/3"), "live")
        p_check.append(found.p_reality_check)
        p_spa.append(found.p_spa)
        pbo.append(found.pbo)
    shares = [float(np.mean(np.array(p) <= 0.1)) for p in (p_check, p_spa)]
    print(f"p <= 0.1: reality check {shares[0]:.3f}, SPA {shares[1]:.3f}; mean PBO {np.mean(pbo):.3f}")

    # Three standard errors of a share of 0.1 in 300 markets are 0.052.
    assert all(0.048 <= share <= 0.152 for share in shares)
    # A half for independent variants; these drift together, and what has drifted keeps its weights.
    assert 0.35 <= np.mean(pbo) <= 0.65


def test_cutting_the_future_away_changes_no_return_and_no_verdict_before_it(noise_market, sweep_market):
    whole, cut = noise_market(6), noise_market(6, n_sessions=200, chosen=150)
    text = "weighting,hedge,rebalance=daily/quarterly,lag=0/2,max_weight_pct=60"
    grid = variants(whole.thesis, text)

    for late, early in zip(run_grid(whole, grid), run_grid(cut, grid), strict=True):
        np.testing.assert_array_equal(late.returns[:200], early.returns)
    late, early = (verdict_of(sweep_market(market, text), "before") for market in (whole, cut))
    assert late == early
    assert late.p_spa is not None
