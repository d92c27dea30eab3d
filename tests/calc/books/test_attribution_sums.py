"""Contributions of names that come, halt, die and go, also to ruin, add up to what NAV did."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_comings import EXITS, N, coming_and_going

from screener.calc.books.all_books import run_books
from screener.records.book_rules import Delisting
from screener.records.event import PERIODS

RULES = st.fixed_dictionaries(
    {
        "rebalance": st.sampled_from(["daily", "weekly", "monthly", "quarterly", "never"]),
        "lag_sessions": st.integers(0, 2),
        "weighting": st.sampled_from(["equal", "inverse_vol"]),
        "hedge": st.sampled_from(["dollar", "beta"]),
        "max_weight_pct": st.sampled_from([None, 40.0]),
        "cash_rate": st.sampled_from(["", "RATE"]),
        "delisting": st.sampled_from([(), EXITS, (Delisting("zero"),)]),
    }
)


def assert_adds_up(market):
    """Demand names -> leg -> side -> gross, and gross + cost + borrow + cash = net = NAV, in every period."""
    results = run_books(market)
    held = market.thesis.held_basket
    totals = {row.period: row.total_return for row in results.performance if row.basket == held}
    for period in PERIODS:
        lines = [each for each in results.attribution if each.period == period]
        by_kind = {kind: [each for each in lines if each.line == kind] for kind in {each.line for each in lines}}
        if totals[period] is None:
            assert [(each.line, each.contribution) for each in lines] == [("net", 0.0)]
            continue
        # To 1e-12 of the period's first NAV, or of the sum of all that was gained and lost in it.
        size = max(1.0, sum(abs(each.contribution) for each in by_kind["name"]))
        for field in ("contribution", "market", "residual"):

            def total(kind, field=field, by_kind=by_kind, **where):
                found = [each for each in by_kind[kind] if all(getattr(each, k) == v for k, v in where.items())]
                return math.fsum(getattr(each, field) for each in found)

            for leg in market.thesis.legs:
                assert total("leg", leg=leg.name) == pytest.approx(total("name", leg=leg.name), abs=1e-12 * size)
            for side in market.thesis.sides:
                assert total("side", side=side) == pytest.approx(total("leg", side=side), abs=1e-12 * size)
            assert total("gross") == pytest.approx(total("side"), abs=1e-12 * size)
            paid = total("cost") + total("borrow") + total("cash")
            assert total("net") == pytest.approx(total("gross") + paid, abs=1e-12 * size)
        assert by_kind["net"][0].contribution == pytest.approx(totals[period], abs=1e-14 * size)
    return results


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0, 70, 120, N - 1]), RULES)
def test_names_legs_sides_and_frictions_add_up_in_every_period(seed, opening, rules):
    assert_adds_up(coming_and_going(seed, opening=opening, **rules))


@pytest.mark.parametrize("rebalance", ["weekly", "never"])
def test_they_add_up_to_the_ruin_of_a_book_that_borrowed_too_much(rebalance):
    ruined = set()
    for seed in range(8):
        results = assert_adds_up(coming_and_going(seed, opening=100, sd=0.04, gross=8.0, rebalance=rebalance))
        for row in results.performance:
            if row.basket == "spread" and "ruined" in row.flags:
                ruined.add((row.period, row.total_return is None))

    # Before the opening, after it, and in a period that had no session any more.
    assert {("before", False), ("after", True), ("live", True), ("all", False)} <= ruined
