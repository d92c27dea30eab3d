"""The work on a universe, laid out in blocks of columns that are scored alike."""

from collections.abc import Iterator

import numpy as np

from screener.calc.market import with_lag
from screener.calc.universe.block import Block, Plan
from screener.calc.universe.ring import ring_rows
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window
from screener.records.universe import Universe

# 3,000 sessions of 256 names are 6 MB an array: enough to keep a core busy, and little to send.
BLOCK_SIZE = 256


def plans(
    universe: Universe,
    market: Floats,
    day_rows: Integers,
    masked: Bools,
    windows: tuple[Window, ...],
    model: EventModel,
    first: int = 0,
) -> tuple[Plan, Plan]:
    """Return what names are scored with: those that trade beside the benchmark, and those that close early.

    Parameters
    ----------
    universe : Universe
    market : array of shape (T, B), decimal per session
        Returns of the benchmarks.
    day_rows : array of shape (E,), int
        Rows of the event days, distinct and increasing.
    masked : array of shape (T,)
        Sessions left out of every fit.
    windows : tuple of W Window
    model : EventModel
    first : int
        Rows before it are neither event days nor shifts.

    Returns
    -------
    tuple of two Plan
        A listing that closes before the benchmark opens answers one session later, so the benchmarks' returns of the
        session before are regressors too (Dimson 1979, lag only). Here only such listings have them: a universe is no
        basket, whose names need one right-hand side. The ring is the same for both.
    """
    lagged = with_lag(market)
    widest = lagged if universe.closes_early.any() else market
    rings = ring_rows(widest, windows, model, masked, first)
    plain, early = (Plan(each, day_rows, rings, masked, windows, model) for each in (market, lagged))
    return plain, early


def blocks(universe: Universe, plain: Plan, early: Plan, block_size: int = BLOCK_SIZE) -> Iterator[Block]:
    """Cut the universe's columns into blocks; prices are copied only as a block is taken."""
    for plan, columns in _parts(universe, plain, early, block_size):
        closed = None if universe.closed is None else universe.closed[:, columns]
        yield Block(plan, columns, universe.level[:, columns].copy(order="C"), closed)


def n_blocks(universe: Universe, plain: Plan, early: Plan, block_size: int = BLOCK_SIZE) -> int:
    """Return how many blocks there are."""
    return sum(1 for _ in _parts(universe, plain, early, block_size))


def _parts(universe: Universe, plain: Plan, early: Plan, block_size: int) -> Iterator[tuple[Plan, Integers]]:
    for plan, chosen in ((plain, ~universe.closes_early), (early, universe.closes_early)):
        columns = np.flatnonzero(chosen).astype(np.int64)
        for start in range(0, len(columns), block_size):
            yield plan, columns[start : start + block_size]
