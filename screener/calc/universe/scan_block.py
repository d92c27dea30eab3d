"""One block of a universe's columns, scored on every session and on the event days."""

import numpy as np

from screener.calc.inference.event_tests import mask_correction
from screener.calc.response.around_events import around_events
from screener.calc.response.composition import usability
from screener.calc.response.every_session import every_session
from screener.calc.returns import estimation_returns, simple_returns
from screener.calc.universe.block import OUTCOMES, Block, BlockScan, Plan, ShiftCounts, WindowScan
from screener.calc.universe.false_discovery import placebo_weights
from screener.calc.universe.implausible import implausible
from screener.calc.universe.joint_shifts import MIN_SHIFTS, joint_shifts
from screener.calc.universe.name_tests import name_tests
from screener.records.prices import Bools, Floats, Integers
from screener.records.study import MIN_EVENT_DAYS
from screener.records.thesis import Window
from screener.records.universe import NameOutcome

# Names whose placebo statistic is beyond it are counted on every shift.
BEYOND = 2.0
# A CAR below it is what rounding left of nothing: the benchmark's own, or that of a price that never moves.
_NOTHING = 1e-12


def scan_block(block: Block) -> BlockScan:
    """Score every name of a block.

    Returns
    -------
    BlockScan
        Placebos come from running sums over all sessions; what is said of the event days themselves from a fit in two
        passes. A name is scored on an event day as in the study: it has enough estimation returns, and no return is
        missing in any event window that is over. Implausible returns count as missing.
    """
    plan = block.plan
    returns = simple_returns(block.level.astype(np.float64))
    is_implausible = implausible(returns)
    returns[is_implausible] = np.nan
    estimation = returns if block.closed is None else estimation_returns(returns, block.closed)
    estimation = np.where(plan.masked[:, None], np.nan, estimation)
    known = usability(returns, estimation, plan.windows, plan.model)
    anywhere = every_session(returns, estimation, plan.regressors, plan.windows, plan.model)
    around = around_events(returns, estimation, plan.regressors, plan.day_rows, plan.windows, plan.model)
    windows, counts = [], []
    for w, ring in enumerate(plan.rings):
        in_ring = np.isin(plan.day_rows, ring)[:, None]
        found, counted = _scan_window(
            plan,
            w,
            car=_measured(anywhere.car[ring, :, w], known.usable[ring]),
            event_car=_measured(around.car[:, :, w], in_ring & known.usable[plan.day_rows]),
            lacks_history=in_ring & ~known.has_history[plan.day_rows],
        )
        windows.append(found)
        counts.append(counted)
    first, last, n_prints = _prints(block)
    return BlockScan(
        columns=block.columns,
        first_row=first,
        last_row=last,
        n_prints=n_prints,
        n_implausible=is_implausible.sum(axis=0),
        has_closed_session=_closed_around(block),
        windows=tuple(windows),
        counts=tuple(counts),
    )


def _measured(car: Floats, is_usable: Bools) -> Floats:
    """Return CARs where the name can be scored, and exactly 0 where there is none."""
    return np.where(is_usable, np.where(np.abs(car) < _NOTHING, 0.0, car), np.nan)


def _scan_window(
    plan: Plan, w: int, car: Floats, event_car: Floats, lacks_history: Bools
) -> tuple[WindowScan, ShiftCounts]:
    """Score the names for one window: ``car`` of shape (T, n) on its ring, the others of shape (E, n)."""
    ring = plan.rings[w]
    positions = np.flatnonzero(np.isin(ring, plan.day_rows)).astype(np.int64)
    masked = plan.masked if plan.model.masks_events else None
    correction = mask_correction(ring[positions], plan.windows[w], plan.model.fitted_on, masked)
    joint = joint_shifts(car, positions, correction)
    z = joint.z
    tests = name_tests(event_car, plan.day_rows, joint.ring_mean, plan.windows[w], plan.model, masked)
    outcome = _outcomes(len(positions), tests.n, joint.n_shifts, z[:, 0], lacks_history.sum(axis=0))
    used = outcome == OUTCOMES.index(NameOutcome.USED)
    scan = WindowScan(
        outcome=outcome,
        n_event_days=tests.n,
        n_placebo=joint.n_shifts,
        caar=tests.caar,
        placebo_mean=joint.ring_mean,
        t_event=np.where(used, tests.t, np.nan),
        p_event=np.where(used, tests.p, np.nan),
        z_placebo=np.where(used, z[:, 0], np.nan),
        p_placebo=np.where(used, joint.p, np.nan),
        is_overlapping=tests.is_overlapping,
        event_car=(event_car - joint.ring_mean).T,
    )
    with np.errstate(invalid="ignore"):
        n_beyond = (np.abs(z[used]) >= BEYOND).sum(axis=0)
    return scan, ShiftCounts(placebo_weights(z[used]), n_beyond, joint.valid[used].sum(axis=0))


def _outcomes(n_calendar: int, n: Integers, n_shifts: Integers, t: Floats, n_without_history: Integers) -> Integers:
    """End each name in one outcome, as its place in OUTCOMES."""
    if n_calendar < MIN_EVENT_DAYS:
        return np.full(len(n), OUTCOMES.index(NameOutcome.TOO_FEW_EVENTS), dtype=np.int64)
    n_in_gaps = n_calendar - n - n_without_history
    places: dict[NameOutcome, Bools] = {
        NameOutcome.GAP_IN_WINDOW: (n < MIN_EVENT_DAYS) & (n_in_gaps > n_without_history),
        NameOutcome.TOO_LITTLE_HISTORY: (n < MIN_EVENT_DAYS) | (np.isfinite(t) & (n_shifts < MIN_SHIFTS)),
        NameOutcome.NO_VARIATION: ~np.isfinite(t),
    }
    found = np.select(
        list(places.values()), [OUTCOMES.index(each) for each in places], OUTCOMES.index(NameOutcome.USED)
    )
    return found.astype(np.int64)


def _prints(block: Block) -> tuple[Integers, Integers, Integers]:
    """Return first and last print of each name, and how many there are."""
    printed = np.isfinite(block.level) if block.closed is None else np.isfinite(block.level) & ~block.closed
    last = len(printed) - 1 - np.argmax(printed[::-1], axis=0)
    return np.argmax(printed, axis=0).astype(np.int64), last.astype(np.int64), printed.sum(axis=0)


def _closed_around(block: Block) -> Bools:
    """Tell which listings were closed by calendar on a session of an event window, shape (n,)."""
    if block.closed is None:
        return np.zeros(len(block.columns), dtype=bool)
    longest = Window(min(each.start for each in block.plan.windows), max(each.end for each in block.plan.windows))
    rows = block.plan.day_rows[:, None] + np.arange(longest.start, longest.end + 1)
    inside = rows[(rows >= 0) & (rows < len(block.closed))]
    return np.asarray(block.closed[inside].any(axis=0))
