"""A universe of made-up prices on invented sessions."""

import numpy as np

from screener.records.prices import Bools
from screener.records.universe import Universe


def weekdays_from_2022(n_sessions: int) -> np.ndarray:
    """Return invented sessions: weekdays, without holidays."""
    days = np.arange("2022-01-03", "2040-01-01", dtype="datetime64[D]")
    return days[np.is_busday(days)][:n_sessions]


def made_returns(n_sessions: int, n_names: int, seed: int = 1) -> np.ndarray:
    """Return a market (column 0) and names that follow it with noise of their own, decimal per session."""
    rng = np.random.default_rng(seed)
    market = rng.normal(0.0004, 0.01, n_sessions)
    betas = rng.uniform(0.5, 1.5, n_names)
    noise = rng.standard_t(5, (n_sessions, n_names)) * rng.uniform(0.01, 0.02, n_names)
    return np.column_stack([market, market[:, None] * betas + noise])


def universe_from(
    returns: np.ndarray,
    tickers: tuple[str, ...] | None = None,
    *,
    closed: Bools | None = None,
    closes_early: Bools | None = None,
    dtype: type = np.float64,
) -> Universe:
    """Return a universe whose prices have these returns; a NaN return is a missing price that session."""
    level = (100.0 * np.cumprod(1.0 + np.nan_to_num(returns), axis=0)).astype(dtype)
    level[np.isnan(returns)] = np.nan
    days = weekdays_from_2022(len(returns))
    n_names = returns.shape[1]
    return Universe(
        source="invented",
        mic="XNYS",
        session_on=days,
        closes_at=days.astype("datetime64[s]") + np.timedelta64(21, "h"),
        tickers=tickers or ("SPY", *(f"N{j:03d}" for j in range(1, n_names))),
        level=level,
        closed=closed,
        closes_early=np.zeros(n_names, dtype=np.bool_) if closes_early is None else closes_early,
    )
