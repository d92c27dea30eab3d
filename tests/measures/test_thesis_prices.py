import datetime as dt

import numpy as np
import pytest
import statsmodels.api as sm
from made_frames import event_on, make_frame
from make_market import date_of, make_market, make_panel, make_thesis, random_returns, weekdays

from screener.calc.market import lay_out
from screener.measures.thesis_prices import ThesisPrices
from screener.records.thesis import Member, Window

N = 420
DAYS = weekdays(N, "2021-01-04")
OPENING = 330


def prices_of(returns, n=N, events=(), legs=None, **settings):
    legs = legs or {"long_a": ["A"], "short_b": ["B"]}
    names = ("A", "B", "SPY")
    market = make_market(
        legs,
        {name: returns[:n, place] for place, name in enumerate(names)},
        session_on=DAYS[:n],
        opened_on=date_of(DAYS[OPENING]),
        **{"rebalance": "never", "cost_bps": 0.0, "borrow_bps_per_year": 0.0} | settings,
    )
    placed = [event_on(market, row) for row in events if row < n]
    return ThesisPrices(make_frame(market, placed).priced)


def stepping():
    """Return moves after the opening: A +10 %, then -50 %; B -10 %; the benchmark +1 %."""
    returns = np.zeros((N, 3))
    returns[OPENING + 1] = [0.1, -0.1, 0.01]
    returns[OPENING + 2] = [-0.5, 0.0, 0.0]
    return returns


def values(series):
    return dict(zip(series.days, series.values, strict=True))


def at(row):
    return date_of(DAYS[row])


def test_returns_and_falls_since_the_opening_by_hand():
    prices = prices_of(stepping())

    spread, fall = values(prices.returns("spread")), values(prices.drawdown("spread"))

    # Long 1.1 less short 0.9 on a NAV of 1: +20 %; then the long half is lost.
    assert spread[at(OPENING + 1)] == pytest.approx(20.0)
    assert spread[at(OPENING + 2)] == pytest.approx(-35.0)
    assert fall[at(OPENING + 1)] == 0.0
    assert fall[at(OPENING + 2)] == pytest.approx(100 * (1 - 0.65 / 1.2))
    assert min(spread) == at(OPENING + 1)


def test_legs_are_shown_alone_and_over_the_benchmark():
    prices = prices_of(stepping())

    assert values(prices.returns("short_b"))[at(OPENING + 1)] == pytest.approx(-10.0)
    assert values(prices.excess("short_b"))[at(OPENING + 1)] == pytest.approx(-11.0)
    assert values(prices.excess("long"))[at(OPENING + 2)] == pytest.approx(-45.0 - 1.0)


def test_before_the_opening_there_is_nothing():
    found = prices_of(stepping(), n=OPENING).returns("spread").reading(dt.date(2026, 1, 1), dt.date(2026, 1, 1))

    assert (found.value, found.why, found.note) == (None, "no_prices", "no session since the opening date")


def test_while_prices_are_fresh_what_is_not_there_yet_lies_ahead():
    series = prices_of(stepping(), n=OPENING).returns("spread")
    last = at(OPENING - 1)

    for n_days, why in ((0, "lies_ahead"), (10, "lies_ahead"), (11, "no_prices")):
        day = last + dt.timedelta(days=n_days)
        assert series.reading(day, day).why == why


def test_a_value_is_that_of_the_last_close_known():
    series = prices_of(stepping()).returns("long_a")
    friday = at(OPENING + 1)

    assert series.reading(friday, friday).value == pytest.approx(10.0)
    assert series.reading(dt.date(2026, 1, 1), friday).value == pytest.approx(10.0)
    assert series.reading(dt.date(2026, 1, 1), dt.date(2026, 1, 1)).measured_on == at(N - 1)


def test_beta_is_statsmodels_over_the_last_250_sessions():
    returns = random_returns(np.random.default_rng(3), N, 2)
    row = OPENING + 20

    found = values(prices_of(returns).beta("long_a"))

    window = slice(row - 249, row + 1)
    fit = sm.OLS(returns[window, 0], sm.add_constant(returns[window, 2])).fit()
    assert found[at(row)] == pytest.approx(fit.params[1], rel=1e-9)


def test_the_mean_response_counts_an_event_once_its_window_is_over():
    returns = random_returns(np.random.default_rng(4), N, 2)
    prices = prices_of(returns, events=(300, 340, 343))

    series = prices.event_response("spread", Window(0, 5))

    found = values(series)
    assert list(found) == [at(row) for row in range(305, N)]
    # One alone is what a study of it alone gives.
    one, two, three = (
        prices_of(returns, events=(row,)).event_response("spread", Window(0, 5)).values[0] for row in (300, 340, 343)
    )
    assert found[at(305)] == found[at(344)] == pytest.approx(one, rel=1e-9)
    assert found[at(345)] == found[at(347)] == pytest.approx((one + two) / 2, rel=1e-9)
    assert found[at(348)] == found[at(N - 1)] == pytest.approx((one + two + three) / 3, rel=1e-9)


def test_the_mean_response_is_as_old_as_the_prices_it_is_measured_with_and_says_when_the_last_window_ended():
    prices = prices_of(random_returns(np.random.default_rng(4), N, 2), events=(300, 340))
    later = at(N - 1) + dt.timedelta(days=90)

    found = prices.event_response("spread", Window(0, 5)).reading(later, later)

    assert found.measured_on == prices.names_priced().reading(later, later).measured_on == at(N - 1)
    assert found.note == f"2 events, the last window ended on {at(345)}"


def test_events_whose_windows_end_on_one_session_count_together():
    returns = random_returns(np.random.default_rng(5), N, 2)

    series = prices_of(returns, events=(300, 300)).event_response("spread", Window(0, 5))

    assert series.days[0] == at(305)
    assert {note.split(",")[0] for note in series.notes} == {"2 events"}


def test_names_without_a_print_for_a_week_are_not_priced():
    returns = np.zeros((N, 3))
    legs = {"long_a": ["A", "GONE"], "short_b": [Member("B", from_on=date_of(DAYS[100]))]}

    series = values(prices_of(returns, legs=legs).names_priced())

    assert series[at(50)] == pytest.approx(50.0)
    assert series[at(200)] == pytest.approx(200 / 3)


def test_holidays_of_a_names_exchange_do_not_make_its_price_old():
    levels = {ticker: np.full(N, 100.0) for ticker in ("A", "B", "SPY")}
    levels["A"][340] = levels["B"][340] = np.nan
    panel = make_panel(levels, session_on=DAYS, shut={"A": range(341, 347), "B": []})
    panel.level[341:347, 1] = np.nan
    market = lay_out(make_thesis({"long_a": ["A"], "short_b": ["B"]}, opened_on=date_of(DAYS[OPENING])), panel)

    series = values(ThesisPrices(make_frame(market, []).priced).names_priced())

    # B is silent on rows 340 to 346 of an open exchange, and old from the fifth of them on.
    assert [series[at(row)] for row in range(340, 348)] == [100.0] * 4 + [50.0] * 3 + [100.0]


@pytest.mark.parametrize("n", [OPENING + 5, OPENING + 40])
def test_later_sessions_change_no_value(n):
    returns = random_returns(np.random.default_rng(6), N, 2)
    events = (290, 335, 345)
    whole, cut = (prices_of(returns, length, events, rebalance="monthly") for length in (N, n))
    for ask in (
        lambda of: of.returns("spread"),
        lambda of: of.drawdown("spread"),
        lambda of: of.excess("long"),
        lambda of: of.beta("spread"),
        lambda of: of.event_response("spread", Window(-1, 1)),
        lambda of: of.names_priced(),
    ):
        late, early = values(ask(whole)), values(ask(cut))
        assert early
        assert {day: late[day] for day in early} == pytest.approx(early, rel=1e-9, abs=1e-12)
        assert all(day > at(n - 1) for day in late.keys() - early.keys())
