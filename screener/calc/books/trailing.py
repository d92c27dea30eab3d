"""Volatility and beta of each member from the sessions before a decision, known at its close."""

import numpy as np

from screener.calc.response.linear_fit import fit
from screener.records.event_model import EventModel
from screener.records.prices import Floats, Integers
from screener.records.thesis import Window

# A quarter of returns weighs a leg; fewer than a month's are no volatility.
VOLATILITY_SESSIONS = 60
MIN_VOLATILITY_RETURNS = 20
# As long as the estimation window of an event; a quarter is the least that a slope is worth something on.
BETA_SESSIONS = 250
MIN_BETA_RETURNS = 60

_MODEL = EventModel(
    return_model="market", estimation=Window(1 - BETA_SESSIONS, 0), min_returns=MIN_BETA_RETURNS, masks_events=False
)


def trailing_volatility(returns: Floats, rows: Integers) -> Floats:
    """Return each member's standard deviation of returns over the last 60 sessions.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        NaN where there is none, or none to be used.
    rows : array of shape (D,), int
        Decisions.

    Returns
    -------
    array of shape (D, J), decimal per session
        ddof 1; NaN with fewer than 20 returns or none that differ. Row d uses sessions up to ``rows[d]``, itself
        included.
    """
    found = np.full((len(rows), returns.shape[1]), np.nan)
    for d, row in enumerate(rows):
        span = returns[max(row + 1 - VOLATILITY_SESSIONS, 0) : row + 1]
        known = np.isfinite(span)
        n = known.sum(axis=0)
        mean = np.where(known, span, 0.0).sum(axis=0) / np.maximum(n, 1)
        squares = (np.where(known, span - mean, 0.0) ** 2).sum(axis=0)
        sd = np.sqrt(squares / np.maximum(n - 1, 1))
        found[d] = np.where((n >= MIN_VOLATILITY_RETURNS) & (sd > 1e-12), sd, np.nan)
    return found


def trailing_betas(returns: Floats, regressors: Floats, rows: Integers) -> Floats:
    """Return each member's slopes on the benchmarks over the last 250 sessions.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        NaN where there is none, or none to be used.
    regressors : array of shape (T, q), decimal per session
    rows : array of shape (D,), int
        Decisions.

    Returns
    -------
    array of shape (D, J, q)
        NaN with fewer than 60 returns, or collinear regressors. Row d uses sessions up to ``rows[d]``, itself included.

    Notes
    -----
    Least squares with an intercept, as :func:`screener.calc.response.linear_fit.fit`.
    """
    n_members, q = returns.shape[1], regressors.shape[1]
    span = rows[:, None] + np.arange(1 - BETA_SESSIONS, 1)
    inside = span >= 0
    rows_used = np.maximum(span, 0)
    y = np.where(inside[:, :, None], returns[rows_used], np.nan).transpose(0, 2, 1)
    x = np.where(inside[:, :, None], regressors[rows_used], np.nan)
    found = np.full((len(rows), n_members, q), np.nan)
    for d in range(len(rows)):
        found[d] = fit(y[d], x[d][None], _MODEL).betas
    return found
