"""Student's t on the normal scale, so that statistics with different degrees of freedom can be compared."""

import numpy as np

from screener.records.prices import Floats, Integers


def normal_scale(t: Floats, dof: Floats | Integers) -> Floats:
    """Return the normal value that is about as unlikely as ``t``.

    Parameters
    ----------
    t : array
        NaN gives NaN.
    dof : array, broadcastable with ``t``
        Degrees of freedom, above 0.

    Returns
    -------
    array of the shape of ``t``
        Grows with ``t``, with its sign.

    Notes
    -----
    (8 v + 1) / (8 v + 3) sqrt(v log(1 + t^2 / v)). Exact quantiles cost a hundred times as much. Up to 4 this one lies
    within 0.07 of them with 4 degrees of freedom, within 0.02 from 9 on; it grows with t, so with equal degrees of
    freedom a placebo's p is the same as from t.

    References
    ----------
    Wallace (1959), Bounds on normal approximations to Student's and the chi-square distributions, Annals of
    Mathematical Statistics 30.
    """
    size = np.sqrt(dof * np.log1p(t**2 / dof))
    return np.asarray(np.copysign((8.0 * dof + 1.0) / (8.0 * dof + 3.0) * size, t))
