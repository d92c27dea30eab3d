"""Many names around the same event days: abnormal returns in two passes, one matrix operation an event day."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.abnormal import check_apart, standardised
from screener.calc.response.least_squares import ALL, Regressors
from screener.calc.response.linear_fit import LinearFit, fit, fit_on, right_hand_side
from screener.calc.response.window_sums import padded_rows
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

# Names fitted at once: 512 x 250 doubles take a megabyte, half a core's cache.
_NAMES = 512


@dataclass(frozen=True, slots=True)
class NamesAroundEvents:
    """N names around E event days and W windows.

    Parameters
    ----------
    car, var_car, scar : array of shape (E, N, W)
        Cumulative abnormal return (decimal), its variance with prediction error, and their standardised ratio.
    alpha, s : array of shape (E, N)
        Intercept and residual standard deviation, decimal per session.
    betas : array of shape (E, N, q)
        One coefficient a regressor that the model uses.
    n_estimation : array of shape (E, N), int
        M, the estimation sessions at which the name and every regressor exist.
    dof : array of shape (E, N), int
        M - k: under normality a SCAR follows Student's t with these degrees of freedom.
    """

    car: Floats
    var_car: Floats
    scar: Floats
    alpha: Floats
    betas: Floats
    s: Floats
    n_estimation: Integers
    dof: Integers


def around_events(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    day0: Integers,
    windows: tuple[Window, ...],
    model: EventModel = DEFAULT_MODEL,
) -> NamesAroundEvents:
    """Fit the return model to every name before each event day and sum what it leaves over each event window.

    Parameters
    ----------
    returns : array of shape (T, N), decimal per session
        Used inside event windows.
    estimation_returns : array of shape (T, N), decimal per session
        Used to fit; NaN rows are left out of that name's fit.
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags; the return model takes those it uses.
    day0 : array of shape (E,), int
        Rows around which the windows lie.
    windows : tuple of W Window
    model : EventModel
        Return model, estimation window and the returns it needs; a fit on fewer is NaN.

    Returns
    -------
    NamesAroundEvents
        CAR of window ``a..b`` at day 0 ``d`` is known after the close of session ``d + b``; everything else
        after session ``d + estimation.end``.

    Raises
    ------
    CodeError
        The estimation window reaches into an event window.

    Notes
    -----
    Formulas and NaN rule of :func:`~screener.calc.response.abnormal.abnormal_returns`, whose numbers these are column
    by column. Names share an event day's regressors, so one product of matrices fits them all; the means and the
    residuals are taken explicitly, so that nothing cancels.
    """
    check_apart(model.estimation, windows)
    x = right_hand_side(regressors, model)
    shape = (len(day0), returns.shape[1])
    pairs = _Pairs.empty(shape, x.shape[1], model)
    for left in range(0, shape[1], _NAMES):
        names = slice(left, left + _NAMES)
        _fit_names(pairs.of_names(names), estimation_returns[:, names], x, day0, model)
    car, var_car = np.empty((*shape, len(windows))), np.empty((*shape, len(windows)))
    for w, window in enumerate(windows):
        totals, x_sums = _sums_around(returns, day0, window), _sums_around(x, day0, window)
        explained = np.einsum("enq,eq->en", pairs.betas, x_sums)
        car[..., w] = totals - window.n_sessions * pairs.alpha - explained
        var_car[..., w] = pairs.s**2 * pairs.prediction_scale(window.n_sessions, x_sums)
    scar = standardised(car, var_car)
    return NamesAroundEvents(car, var_car, scar, pairs.alpha, pairs.betas, pairs.s, pairs.n, pairs.n - pairs.k)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The fits of all pairs of an event day and a name: a LinearFit's arrays, of shape (E, N, ...)."""

    alpha: Floats
    betas: Floats
    s: Floats
    n: Integers
    k: int
    x_mean: Floats
    s_xx_inverse: Floats

    @classmethod
    def empty(cls, shape: tuple[int, int], q: int, model: EventModel) -> "_Pairs":
        """Return what stands where nothing is fitted."""
        return cls(
            alpha=np.full(shape, np.nan),
            betas=np.full((*shape, q), np.nan if model.is_fitted else 1.0),
            s=np.full(shape, np.nan),
            n=np.zeros(shape, dtype=np.int64),
            k=q + 1 if model.is_fitted else 0,
            x_mean=np.zeros((*shape, q)),
            s_xx_inverse=np.zeros((*shape, q, q)),
        )

    def of_names(self, names: slice) -> "_Pairs":
        """Take the pairs of some names: views, to be filled."""
        return _Pairs(
            alpha=self.alpha[:, names],
            betas=self.betas[:, names],
            s=self.s[:, names],
            n=self.n[:, names],
            k=self.k,
            x_mean=self.x_mean[:, names],
            s_xx_inverse=self.s_xx_inverse[:, names],
        )

    def put(self, e: int, names: slice | Integers, fitted: LinearFit) -> None:
        """Keep the fits of some names around one event day."""
        self.alpha[e, names], self.betas[e, names], self.s[e, names] = fitted.alpha, fitted.betas, fitted.s
        self.x_mean[e, names], self.s_xx_inverse[e, names] = fitted.x_mean, fitted.s_xx_inverse

    def prediction_scale(self, n_sessions: int, x_sums: Floats) -> Floats:
        """Return Var(CAR) / s^2 of every pair, for sums over each event's window, shape (E, q)."""
        size, q = self.s.size, self.betas.shape[2]
        fitted = LinearFit(
            alpha=self.alpha.reshape(size),
            betas=self.betas.reshape(size, q),
            s=self.s.reshape(size),
            n=self.n.reshape(size),
            k=self.k,
            residuals=np.empty((size, 0)),
            x_mean=self.x_mean.reshape(size, q),
            s_xx_inverse=self.s_xx_inverse.reshape(size, q, q),
        )
        scale = fitted.prediction_scale(n_sessions, np.repeat(x_sums, self.s.shape[1], axis=0))
        return scale.reshape(self.s.shape)


def _fit_names(pairs: _Pairs, estimation_returns: Floats, x: Floats, day0: Integers, model: EventModel) -> None:
    """Fit some names before every event day."""
    x_exists: Bools = np.asarray(np.isfinite(x).all(axis=1))
    usable = np.isfinite(estimation_returns) & x_exists[:, None]
    all_usable: Bools = np.asarray(usable.all(axis=1))
    length = model.estimation.n_sessions
    spans = [_span(row, model.estimation) for row in day0.tolist()]
    complete = [e for e, span in enumerate(spans) if all_usable[span].sum() == length and model.is_fitted]
    if complete:
        # What depends on the regressors alone is made for all event days at once.
        regressors = Regressors.of(np.stack([x[spans[e]] for e in complete]))
    for i, e in enumerate(complete):
        pairs.n[e] = length
        pairs.put(e, slice(None), fit_on(regressors.row(i), estimation_returns[spans[e]].T, ALL, model))
    for e in sorted(set(range(len(spans))) - set(complete)):
        _fit_with_gaps(pairs, e, estimation_returns[spans[e]], usable[spans[e]], x[spans[e]], model)


def _span(row: int, window: Window) -> slice:
    """Return the window's rows around a row, as far as there are any."""
    return slice(max(row + window.start, 0), max(row + window.end + 1, 0))


def _fit_with_gaps(pairs: _Pairs, e: int, y: Floats, usable: Bools, x: Floats, model: EventModel) -> None:
    """Fit the names that lack the same rows together, then those that lack rows of their own; skip the rest."""
    n = usable.sum(axis=0)
    pairs.n[e] = n
    rows = np.flatnonzero(usable.any(axis=1))
    enough, alike = n >= max(model.min_returns, 1), n == len(rows)
    for some in (enough & alike, enough & ~alike):
        names = np.flatnonzero(some)
        if len(names):
            pairs.put(e, names, fit(y[np.ix_(rows, names)].T, x[None, rows], model))


def _sums_around(values: Floats, day0: Integers, window: Window) -> Floats:
    """Sum rows over each event's window; NaN where one is missing or does not exist."""
    sums = [padded_rows(values, row + window.start, row + window.end + 1).sum(axis=0) for row in day0.tolist()]
    return np.stack(sums) if sums else np.empty((0, values.shape[1]))
