"""A day's move so large that it may be no move of the market."""

import numpy as np

from screener.prices.checks.jump_undone import undone
from screener.prices.checks.prints import Prints
from screener.records.prices import Finding

# Total return of one day. 84 listings since 2015 have 19 such days, 12 of small companies on news, 6 of the VIX and one
# of AMD (2016-04-22), none of them known as wrong: the finding says suspect.
LEAST_RETURN = 0.5


def jump(prints: Prints) -> list[Finding]:
    """Find moves beyond 50 % up or down after splits; one that is undone at once is ``jump_undone``'s."""
    far = (prints.move > np.log1p(LEAST_RETURN)) | (prints.move < np.log1p(-LEAST_RETURN))
    spike = undone(prints.move)
    far &= ~spike
    far[1:] &= ~spike[:-1]
    return [
        prints.finding(
            "jump",
            prints.session_on[at + 1],
            prints.session_on[at + 1],
            1,
            f"a return of {100 * np.expm1(prints.move[at]):+.1f} % ({prints.price[at]:.6g} on {prints.session_on[at]}, "
            f"then {prints.price[at + 1]:.6g}) that no listed split explains; look for news, a split or a change of "
            "company that day",
        )
        for at in np.flatnonzero(far)
    ]
