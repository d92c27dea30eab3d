import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from make_market import date_of, weekdays
from scipy import stats

from screener.calc.books.book import Frictions, run_book
from screener.calc.books.period_figures import period_figures
from screener.calc.books.periods import period_slice

DAYS = weekdays(260, "2021-01-04")


def make_book(seed, n=260, first=20, cost=0.002, borrow=0.02):
    rng = np.random.default_rng(seed)
    returns = rng.standard_t(5, (n, 4)) * 0.012
    trades = [(row, np.array([0.6, 0.4, -0.5, -0.5]) * rng.uniform(0.8, 1.2, 4)) for row in range(first, n, 21)]
    cash = rng.uniform(0.0, 0.06, n)
    return run_book(returns, trades, rng.choice([1.0, 3.0], n), Frictions(cost, borrow, cash))


def held_alone(values):
    """Return figures of one stock bought at 1 without cost on the first of these closes."""
    values = np.array(values, dtype=float)
    returns = np.concatenate([[0.0], values[1:] / values[:-1] - 1.0])[:, None]
    book = run_book(returns, [(0, np.array([1.0]))], np.ones(len(values)), Frictions())
    days = DAYS[: len(values)]
    return period_figures(period_slice(book, np.ones(len(values), dtype=bool)), np.zeros(len(values)), days)


def test_figures_agree_with_statsmodels_and_arithmetic():
    book = make_book(3)
    benchmark = np.random.default_rng(4).normal(0, 0.01, 260)
    part = period_slice(book, np.arange(260) > 100)
    returns = book.nav[101:] / book.nav[100:-1] - 1
    fit = sm.OLS(returns, sm.add_constant(benchmark[101:])).fit()
    lag = math.floor(4 * (159 / 100) ** (2 / 9))
    z = (returns - returns.mean()) / returns.std()
    ratio = returns.mean() / returns.std()
    influence = z - ratio / 2 * (z**2 - 1)
    hac = sm.OLS(influence, np.ones(159)).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False})
    error = float(hac.bse[0])
    total = book.nav[-1] / book.nav[100] - 1
    sharpe = returns.mean() / returns.std(ddof=1)

    figures = period_figures(part, benchmark, DAYS)

    assert figures.total_return == pytest.approx(total, rel=1e-12)
    assert figures.cagr == pytest.approx((1 + total) ** (252 / 159) - 1, rel=1e-12)
    assert figures.vol == pytest.approx(returns.std(ddof=1) * math.sqrt(252), rel=1e-12)
    assert figures.sharpe_per_session == pytest.approx(sharpe, rel=1e-12)
    assert figures.sharpe == pytest.approx(sharpe * math.sqrt(252), rel=1e-12)
    assert figures.sharpe_ci_low == pytest.approx((sharpe - 1.959964 * error) * math.sqrt(252), rel=1e-6)
    assert figures.sharpe_ci_high == pytest.approx((sharpe + 1.959964 * error) * math.sqrt(252), rel=1e-6)
    assert figures.alpha == pytest.approx(fit.params[0] * 252, rel=1e-9)
    assert figures.beta == pytest.approx(fit.params[1], rel=1e-9)
    path = np.concatenate([[book.nav[100]], book.nav[101:]])
    assert figures.max_drawdown == pytest.approx(max(1 - path[i] / path[: i + 1].max() for i in range(160)))
    mean_nav = book.nav[101:].mean()
    assert figures.turnover == pytest.approx(book.traded[101:].sum() / 2 / mean_nav * 252 / 159, rel=1e-12)
    assert figures.cost == pytest.approx(book.cost[101:].sum() / book.nav[100], rel=1e-12)
    assert figures.borrow == pytest.approx(book.borrow[101:].sum() / book.nav[100], rel=1e-12)
    assert figures.interest == pytest.approx(book.interest[101:].sum() / book.nav[100], rel=1e-12)
    assert figures.interest > 0.0


@pytest.mark.parametrize(("n", "is_annualised"), [(59, False), (60, True)])
def test_nothing_is_made_a_year_of_below_sixty_sessions(n, is_annualised):
    part = period_slice(make_book(5), np.arange(260) >= 260 - n)

    figures = period_figures(part, np.random.default_rng(6).normal(0, 0.01, 260), DAYS)

    yearly = [figures.cagr, figures.vol, figures.sharpe, figures.sharpe_ci_low, figures.sharpe_ci_high]
    yearly += [figures.alpha, figures.alpha_ci_low, figures.alpha_ci_high, figures.turnover, figures.sortino]
    yearly += [figures.beta_ci_low, figures.beta_ci_high, figures.probabilistic_sharpe]
    assert np.isfinite(yearly).all() == is_annualised
    assert np.isnan(yearly).all() != is_annualised
    others = [figures.total_return, figures.max_drawdown, figures.beta, figures.sharpe_per_session, figures.cost]
    others += [figures.weekly_hit_rate, figures.worst_week, figures.tail_loss]
    assert np.isfinite(others).all()


def test_downside_weeks_tail_and_intervals_agree_with_other_packages_and_slow_sums():
    book = make_book(8)
    benchmark = np.random.default_rng(9).normal(0, 0.01, 260)
    part = period_slice(book, np.arange(260) > 100)
    returns = pd.Series(book.nav[101:] / book.nav[100:-1] - 1, index=pd.DatetimeIndex(DAYS[101:]))
    weeks = (1 + returns).resample("W-SUN").prod() - 1
    lag = math.floor(4 * (159 / 100) ** (2 / 9))
    fit = sm.OLS(returns.to_numpy(), sm.add_constant(benchmark[101:])).fit(
        cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False}
    )
    (alpha_low, alpha_high), (beta_low, beta_high) = fit.conf_int(0.05)
    losses = sorted(-value for value in returns if value < 0)[::-1]
    ratio, skew, kurtosis = returns.mean() / returns.std(), stats.skew(returns), stats.kurtosis(returns, fisher=False)

    figures = period_figures(part, benchmark, DAYS)

    downside = math.sqrt(sum(loss**2 for loss in losses) / 159)
    assert figures.sortino == pytest.approx(returns.mean() / downside * math.sqrt(252), rel=1e-12)
    assert figures.weekly_hit_rate == pytest.approx((weeks > 0).mean())
    assert figures.worst_week == pytest.approx(weeks.min(), rel=1e-12)
    assert figures.worst_week_on == returns[returns.index <= weeks.idxmin()].index[-1].date()
    # 5 % of 159 sessions are 7.95.
    assert figures.tail_loss == pytest.approx((sum(losses[:7]) + 0.95 * losses[7]) / 7.95, rel=1e-12)
    found = (figures.alpha_ci_low / 252, figures.alpha_ci_high / 252, figures.beta_ci_low, figures.beta_ci_high)
    assert found == pytest.approx((alpha_low, alpha_high, beta_low, beta_high), rel=1e-6)
    spread = 1 - skew * ratio + (kurtosis - 1) / 4 * ratio**2
    assert figures.probabilistic_sharpe == pytest.approx(stats.norm.cdf(ratio * math.sqrt(158 / spread)), rel=1e-9)


def test_the_deepest_fall_has_its_days():
    figures = held_alone([1.0, 1.5, 0.75, 1.2, 1.6, 1.5])

    assert figures.max_drawdown == pytest.approx(0.5)
    days = (figures.drawdown_from_on, figures.drawdown_low_on, figures.drawdown_to_on)
    assert days == (date_of(DAYS[1]), date_of(DAYS[2]), date_of(DAYS[4]))


def test_a_fall_from_the_start_is_dated_on_the_first_session_and_may_not_be_over():
    figures = held_alone([1.0, 0.75, 0.8])

    assert (figures.drawdown_from_on, figures.drawdown_to_on) == (date_of(DAYS[0]), None)
    assert figures.drawdown_low_on == dt.date(2021, 1, 5)


def test_what_never_falls_has_no_days_of_a_fall():
    figures = held_alone([1.0, 1.1, 1.2])

    assert figures.max_drawdown == 0.0
    assert (figures.drawdown_from_on, figures.drawdown_low_on, figures.drawdown_to_on) == (None, None, None)


def test_a_benchmark_moves_alpha_and_beta_only():
    part = period_slice(make_book(10), np.ones(260, dtype=bool))
    one, other = (period_figures(part, np.random.default_rng(seed).normal(0, 0.01, 260), DAYS) for seed in (11, 12))

    differing = {name for name in one.__slots__ if getattr(one, name) != getattr(other, name)}

    assert differing == {"alpha", "alpha_ci_low", "alpha_ci_high", "beta", "beta_ci_low", "beta_ci_high"}


def test_a_ruined_book_has_no_ratio_and_no_alpha_though_its_mean_return_is_a_gain():
    # Short one stock: NAV falls from 1 to 0.01, is back at 0.5, and ends at -0.1.
    price = np.ones(100)
    price[70:80], price[80:90], price[90:] = 1.99, 1.5, 2.1
    book = run_book((price / np.roll(price, 1) - 1)[:, None], [(0, -np.ones(1))], np.ones(100), Frictions())
    part = period_slice(book, np.ones(100, dtype=bool))
    benchmark = np.random.default_rng(6).normal(0, 0.01, 100)

    figures = period_figures(part, benchmark, DAYS[:100])

    assert part.returns.mean() == pytest.approx((-0.99 + 49.0 - 1.2) / 90)
    ratios = [figures.sharpe, figures.sharpe_ci_low, figures.sharpe_ci_high, figures.sharpe_per_session]
    ratios += [
        figures.probabilistic_sharpe,
        figures.sortino,
        figures.alpha,
        figures.alpha_ci_low,
        figures.alpha_ci_high,
    ]
    assert np.isnan(ratios).all()
    assert figures.total_return == pytest.approx(-1.1)
    assert (figures.max_drawdown, figures.worst_week) == (pytest.approx(1.1), pytest.approx(-1.2))
    # Before the session of its ruin it had them.
    before = period_figures(period_slice(book, np.arange(100) < 90), benchmark, DAYS[:100])
    assert before.sharpe > 0.0
    assert math.isfinite(before.alpha)
