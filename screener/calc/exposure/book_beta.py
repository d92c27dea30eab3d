"""The beta of what is held: weights times the members' own trailing betas."""

from dataclasses import dataclass

import numpy as np

from screener.records.prices import Floats


@dataclass(frozen=True, slots=True)
class BookBeta:
    """A weighted sum of betas.

    Parameters
    ----------
    beta : float
        NaN where it is not known.
    n_assumed : int
        Members held that have no beta, and were taken for the mean of their side.
    """

    beta: float
    n_assumed: int


def book_beta(weights: Floats, betas: Floats) -> BookBeta:
    """Return the beta of a set of positions.

    Parameters
    ----------
    weights : array of shape (J,)
        Signed, over NAV.
    betas : array of shape (J,)
        Of each member on the benchmark; NaN where not known.

    Returns
    -------
    BookBeta
        Of weights without any position 0. NaN where a side is held and none of its members has a beta, or a weight is
        NaN.

    Notes
    -----
    Sum of w_j b_j. A member without a beta counts as the weighted mean of its side's others, as for a hedge ratio
    (:func:`screener.calc.books.weights.hedge_ratio`).

    Examples
    --------
    >>> import numpy as np
    >>> book_beta(np.array([0.5, 0.5, -1.0]), np.array([1.0, np.nan, 0.75]))
    BookBeta(beta=0.25, n_assumed=1)
    """
    if not np.isfinite(weights).all():
        return BookBeta(np.nan, 0)
    is_held, is_known = weights != 0.0, np.isfinite(betas)
    total = 0.0
    for side in (weights > 0.0, weights < 0.0):
        share = weights * (side & is_known)
        if not side.any():
            continue
        if not share.any():
            return BookBeta(np.nan, int((is_held & ~is_known).sum()))
        mean = float((share * np.where(is_known, betas, 0.0)).sum() / share.sum())
        total += mean * float((weights * side).sum())
    return BookBeta(total, int((is_held & ~is_known).sum()))
