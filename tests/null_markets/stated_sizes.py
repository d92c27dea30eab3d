"""Rejections at 5 %, in percent, that the choice of tests rests on: textbook formulas in code of its own.

Simulated as in :mod:`null_markets.clustered_pairs`; nothing of it is shared with this package.
"""

import math

# 3,000 simulations of one date; correlation 0 with variance x1 and x3, then correlation 0.2 with both.
N_ONE_DATE = 3_000
ONE_DATE = {
    "t_cross_section": (4.5, 4.5, 38.1, 37.2),
    "patell": (5.5, 26.2, 36.3, 58.9),
    "bmp": (4.6, 4.8, 40.0, 39.6),
    "adjusted_bmp": (4.8, 4.9, 5.6, 5.6),
    "adjusted_patell": (5.6, 26.7, 5.6, 25.1),
    "cda": (5.2, 25.6, 5.9, 25.6),
    "basket": (4.9, 24.4, 5.4, 24.6),
    "corrado_rank": (5.4, 11.4, 5.4, 11.3),
    "grank_t": (7.2, 7.3, 7.5, 7.6),
    "generalized_sign": (4.8, 4.2, 31.0, 30.9),
}

# 1,000 simulations of K dates with correlation 0.2; (K, variance ratio) to the tests that were stated.
N_MANY_DATES = 1_000
MANY_DATES = {
    (6, 1.0): {
        "pairs t_cross_section": 34.5,
        "pairs patell": 36.5,
        "pairs bmp": 37.0,
        "events t_cross_section": 4.3,
        "events bmp": 4.1,
        "events patell": 5.5,
        "long-short bmp": 3.6,
    },
    (40, 1.0): {
        "pairs t_cross_section": 35.4,
        "pairs patell": 36.7,
        "pairs bmp": 36.5,
        "events t_cross_section": 4.7,
        "events bmp": 4.8,
        "events patell": 4.1,
        "long-short bmp": 5.2,
    },
    (6, 3.0): {"pairs patell": 60.1, "events bmp": 4.2, "events patell": 24.0},
    (40, 3.0): {"pairs patell": 59.4, "events bmp": 4.9, "events patell": 24.0},
}


def standard_errors_apart(one_pct: float, n_one: int, other_pct: float, n_other: int) -> float:
    """Return how far apart two simulated shares lie, in standard errors of their difference."""
    pooled = (one_pct * n_one + other_pct * n_other) / (100.0 * (n_one + n_other))
    error = 100.0 * math.sqrt(pooled * (1.0 - pooled) * (1.0 / n_one + 1.0 / n_other))
    return abs(one_pct - other_pct) / error
