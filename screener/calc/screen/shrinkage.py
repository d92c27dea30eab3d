"""How each name responded to the events, less what chance adds to few of them: empirical Bayes within its leg."""

from dataclasses import dataclass

import numpy as np

from screener.records.prices import Bools, Floats, Integers

# Names that move as one leave no error of their own to shrink by; below this share of it, V can still be inverted.
_MOST_SHARED = 0.99


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Mean response of each name, pulled towards its leg's; decimals.

    Parameters
    ----------
    mean : array of shape (J,)
        Own mean pulled towards the leg's; the leg's for a name without events; NaN in a leg without any.
    standard_error : array of shape (J,)
        Of ``mean`` as an estimate of the name's own response. NaN where no name of the leg has two events, and for a
        name without events where ``between_sd`` is NaN.
    n : array of shape (J,), int
        Events of the name.
    leg_mean : array of shape (J,)
        Precision-weighted mean of the names of its leg.
    between_sd : array of shape (J,)
        By how much the true responses of the leg's names differ; NaN where fewer than two names have events, or no
        name two.
    """

    mean: Floats
    standard_error: Floats
    n: Integers
    leg_mean: Floats
    between_sd: Floats


def shrunk_responses(car: Floats, leg_of: Integers) -> Shrunk:
    """Pull each name's mean response towards its leg's, the more the less its own says.

    Parameters
    ----------
    car : array of shape (E, J), decimal
        Abnormal returns of one window, a row for each event day; NaN where the event was not used or is not over. A
        row of NaN changes nothing.
    leg_of : array of shape (J,), int

    Returns
    -------
    Shrunk

    Notes
    -----
    Within a leg, x(e, j) = theta(j) + c(e) + u(e, j) and theta(j) ~ (mu, tau^2). All names share the event days, so
    that their means m(j) have correlated errors: with n(j, k) events in common,

        V(j, k) = c2 n(j, k) / (n(j) n(k)) for j other than k,  V(j, j) = s2 / n(j).

    s2 is the variance within names, pooled over the leg; c2, its part that the names share, is the mean of the products
    of two names' deviations on one day, over what a variance of 1 would give: sum of n(j, k) (1 - 1/n(j) - 1/n(k) +
    n(j, k) / (n(j) n(k))); it is kept between 0 and 0.99 s2. tau^2 is DerSimonian and Laird's, by the same moments
    under correlated errors: with weights n(j), P = diag(n) - n n' / sum(n) and Q = m' P m,

        tau^2 = max(0, (Q - tr(P V)) / tr(P)).

    With S = tau^2 I + V, mu = 1'S^-1 m / 1'S^-1 1 is the leg's mean, its variance 1 / 1'S^-1 1 holds the days' part in
    full however many names the leg has, and the name's mean is mu + tau^2 S^-1 (m - mu), with error variance
    diag(tau^2 S^-1 V) + (S^-1 V 1)^2 / 1'S^-1 1; for a name without events tau^2 + 1 / 1'S^-1 1. The errors take tau^2
    and V as if they were known, and events as apart: where windows overlap they are too small. Where no name of a leg
    has two events nothing tells noise from difference, and all get the mean over the leg's events.

    References
    ----------
    Morris (1983), Journal of the American Statistical Association 78(381); DerSimonian and Laird (1986), Controlled
    Clinical Trials 7(3); for other weights and errors DerSimonian and Kacker (2007), Contemporary Clinical Trials
    28(2); for the prediction and its error Robinson (1991), Statistical Science 6(1).

    Examples
    --------
    Two names whose noise is not shared, and one without events. s2 = 2, V = I; Q = 4, tr(P V) = 2 and tr(P) = 2 make
    tau^2 = 1: half of each own distance from 3 stays.

    >>> nan = float("nan")
    >>> found = shrunk_responses(np.array([[1.0, 5.0, nan], [3.0, 3.0, nan]]), np.zeros(3, dtype=np.int64))
    >>> found.mean.tolist(), found.n.tolist(), found.between_sd.tolist()
    ([2.5, 3.5, 3.0], [2, 2, 0], [1.0, 1.0, 1.0])
    >>> (found.standard_error**2).round(12).tolist()
    [0.75, 0.75, 2.0]
    """
    known = np.isfinite(car)
    found = [np.full(car.shape[1], np.nan) for _ in range(4)]
    for leg in np.unique(leg_of):
        inside = np.flatnonzero(leg_of == leg)
        for target, values in zip(found, _of_leg(car[:, inside], known[:, inside]), strict=True):
            target[inside] = values
    mean, error, leg_mean, between = found
    return Shrunk(mean, error, known.sum(axis=0), leg_mean, between)


def _of_leg(car: Floats, known: Bools) -> tuple[Floats, Floats, float, float]:
    """Return mean and error of each name of one leg, its mean, and how much its names differ."""
    n_names = car.shape[1]
    mean, error = np.full(n_names, np.nan), np.full(n_names, np.nan)
    n = known.sum(axis=0)
    own = n > 0
    if not own.any():
        return mean, error, np.nan, np.nan
    known, n = known[:, own], n[own]
    means = np.where(known, car[:, own], 0.0).sum(axis=0) / n
    noise = _noise(np.where(known, car[:, own] - means, 0.0), known)
    if noise is None:
        leg_mean = float(n @ means) / float(n.sum())
        return np.full(n_names, leg_mean), error, leg_mean, np.nan
    tau2 = _between_variance(means, noise, known)
    spread = 0.0 if np.isnan(tau2) else tau2
    # Names that neither vary nor differ: any weights give the same.
    is_same = noise.pooled == 0.0 and spread == 0.0
    inverse = _Inverse.of(1.0 / n, known / n, 0.0) if is_same else noise.inverse(spread, known)
    weights = inverse.times(np.ones(len(n)))
    precision = float(weights.sum())
    leg_variance = 0.0 if is_same else 1.0 / precision
    leg_mean = float(weights @ means) / precision
    mean[:], error[:] = leg_mean, np.sqrt(tau2 + leg_variance)
    mean[own] = leg_mean + spread * inverse.times(means - leg_mean)
    # S^-1 V is I - tau^2 S^-1.
    variance = spread * (1.0 - spread * inverse.diagonal()) + (1.0 - spread * weights) ** 2 * leg_variance
    # A difference of two like numbers: what rounding leaves of no noise at all is none.
    error[own] = np.sqrt(np.where(variance > 1e-14 * spread, variance, 0.0))
    return mean, error, leg_mean, float(np.sqrt(tau2))


@dataclass(frozen=True, slots=True)
class _Inverse:
    """S^-1 for S = diag(d) + c2 A A', A of shape (J, E): as many names as there are cost no more than a line each.

    Woodbury: S^-1 = D^-1 - D^-1 A c2 (I + c2 A' D^-1 A)^-1 A' D^-1.
    """

    own: Floats
    scaled: Floats
    middle: Floats

    @classmethod
    def of(cls, own: Floats, events: Floats, shared: float) -> "_Inverse":
        """Invert, from d, A' and c2."""
        scaled = events / own
        inner = np.eye(len(events)) + shared * scaled @ events.T
        return cls(own, scaled, np.asarray(shared * np.linalg.inv(inner)))

    def times(self, values: Floats) -> Floats:
        """Return S^-1 times a vector."""
        return np.asarray(values / self.own - self.scaled.T @ (self.middle @ (self.scaled @ values)))

    def diagonal(self) -> Floats:
        """Return the diagonal of S^-1."""
        return np.asarray(1.0 / self.own - (self.scaled * (self.middle @ self.scaled)).sum(axis=0))


@dataclass(frozen=True, slots=True)
class _Noise:
    """V: variance within names, and the part of it that names share on a day."""

    pooled: float
    shared: float

    def inverse(self, spread: float, known: Bools) -> _Inverse:
        """Return (tau^2 I + V)^-1."""
        n = known.sum(axis=0)
        return _Inverse.of(spread + (self.pooled - self.shared) / n, known / n, self.shared)


def _noise(deviations: Floats, known: Bools) -> _Noise | None:
    """Return V, the covariance of the means' errors; None where no name has two events."""
    n = known.sum(axis=0)
    dof = int((n - 1).sum())
    if dof == 0:
        return None
    squares = float((deviations**2).sum())
    pooled = squares / dof
    pairs = _expected_products(known, n)
    products = float((deviations.sum(axis=1) ** 2).sum()) - squares
    shared = products / pairs if pairs > 1e-9 else 0.0
    return _Noise(pooled, min(max(shared, 0.0), _MOST_SHARED * pooled))


def _expected_products(known: Bools, n: Integers) -> float:
    """Return sum of n(j, k) (1 - 1/n(j) - 1/n(k) + n(j, k) / (n(j) n(k))) over pairs of two names, by event."""
    on_day = known.sum(axis=1).astype(np.float64)
    by_size = (known / n).sum(axis=1)
    rooted = known / np.sqrt(n)
    of_all = float((on_day**2).sum() - 2.0 * (on_day * by_size).sum() + ((rooted @ rooted.T) ** 2).sum())
    return of_all - float((n - 1).sum())


def _between_variance(means: Floats, noise: _Noise, known: Bools) -> float:
    """Return tau^2; NaN for a single name."""
    n = known.sum(axis=0)
    if len(n) < 2:
        return np.nan
    total = float(n.sum())
    # About a mean: the means' level would cost digits.
    apart = means - float(n @ means) / total
    own = (noise.pooled - noise.shared) * total + noise.shared * float((known.sum(axis=1) ** 2.0).sum())
    excess = float(n @ apart**2) - (len(n) * noise.pooled - own / total)
    return max(excess / (total - float(n @ n) / total), 0.0)
