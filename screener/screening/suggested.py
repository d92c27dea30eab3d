"""How much of each name a screen suggests to hold, under the thesis's own rules."""

from collections.abc import Sequence

import numpy as np

from screener.calc.books.holdings import History, is_hedged
from screener.calc.books.weights import target_weights
from screener.calc.response.composition import BasketShape
from screener.records.prices import Floats
from screener.records.screen import Signal
from screener.records.thesis import Thesis
from screener.screening.board import Board

_HELD: dict[Signal, float] = {"enter": 1.0, "hold": 1.0, "reduce": 0.5}


def suggested_weights(thesis: Thesis, board: Board, signals: Sequence[Signal], row: int) -> Floats:
    """Return the weight of each name by its signal.

    Parameters
    ----------
    thesis : Thesis
        Its weighting, legs, cap, hedge and gross are followed; a candidate joins the leg it belongs to, or one of its
        own that counts like any other.
    board : Board
    signals : sequence of Signal, length J
        ``enter`` and ``hold`` count whole, ``reduce`` by half, the others not at all.
    row : int
        Volatility and betas are those known at its close.

    Returns
    -------
    array of shape (J,), over NAV, signed
        Long weights add up to half the gross, short ones to minus that, or to what the hedge makes of it; a one-sided
        thesis adds up to 1. All 0 where a side has nobody to hold.
    """
    share = np.array([_HELD.get(signal, 0.0) for signal in signals])
    sides = {leg.name: leg for leg in thesis.legs}
    held = [1.0 if side == "long" else -1.0 for side in thesis.sides]
    leg_sides = [board.sides[board.leg_of == place][0] for place in range(len(board.legs))]
    shape = BasketShape(
        leg_of=board.leg_of,
        weight=np.array([each.weight for each in board.names]) * np.where(share > 0.0, share, 1.0),
        leg_weight=np.array(
            [
                (sides[leg].weight if leg in sides else _usual(thesis, side)) * (side in held)
                for leg, side in zip(board.legs, leg_sides, strict=True)
            ]
        ),
        leg_sign=np.where(np.array(leg_sides) < 0.0, -1.0, 1.0) if len(held) == 2 else np.ones(len(board.legs)),
    )
    wanted = (share > 0.0) & np.isin(board.sides, held)
    history = History(board.estimation, board.regressors, board.n_benchmarks)
    at = np.array([row], dtype=np.int64)
    targets = target_weights(
        shape,
        wanted,
        thesis.rules,
        volatility=history.volatility(at)[0] if thesis.rules.weighting == "inverse_vol" else None,
        betas=history.betas(at)[0] if is_hedged(thesis.rules, shape) else None,
    )
    sign = -1.0 if thesis.held_basket == "short" else 1.0
    return np.asarray(sign * targets.weights)


def _usual(thesis: Thesis, side: float) -> float:
    """Return the weight of a leg that the note does not have: the mean of those on its side."""
    own = [leg.weight for leg in thesis.legs if (leg.side == "long") == (side > 0.0)]
    return sum(own) / len(own) if own else 1.0


def whole_shares(weight: float, capital: float, close: float) -> int:
    """Return how many whole shares a weight buys, towards zero.

    Examples
    --------
    >>> whole_shares(0.1, 10_000.0, 300.0), whole_shares(-0.1, 10_000.0, 300.0)
    (3, -3)
    """
    # What is a whole number but for rounding is one.
    return int(round(weight * capital / close, 9))
