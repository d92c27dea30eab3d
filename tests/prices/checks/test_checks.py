"""Each check on prices made to fire it, beside prices that must not."""

import datetime as dt

import numpy as np
import pytest

from screener.dictionary.price_checks import PRICE_CHECKS
from screener.prices.checks.all_checks import findings_of
from screener.prices.checks.twin import twins
from screener.prices.checks.usable import usable
from screener.records.prices import Actions, Bars, Finding
from screener.sessions.calendar import ExchangeSessions

# All weekdays of the first quarter of 2025, of an exchange that keeps no holiday.
WEEKDAYS = np.arange("2025-01-01", "2025-04-01", dtype="datetime64[D]")
WEEKDAYS = WEEKDAYS[np.is_busday(WEEKDAYS)]
OPEN = ExchangeSessions("XNYS", WEEKDAYS, WEEKDAYS + np.timedelta64(21, "h"), WEEKDAYS + np.timedelta64(14, "h"))
END = np.datetime64("2025-03-31T23:00")


def rising(n: int = len(WEEKDAYS)) -> np.ndarray:
    """Return prices that move every day by up to 2 %."""
    return 100.0 * np.cumprod(1.0 + np.random.default_rng(5).uniform(-0.02, 0.02, n))


def bars(close: np.ndarray, days: np.ndarray = WEEKDAYS, **more: object) -> Bars:
    return Bars("X", days, close, more.pop("adj_close", close), "split_adjusted", **more)


def found(of: Bars, sessions: ExchangeSessions | None = OPEN, until: np.datetime64 = END) -> dict[str, Finding]:
    findings = findings_of(of, sessions, until)
    assert {each.check for each in findings} <= PRICE_CHECKS.keys()
    assert all(each.ticker == "X" and each.message and each.session_on <= each.until_on for each in findings)
    by_check = {each.check: each for each in findings}
    assert len(by_check) == len(findings), "one finding each in these examples"
    return by_check


def day(place: int) -> dt.date:
    return WEEKDAYS[place].astype(object)


def actions(dividends: dict[int, float] | None = None, splits: dict[int, float] | None = None) -> Actions:
    dividends, splits = dividends or {}, splits or {}
    return Actions(
        WEEKDAYS[list(dividends)] if dividends else WEEKDAYS[:0],
        np.array(list(dividends.values()), dtype=float),
        WEEKDAYS[list(splits)] if splits else WEEKDAYS[:0],
        np.array(list(splits.values()), dtype=float),
    )


def test_ordinary_prices_have_no_finding():
    price = rising()
    whole = bars(price, open=price, high=price * 1.01, low=price * 0.99, volume=np.full(len(price), 5.0))
    assert found(whole) == {}
    assert found(whole, None) == {}


@pytest.mark.parametrize(("n_sessions", "fires"), [(5, False), (6, True), (9, True)])
def test_stale_run_is_six_equal_closes(n_sessions, fires):
    price = rising()
    price[20 : 20 + n_sessions] = price[20]
    checks = found(bars(price))
    assert ("stale_run" in checks) == fires
    if fires:
        each = checks["stale_run"]
        assert (each.session_on, each.until_on, each.n_sessions) == (day(20), day(20 + n_sessions - 1), n_sessions)


def test_stale_run_is_four_when_no_share_was_traded():
    price, volume = rising(), np.full(len(WEEKDAYS), 1000.0)
    price[20:24] = price[20]
    assert "stale_run" not in found(bars(price, volume=volume))
    volume[21:24] = 0.0
    assert found(bars(price, volume=volume))["stale_run"].n_sessions == 4
    assert "stale_run" not in found(bars(price, volume=np.zeros(len(price)))), "an index has no volume"


@pytest.mark.parametrize("factor", [100.0, 0.01, 1.6])
def test_jump_undone_is_one_wrong_price(factor):
    price = rising()
    price[30] *= factor
    checks = found(bars(price))
    assert checks.keys() == {"jump_undone"}
    assert (checks["jump_undone"].session_on, checks["jump_undone"].until_on) == (day(30), day(31))


def test_a_jump_that_stays_is_a_jump_and_becomes_undone_only_when_the_next_print_says_so():
    price = rising()
    price[30:] *= 1.6
    assert found(bars(price)).keys() == {"jump"}
    assert found(bars(price))["jump"].session_on == day(30)
    price[31:] /= 1.6
    assert found(bars(price[:31], WEEKDAYS[:31]), until=OPEN.closes_at[30] + np.timedelta64(1, "h")).keys() == {"jump"}
    assert found(bars(price)).keys() == {"jump_undone"}


@pytest.mark.parametrize("factor", [1.45, 0.55])
def test_a_large_move_of_less_than_half_is_none(factor):
    price = rising()
    price[30:] *= factor
    assert found(bars(price)) == {}


def test_gap_is_a_session_without_a_print_one_finding_a_run():
    kept = np.ones(len(WEEKDAYS), dtype=bool)
    kept[[10, 11, 40]] = False
    gaps = [each for each in findings_of(bars(rising()[kept], WEEKDAYS[kept]), OPEN, END) if each.check == "gap"]
    assert [(each.session_on, each.until_on, each.n_sessions) for each in gaps] == [
        (day(10), day(11), 2),
        (day(40), day(40), 1),
    ]
    assert findings_of(bars(rising()[kept], WEEKDAYS[kept]), None, END) == ()


def test_before_the_first_print_there_is_no_gap():
    assert found(bars(rising()[30:], WEEKDAYS[30:])) == {}


@pytest.mark.parametrize(("n_late", "check"), [(1, "late"), (5, "late"), (6, "ends_early")])
def test_up_to_five_sessions_are_late_and_with_more_a_ticker_ends_early(n_late, check):
    checks = found(bars(rising()[:-n_late], WEEKDAYS[:-n_late]))
    assert checks.keys() == {check}
    assert (checks[check].session_on, checks[check].n_sessions) == (day(-n_late), n_late)


def test_off_session_is_a_print_of_a_closed_day():
    off = np.insert(WEEKDAYS, 4, np.datetime64("2025-01-04"))
    price = rising(len(off))
    checks = found(bars(price, off))
    assert checks.keys() == {"off_session"}
    assert checks["off_session"].session_on == dt.date(2025, 1, 4)


def test_high_low_leaves_out_its_own_close_or_open():
    price = rising()
    high, low = price * 1.01, price * 0.99
    high[5] = price[5] * 0.995
    low[9] = price[9] * 1.005
    checks = found(bars(price, open=price, high=high, low=low))
    assert checks.keys() == {"high_low"}
    assert (checks["high_low"].session_on, checks["high_low"].until_on) == (day(5), day(9))
    assert checks["high_low"].n_sessions == 2


def test_high_low_forgives_rounding_and_blanks():
    price = rising()
    assert found(bars(price, open=price, high=price * (1 - 4e-4), low=np.full(len(price), np.nan))) == {}


def test_split_not_applied_is_seen_where_the_close_fell_by_it():
    price = rising()
    unapplied = np.concatenate([price[:30] * 4, price[30:]])
    checks = found(bars(unapplied, actions=actions(splits={30: 4.0})))
    assert checks.keys() == {"split_not_applied"}
    assert checks["split_not_applied"].session_on == day(30)
    assert found(bars(price, actions=actions(splits={30: 4.0}))) == {}
    assert found(bars(price, actions=actions(splits={30: 1.05}))) == {}


def adjusted(price: np.ndarray, dividends: dict[int, float]) -> np.ndarray:
    """Return closes adjusted as Yahoo does: times 1 - D/P for every later dividend."""
    factor = np.ones(len(price))
    for place, amount in dividends.items():
        factor[:place] *= 1 - amount / price[place - 1]
    return price * factor


def test_dividends_that_agree_with_the_adjusted_closes_are_fine():
    price, paid = rising(), {20: 1.0, 40: 0.5}
    assert found(bars(price, adj_close=adjusted(price, paid), actions=actions(paid))) == {}


@pytest.mark.parametrize(
    ("listed", "implied"), [({20: 1.0}, {20: 2.0}), ({}, {20: 1.0}), ({20: 1.0, 40: 1.0}, {40: 1.0})]
)
def test_dividend_disagrees_where_one_side_has_another_dividend(listed, implied):
    price = rising()
    checks = found(bars(price, adj_close=adjusted(price, implied), actions=actions(listed)))
    assert checks.keys() == {"dividend_disagrees"}
    assert checks["dividend_disagrees"].session_on == day(20)


@pytest.mark.parametrize("adj_close", [rising(), np.full(len(WEEKDAYS), np.nan)], ids=["equal", "blank"])
def test_no_adj_close_is_said_where_dividends_are_listed(adj_close):
    assert found(bars(rising(), adj_close=adj_close, actions=actions({20: 1.0}))).keys() == {"no_adj_close"}


def test_a_blank_or_bad_cell_is_named_and_taken_as_blank_and_the_rest_kept():
    price = rising()
    close, adj = price.copy(), price.copy()
    close[3], adj[5], close[7], adj[7] = -1.0, np.inf, np.nan, np.nan
    whole = bars(close, adj_close=adj, volume=np.full(len(price), 2.0))
    left, findings = usable(whole)
    assert {(each.check, each.session_on) for each in findings} == {
        ("not_positive", day(3)),
        ("infinite", day(5)),
        ("no_price", day(7)),
    }
    assert len(left.session_on) == len(price) - 1
    assert np.isnan(left.close[3])
    assert left.adj_close[3] == price[3]
    assert len(left.volume) == len(left.session_on)


def test_nothing_wrong_is_the_same_object_and_nothing_left_is_none():
    whole = bars(rising())
    assert usable(whole) == (whole, ())
    left, findings = usable(bars(np.full(3, np.nan), WEEKDAYS[:3]))
    assert left is None
    assert [(each.check, each.n_sessions) for each in findings] == [("no_price", 3)]


def named(ticker: str, close: np.ndarray) -> Bars:
    return Bars(ticker, WEEKDAYS[: len(close)], close, close, "split_adjusted")


def test_twins_have_the_same_closes_for_a_month():
    price, other = rising(), rising() * 1.01
    mixed = other.copy()
    mixed[10:30] = price[10:30]
    (each,) = twins([named("A", price), named("B", other), named("C", mixed)][::2])
    assert (each.ticker, each.check, each.session_on, each.n_sessions) == ("C", "twin", day(10), 20)
    mixed[29] = other[29]
    assert twins([named("A", price), named("C", mixed)]) == ()
    assert twins([named("A", np.full(40, 10.0)), named("B", np.full(40, 10.0))]) == ()


@pytest.mark.parametrize("cut", [20, 31, 45, 60])
def test_findings_about_a_day_do_not_know_what_comes_after(cut):
    price = rising()
    price[10] *= 50.0
    price[30:] *= 1.7
    price[50:57] = price[50]
    kept = np.ones(len(price), dtype=bool)
    kept[40] = False
    whole = bars(price[kept], WEEKDAYS[kept])
    until = OPEN.closes_at[cut] + np.timedelta64(1, "h")
    known = bars(whole.close[whole.session_on <= WEEKDAYS[cut]], whole.session_on[whole.session_on <= WEEKDAYS[cut]])

    assert findings_of(whole, OPEN, until) == findings_of(known, OPEN, until)
    assert all(each.until_on <= day(cut) for each in findings_of(whole, OPEN, until))
