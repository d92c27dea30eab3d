"""Formulas of books held over time: performance, attribution, selection, holdings, and what a review says of them."""

from screener.dictionary.formula import Formula, with_symbols

_SHARPE = "Sharpe (1994), The Sharpe ratio, J. Portfolio Management 21(1); cash at 0"
_LO = "Lo (2002), The statistics of Sharpe ratios, Financial Analysts Journal 58(4)"
_NEWEY_WEST = "Newey and West (1987), Econometrica 55; lag floor(4 (n / 100)^(2/9))"
_JENSEN = "Jensen (1968), J. Finance 23; no cash rate is subtracted"
_PSR = "Bailey and Lopez de Prado (2012), The Sharpe ratio efficient frontier, J. Risk 15(2)"
_DSR = "Bailey and Lopez de Prado (2014), The deflated Sharpe ratio, J. Portfolio Management 40(5)"
_SORTINO = "Sortino and Price (1994), J. Investing 3(3)"
_TAIL = "Acerbi and Tasche (2002), On the coherence of expected shortfall, J. Banking & Finance 26"
_DRAWDOWN = "Magdon-Ismail and Atiya (2004), Maximum drawdown, Risk 17(10)"
_WHITE = "White (2000), A reality check for data snooping, Econometrica 68(5)"
_HANSEN = "Hansen (2005), A test for superior predictive ability, J. Business and Economic Statistics 23(4)"
_PBO = "Bailey, Borwein, Lopez de Prado and Zhu (2017), J. Computational Finance 20(4)"
_BRIER = "Brier (1950), Monthly Weather Review 78, in its half form"

_PSR_TEXT = (
    "Phi((SR - SR0) sqrt(n - 1) / sqrt(1 - skewness SR + (kurtosis - 1) / 4 SR^2)), SR = mean(r) / sd(r) per session"
)
_PSR_FORMULA = Formula(f"{_PSR_TEXT}, SR0 = 0", _PSR)
_DSR_FORMULA = Formula(
    f"{_PSR_TEXT}, SR0 = sqrt(V) ((1 - g) z(1 - 1/N) + g z(1 - 1/(N e))), g = 0.5772, z the normal quantile, "
    "N = n_trials, V the variance of the trials' Sharpe ratios, at least 1 / (n - 1) below 10 of them",
    _DSR,
)
_BETA_TEXT = "slope of r(t) = alpha + beta m(t) + u(t) by least squares"
_VOLATILITY = Formula("sqrt(252) sd(r)", "right without autocorrelation: " + _LO)
_DEEPEST = Formula("max over t of 1 - NAV(t) / max(NAV up to t)", _DRAWDOWN)

_PERFORMANCE: dict[str, Formula] = {
    "total_return_pct": Formula("NAV at the end / NAV at the start - 1"),
    "cagr_pct": Formula("(1 + total_return)^(252 / n_sessions) - 1"),
    "vol_pct": _VOLATILITY,
    "sharpe": Formula("sqrt(252) mean(r) / sd(r)", _SHARPE),
    "sharpe_ci_low": Formula(
        "sharpe - 1.96 sqrt(252) se, se = sqrt(long-run variance of z - SR/2 (z^2 - 1) / n), z the standardised return",
        _LO,
    ),
    "sharpe_ci_high": Formula(
        "sharpe + 1.96 sqrt(252) se, se = sqrt(long-run variance of z - SR/2 (z^2 - 1) / n), z the standardised return",
        _LO,
    ),
    "probabilistic_sharpe": _PSR_FORMULA,
    "deflated_sharpe": _DSR_FORMULA,
    "sortino": Formula("sqrt(252) mean(r) / sqrt(mean of min(r, 0)^2)", _SORTINO),
    "max_drawdown_pct": _DEEPEST,
    "drawdown_pct": Formula("1 - NAV(t) / max(NAV up to t)", _DRAWDOWN),
    "performance.beta": Formula(_BETA_TEXT, _JENSEN),
    "beta_ci_low": Formula("beta - 1.96 Newey-West errors", _NEWEY_WEST),
    "beta_ci_high": Formula("beta + 1.96 Newey-West errors", _NEWEY_WEST),
    "alpha_pct": Formula("252 alpha of r(t) = alpha + beta m(t) + u(t) by least squares", _JENSEN),
    "alpha_ci_low_pct": Formula("alpha_pct - 1.96 x 252 Newey-West errors", _NEWEY_WEST),
    "alpha_ci_high_pct": Formula("alpha_pct + 1.96 x 252 Newey-West errors", _NEWEY_WEST),
    "turnover_pct": Formula("sum of traded value / 2 / mean(NAV) x 252 / n_sessions"),
    "cost_pct": Formula("sum over trades of traded value x cost_bps / NAV at the period's start"),
    "borrow_pct": Formula(
        "sum over sessions of short value(t-1) x rate(t-1) x calendar days / 365, over NAV at the period's start"
    ),
    "interest_pct": Formula(
        "sum over sessions of (NAV(t-1) - sum of positions(t-1)) x cash rate x calendar days / 365, over NAV at the "
        "period's start"
    ),
    "weekly_hit_rate_pct": Formula("share of calendar weeks with product of (1 + r) > 1"),
    "worst_week_pct": Formula("min over calendar weeks of product of (1 + r) - 1"),
    "tail_loss_pct": Formula(
        "-(r(1) + ... + r(k) + g r(k+1)) / (n / 20), r sorted upwards, n / 20 = k + g with k whole", _TAIL
    ),
    "breakeven_borrow_pct": Formula("the yearly rate on every short at which the whole run returns 0, by root search"),
}

_ATTRIBUTION: dict[str, Formula] = {
    "contribution_pct": Formula(
        "sum over sessions of NAV(t-1) w(t-1) r(t), over NAV at the start; names + cost + borrow + cash = net"
    ),
    "market_pct": Formula(
        "sum over sessions of NAV(t-1) w(t-1) b'x(t), over NAV at the start; b over 250 sessions up to the last "
        "close that began a month"
    ),
    "residual_pct": Formula("contribution_pct - market_pct"),
    "sensitivity.change_pp": Formula("total_return_pct - total_return_pct of the row as_written"),
    "n_trials": Formula("distinct variants in the trial ledger"),
    "random_baskets": Formula("p = (1 + #{b: SR(b) >= SR}) / (1 + B) over B baskets of the same shape"),
    "reality_check": Formula(
        "p = (1 + #{draws: max sqrt(T) (m* - m) >= max sqrt(T) m}) / (1 + B), m the variants' means, m* bootstrapped",
        _WHITE,
    ),
    "superior_ability": Formula(
        "p of max(0, max sqrt(T) m / omega) against max(0, max sqrt(T) (m* - g) / omega), g = m where "
        "sqrt(T) m / omega >= -sqrt(2 log log T), else 0",
        _HANSEN,
    ),
    "overfitting": Formula(
        "share of the splits of the sessions into halves in which the best of one half ranks below the median of the "
        "other; the median counts half",
        _PBO,
    ),
    "best_mean_pct": Formula("max over the variants of mean(r)", _WHITE),
    "best_t": Formula("max over the variants of sqrt(T) mean(r) / omega", _HANSEN),
    "share_below_median": Formula("splits with the best in sample below the median out of sample, over splits", _PBO),
    "probability": Formula(_PSR_TEXT, _PSR),
}

_REVIEW: dict[str, Formula] = {
    "drift_pp": Formula("weight_pct - target_pct"),
    "week_pnl": Formula("shares x (last close - close before the week)"),
    "month_pnl": Formula("shares x (last close - close before the month)"),
    "opening_pnl": Formula("shares x (last close - cost)"),
    "brier": Formula("mean over the stored reviews of (probability - outcome)^2", _BRIER),
    "brier_so_far": Formula("mean over the stored reviews of (probability - outcome so far)^2", _BRIER),
    "volatility": _VOLATILITY,
    "drawdown": _DEEPEST,
}

_SYMBOLS = {
    "r": "return per session",
    "n": "sessions",
    "NAV": "net asset value",
    "m(t)": "the first benchmark's return",
    "SR": "Sharpe ratio per session",
    "Phi": "the normal distribution function",
    "B": "random baskets or bootstrapped histories",
    "T": "sessions",
    "omega": "standard error of the mean times sqrt(T)",
    "w": "weight over NAV",
    "b'x": "slopes times the returns of the benchmarks",
}

BOOK_FORMULAS: dict[str, Formula] = with_symbols({**_PERFORMANCE, **_ATTRIBUTION, **_REVIEW}, _SYMBOLS)
"""By column, by ``table.column`` where a table has its own, or by check, statistic or figure."""
