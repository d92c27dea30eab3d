"""Names whose exchange is closed around a missing print, by hand: a closed day is no session without one."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from books_by_hand import DATES, LAST, NAN, N, assert_nav, contributions_of, lay_out_steps, nav_of, run, said, words
from hypothesis import given, settings
from hypothesis import strategies as st
from made_comings import cut
from make_market import make_thesis

from screener.calc.books.all_books import run_books
from screener.calc.market import lay_out
from screener.prices.panel import build_panel
from screener.records.book_rules import Delisting
from screener.records.prices import Bars, PriceAnswer
from screener.sessions.calendar import ExchangeSessions
from screener.sessions.listings import Exchange, Exchanges

SPREAD = {"long_a": ["A", "X"], "short_a": ["D"]}
ZERO = (Delisting("zero"),)
RISES = ((0, 100.0), (20, 110.0))
HOLIDAYS = {"X": range(11, 15)}


@pytest.mark.parametrize("rebalance", ["monthly", "never"])
def test_a_missing_print_before_four_closed_days_costs_nothing(rebalance):
    moves = {"X": ((0, 100.0), (6, 80.0), (10, NAN), (15, 90.0))}
    results = run(SPREAD, moves, shut=HOLIDAYS, delisting=ZERO, rebalance=rebalance)

    # Half of NAV falls by a fifth and comes back half way: one session of ten weeks has no print.
    assert_nav(results, (1, 1.0), (6, 0.9), (15, 0.95))
    assert said(results) == [("X", "halt", 10, 10, 1)]


@pytest.mark.parametrize("rebalance", ["monthly", "never"])
def test_a_name_that_is_dead_dies_on_the_fifth_session_of_its_own_exchange(rebalance):
    moves = {"A": RISES, "X": ((0, 100.0), (6, 80.0), (10, NAN))}
    results = run(SPREAD, moves, shut=HOLIDAYS, delisting=ZERO, rebalance=rebalance)

    # Rows 10, 15, 16, 17 and 18 are the five. What is left is A's at row 19, before it rises by a tenth.
    assert_nav(results, (1, 1.0), (6, 0.9), (18, 0.5), (20, 0.55))
    assert contributions_of(results) == [("long", "A", 0.05), ("long", "X", -0.5), ("short", "D", 0.0)]
    unfilled = [("X", "unfilled_order", 17, 17, 1)] if rebalance == "monthly" else []
    assert said(results) == [("X", "halt", 10, 17, 4), *unfilled, ("X", "delisted", 18, LAST, N - 18)]
    assert words(results)[-1] == (f"taken for dead after 5 sessions without a print since {DATES[9]}; marked to zero")


def test_the_price_of_a_dead_name_is_compared_with_its_last_close_over_the_closed_days_that_follow_it():
    moves = {"A": RISES, "X": ((0, 100.0), (6, 80.0), (10, NAN))}
    # Closed on rows 10 to 13: their level is that of row 9, and they have no close.
    results = run(SPREAD, moves, shut={"X": range(10, 14)}, delisting=(Delisting("price", 10.0),))

    # The last close was 40: a quarter of 0.4 is left.
    assert_nav(results, (1, 1.0), (6, 0.9), (18, 0.6), (20, 0.66))
    assert words(results)[-1] == (
        f"taken for dead after 5 sessions without a print since {DATES[9]}; marked to 10 a share"
    )


def test_one_name_is_closed_and_the_other_dies_on_the_panels_fifth_session():
    moves = {"A": ((0, 100.0), (10, NAN), (15, 100.0)), "X": ((0, 100.0), (10, NAN), (15, 100.0))}
    results = run(SPREAD, moves, shut={"A": range(11, 15)}, delisting=ZERO, rebalance="never")

    # X prints again at row 15, but nothing of it is left.
    assert [each[:3] for each in said(results) if each[1] in ("delisted", "resumed")] == [
        ("X", "delisted", 14),
        ("X", "resumed", 15),
    ]
    assert_nav(results, (1, 1.0), (14, 0.5))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(8, N - 1), st.sampled_from(["weekly", "monthly", "never"]))
def test_a_book_knows_no_later_session_nor_closed_day(seed, t, rebalance):
    rng = np.random.default_rng(seed)
    price = {
        ticker: [
            (0, 100.0),
            *((row, NAN if rng.random() < 0.6 else float(rng.uniform(50, 150))) for row in range(6, N)),
        ]
        for ticker in ("A", "X", "D")
    }
    shut = {ticker: np.flatnonzero(rng.random(N) < 0.3)[1:] for ticker in price}
    shut = {ticker: rows[rows > 6] for ticker, rows in shut.items()}
    whole = lay_out_steps(
        SPREAD, price, shut=shut, delisting=(Delisting("change", -0.3),), rebalance=rebalance, gross=1.0
    )
    early = lay_out(whole.thesis, cut(whole.panel, t))

    np.testing.assert_allclose(nav_of(run_books(early))[:t], nav_of(run_books(whole))[:t], rtol=1e-12)


def weekdays_of(mic, off):
    days = np.arange("2025-09-01", "2025-11-01", dtype="datetime64[D]")
    days = days[np.is_busday(days) & ~np.isin(days, np.array(off, dtype="datetime64[D]"))]
    opens, closes = {"XNYS": (14, 21), "XKRX": (0, 6)}[mic]
    at = days.astype("datetime64[s]")
    return ExchangeSessions(mic, days, at + np.timedelta64(closes, "h"), at + np.timedelta64(opens, "h"))


CHUSEOK = ["2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08", "2025-10-09"]


@pytest.mark.parametrize(
    ("last", "delisted_on"),
    [
        # Without the print of the 2nd alone, and without any from the 2nd on: 2, 10, 13, 14 and 15 October.
        (None, []),
        ("2025-10-01", [dt.date(2025, 10, 15)]),
    ],
)
def test_a_korean_share_without_a_print_before_chuseok_lives_and_one_without_any_later_dies_after_it(last, delisted_on):
    calendars = {"XNYS": weekdays_of("XNYS", ["2025-09-01"]), "XKRX": weekdays_of("XKRX", CHUSEOK)}

    def bars(ticker, days):
        price = np.full(len(days), 100.0)
        return Bars(ticker, days, price, price, "split_adjusted")

    seoul = calendars["XKRX"].session_on
    hynix = seoul[seoul != np.datetime64("2025-10-02")]
    hynix = hynix[hynix <= np.datetime64(last)] if last else hynix
    new_york = calendars["XNYS"].session_on
    answer = PriceAnswer("csv", (bars("SPY", new_york), bars("A", new_york), bars("000660.KS", hynix)), ())
    exchanges = Exchanges([Exchange("", "XNYS", "", "USD"), Exchange(".KS", "XKRX", "", "KRW")])
    until_at = dt.datetime(2025, 10, 31, 22, tzinfo=dt.UTC)
    panel = build_panel(
        answer, ("A", "000660.KS"), "SPY", exchanges, calendars.__getitem__, dt.date(2025, 9, 1), until_at
    )
    thesis = make_thesis({"long_a": ["A", "000660.KS"]}, opened_on=dt.date(2025, 9, 10), cost_bps=0.0, delisting=ZERO)

    results = run_books(lay_out(thesis, panel))

    assert [each.session_on for each in results.affected if each.check == "delisted"] == delisted_on
    last_nav = [each.value for each in results.equity if (each.basket, each.period) == ("long", "all")][-1]
    assert last_nav == pytest.approx(0.5 if delisted_on else 1.0, rel=1e-12)


def test_a_panel_that_knows_no_calendar_counts_every_session_without_a_level():
    moves = {"X": ((0, 100.0), (6, 80.0), (10, NAN), (15, 90.0))}
    market = lay_out_steps(SPREAD, moves, shut=HOLIDAYS, delisting=ZERO)

    results = run_books(lay_out(market.thesis, replace(market.panel, shut=None)))

    assert ("X", "delisted", 14, 14, 1) in said(results)
