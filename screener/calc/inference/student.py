"""Student's t, from ``scipy.special`` (``scipy.stats`` takes most of a second to import)."""

import math

import numpy as np
from scipy.special import stdtr, stdtrit

# The standard normal's .975 quantile.
NORMAL_95 = 1.959963984540054


def two_sided_p(t: float, dof: float) -> float:
    """Return the two-sided p-value of ``t``.

    Parameters
    ----------
    t : float
        NaN gives NaN.
    dof : float
        Degrees of freedom, above 0.

    Returns
    -------
    float
        P(abs(T) >= abs(t)), between 0 and 1.

    Examples
    --------
    One degree of freedom is the Cauchy distribution, whose quartiles are at -1 and 1.

    >>> round(two_sided_p(1.0, 1), 12)
    0.5
    """
    return float(np.minimum(1.0, 2.0 * stdtr(dof, -abs(t))))


def quantile(probability: float, dof: float) -> float:
    """Return the value that T stays below with the given probability.

    Examples
    --------
    >>> round(quantile(0.75, 1), 9)
    1.0
    """
    value = float(stdtrit(dof, probability))
    return value if math.isfinite(value) else math.nan
