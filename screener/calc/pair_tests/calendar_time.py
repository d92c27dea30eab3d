"""Calendar-time portfolio: what holding every unit inside its event windows earns a session beyond the benchmark."""

import math
from dataclasses import dataclass

import numpy as np

from screener.calc.inference.hac import newey_west, newey_west_lag
from screener.calc.pair_tests.p_value import against_student
from screener.calc.response.linear_fit import fit
from screener.calc.response.window_rows import window_rows
from screener.records.event_model import EventModel
from screener.records.pair_test import PairTest
from screener.records.prices import Floats, Integers
from screener.records.thesis import Window

# On fewer sessions the errors are so much too small that a 5 % test rejects 9 % and more of true nulls.
MIN_SESSIONS = 40


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """The intercept of a calendar-time portfolio.

    Parameters
    ----------
    alpha : float, decimal per session
        NaN where the regression is not defined.
    standard_error : float, decimal per session
    lag : int
        Autocovariances in the error.
    n_sessions : int
        Sessions in the regression.
    n_left_out : int
        Sessions on which something was held, but whose composition has no residual sd or benchmark.
    mean_held : float
        Units held on a session in the regression, on average.
    test : PairTest
        ``calendar_time``.
    """

    alpha: float
    standard_error: float
    lag: int
    n_sessions: int
    n_left_out: int
    mean_held: float
    test: PairTest


def calendar_time(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    rows: Integers,
    columns: Integers,
    window: Window,
    model: EventModel,
    *,
    signs: Floats | None = None,
) -> CalendarTime:
    """Hold each unit inside its event windows and test the portfolio's intercept.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        Of the units; one without a return is not held that session.
    estimation_returns : array of shape (T, J), decimal per session
        What a composition's residual sd is taken from.
    regressors : array of shape (T, q), decimal per session
        All are in the regression.
    rows, columns : arrays of shape (P,), int
        Day 0 and the unit of each pair.
    window : Window
        A unit is held on these sessions around each of its event days.
    model : EventModel
        Only its estimation window and the returns it needs: the regression is the return model.
    signs : array of shape (P,), optional
        -1 for a pair held short. All 1 by default.

    Returns
    -------
    CalendarTime
        Its test is Student's t with sessions less coefficients as degrees of freedom. Full sample: known after the
        last event window.

    Notes
    -----
    The portfolio holds equal amounts of all units inside a window; one inside two of its own windows is held once, and
    one that is both long and short not at all. R_t = alpha + b'x_t + e_t is divided by s_t, the residual sd of that
    session's composition on the estimation window before the earliest of its event days, so that sessions with few
    or volatile units do not drown the others. Errors are Newey and West's, lags counted in sessions of the calendar:
    sessions without a holding are rows of zeros.

    Under 40 sessions there is no test: with 24 it would reject 9 % of true nulls, with 6 a quarter.

    What units on one date share is in the portfolio's own variance, so pairs need not be independent. Newey and West's
    errors are small in short samples: over 48 sessions 7.6 % of true nulls are rejected at 5 %. Differs from a package
    that divides the mean response by its sd inside the event window, which is no calendar time and has no value for a
    window of one session.

    References
    ----------
    Jaffe (1974), J. Business 47; Mandelker (1974), J. Financial Economics 1; Mitchell and Stafford (2000),
    J. Business 73.
    """
    signs = np.ones(len(rows)) if signs is None else np.asarray(signs, dtype=np.float64)
    held, anchor = _holdings(returns, rows, columns, window, signs)
    sessions = np.flatnonzero(held.any(axis=1))
    held, anchor = held[sessions], anchor[sessions]
    n_held = np.abs(held).sum(axis=1)
    portfolio = (held * np.where(held != 0.0, returns[sessions], 0.0)).sum(axis=1) / np.maximum(n_held, 1.0)
    spread = _composition_sd(estimation_returns, regressors, held, anchor, model)
    x = np.column_stack([np.ones(len(sessions)), regressors[sessions]])
    is_used = np.isfinite(spread) & (spread > 0.0) & np.isfinite(x).all(axis=1)
    n, n_left_out = int(is_used.sum()), int((~is_used).sum())
    lag = newey_west_lag(n)
    dof = n - x.shape[1]
    alpha, error = math.nan, math.nan
    if dof >= 1:
        weight = 1.0 / spread[is_used]
        y, x = _on_calendar(sessions[is_used], portfolio[is_used] * weight, x[is_used] * weight[:, None])
        result = newey_west(y, x, lag)
        alpha, error = float(result.coefficients[0]), float(result.standard_errors[0])
    t = alpha / error if error > 0.0 and n >= MIN_SESSIONS else math.nan
    mean_held = float(n_held[is_used].mean()) if n else 0.0
    return CalendarTime(alpha, error, lag, n, n_left_out, mean_held, against_student("calendar_time", t, dof))


def _holdings(
    returns: Floats, rows: Integers, columns: Integers, window: Window, signs: Floats
) -> tuple[Floats, Integers]:
    """Return the side of each unit on each session (T, J), and the earliest day 0 held there (T,)."""
    n_rows = len(returns)
    net = np.zeros(returns.shape)
    anchor = np.full(n_rows, n_rows, dtype=np.int64)
    for shift in range(window.start, window.end + 1):
        inside = (rows + shift >= 0) & (rows + shift < n_rows)
        np.add.at(net, (rows[inside] + shift, columns[inside]), signs[inside])
        np.minimum.at(anchor, rows[inside] + shift, rows[inside])
    return np.where(np.isfinite(returns), np.sign(net), 0.0), anchor


def _composition_sd(
    estimation_returns: Floats, regressors: Floats, held: Floats, anchor: Integers, model: EventModel
) -> Floats:
    """Return the residual sd of each composition before its earliest event day; NaN where it has none."""
    distinct, which = np.unique(np.column_stack([anchor, held]), axis=0, return_inverse=True)
    days, compositions = distinct[:, 0].astype(np.int64), distinct[:, 1:, None]
    rows, inside = window_rows(days, model.estimation, len(estimation_returns))
    present = np.isfinite(estimation_returns)
    count = np.matmul(present[rows].astype(np.float64), np.abs(compositions))[..., 0]
    total = np.matmul(np.where(present, estimation_returns, 0.0)[rows], compositions)[..., 0]
    y = np.where(inside & (count > 0.0), total / np.maximum(count, 1.0), np.nan)
    fitted = fit(y, regressors[rows], EventModel("market", model.estimation, model.min_returns))
    return fitted.s[which.ravel()]


def _on_calendar(sessions: Integers, y: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Lay observations out on every session from the first to the last; rows of zeros where there is none."""
    length = int(sessions[-1] - sessions[0]) + 1
    y_laid, x_laid = np.zeros(length), np.zeros((length, x.shape[1]))
    y_laid[sessions - sessions[0]], x_laid[sessions - sessions[0]] = y, x
    return y_laid, x_laid
