"""Total returns by hand, against a plain loop, and cut anywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.prices.one_scale import one_scale
from screener.prices.total_return import PRICE_RETURN_ONLY, SPLITS_NOT_APPLIED, total_return
from screener.records.prices import Actions, Bars

NAN = np.nan
DAYS = np.arange("2025-01-06", "2025-02-15", dtype="datetime64[D]")
NO_DAYS, NONE = DAYS[:0], np.array([])


def bars(close, *, adj=None, dividends=None, splits=None, basis="split_adjusted", known=True) -> Bars:
    """Return daily bars from the first day on; dividends and splits by the row they fall on."""
    close = np.array(close, dtype=float)
    dividends, splits = dividends or {}, splits or {}
    actions = Actions(
        DAYS[list(dividends)] if dividends else NO_DAYS,
        np.array(list(dividends.values()), dtype=float),
        DAYS[list(splits)] if splits else NO_DAYS,
        np.array(list(splits.values()), dtype=float),
    )
    adjusted = np.full(len(close), NAN) if adj is None else np.array(adj, dtype=float)
    return Bars("X", DAYS[: len(close)], close, adjusted, basis, actions=actions if known else None)


def returns(of: Bars) -> np.ndarray:
    level = total_return(of).level
    return level[1:] / level[:-1] - 1.0


def test_a_dividend_is_part_of_the_return_of_its_ex_date():
    # (49 + 1) / 50 - 1 = 0, where the closes alone fell by 2 %.
    assert returns(bars([50.0, 49.0, 49.98], dividends={1: 1.0})) == pytest.approx([0.0, 0.02], abs=1e-15)


def test_where_dividends_are_known_the_adjusted_closes_do_not_matter():
    told = bars([50.0, 49.0], adj=[1.0, 7.0], dividends={1: 1.0})
    assert returns(told) == pytest.approx([0.0], abs=1e-15)


def test_where_they_are_not_known_the_ratio_of_adjusted_closes_counts():
    # Yahoo's multiplier: 50 (1 - 1/50) = 49; it differs from the return above by the square of the yield.
    assert returns(bars([50.0, 49.0], adj=[49.0, 49.0], known=False)) == pytest.approx([0.0], abs=1e-15)
    only_closes = total_return(bars([50.0, 49.0], known=False))
    assert only_closes.flag == PRICE_RETURN_ONLY
    assert only_closes.level.tolist() == [50.0, 49.0]


def test_a_dividend_on_a_day_without_a_print_counts_at_the_next_one():
    level = total_return(bars([50.0, NAN, 49.0], dividends={1: 1.0})).level
    assert level[2] / level[0] == pytest.approx(1.0)
    assert np.isnan(level[1])


def test_dividends_up_to_the_first_print_do_not_count():
    assert returns(bars([NAN, 50.0, 51.0], dividends={0: 9.0, 1: 9.0}))[1] == pytest.approx(0.02)


@pytest.mark.parametrize("bad", [NAN, 0.0, -1.0, np.inf])
def test_what_is_no_price_has_no_level(bad):
    level = total_return(bars([50.0, bad, 51.0])).level
    assert np.isnan(level[1])
    assert level[2] / level[0] == pytest.approx(1.02)


def test_closes_as_traded_get_their_splits_or_no_level_at_all():
    # 4:1: 100 becomes four at 26, a gain of 4 %.
    assert returns(bars([100.0, 26.0], splits={1: 4.0}, basis="as_traded")) == pytest.approx([0.04])
    unknown = total_return(bars([100.0, 26.0], basis="as_traded", known=False))
    assert unknown.flag == SPLITS_NOT_APPLIED
    assert np.isnan(unknown.level).all()


def test_a_split_that_the_source_applied_changes_nothing():
    assert returns(bars([25.0, 26.0], splits={1: 4.0})) == pytest.approx([0.04])


@pytest.mark.parametrize(("ratio", "before", "after"), [(4.0, 100.0, 26.0), (0.1, 2.0, 20.8), (1.5, 30.0, 20.8)])
def test_a_listed_split_that_was_not_applied_makes_no_false_return(ratio, before, after):
    of = bars([before, after], splits={1: ratio})
    assert returns(of) == pytest.approx([0.04])
    assert one_scale(of, of.actions).missed.tolist() == [True]


def test_a_spin_off_booked_as_an_odd_split_is_taken_as_the_source_has_it():
    assert returns(bars([50.0, 50.5], splits={1: 1.323})) == pytest.approx([0.01])


def test_dividends_on_the_old_share_are_brought_to_the_new_one_when_adjusted_closes_say_so():
    # 4 USD a share before a 4:1 split are 1 USD on today's scale: 50 -> 49 + 1.
    close = [50.0, 49.0, 49.0, 49.49]
    adj = [49.0, 49.0, 49.0, 49.49]
    assert returns(bars(close, adj=adj, dividends={1: 4.0}, splits={2: 4.0})) == pytest.approx([0, 0, 0.01], abs=1e-9)
    assert returns(bars(close, adj=adj, dividends={1: 1.0}, splits={2: 4.0})) == pytest.approx([0, 0, 0.01], abs=1e-9)


@pytest.mark.parametrize("listed", [1.0, 10.0, 20.0])
def test_two_splits_without_a_dividend_between_them_are_told_apart(listed):
    # The source missed the 10:1 and applied the 2:1. The adjusted closes imply 2 % of 500: 10, that is 1 on today's
    # scale and 20 as traded.
    of = bars([500.0, 490.0, 49.0, 49.49], adj=[490.0, 490.0, 49.0, 49.49], dividends={1: listed}, splits={2: 10, 3: 2})
    assert returns(of) == pytest.approx([0, 0, 0.01], abs=1e-9)


@pytest.mark.parametrize("adj", [None, [NAN] * 4, [np.inf] * 4, [50.0, 49.0, 49.0, 49.49]])
def test_where_adjusted_closes_cannot_tell_dividends_are_taken_as_they_are(adj):
    of = bars([50.0, 49.0, 49.0, 49.49], adj=adj, dividends={1: 1.0}, splits={2: 4.0})
    assert returns(of) == pytest.approx([0, 0, 0.01], abs=1e-9)


prices = st.lists(st.one_of(st.floats(1.0, 1000.0), st.just(NAN)), min_size=2, max_size=30)
paid = st.dictionaries(st.integers(0, 29), st.floats(0.001, 5.0), max_size=4)


def looped(close: list[float], dividends: dict[int, float]) -> list[float]:
    """Return the return from each print to the next, dividends reinvested, one after another."""
    found, last, owed = [], NAN, 0.0
    for row, price in enumerate(close):
        owed += dividends.get(row, 0.0)
        if np.isnan(price):
            continue
        if not np.isnan(last):
            found.append((price + owed) / last - 1.0)
        last, owed = price, 0.0
    return found


@given(prices, paid)
@settings(max_examples=200)
def test_levels_are_those_of_a_plain_loop(close, dividends):
    dividends = {row: amount for row, amount in sorted(dividends.items()) if row < len(close)}
    level = total_return(bars(close, dividends=dividends)).level
    level = level[~np.isnan(level)]
    assert np.diff(level) / level[:-1] == pytest.approx(looped(close, dividends), rel=1e-9, abs=1e-12)


@given(prices, paid, st.integers(1, 30))
def test_the_future_changes_no_return(close, dividends, n_known):
    dividends = {row: amount for row, amount in sorted(dividends.items()) if row < len(close)}
    whole = total_return(bars(close, dividends=dividends)).level[:n_known]
    known = {row: amount for row, amount in dividends.items() if row < n_known}
    cut = total_return(bars(close[:n_known], dividends=known)).level
    assert np.array_equal(whole, cut, equal_nan=True)


@given(prices, paid, st.floats(0.01, 100.0))
def test_another_currency_changes_no_return(close, dividends, factor):
    dividends = {row: amount for row, amount in sorted(dividends.items()) if row < len(close)}
    scaled = {row: amount * factor for row, amount in dividends.items()}
    one = total_return(bars(close, dividends=dividends)).level
    other = total_return(bars([price * factor for price in close], dividends=scaled)).level
    assert np.allclose(one * factor, other, rtol=1e-9, equal_nan=True)
