import datetime as dt
import hashlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.prices.simulated import FIRST_ON, INDEX_LIKE, MARKET, Plant, SessionsBetween, SimulatedMarket
from screener.records.prices import Bars, Floats
from screener.sessions.listings import Exchanges

START = dt.date(2015, 1, 1)
UNTIL = dt.datetime(2025, 12, 31, 23, tzinfo=dt.UTC)
STOCKS = tuple(f"STOCK{number}" for number in range(60))


@pytest.fixture
def market(exchanges: Exchanges, sessions_between: SessionsBetween) -> SimulatedMarket:
    return SimulatedMarket(exchanges, sessions_between)


def bars_of(market: SimulatedMarket, *tickers: str) -> tuple[Bars, ...]:
    answer = market.daily(tickers, START, UNTIL)
    assert answer.missing == ()
    return answer.bars


def returns_of(bars: Bars) -> Floats:
    return bars.close[1:] / bars.close[:-1] - 1.0


def levels_by_hand(ticker: str, sessions: set[dt.date], new_york: set[dt.date], days: int) -> list[float]:
    """Compute the documented model one calendar day at a time, in plain Python."""

    def generator(what: str) -> np.random.PCG64:
        digest = hashlib.sha256(f"thesis-screener simulated market 1: {what}".encode()).digest()
        return np.random.PCG64(int.from_bytes(digest, "big"))

    def draw(words: np.random.PCG64) -> float:
        uniforms = []
        for _ in range(3):
            word = int(words.random_raw())
            uniforms += [(((word >> shift) & 0xFFFF) + 0.5) / 65536 for shift in (0, 16, 32, 48)]
        return sum(uniforms) - 6.0

    market, own = generator("market factor"), generator(f"ticker {ticker}")
    level, drift, beta, noise = (int(own.random_raw()) / 2**64 for _ in range(4))
    level = 20 + 180 * level
    levels = []
    for number in range(days):
        date = dt.date(2015, 1, 1) + dt.timedelta(number)
        market_draw, own_draw = draw(market), draw(own)
        factor = 0.0003 + 0.01 * market_draw if date in new_york else 0.0
        if date in sessions:
            alpha, loading, noise_sd = -0.0001 + 0.0002 * drift, 0.6 + beta, 0.010 + 0.015 * noise
            level *= 1 + alpha + loading * factor + noise_sd * own_draw
            levels.append(level)
    return levels


@pytest.mark.parametrize("ticker", ["NVDA", "000660.KS"])
def test_prices_are_those_of_the_documented_model(market: SimulatedMarket, ticker: str) -> None:
    spy, bars = bars_of(market, "SPY", ticker)
    by_hand = levels_by_hand(ticker, set(bars.session_on.tolist()), set(spy.session_on.tolist()), 400)
    assert len(by_hand) > 250
    assert bars.close[: len(by_hand)] == pytest.approx(by_hand, rel=1e-12)
    assert np.array_equal(bars.close, bars.adj_close)


def test_the_same_bits_come_out_on_every_machine(market: SimulatedMarket) -> None:
    # Recorded once: another value means that the model changed, and then its name must change too.
    (nvda,) = bars_of(market, "NVDA")
    assert str(nvda.session_on[0]) == "2015-01-02"
    assert nvda.close[0].hex() == "0x1.0fe44376ee116p+7"


def test_draws_have_mean_0_variance_1_and_no_memory(market: SimulatedMarket) -> None:
    (spy,) = bars_of(market, "SPY")
    draws = (returns_of(spy) - 0.0003) / 0.01
    count = len(draws)
    assert abs(draws.mean()) < 4 / np.sqrt(count)
    assert abs(draws.var() - 1) < 4 * np.sqrt(2 / count)
    assert abs(np.corrcoef(draws[1:], draws[:-1])[0, 1]) < 4 / np.sqrt(count)
    assert np.abs(draws).max() < 6


def test_each_stock_follows_the_factor_model(market: SimulatedMarket) -> None:
    spy, *stocks = bars_of(market, "SPY", *STOCKS)
    factor = returns_of(spy)
    design = np.column_stack([np.ones(len(factor)), factor])
    fits = [np.linalg.lstsq(design, returns_of(stock), rcond=None) for stock in stocks]
    betas = np.array([fit[0][1] for fit in fits])
    noise_sds = np.array([np.sqrt(fit[1][0] / (len(factor) - 2)) for fit in fits])
    # Slack of 4 standard errors: an s of 0.025 over 2,700 sessions of sd 0.01 gives 0.05.
    assert betas.min() > 0.6 - 0.2
    assert betas.max() < 1.6 + 0.2
    assert betas.std() > 0.2
    assert noise_sds.min() > 0.010 * 0.94
    assert noise_sds.max() < 0.025 * 1.06
    residuals = np.array([returns_of(stock) - design @ fit[0] for stock, fit in zip(stocks, fits, strict=True)])
    between = np.corrcoef(residuals)[np.triu_indices(len(stocks), 1)]
    assert np.abs(between).max() < 5 / np.sqrt(len(factor))


def test_the_market_tickers_are_the_market_and_index_funds_are_near_it(market: SimulatedMarket) -> None:
    names = sorted(MARKET)
    first, *others = (returns_of(bars) for bars in bars_of(market, *names))
    for other in others:
        assert np.allclose(first, other, rtol=0, atol=1e-12)
    for bars in bars_of(market, *sorted(INDEX_LIKE)):
        assert np.corrcoef(first, returns_of(bars))[0, 1] > 0.9


def test_prices_do_not_depend_on_the_range_or_on_the_other_tickers(market: SimulatedMarket) -> None:
    (whole,) = bars_of(market, "NVDA")
    until = dt.datetime(2020, 6, 30, 23, tzinfo=dt.UTC)
    part = market.daily(("AMD", "NVDA", "0700.HK"), dt.date(2019, 1, 1), until).bars[1]
    same = (whole.session_on >= part.session_on[0]) & (whole.session_on <= part.session_on[-1])
    assert np.array_equal(whole.session_on[same], part.session_on)
    assert np.array_equal(whole.close[same], part.close)


@given(st.dates(dt.date(2015, 1, 2), dt.date(2025, 12, 31)), st.sampled_from(["NVDA", "000660.KS", "SPY"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
def test_a_shorter_range_is_a_prefix(market: SimulatedMarket, end_on: dt.date, ticker: str) -> None:
    until = dt.datetime(end_on.year, end_on.month, end_on.day, 23, tzinfo=dt.UTC)
    answer = market.daily((ticker,), START, until)
    (whole,) = bars_of(market, ticker)
    for part in answer.bars:
        count = int((whole.session_on <= np.datetime64(end_on)).sum())
        assert np.array_equal(part.session_on, whole.session_on[:count])
        assert np.array_equal(part.close, whole.close[:count])


def test_a_foreign_listing_feels_the_market_of_its_own_date_and_nothing_on_new_york_holidays(
    market: SimulatedMarket,
) -> None:
    spy, korea = bars_of(market, "SPY", "000660.KS")
    _, here, there = np.intersect1d(spy.session_on[1:], korea.session_on[1:], return_indices=True)
    common = np.corrcoef(returns_of(spy)[here], returns_of(korea)[there])[0, 1]
    late = np.corrcoef(returns_of(spy)[here[:-1]], returns_of(korea)[there[1:]])[0, 1]
    assert common > 0.2
    assert abs(late) < 4 / np.sqrt(len(here))
    alone = ~np.isin(korea.session_on[1:], spy.session_on)
    assert alone.sum() > 50


def test_a_plant_adds_its_returns_and_touches_nothing_else(
    exchanges: Exchanges, sessions_between: SessionsBetween
) -> None:
    # 2025-01-20 was no session in New York, so the plant begins on the 21st.
    plant = Plant("NVDA", dt.date(2025, 1, 20), (-0.05, 0.02))
    planted = SimulatedMarket(exchanges, sessions_between, (plant, plant))
    plain = SimulatedMarket(exchanges, sessions_between)
    nvda, amd = bars_of(planted, "NVDA", "AMD")
    nvda_plain, amd_plain = bars_of(plain, "NVDA", "AMD")
    assert np.array_equal(amd.close, amd_plain.close)
    added = returns_of(nvda) - returns_of(nvda_plain)
    moved = np.flatnonzero(np.abs(added) > 1e-12)
    assert [str(day) for day in nvda.session_on[moved + 1]] == ["2025-01-21", "2025-01-22"]
    assert added[moved] == pytest.approx([-0.10, 0.04], abs=1e-12)


def test_a_plant_beyond_the_end_changes_nothing_before_it(
    exchanges: Exchanges, sessions_between: SessionsBetween
) -> None:
    plants = (
        Plant("NVDA", dt.date(2025, 12, 31), (0.1, 0.1, 0.1)),
        Plant("NVDA", dt.date(2030, 1, 1), (0.5,)),
    )
    planted = SimulatedMarket(exchanges, sessions_between, plants)
    (nvda,) = bars_of(planted, "NVDA")
    (plain,) = bars_of(SimulatedMarket(exchanges, sessions_between), "NVDA")
    assert np.array_equal(nvda.close[:-1], plain.close[:-1])
    assert nvda.close[-1] > plain.close[-1]


def test_a_loss_of_everything_leaves_a_positive_price(exchanges: Exchanges, sessions_between: SessionsBetween) -> None:
    crash = Plant("NVDA", dt.date(2025, 1, 21), (-3.0,))
    (nvda,) = bars_of(SimulatedMarket(exchanges, sessions_between, (crash,)), "NVDA")
    assert nvda.close.min() > 0
    assert returns_of(nvda).min() == pytest.approx(-0.95)


def test_a_range_before_the_model_is_missing(exchanges: Exchanges, sessions_between: SessionsBetween) -> None:
    market = SimulatedMarket(exchanges, sessions_between)
    early = market.daily(("SPY",), dt.date(2010, 1, 1), dt.datetime(2014, 1, 1, tzinfo=dt.UTC))
    assert str(FIRST_ON) in early.missing[0].reason
    assert early.bars == ()


def test_without_noise_only_market_and_plants_are_left(exchanges: Exchanges, sessions_between: SessionsBetween) -> None:
    plant = Plant("NVDA", dt.date(2024, 3, 4), (0.05,))
    (quiet,) = bars_of(SimulatedMarket(exchanges, sessions_between, noiseless=True), "NVDA")
    (planted,) = bars_of(SimulatedMarket(exchanges, sessions_between, (plant,), noiseless=True), "NVDA")
    (spy,) = bars_of(SimulatedMarket(exchanges, sessions_between), "SPY")
    returns, market = quiet.close[1:] / quiet.close[:-1] - 1, spy.close[1:] / spy.close[:-1] - 1
    slope, intercept = np.polyfit(market, returns, 1)
    assert np.allclose(returns, intercept + slope * market, atol=1e-12)
    moved = planted.close[1:] / planted.close[:-1] - 1 - returns
    assert np.isclose(moved[list(quiet.session_on[1:]).index(np.datetime64("2024-03-04"))], 0.05)
    assert np.isclose(np.abs(moved).sum(), 0.05)


def test_a_ticker_of_no_known_exchange_is_missing(market: SimulatedMarket) -> None:
    answer = market.daily(("SAP.DE", "NVDA"), START, UNTIL)
    assert [each.ticker for each in answer.missing] == ["SAP.DE"]
    assert [each.ticker for each in answer.bars] == ["NVDA"]
