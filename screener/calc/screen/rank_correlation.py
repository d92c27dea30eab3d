"""How well the order of the scores agreed with that of the returns after them, decision by decision."""

from dataclasses import dataclass

import numpy as np

from screener.calc.pair_tests.ranks import row_ranks
from screener.records.prices import Bools, Floats

MIN_NAMES = 5


@dataclass(frozen=True, slots=True)
class RankAgreement:
    """Ranks of score and forward return over the names that have both.

    Parameters
    ----------
    ic : array of shape (W,)
        Spearman's correlation, ties at their mean rank; NaN with fewer than 5 names or where either side does not vary.
    known : array of shape (W, J)
        Names that have both; none on a decision without a coefficient.
    score_ranks, forward_ranks : array of shape (W, J)
        Centred, of length 1 over the names of the decision; 0 elsewhere.
    """

    ic: Floats
    known: Bools
    score_ranks: Floats
    forward_ranks: Floats


def rank_agreement(score: Floats, forward: Floats) -> RankAgreement:
    """Correlate the ranks of score and forward return at each decision.

    Parameters
    ----------
    score, forward : array of shape (W, J)
        NaN where not known.

    Returns
    -------
    RankAgreement

    Examples
    --------
    >>> score = np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 9.0]])
    >>> forward = np.array([[0.1, 0.3, 0.2, 0.5, 0.4, float("nan")]])
    >>> rank_agreement(score, forward).ic.round(12).tolist()
    [0.8]
    """
    known = np.isfinite(score) & np.isfinite(forward)
    known &= known.sum(axis=1, keepdims=True) >= MIN_NAMES
    ours, theirs = _unit_ranks(score, known), _unit_ranks(forward, known)
    is_defined: Bools = np.asarray(ours.any(axis=1) & theirs.any(axis=1))
    ic = np.where(is_defined, (ours * theirs).sum(axis=1), np.nan)
    return RankAgreement(ic, known & is_defined[:, None], ours, theirs)


def _unit_ranks(values: Floats, known: Bools) -> Floats:
    """Return ranks over the known values of each row, centred and scaled to length 1; 0 where they do not differ."""
    ranks = row_ranks(np.where(known, values, np.nan))
    # Ranks from 1 to n have the mean (n + 1) / 2 whatever the ties.
    centred = np.where(known, ranks - (known.sum(axis=1, keepdims=True) + 1.0) / 2.0, 0.0)
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.asarray(np.divide(centred, length, out=np.zeros(values.shape), where=length > 0.0))
