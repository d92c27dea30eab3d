"""Step-down correction for many baskets and windows on joint placebo draws."""

import numpy as np

from screener.calc.inference.placebo import TIE
from screener.records.prices import Floats


def romano_wolf(statistics: Floats) -> Floats:
    """Correct the placebo p-values of a family of hypotheses for their number.

    Parameters
    ----------
    statistics : array of shape (T, H)
        One column a hypothesis; row 0 holds the real statistics, row s those of shift s. All columns of a row come
        from the same shift, which is what carries the dependence between them.

    Returns
    -------
    array of shape (H,)
        Adjusted p, never below 1 / T, monotone in the real statistic's size.

    Notes
    -----
    Ordered by size, hypothesis j is compared with the largest statistic among those not yet passed, shift by shift;
    p_j = max(p_{j-1}, (1 + #{max >= t_j}) / T). Full-sample inference.

    References
    ----------
    Romano and Wolf (2005), Exact and approximate stepdown methods for multiple hypothesis testing, JASA 100,
    algorithm 3; the draws are circular shifts instead of bootstrap samples.
    """
    size, n_hypotheses = statistics.shape
    absolute = np.abs(statistics)
    order = np.argsort(-absolute[0], kind="stable")
    # Largest statistic among hypothesis j and all smaller ones, for every shift.
    tails = np.maximum.accumulate(absolute[1:, order][:, ::-1], axis=1)[:, ::-1]
    counts = (tails >= absolute[0, order] * TIE).sum(axis=0)
    stepped = np.maximum.accumulate((1 + counts) / size)
    adjusted = np.empty(n_hypotheses)
    adjusted[order] = stepped
    return adjusted
