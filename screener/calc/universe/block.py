"""What goes into and comes out of scoring one block of a universe's columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window
from screener.records.universe import Levels, NameOutcome

OUTCOMES = tuple(NameOutcome)


@dataclass(frozen=True, slots=True)
class Plan:
    """What all names of one kind are scored with.

    Parameters
    ----------
    regressors : array of shape (T, q), decimal per session
        Benchmarks, with their lag for names that close early.
    day_rows : array of shape (E,), int
        Panel rows of the event days, distinct and increasing.
    rings : tuple of W arrays of int
        Rows around which the calendar is shifted, see :func:`screener.calc.universe.ring.ring_rows`.
    masked : array of shape (T,)
        Sessions left out of every fit.
    windows : tuple of W Window
    model : EventModel
    """

    regressors: Floats
    day_rows: Integers
    rings: tuple[Integers, ...]
    masked: Bools
    windows: tuple[Window, ...]
    model: EventModel


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of a universe, ready to be sent to another process.

    Parameters
    ----------
    plan : Plan
    columns : array of shape (n,), int
        Which columns of the universe they are.
    level : array of shape (T, n)
    closed : array of shape (T, n) or None
        None where no listing's exchange is closed on any session.
    """

    plan: Plan
    columns: Integers
    level: Levels
    closed: Bools | None


@dataclass(frozen=True, slots=True)
class WindowScan:
    """N names for one window.

    Parameters
    ----------
    outcome : array of shape (N,), int
        Place in :data:`OUTCOMES`.
    n_event_days, n_placebo : array of shape (N,), int
    caar, placebo_mean : array of shape (N,), decimal
    t_event, p_event, z_placebo, p_placebo : array of shape (N,)
        NaN unless used.
    is_overlapping : array of shape (N,)
    event_car : array of shape (N, E), decimal
        CAR less the name's ring mean on each event day; NaN where the name cannot be scored.
    """

    outcome: Integers
    n_event_days: Integers
    n_placebo: Integers
    caar: Floats
    placebo_mean: Floats
    t_event: Floats
    p_event: Floats
    z_placebo: Floats
    p_placebo: Floats
    is_overlapping: Bools
    event_car: Floats


@dataclass(frozen=True, slots=True)
class ShiftCounts:
    """What the used names of any number of blocks did on all T shifts of one window; counts add up exactly.

    Parameters
    ----------
    weights : array of shape (C,), int
        See :func:`screener.calc.universe.false_discovery.placebo_weights`.
    n_beyond, n_valid : array of shape (T,), int
        Names whose statistic is large, and names with one, on each shift; 0 is the real calendar.
    """

    weights: Integers
    n_beyond: Integers
    n_valid: Integers


@dataclass(frozen=True, slots=True)
class BlockScan:
    """N names scored.

    Parameters
    ----------
    columns : array of shape (N,), int
        Which columns of the universe they are.
    first_row, last_row, n_prints : array of shape (N,), int
        First and last print, and how many there are.
    n_implausible : array of shape (N,), int
        Returns left out for their size, see :mod:`screener.calc.universe.implausible`.
    has_closed_session : array of shape (N,)
        The listing's exchange was closed on a session of an event window.
    windows : tuple of W WindowScan
    counts : tuple of W ShiftCounts
    """

    columns: Integers
    first_row: Integers
    last_row: Integers
    n_prints: Integers
    n_implausible: Integers
    has_closed_session: Bools
    windows: tuple[WindowScan, ...]
    counts: tuple[ShiftCounts, ...]


def merged(scans: Sequence[BlockScan]) -> BlockScan:
    """Put blocks together, names in the order of their columns."""
    order = np.argsort(np.concatenate([scan.columns for scan in scans]), kind="stable")

    def joined(parts: Sequence[BlockScan] | Sequence[WindowScan], name: str) -> np.ndarray:
        return np.asarray(np.concatenate([getattr(part, name) for part in parts])[order])

    windows = tuple(
        WindowScan(*(joined(parts, each.name) for each in fields(WindowScan)))
        for parts in zip(*(scan.windows for scan in scans), strict=True)
    )
    counts = tuple(
        ShiftCounts(*(sum(getattr(part, each.name) for part in parts) for each in fields(ShiftCounts)))
        for parts in zip(*(scan.counts for scan in scans), strict=True)
    )
    return BlockScan(
        columns=joined(scans, "columns"),
        first_row=joined(scans, "first_row"),
        last_row=joined(scans, "last_row"),
        n_prints=joined(scans, "n_prints"),
        n_implausible=joined(scans, "n_implausible"),
        has_closed_session=joined(scans, "has_closed_session"),
        windows=windows,
        counts=counts,
    )
