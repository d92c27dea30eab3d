"""The score of each name: the visible sum of its parts, each on one scale and signed as the thesis is."""

from collections.abc import Sequence

import numpy as np

from screener.calc.screen.standard_scores import standard_scores
from screener.errors import CodeError
from screener.records.prices import Floats, Integers
from screener.records.score_part import ScorePart


def addends(values: Floats, sides: Integers, parts: Sequence[ScorePart], weights: Floats) -> Floats:
    """Return what each part adds to each name's score; the score is ``addends(...).sum(axis=-2)``.

    Parameters
    ----------
    values : array of shape (..., P, J)
        In each part's own unit; NaN where not known, which adds 0: the middle of the side.
    sides : array of shape (J,), int
        1 long, -1 short, 0 neither.
    parts : sequence of P ScorePart
    weights : array of shape (P,)
        Not all 0. A negative one turns the part round; notes may not have one.

    Returns
    -------
    array of shape (..., P, J)
        w(p) / sum abs(w) * direction * (side if the part follows it, else 1) * z, z standardised within the side. High
        is for the trade that the thesis wants of the name: buying a long one, selling a short one. NaN for names of
        neither side.

    Examples
    --------
    Momentum is good for a long name and bad for a short one; volatility bad for either.

    >>> momentum = ScorePart("momentum_pct", "score_momentum", 1, True, 3.0, "momentum")
    >>> parts = (momentum, ScorePart("resid_vol_pct", "score_resid_vol", -1, False, 1.0, "volatility"))
    >>> one = np.array([1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 9.0])
    >>> added = addends(np.stack([one, one]), np.array([1, 1, 1, -1, -1, -1, 0]), parts, np.array([3.0, 1.0]))
    >>> added[0].tolist()
    [-0.75, 0.0, 0.75, 0.75, 0.0, -0.75, nan]
    >>> added.sum(axis=0).tolist()
    [-0.5, 0.0, 0.5, 1.0, 0.0, -1.0, nan]
    """
    total = float(np.abs(weights).sum())
    if not total > 0.0 or len(parts) != len(weights):
        raise CodeError(f"{len(weights)} weights that add up to {total} for {len(parts)} parts")
    direction = np.array([part.direction for part in parts])[:, None]
    follows = np.array([part.follows_side for part in parts])[:, None]
    signed = weights[:, None] / total * direction * np.where(follows, sides, 1)
    # Adding 0 turns -0.0 into 0.0.
    return np.where(sides != 0, signed * standard_scores(values, sides) + 0.0, np.nan)
