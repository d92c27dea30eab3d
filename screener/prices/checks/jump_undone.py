"""A single price far off its neighbours: out and back."""

import numpy as np

from screener.prices.checks.prints import Prints
from screener.records.prices import Bools, Finding, Floats

# A price 10 or 100 times too large, half or twice what it was: +50 % or -33 %. Smaller errors hide among true days.
LEAST_MOVE = np.log(1.5)
# The true day among 84 listings since 2015 that came nearest left 0.34 of such a move (the VIX in August 2024).
MOST_LEFT = 0.25


def undone(move: Floats) -> Bools:
    """Return which moves, of shape (M,), are large and undone by the one after; the last never is yet."""
    out = np.zeros(len(move), dtype=np.bool_)
    size = np.abs(move[:-1])
    out[:-1] = (size >= LEAST_MOVE) & (np.abs(move[:-1] + move[1:]) <= MOST_LEFT * size)
    return out


def jump_undone(prints: Prints) -> list[Finding]:
    """Find single wrong prices; known one print later, so ``until_on`` is the print that undoes the move."""
    return [
        prints.finding(
            "jump_undone",
            prints.session_on[at + 1],
            prints.session_on[at + 2],
            1,
            f"the price went from {prints.price[at]:.6g} to {prints.price[at + 1]:.6g} and back to "
            f"{prints.price[at + 2]:.6g}: likely one wrong price; compare it elsewhere and fetch the ticker again",
        )
        for at in np.flatnonzero(undone(prints.move))
    ]
