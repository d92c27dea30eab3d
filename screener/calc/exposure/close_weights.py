"""What a book holds at a close, after any trade at it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.books.book import Book
from screener.calc.books.book_plan import BookPlan
from screener.records.prices import Floats


def close_weights(plan: BookPlan, book: Book, row: int) -> Floats:
    """Return each member's weight at the close of a session.

    Parameters
    ----------
    plan : BookPlan
    book : Book
        Of ``plan``, run under its own frictions.
    row : int

    Returns
    -------
    array of shape (J,)
        Signed, over NAV; 0 before the first trade, NaN once the book is ruined. Uses sessions up to ``row``.

    Notes
    -----
    (value at the close before + gain) / NAV. At a trade it is what was traded to: the target on the NAV before the
    trade's cost, and what could not be traded as it was.
    """
    n_members = book.before.shape[1]
    if row < book.first:
        return np.zeros(n_members)
    nav = float(book.nav[row])
    if (book.ruined_row is not None and row >= book.ruined_row) or not nav > 0.0:
        return np.full(n_members, np.nan)
    value = book.before[row] + book.gain[row]
    for trade in plan.trades:
        if trade.row == row:
            charged = float(book.cost[row]) if plan.frictions.are_charged else 0.0
            value = np.where(plan.presence.fillable[row], trade.weights * (nav + charged), value)
    return np.asarray(value / nav)


@dataclass(frozen=True, slots=True)
class Exposures:
    """Sums over what is held; decimals over NAV.

    Parameters
    ----------
    gross, net : float
        Sum of absolute, and of signed, weights.
    largest : (str, float)
        The group with the largest absolute weight, and its signed one; NaN and no name where nothing is held.
    """

    gross: float
    net: float
    largest: tuple[str, float]


def exposures(weights: Floats, groups: Sequence[str]) -> Exposures:
    """Return the exposures of a book.

    Parameters
    ----------
    weights : array of shape (J,)
        Signed, over NAV.
    groups : sequence of str, length J
        Ticker or leg of each member; weights of one group count together, with their signs. The first of equally
        large ones is the largest.

    Returns
    -------
    Exposures
        NaN where any weight is.

    Examples
    --------
    >>> import numpy as np
    >>> found = exposures(np.array([0.5, 0.25, -0.5, -0.25]), ["A", "B", "C", "C"])
    >>> found.gross, found.net, found.largest
    (1.5, 0.0, ('C', -0.75))
    """
    sums: dict[str, float] = {}
    for group, weight in zip(groups, weights.tolist(), strict=True):
        sums[group] = sums.get(group, 0.0) + weight
    largest = max(sums, key=lambda group: abs(sums[group]), default="")
    is_held = bool(np.any(weights != 0.0)) and bool(np.isfinite(weights).all())
    return Exposures(
        gross=float(np.abs(weights).sum()),
        net=float(weights.sum()),
        largest=(largest, sums[largest]) if is_held else ("", np.nan),
    )
