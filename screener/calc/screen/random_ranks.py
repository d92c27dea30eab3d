"""What rankings that know nothing would have shown on the same decisions."""

import numpy as np

from screener.calc.screen.rank_correlation import RankAgreement
from screener.records.prices import Bools, Floats, Integers

N_RANDOM = 200
# Fixed, so that a ranking and its prices give the same answer each time.
SEED = 20_261_125


class RandomRankings:
    """Random rankings: each gives a name the ranks of another of its side, the same other at every decision.

    Parameters
    ----------
    sides : array of shape (J,), int
    n_random : int
        R.
    seed : int

    Notes
    -----
    Such a ranking is as slow to change as the real one, and so are its coefficients, without which a mean over
    overlapping windows would seem surer than it is. Where only some names are known at a decision the permutation is
    followed until it comes to a known one, which makes a permutation of these that is as random, and changes little
    when one name comes or goes. Sides are not mixed: a market that rises lifts one and lowers the other once signs are
    turned, which is no merit of a ranking that happens to put one side above the other.
    """

    def __init__(self, sides: Integers, n_random: int = N_RANDOM, seed: int = SEED) -> None:
        generator = np.random.default_rng(seed)
        self.relabellings: Integers = np.tile(np.arange(len(sides)), (n_random, 1))
        for side in np.unique(sides):
            inside = sides == side
            self.relabellings[:, inside] = generator.permuted(self.relabellings[:, inside], axis=1)
        self._among: dict[bytes, Integers] = {}

    def among(self, known: Bools) -> Integers:
        """Return for each known name the one whose ranks it is given, another known one.

        Parameters
        ----------
        known : array of shape (J,)

        Returns
        -------
        array of shape (R, n), int
            Columns of the J.
        """
        key = known.tobytes()
        if key not in self._among:
            self._among[key] = _followed(self.relabellings, known)
        return self._among[key]

    def mean_ics(self, agreement: RankAgreement) -> Floats:
        """Return each random ranking's mean coefficient over the decisions that have one, at least one; shape (R,)."""
        dates = np.flatnonzero(np.isfinite(agreement.ic))
        packed = np.packbits(agreement.known[dates], axis=1)
        _, first, pattern = np.unique(packed, axis=0, return_index=True, return_inverse=True)
        total = np.zeros(len(self.relabellings))
        for k, one in enumerate(first):
            known = agreement.known[dates[one]]
            rows = dates[pattern.reshape(-1) == k]
            # One permutation serves all decisions with these names: sum over them first. [i, j]: i's ranks given to j.
            together = agreement.score_ranks[rows].T @ agreement.forward_ranks[rows]
            places = self.among(known) * len(known) + np.flatnonzero(known)
            total += together.reshape(-1).take(places).sum(axis=1)
        return total / len(dates)


def _followed(relabellings: Integers, known: Bools) -> Integers:
    """Follow each permutation from the known names to the next known one."""
    names = np.flatnonzero(known)
    image = relabellings[:, names].reshape(-1)
    waiting = np.flatnonzero(~known[image])
    while len(waiting):
        image[waiting] = relabellings[waiting // len(names), image[waiting]]
        waiting = waiting[~known[image[waiting]]]
    return image.reshape(len(relabellings), len(names))
