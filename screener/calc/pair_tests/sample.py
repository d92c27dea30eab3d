"""Pairs of a unit and an event day, fitted once, for every test of one event window."""

from dataclasses import dataclass, fields

import numpy as np

from screener.calc.response.abnormal import check_apart, standardised
from screener.calc.response.linear_fit import LinearFit, fit, right_hand_side
from screener.calc.response.window_rows import window_rows
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window


@dataclass(frozen=True, slots=True)
class PairSample:
    """N pairs over one event window of L sessions, with their fits on up to M sessions.

    Parameters
    ----------
    abnormal : array of shape (N, L), decimal
        Abnormal returns, times the pair's sign; NaN where missing.
    scale : array of shape (N, L)
        C_t, the variance of each over s^2, prediction error included; NaN where ``abnormal`` is.
    residuals : array of shape (N, M), decimal
        Of the fit, times the pair's sign; NaN on sessions that were not used.
    first_row : array of shape (N,), int
        Calendar row of the first column of ``residuals``. Every pair has one estimation window, so two pairs' event
        days lie as far apart as these.
    s : array of shape (N,), decimal per session
        Residual standard deviation, above 0.
    n : array of shape (N,), int
        M of each pair, the sessions its fit used.
    k : int
        Parameters estimated.
    car, scar : array of shape (N,)
        Sum of the abnormal returns, times the sign, and the same over its standard deviation; finite.
    car_scale : array of shape (N,)
        Var(CAR) / s^2.
    n_window : array of shape (N,), int
        L of each pair, the sessions of the window at which it has an abnormal return.
    returns, benchmark : arrays of shape (N, L), decimal
        The unit's and the first benchmark's own returns, without the sign; NaN where ``abnormal`` is.
    signs : array of shape (N,)
        -1 for a pair held short, else 1.
    kept : array of shape (N,), int
        Which of the pairs given these are.
    """

    abnormal: Floats
    scale: Floats
    residuals: Floats
    first_row: Integers
    s: Floats
    n: Integers
    k: int
    car: Floats
    scar: Floats
    car_scale: Floats
    n_window: Integers
    returns: Floats
    benchmark: Floats
    signs: Floats
    kept: Integers

    @property
    def n_pairs(self) -> int:
        """N."""
        return len(self.car)

    @property
    def n_sessions(self) -> int:
        """L, sessions of the event window."""
        return int(self.abnormal.shape[1])

    @property
    def dof(self) -> Integers:
        """Degrees of freedom of each fit, M - k, shape (N,)."""
        return self.n - self.k

    def part(self, pairs: Bools) -> "PairSample":
        """Return the sample of some of the pairs, chosen by an array of shape (N,)."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return PairSample(**{name: value if name == "k" else value[pairs] for name, value in values.items()})


def pair_sample(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    rows: Integers,
    columns: Integers,
    window: Window,
    model: EventModel,
    *,
    signs: Floats | None = None,
    skips_gaps: bool = False,
) -> PairSample:
    """Fit the return model of each pair and take its abnormal returns in one event window.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        Of the units: names, or baskets as one asset each. Used inside the event window.
    estimation_returns : array of shape (T, J), decimal per session
        Used to fit; NaN sessions are left out of that pair's fit.
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags; the return model takes those it uses.
    rows, columns : arrays of shape (P,), int
        Day 0 and the unit of each pair.
    window : Window
    model : EventModel
    signs : array of shape (P,), optional
        -1 for a pair held short: its abnormal return is that of minus the unit's return. All 1 by default.
    skips_gaps : bool, optional
        Keep a pair with a gap in its event window: CAR is summed over the sessions it has, and L in its variance is
        their number. By default such a pair is not in the sample.

    Returns
    -------
    PairSample
        Known after the close of the last session of the last event window; each pair after that of its own.

    Raises
    ------
    CodeError
        The estimation window reaches into the event window.

    Notes
    -----
    Never in the sample: a pair without a fit (too few returns, or a model that leaves nothing over), without any
    abnormal return in the window, or whose window leaves the rows given. ``kept`` names those that are.

    A gap is never filled: several packages count it as a return of 0, or scale the mean of what is there up to the
    window's length.
    """
    check_apart(model.estimation, (window,))
    signs = np.ones(len(rows)) if signs is None else np.asarray(signs, dtype=np.float64)
    used_regressors = right_hand_side(regressors, model)
    fitted, leaves_noise = _fit_pairs(estimation_returns, used_regressors, rows, columns, model)

    event_rows, inside = window_rows(rows, window, len(returns))
    own = np.where(inside, returns[event_rows, columns[:, None]], np.nan)
    x = used_regressors[event_rows]
    has_both = np.isfinite(own) & np.isfinite(x).all(axis=2)
    own, x = np.where(has_both, own, np.nan), np.where(has_both[..., None], x, np.nan)
    is_sound = leaves_noise & inside.all(axis=1) & has_both.any(axis=1)
    kept = np.flatnonzero(is_sound if skips_gaps else is_sound & has_both.all(axis=1))

    abnormal = fitted.abnormal(own, x)
    n_window = has_both.sum(axis=1)
    car = np.where(has_both, abnormal, 0.0).sum(axis=1)[kept]
    car_scale = fitted.prediction_scale(n_window, np.where(has_both[..., None], x, 0.0).sum(axis=1))[kept]
    scale = np.stack([fitted.prediction_scale(1, x[:, t]) for t in range(window.n_sessions)], axis=1)
    benchmark = regressors[event_rows, 0] if regressors.shape[1] else np.full_like(own, np.nan)
    flip = signs[kept]
    return PairSample(
        abnormal=abnormal[kept] * flip[:, None],
        scale=np.where(has_both, scale, np.nan)[kept],
        residuals=fitted.residuals[kept] * flip[:, None],
        first_row=(rows + model.estimation.start)[kept].astype(np.int64),
        s=fitted.s[kept],
        n=fitted.n[kept],
        k=fitted.k,
        car=car * flip,
        scar=standardised(car, fitted.s[kept] ** 2 * car_scale) * flip,
        car_scale=car_scale,
        n_window=n_window[kept].astype(np.int64),
        returns=own[kept],
        benchmark=np.where(has_both, benchmark, np.nan)[kept],
        signs=flip,
        kept=kept.astype(np.int64),
    )


def _fit_pairs(
    returns: Floats, regressors: Floats, rows: Integers, columns: Integers, model: EventModel
) -> tuple[LinearFit, Bools]:
    """Fit every pair, and tell which fits left more over than rounding: a unit that is its benchmark leaves nothing."""
    fit_rows, inside = window_rows(rows, model.estimation, len(returns))
    y = np.where(inside, returns[fit_rows, columns[:, None]], np.nan)
    fitted = fit(y, regressors[fit_rows], model)
    return fitted, np.asarray(fitted.s > 0.0)
