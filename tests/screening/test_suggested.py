"""Suggested weights, computed by hand."""

import math

import numpy as np
import pytest
from make_market import BENCHMARK, levels_from, make_panel, make_thesis

from screener.calc.market import lay_out
from screener.records.screen import ScreenName
from screener.records.thesis import Leg, Member
from screener.screening.board import lay_board
from screener.screening.names import screened_names
from screener.screening.suggested import suggested_weights, whole_shares

N = 300
LEGS = {"long_a": ["A", "B"], "long_b": ["C"], "short_c": ["D", Member("E", 3.0)]}
LAST = N - 1


def swings(size):
    """Return session returns of plus and minus one size in turn."""
    return size * np.where(np.arange(N) % 2 == 0, 1.0, -1.0)


def weights(signals, legs=LEGS, others=(), returns=None, **settings):
    """Return the suggested weights by ticker; a name without a signal is to be held."""
    thesis = make_thesis(legs, **settings)
    tickers = [*thesis.tickers, *(each.ticker for each in others), BENCHMARK]
    given = {ticker: swings(0.01) for ticker in tickers} | dict(returns or {})
    levels = {ticker: levels_from(given[ticker][:, None])[:, 0] for ticker in tickers}
    names = screened_names(thesis, (), others)
    board = lay_board(lay_out(thesis, make_panel(levels)), names, make_panel(levels))
    found = suggested_weights(thesis, board, [signals.get(each.ticker, "hold") for each in names], LAST)
    return dict(zip((each.ticker for each in names), found.tolist(), strict=True))


def listed(ticker, leg, side):
    return ScreenName(ticker, "", "listed", leg, side)


def test_legs_share_their_side_and_members_their_leg_by_their_own_weights():
    assert weights({}) == pytest.approx({"A": 0.25, "B": 0.25, "C": 0.5, "D": -0.25, "E": -0.75})


def test_legs_have_the_note_s_weights():
    found = weights({}, leg_weights={"long_a": 60.0, "long_b": 40.0})

    assert found == pytest.approx({"A": 0.3, "B": 0.3, "C": 0.4, "D": -0.25, "E": -0.75})


@pytest.mark.parametrize("signal", ["exit", "avoid", "no_data"])
def test_who_is_not_to_be_held_has_nothing_and_its_share_goes_to_its_leg_and_then_its_side(signal):
    assert weights({"B": signal}) == pytest.approx({"A": 0.5, "B": 0.0, "C": 0.5, "D": -0.25, "E": -0.75})
    assert weights({"C": signal}) == pytest.approx({"A": 0.5, "B": 0.5, "C": 0.0, "D": -0.25, "E": -0.75})


def test_entering_counts_whole_and_reducing_half():
    found = weights({"A": "enter", "B": "reduce", "E": "reduce"})

    # A and B share 0.5 as 1 to 0.5; D and E share 1 as 1 to 1.5.
    assert found == pytest.approx({"A": 1 / 3, "B": 1 / 6, "C": 0.5, "D": -0.4, "E": -0.6})


def test_both_sides_follow_gross():
    assert weights({}, gross=1.0) == pytest.approx({"A": 0.125, "B": 0.125, "C": 0.25, "D": -0.125, "E": -0.375})


def test_a_side_with_nobody_to_hold_leaves_all_at_nothing():
    assert set(weights({"D": "exit", "E": "avoid"}).values()) == {0.0}


def test_a_candidate_joins_the_leg_it_belongs_to():
    found = weights({}, others=[listed("F", "long_a", "long")])

    assert found == pytest.approx({"A": 1 / 6, "B": 1 / 6, "F": 1 / 6, "C": 0.5, "D": -0.25, "E": -0.75})


def test_a_leg_that_the_note_has_not_weighs_what_those_of_its_side_do_on_average():
    found = weights(
        {},
        others=[listed("F", "long_new", "long"), listed("G", "short_new", "short")],
        leg_weights={"long_a": 60.0, "long_b": 40.0, "short_c": 7.0},
    )

    # 60, 40 and 50 of 150; 7 and 7 of 14.
    expected = {"A": 0.2, "B": 0.2, "C": 4 / 15, "F": 1 / 3, "D": -0.125, "E": -0.375, "G": -0.5}
    assert found == pytest.approx(expected)


def test_a_name_to_watch_has_no_weight():
    found = weights({}, others=[ScreenName("W", "", "candidate", "chips", "")])

    assert found.pop("W") == 0.0
    assert found == pytest.approx({"A": 0.25, "B": 0.25, "C": 0.5, "D": -0.25, "E": -0.75})


def test_no_name_has_more_of_its_side_than_the_cap_and_the_rest_goes_to_the_others():
    found = weights({}, max_weight_pct=40.0)

    # Long: 0.1 of C goes to A and B. Short: two names cannot meet 40 %, so that they share alike.
    assert found == pytest.approx({"A": 0.3, "B": 0.3, "C": 0.4, "D": -0.5, "E": -0.5})


def test_the_cap_stands_after_a_reduction():
    found = weights({"A": "reduce", "B": "reduce"}, max_weight_pct=45.0)

    assert found == pytest.approx({"A": 0.275, "B": 0.275, "C": 0.45, "D": -0.5, "E": -0.5})


def test_under_inverse_volatility_members_share_their_leg_by_it():
    returns = {"A": swings(0.01), "B": swings(0.03), "D": swings(0.02), "E": swings(0.06)}

    found = weights({}, returns=returns, weighting="inverse_vol")

    # 1 to 1/3; and 1/2 to 3 times 1/6.
    assert found == pytest.approx({"A": 0.375, "B": 0.125, "C": 0.5, "D": -0.5, "E": -0.5}, rel=1e-9)


def test_under_a_beta_hedge_the_short_side_offsets_the_long_one():
    rng = np.random.default_rng(4)
    market = rng.normal(0.0, 0.01, N)
    slopes = {"A": 1.0, "B": 2.0, "C": 0.9, "D": 0.6, "E": 0.8}
    returns = {ticker: slope * market for ticker, slope in slopes.items()} | {BENCHMARK: market}

    found = weights({}, returns=returns, hedge="beta")

    # Long beta 0.25 + 0.5 + 0.45 = 1.2; short 0.15 + 0.6 = 0.75.
    assert found == pytest.approx({"A": 0.25, "B": 0.25, "C": 0.5, "D": -0.4, "E": -1.2}, rel=1e-9)


def test_the_hedge_is_that_of_who_is_held():
    rng = np.random.default_rng(4)
    market = rng.normal(0.0, 0.01, N)
    slopes = {"A": 1.0, "B": 2.0, "C": 0.9, "D": 0.6, "E": 0.8}
    returns = {ticker: slope * market for ticker, slope in slopes.items()} | {BENCHMARK: market}

    found = weights({"B": "exit", "C": "avoid", "E": "exit"}, returns=returns, hedge="beta")

    # 1.0 over 0.6.
    assert found == pytest.approx({"A": 1.0, "B": 0.0, "C": 0.0, "D": -5 / 3, "E": 0.0}, rel=1e-9)


@pytest.mark.parametrize("row", [200, LAST])
def test_volatility_and_beta_are_those_known_at_the_row(row):
    returns = {"A": swings(0.01), "B": swings(0.03)}
    later = {ticker: np.where(np.arange(N) > row, 0.2 * series, series) for ticker, series in returns.items()}
    found = []
    for given in (returns, later):
        thesis = make_thesis(LEGS, weighting="inverse_vol")
        levels = {
            ticker: levels_from(given.get(ticker, swings(0.01))[:, None])[:, 0]
            for ticker in [*thesis.tickers, BENCHMARK]
        }
        names = screened_names(thesis, ())
        board = lay_board(lay_out(thesis, make_panel(levels)), names, make_panel(levels))
        found.append(suggested_weights(thesis, board, ["hold"] * len(names), row))

    np.testing.assert_array_equal(*found)


def test_a_thesis_that_is_only_long_holds_all_of_it_and_no_short_candidate():
    found = weights({"B": "reduce"}, legs={"long_a": ["A", "B"]}, others=[listed("S", "short_new", "short")])

    assert found == pytest.approx({"A": 2 / 3, "B": 1 / 3, "S": 0.0})


def test_a_thesis_that_is_only_short_is_short_all_of_it_and_holds_no_long_candidate():
    found = weights({}, legs={"short_c": ["D", Member("E", 3.0)]}, others=[listed("L", "long_new", "long")])

    assert found == pytest.approx({"D": -0.25, "E": -0.75, "L": 0.0})


def test_gross_does_not_scale_one_side():
    assert weights({}, legs={"long_a": ["A", "B"]}, gross=1.0) == pytest.approx({"A": 0.5, "B": 0.5})


def test_the_legs_of_the_helper_are_those_of_a_note():
    assert make_thesis(LEGS).legs[0] == Leg("long_a", "long", 1.0, (Member("A"), Member("B")))


@pytest.mark.parametrize(
    ("weight", "capital", "close", "shares"),
    [(0.1, 10_000.0, 300.0, 3), (-0.1, 10_000.0, 300.0, -3), (0.001, 1000.0, 300.0, 0), (1.0, 900.0, 300.0, 3)],
)
def test_shares_are_whole_and_go_towards_none(weight, capital, close, shares):
    assert whole_shares(weight, capital, close) == shares


def test_a_weight_that_buys_a_whole_number_buys_it():
    # 29 % of 100 at 1 each; as floats the product is 28.999999999999996.
    assert math.isclose(0.29 * 100.0, 29.0)
    assert whole_shares(0.29, 100.0, 1.0) == 29
