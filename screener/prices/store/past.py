"""What became of the sessions that two answers have in common, session by session."""

from dataclasses import dataclass

import numpy as np

from screener.prices.store.columns import ADJ_CLOSE, CLOSE, VOLUME, table
from screener.prices.store.nearness import NOISE, identical, ratio, unit, within
from screener.prices.store.rescaling import Rescaling, applied_to, dividend_steps, rescaling, settled_steps
from screener.records.prices import Actions, Bars, Bools, Dates, Floats

# Bars settle for days after the close, by ticks; a larger or older change is news.
SETTLING_SESSIONS = 5
SETTLING = 0.01
# Spin-offs are booked with ratios of three decimals (1.323), prices may be rounded to the cent before or after.
SPLIT_TOLERANCE = 2e-3
# Sources round dividends to the cent, so a factor may be off by a part of its own size.
DIVIDEND_TOLERANCE = 0.05
# Shares are whole numbers: a rescaled volume is off by up to a share, or by rounding of the ratio.
VOLUME_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Past:
    """Sessions in common; every mask is of shape (C,).

    Parameters
    ----------
    session_on : array of shape (C,)
    replaced : array of bool
        Rows to replace: all that differ at all once anything but a settling bar differs, so that a column is never
        a mixture of two answers; else those that differ by more than noise.
    split, dividend, settled, filled, revised : arrays of bool
        Why a row differs. A row may have several reasons, ``revised`` leaves no other.
    split_factor, dividend_factor : arrays of shape (C,)
        New over old price that splits and dividends explain.
    left : array of shape (C,)
        What splits and dividends leave of new over old price, where a row moved most; NaN where no price did.
    left_of_close : array of shape (C,)
        The same of closes (adjusted ones when there are no others), NaN where they are explained.
    applied_split_on, applied_split : arrays of shape (S,)
    applied_dividend_on : array of shape (D,)
    """

    session_on: Dates
    replaced: Bools
    split: Bools
    dividend: Bools
    settled: Bools
    filled: Bools
    revised: Bools
    split_factor: Floats
    dividend_factor: Floats
    left: Floats
    left_of_close: Floats
    applied_split_on: Dates
    applied_split: Floats
    applied_dividend_on: Dates


def past(held: Bars, fresh: Bars, applicable: Actions) -> Past:
    """Compare two answers where both have sessions.

    Parameters
    ----------
    held, fresh : Bars
    applicable : Actions
        Those of ``fresh`` that prices may have been rescaled for since.
    """
    session_on, in_held, in_fresh = np.intersect1d(
        held.session_on, fresh.session_on, assume_unique=True, return_indices=True
    )
    old, now = table(held)[:, in_held], table(fresh)[:, in_fresh]
    different = ~within(now, old)
    splits, dividends, applied = _explanation(session_on, old, now, different, fresh, applicable)
    by_split, by_dividend = splits.factor, dividends.factor
    # Only closes that are split-adjusted move with a split; as traded, only adjusted closes do.
    is_adjusted = fresh.basis == "split_adjusted"
    on_close = by_split if is_adjusted else np.ones(len(session_on))
    beyond_close = by_dividend if is_adjusted else by_dividend * by_split
    expected = _expected(old, now, different, on_close, beyond_close)
    tolerance = _tolerance(by_split, by_dividend, on_close)
    explained = within(now, expected, tolerance)
    if splits.applied.any():
        explained[:VOLUME] |= np.abs(now - expected)[:VOLUME] <= _rounding(old, now, on_close)
    explained[VOLUME] |= (on_close != 1) & (np.abs(np.nan_to_num(now[VOLUME] - expected[VOLUME], nan=np.inf)) <= 1)

    gained: Bools = np.isnan(old) & ~np.isnan(now)
    lost = ~np.isnan(old) & np.isnan(now)
    settling_from = held.session_on[-SETTLING_SESSIONS:][0]
    settling = _settling(now, expected, session_on >= settling_from)
    settling[VOLUME] = ~lost[VOLUME]
    by_settling = settled_steps(session_on, held, fresh, settling_from, SETTLING)
    resettled = (by_settling != 1) & within(
        now[ADJ_CLOSE], expected[ADJ_CLOSE] * by_settling, tolerance[ADJ_CLOSE] + SETTLING * np.abs(np.log(by_settling))
    )
    settling[ADJ_CLOSE] |= resettled
    unexplained: Bools = different & ~explained & ~gained
    revised = _any_column(unexplained & ~settling)
    settled = _any_column(unexplained) & ~revised
    filled = _any_column(gained) & ~revised
    split = (by_split != 1) & ~revised
    dividend = (by_dividend != 1) & ~revised
    is_past_changed = bool((revised | split | dividend | (resettled & settled)).any())
    moved = np.where(unexplained[:VOLUME], ratio(now[:VOLUME], expected[:VOLUME]), np.nan)
    named_close = ADJ_CLOSE if np.isnan(now[CLOSE]).all() else CLOSE
    return Past(
        session_on,
        _any_column(~identical(now, old) if is_past_changed else different),
        split,
        dividend,
        settled,
        filled,
        revised,
        by_split,
        by_dividend,
        _largest(moved),
        np.where(settling[named_close], np.nan, moved[named_close]),
        *applied,
    )


def _explanation(
    session_on: Dates, old: Floats, now: Floats, different: Bools, fresh: Bars, applicable: Actions
) -> tuple[Rescaling, Rescaling, tuple[Dates, Floats, Dates]]:
    """Return what splits and what dividends explain, and which of them were applied."""
    steps = 1 / applicable.split
    close = np.where(different[CLOSE], ratio(now[CLOSE], old[CLOSE]), np.where(np.isnan(now[CLOSE]), np.nan, 1.0))
    adjusted = ratio(now[ADJ_CLOSE], old[ADJ_CLOSE])
    paid = dividend_steps(fresh, applicable.dividend_on, applicable.dividend)
    if fresh.basis == "split_adjusted":
        splits = rescaling(session_on, close, applicable.split_on, steps)
        beyond = adjusted / np.where(np.isfinite(close), close, splits.factor)
        dividends = rescaling(session_on, beyond, applicable.dividend_on, paid)
    else:
        # Adjusted closes alone show both, so their steps are judged in one order of dates.
        beyond = adjusted / np.where(np.isfinite(close), close, 1.0)
        action_on = np.concatenate([applicable.split_on, applicable.dividend_on])
        order = np.argsort(action_on, kind="stable")
        both = rescaling(session_on, beyond, action_on[order], np.concatenate([steps, paid])[order])
        applied = np.zeros(len(order), dtype=np.bool_)
        applied[order] = both.applied
        splits = applied_to(session_on, applicable.split_on, steps, applied[: len(steps)])
        dividends = applied_to(session_on, applicable.dividend_on, paid, applied[len(steps) :])
    was_split = splits.applied
    return (
        splits,
        dividends,
        (applicable.split_on[was_split], applicable.split[was_split], applicable.dividend_on[dividends.applied]),
    )


def _expected(old: Floats, now: Floats, different: Bools, on_close: Floats, beyond_close: Floats) -> Floats:
    """Return what actions make of the cells held, of shape (6, C).

    Parameters
    ----------
    old, now : arrays of shape (6, C)
    different : array of shape (6, C)
    on_close, beyond_close : arrays of shape (C,)
        New over old close that actions explain, and what of the adjusted close is left beside it.
    """
    expected = old * on_close
    moved = np.where(different[CLOSE], ratio(now[CLOSE], old[CLOSE]), 1.0)
    has_closes = np.isfinite(old[CLOSE]) & np.isfinite(now[CLOSE])
    # An adjusted close follows its close, however far that went.
    carried = np.where(has_closes & np.isfinite(moved), moved, on_close)
    expected[ADJ_CLOSE] = old[ADJ_CLOSE] * carried * beyond_close
    expected[VOLUME] = old[VOLUME] / on_close
    return expected


def _tolerance(by_split: Floats, by_dividend: Floats, on_close: Floats) -> Floats:
    """Return by what part of itself each cell of (6, C) may differ from the expected one."""
    tolerance = np.tile(np.where(by_split == 1, NOISE, SPLIT_TOLERANCE), (VOLUME + 1, 1))
    # Two noisy columns more stand behind what an adjusted close is expected to be.
    tolerance[ADJ_CLOSE] = np.maximum(tolerance[ADJ_CLOSE], 3 * NOISE) + DIVIDEND_TOLERANCE * np.abs(
        np.log(by_dividend)
    )
    tolerance[VOLUME] = np.where(on_close == 1, NOISE, VOLUME_TOLERANCE)
    return tolerance


def _settling(now: Floats, expected: Floats, is_recent: Bools) -> Bools:
    """Return which prices of (6, C) cells moved by no more than bars do that settle."""
    settling = np.zeros(now.shape, dtype=np.bool_)
    settling[:VOLUME] = within(now[:VOLUME], expected[:VOLUME], SETTLING) & is_recent
    # An adjusted close settles with its close; moving alone, its dividends have changed.
    settling[ADJ_CLOSE] &= np.isnan(now[CLOSE])
    return settling


def _rounding(old: Floats, now: Floats, on_close: Floats) -> Floats:
    """Return by how much rounding of both answers may part each price of (5, C) from its rescaled one."""
    named = ADJ_CLOSE if np.isnan(now[CLOSE]).all() else CLOSE
    half_units = (unit(old[named]) * on_close + unit(now[named])) / 2
    rounding = np.tile(half_units, (VOLUME, 1))
    # What an adjusted close is expected to be is made from two rounded closes more.
    rounding[ADJ_CLOSE] *= 2
    return rounding


def _any_column(cells: Bools) -> Bools:
    """Tell of each session of (6, C) cells whether any is set."""
    found: Bools = np.logical_or.reduce(cells, axis=0)
    return found


def _largest(moved: Floats) -> Floats:
    """Return in each column of (K, C) the ratio farthest from 1, NaN where there is none."""
    size = np.abs(np.log(moved))
    rows = np.argmax(np.where(np.isnan(size), -1.0, size), axis=0)
    largest: Floats = np.take_along_axis(moved, rows[np.newaxis], axis=0)[0]
    return largest
