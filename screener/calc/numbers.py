"""Numbers on their way into records, where an undefined one is None."""

import math

ROUNDING = 1e-12
"""Share of a figure below which a difference is what rounding left."""


def finite(value: float) -> float | None:
    """Return ``value`` as a plain float, or None where it is NaN or infinite.

    Examples
    --------
    >>> finite(float("nan")) is None, finite(1.5)
    (True, 1.5)
    """
    return float(value) if math.isfinite(value) else None
