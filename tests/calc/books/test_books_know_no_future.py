"""Books whose names come, halt, die and go, cut at any session: the same up to it."""

from dataclasses import asdict, replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_comings import DAYS, N, alike, coming_and_going, cut
from make_market import date_of

from screener.calc.books.all_books import run_books
from screener.calc.books.book_plan import book_plans
from screener.calc.books.variant_book import run_variant
from screener.calc.market import lay_out
from screener.records.book_rules import Delisting

SEEDS = st.integers(0, 10**6)
OPENING = 70
ROWS = {date_of(day): t for t, day in enumerate(DAYS)}
EXITS = (Delisting("change", -0.3), Delisting("zero", ticker="D"), Delisting("price", 40.0, ticker="B"))
RULES = st.fixed_dictionaries(
    {
        "rebalance": st.sampled_from(["daily", "weekly", "monthly", "quarterly", "never"]),
        "lag_sessions": st.integers(0, 2),
        "weighting": st.sampled_from(["equal", "inverse_vol"]),
        "hedge": st.sampled_from(["dollar", "beta"]),
        "max_weight_pct": st.sampled_from([None, 40.0]),
        "cash_rate": st.sampled_from(["", "RATE"]),
        "gross": st.sampled_from([2.0, 6.0]),
        "sd": st.sampled_from([0.015, 0.04]),
    }
)


def whole_and_early(seed, t, rules):
    """Return the thesis on all sessions and on the first t of them.

    History begins when the last leg has half its weight priced; without that session there is nothing to compare.
    """
    whole = coming_and_going(seed, opening=OPENING, delisting=EXITS, **rules)
    assume(t > whole.first + rules["lag_sessions"] + 1)
    return whole, lay_out(whole.thesis, cut(whole.panel, t))


def known(findings, t, first):
    """Return what the findings of all sessions are before session t."""
    found = []
    for each in findings:
        begins, ends, message = ROWS[each.session_on], ROWS[each.until_on], each.message
        if begins >= t:
            continue
        check, n = each.check, each.n_sessions
        if check in ("late_listing", "member_from") and ends + 1 >= t:
            # It was not bought yet.
            check, begins, ends = "never_held", first, N - 1
        if check not in ("late_listing", "member_from"):
            ends = min(ends, t - 1)
            n = ends - begins + 1
        if check == "never_held":
            message = ""
        found.append((each.ticker, check, begins, ends, n, message))
    return sorted(found)


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.integers(30, N - 1), RULES)
def test_paths_returns_and_what_happened_to_names_are_those_of_the_sessions_so_far(seed, t, rules):
    whole, early = whole_and_early(seed, t, rules)
    later, ours = run_books(whole), run_books(early)

    at = {(each.basket, each.period, each.session_on): each for each in later.equity}
    points = [each for each in ours.equity if each.value is not None]
    theirs = [at[each.basket, each.period, each.session_on] for each in points]
    assert len(points) >= t - whole.first - 2
    for field in ("value", "drawdown"):
        mine, other = ([getattr(each, field) for each in side] for side in (points, theirs))
        np.testing.assert_allclose(mine, other, rtol=1e-9, atol=1e-12)
    for key, series in ours.returns.items():
        np.testing.assert_allclose(series, later.returns[key][: len(series)], rtol=1e-9, atol=1e-12)
    assert known(ours.affected, t, whole.first) == known(later.affected, t, whole.first)


@settings(max_examples=5, deadline=None)
@given(SEEDS, st.integers(OPENING + 1, N - 1), RULES)
def test_a_period_that_is_over_keeps_its_figures_and_contributions(seed, t, rules):
    whole, early = whole_and_early(seed, t, rules)
    figures = []
    for results in (run_books(early), run_books(whole)):
        rows = [row for row in (*results.performance, *results.attribution) if row.period == "before"]
        figures.append([tuple(asdict(row).values()) for row in rows])

    for mine, other in zip(*figures, strict=True):
        assert not [pair for pair in zip(mine, other, strict=True) if not alike(*pair)]


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.integers(30, N - 1), RULES)
def test_every_basket_decides_and_trades_by_what_is_known(seed, t, rules):
    # Traded daily at the close of the decision, the last trade shows all that a decision looks at.
    rules |= {"rebalance": "daily", "lag_sessions": 0}
    whole, early = (book_plans(each) for each in whole_and_early(seed, t, rules))

    for basket, plan in early.items():
        trades = [each for each in whole[basket].trades if each.row < t]
        assert [(each.decided_row, each.row) for each in plan.trades] == [
            (each.decided_row, each.row) for each in trades
        ]
        for ours, theirs in zip(plan.trades, trades, strict=True):
            assert ours.row == theirs.row
            np.testing.assert_allclose(ours.weights, theirs.weights, rtol=1e-10)
            np.testing.assert_allclose(ours.hedge, theirs.hedge, rtol=1e-10)
        rates, later = (np.asarray(each.frictions.borrow_per_year) for each in (plan, whole[basket]))
        np.testing.assert_array_equal(rates, later[:t] if later.ndim else later)
        np.testing.assert_array_equal(plan.calendar_days, whole[basket].calendar_days[:t])


@settings(max_examples=5, deadline=None)
@given(SEEDS, st.integers(30, N - 1), RULES)
def test_the_same_thesis_under_other_rules_knows_no_more(seed, t, rules):
    whole, early = whole_and_early(seed, t, rules)
    other = replace(whole.thesis.rules, lag_sessions=0, cost_bps=0.0, delisting=(Delisting("zero"),))

    ours, theirs = (run_variant(each, other, "lag_sessions", "0") for each in (early, whole))

    assert ours.first_return_row == theirs.first_return_row
    assert np.isfinite(ours.returns).any()
    np.testing.assert_allclose(ours.returns, theirs.returns[:t], rtol=1e-9, atol=1e-12)
