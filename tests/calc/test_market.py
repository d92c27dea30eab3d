import datetime as dt

import numpy as np
import pytest
from make_market import BENCHMARK, date_of, make_panel, make_thesis, weekdays

from screener.calc.market import basket_side, lay_out
from screener.errors import DataError
from screener.records.thesis import Window

NAN = np.nan
DAYS = weekdays(8)
LEVEL = np.array([100.0, 110.0, 99.0, 99.0, 108.9, 108.9, 108.9, 54.45])
RETURNS = [NAN, 0.1, -0.1, 0.0, 0.1, 0.0, 0.0, -0.5]


def market(legs=None, *, levels=None, panel=None, **settings):
    levels = {"AAA": LEVEL, BENCHMARK: LEVEL, **(levels or {})}
    return lay_out(make_thesis(legs or {"long_a": ["AAA"]}, **settings), make_panel(levels, **(panel or {})))


def test_regressors_are_the_benchmarks_and_with_an_early_listing_their_previous_session_too():
    other = LEVEL[::-1].copy()
    backwards = [NAN, *(other[1:] / other[:-1] - 1)]
    levels = {"QQQ": other, "0700.HK": LEVEL}
    early = {"closes_early": ["0700.HK"]}

    plain = market(levels=levels, benchmark=(BENCHMARK, "QQQ"), panel=early)
    lagged = market({"long_a": ["AAA", "0700.HK"]}, levels=levels, benchmark=(BENCHMARK, "QQQ"), panel=early)

    np.testing.assert_allclose(plain.regressors, np.column_stack([RETURNS, backwards]), atol=1e-15)
    expected = np.column_stack([RETURNS, backwards, [NAN, *RETURNS[:-1]], [NAN, *backwards[:-1]]])
    np.testing.assert_allclose(lagged.regressors, expected, atol=1e-15)


def test_history_from_is_the_later_of_the_note_and_the_prices():
    late = np.where(np.arange(8) < 3, NAN, 100.0)

    assert market().first == 0
    assert market(levels={"AAA": late}).first == 3
    assert market(levels={"AAA": late}, history_from=date_of(DAYS[1])).first == 3
    assert market(levels={"AAA": late}, history_from=date_of(DAYS[6])).first == 6
    saturday = date_of(DAYS[4]) + dt.timedelta(days=1)
    assert market(history_from=saturday).history_from == date_of(DAYS[5])


def test_rows_and_dates_are_each_others_inverse():
    found = market()

    assert [found.row_of(found.date(row)) for row in range(8)] == list(range(8))
    assert found.row_of(date_of(DAYS[4]) + dt.timedelta(days=1)) is None
    assert found.row_of(dt.date(2030, 1, 1)) is None
    assert found.row_of(None) is None


def test_early_listings_are_told_by_member():
    found = market(
        {"long_a": ["AAA", "0700.HK", "GONE"]}, levels={"0700.HK": LEVEL}, panel={"closes_early": ["0700.HK"]}
    )

    assert [found.closes_early(j) for j in range(3)] == [False, True, False]


def test_the_reason_of_the_history_is_what_it_waited_for():
    late = np.where(np.arange(8) < 3, NAN, 100.0)
    legs = {"long_a": ["AAA"], "short_b": ["BBB"]}

    assert "short_b" in market(legs, levels={"BBB": late}).history_reason
    assert "history_from" in market(legs, levels={"BBB": late}, history_from=date_of(DAYS[4])).history_reason
    assert "first session" in market(legs, levels={"BBB": LEVEL}).history_reason


def test_the_thesis_needs_the_lag_if_any_priced_member_closes_early():
    legs = {"long_a": ["AAA"], "short_a": ["0700.HK"]}
    early = {"closes_early": ["0700.HK"]}

    assert market(legs, levels={"0700.HK": LEVEL}, panel=early).needs_lag
    assert not market(legs, levels={"0700.HK": LEVEL}).needs_lag
    assert not market(levels={"0700.HK": LEVEL}, panel=early).needs_lag
    assert not market({"long_a": ["AAA", "GONE"]}).needs_lag


def test_a_closed_session_is_seen_in_every_session_of_the_window_and_in_no_other():
    found = market({"long_a": ["AAA", "BBB"]}, levels={"BBB": LEVEL}, panel={"closed": {"BBB": [0, 4]}})

    assert [found.is_closed(row, Window(-1, 1), [1]) for row in range(8)] == [
        *(True, True, False),
        *(True, True, True),
        *(False, False),
    ]
    assert not any(found.is_closed(row, Window(-1, 1), [0]) for row in range(8))
    assert found.is_closed(4, Window(0, 0), [0, 1])
    assert not found.is_closed(None, Window(0, 0), [1])


def test_the_slope_on_the_first_benchmark_adds_its_lag():
    one, two = market(), market(levels={"QQQ": LEVEL}, benchmark=(BENCHMARK, "QQQ"))

    # Columns are the benchmarks, then each one session earlier.
    assert one.first_slope(np.array([0.7])) == 0.7
    assert one.first_slope(np.array([0.7, 0.2])) == pytest.approx(0.9)
    assert two.first_slope(np.array([0.7, 9.0])) == 0.7
    assert two.first_slope(np.array([0.7, 9.0, 0.2, 9.0])) == pytest.approx(0.9)


def test_what_cannot_be_laid_out_is_refused_in_words():
    with pytest.raises(DataError, match="no prices for the benchmark QQQ"):
        market(benchmark=(BENCHMARK, "QQQ"))
    with pytest.raises(DataError, match="half its weight priced"):
        market({"long_a": ["GONE"]})
    with pytest.raises(DataError, match="before history_from"):
        market(history_from=dt.date(2030, 1, 1))


def test_every_basket_has_a_side():
    baskets = ("long_chips", "long", "short_api", "short", "spread")

    assert [basket_side(each) for each in baskets] == ["long", "long", "short", "short", "spread"]
