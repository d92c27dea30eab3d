"""The third ranked highest and the third ranked lowest: what lies between them, and how often they change."""

from dataclasses import dataclass

import numpy as np

from screener.calc.screen.rank_correlation import MIN_NAMES
from screener.records.prices import Bools, Floats


@dataclass(frozen=True, slots=True)
class Thirds:
    """Who is in the top and who in the bottom third at each decision, shape (W, J) each."""

    top: Bools
    bottom: Bools


def thirds(score: Floats, known: Bools) -> Thirds:
    """Part the known names of each decision by score.

    Parameters
    ----------
    score : array of shape (W, J)
    known : array of shape (W, J)
        Names that take part.

    Returns
    -------
    Thirds
        floor(n / 3) names each; of equal scores the earlier column is taken for the lower. None with fewer than 5
        names.

    Examples
    --------
    >>> found = thirds(np.array([[0.1, 0.5, 0.4, -0.2, 0.0, 0.3, 9.0]]), np.array([[True] * 6 + [False]]))
    >>> found.top[0].astype(int).tolist(), found.bottom[0].astype(int).tolist()
    ([0, 1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 1, 0, 0])
    """
    n = known.sum(axis=1, keepdims=True)
    order = np.argsort(np.where(known, score, np.inf), axis=1, kind="stable")
    place = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(place, order, np.arange(score.shape[1])[None, :], axis=1)
    size = np.where(n >= MIN_NAMES, n // 3, 0)
    return Thirds(known & (place >= n - size), known & (place < size))


def top_minus_bottom(parts: Thirds, forward: Floats) -> Floats:
    """Return the mean forward return of the top third less the bottom third's, shape (W,); NaN without thirds.

    Parameters
    ----------
    parts : Thirds
        Of names whose forward return is known.
    forward : array of shape (W, J), decimal
    """
    size = parts.top.sum(axis=1)
    total = np.where(parts.top, forward, 0.0).sum(axis=1) - np.where(parts.bottom, forward, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, size, out=np.full(len(size), np.nan), where=size > 0))


def turnover(score: Floats) -> float:
    """Return the mean share of the top third that was not in it at the decision before.

    Parameters
    ----------
    score : array of shape (W, J)
        NaN where a name is not ranked: a name that could not be in it before is new.

    Returns
    -------
    float
        Over decisions that have a top third, as the one before has; NaN without any.

    Examples
    --------
    >>> one = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    >>> turnover(np.stack([one, one, -one, -one])), turnover(np.stack([one, one[[0, 1, 2, 4, 3, 5]]]))
    (0.3333333333333333, 0.5)
    """
    top = thirds(score, np.isfinite(score)).top
    size = top.sum(axis=1)
    both = (size[1:] > 0) & (size[:-1] > 0)
    if not both.any():
        return float("nan")
    stays = (top[1:] & top[:-1]).sum(axis=1)
    return float((1.0 - stays[both] / size[1:][both]).mean())
