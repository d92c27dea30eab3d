"""How much a book has moved of late, and how alike the names of a leg and its two sides."""

from dataclasses import dataclass

import numpy as np

from screener.calc.books.book import Book
from screener.calc.books.performance import MIN_SESSIONS_TO_ANNUALISE, annual_volatility
from screener.records.prices import Bools, Floats

# A quarter of sessions; under two thirds of it two series say little about each other.
CO_MOVEMENT_SESSIONS = 63
MIN_COMMON_SESSIONS = 40
# A series whose variance is this share of its mean square does not move.
_STILL = 1e-12


@dataclass(frozen=True, slots=True)
class MeanCorrelation:
    """The mean correlation of the pairs of a group.

    Parameters
    ----------
    mean : float
        NaN without a pair that has one.
    n_used, n_pairs : int
        Pairs with enough common sessions that both moved, and all pairs.
    """

    mean: float
    n_used: int
    n_pairs: int


def pairwise_correlations(returns: Floats) -> Floats:
    """Return the correlation of each pair of series over the sessions that both have.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        NaN where there is none, or none to be used.

    Returns
    -------
    array of shape (J, J)
        Pearson; NaN with fewer than 40 common sessions, or where one of the two does not move in them.
    """
    known = np.isfinite(returns)
    count = known.sum(axis=0)
    center = np.where(known, returns, 0.0).sum(axis=0) / np.maximum(count, 1)
    # About each series' own mean, so that nothing is lost in the differences below.
    values, present = np.where(known, returns - center, 0.0), known.astype(np.float64)
    n = np.maximum(present.T @ present, 1.0)
    sums, squares = values.T @ present, (values**2).T @ present
    covariance = values.T @ values - sums * sums.T / n
    variance = squares - sums**2 / n
    moves = variance > _STILL * (squares + present.T @ present * center[:, None] ** 2)
    is_usable = moves & moves.T & (n >= MIN_COMMON_SESSIONS)
    scale = np.sqrt(np.where(is_usable, variance * variance.T, 1.0))
    return np.asarray(np.where(is_usable, np.clip(covariance / scale, -1.0, 1.0), np.nan))


def mean_correlation(returns: Floats, row: int) -> MeanCorrelation:
    """Return the mean pairwise correlation of a group over the last 63 sessions.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        Of the group's members; NaN where there is none, or none to be used, such as on closed sessions.
    row : int
        Last session that is used.

    Returns
    -------
    MeanCorrelation
        The plain mean over the pairs that have a correlation; see :func:`pairwise_correlations`.
    """
    span = returns[max(row + 1 - CO_MOVEMENT_SESSIONS, 0) : row + 1]
    found = pairwise_correlations(span)[np.triu_indices(span.shape[1], 1)]
    usable = found[np.isfinite(found)]
    return MeanCorrelation(float(usable.mean()) if len(usable) else np.nan, len(usable), len(found))


def side_returns(book: Book, is_inside: Bools) -> Floats:
    """Return what the stocks of a part of a book did, session by session.

    Parameters
    ----------
    book : Book
    is_inside : array of shape (J,)
        Members of the part.

    Returns
    -------
    array of shape (T,), decimal per session
        Sum of gains over the sum of values at the close before, so that of a short side is its stocks' own. NaN where
        it is not held. Row t uses sessions up to t.
    """
    gain = book.gain[:, is_inside].sum(axis=1)
    before = book.before[:, is_inside].sum(axis=1)
    return np.asarray(np.divide(gain, before, out=np.full_like(gain, np.nan), where=before != 0.0))


def correlation(one: Floats, other: Floats, row: int) -> float:
    """Return the correlation of two series over the last 63 sessions.

    Parameters
    ----------
    one, other : array of shape (T,), decimal per session
        NaN where there is none.
    row : int
        Last session that is used.

    Returns
    -------
    float
        Pearson; NaN with fewer than 40 common sessions, or where one of the two does not move in them.
    """
    span = slice(max(row + 1 - CO_MOVEMENT_SESSIONS, 0), row + 1)
    return float(pairwise_correlations(np.column_stack([one[span], other[span]]))[0, 1])


def recent_volatility(returns: Floats) -> float:
    """Return the standard deviation of the last 63 returns of a book, a year.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite

    Returns
    -------
    float, decimal a year
        As :func:`screener.calc.books.performance.annual_volatility`; NaN below 60 returns, from which no year is made.
    """
    recent = returns[-CO_MOVEMENT_SESSIONS:]
    return annual_volatility(recent) if len(recent) >= MIN_SESSIONS_TO_ANNUALISE else np.nan
