"""Returns that are too large to be one session's."""

import numpy as np

from screener.records.prices import Bools, Floats

# A price that is ten times that of the session before, or a tenth. Of 19 million returns of US listings since 2015 some
# 200 are: splits not booked, tickers that passed to another company, single wrong prices, and a few true ones of very
# small companies. One of them inside an estimation window outweighs all other sessions together.
MOST_RATIO = 10.0


def implausible(returns: Floats) -> Bools:
    """Tell which returns no fit and no event window of a universe uses, though nobody has looked at them.

    Parameters
    ----------
    returns : array of any shape, decimal per session

    Returns
    -------
    array of the same shape
        Price at least :data:`MOST_RATIO` times the one before, or at most its inverse. False where the return is NaN.
    """
    return np.asarray((returns >= MOST_RATIO - 1.0) | (returns <= 1.0 / MOST_RATIO - 1.0))
