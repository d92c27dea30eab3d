"""Which splits or dividends a source has applied to the past, and by what factor."""

from dataclasses import dataclass

import numpy as np

from screener.prices.store.nearness import ratio, within
from screener.records.prices import Bars, Bools, Dates, Floats


@dataclass(frozen=True, slots=True)
class Rescaling:
    """What actions make of prices held.

    Parameters
    ----------
    factor : array of shape (C,)
        New over old price that the applied actions explain.
    applied : array of shape (A,)
        Actions that some held session was rescaled for.
    """

    factor: Floats
    applied: Bools


def rescaling(session_on: Dates, moved: Floats, action_on: Dates, step: Floats) -> Rescaling:
    """Tell which actions were applied to the sessions before them.

    A source may list an action and rescale nothing, or have rescaled before it lists it. So actions count as applied
    when the median of ``moved`` before them, back to the action before, is nearest to the level after them times their
    ``step``. Actions with no session between them are judged together.

    Parameters
    ----------
    session_on : array of shape (C,)
        Sessions that both answers have, increasing.
    moved : array of shape (C,)
        New over old price; NaN where it cannot be told.
    action_on : array of shape (A,), increasing
        First session at the new price.
    step : array of shape (A,)
        Factor on earlier prices: 1/4 for a 4:1 split.
    """
    is_told = np.isfinite(moved)
    told = moved[is_told]
    n_before = np.searchsorted(session_on[is_told], action_on)
    n_before[~(np.isfinite(step) & (step > 0))] = 0
    edges = np.union1d(n_before, 0)
    applied = np.zeros(len(action_on), dtype=np.bool_)
    level = 1.0
    for begin, end in zip(edges[-2::-1], edges[:0:-1], strict=True):
        together = np.flatnonzero(n_before == end)
        applied[together] = _nearest(float(np.median(told[begin:end])) / level, step[together])
        level *= float(np.prod(step[together][applied[together]]))
    return applied_to(session_on, action_on, step, applied)


def applied_to(session_on: Dates, action_on: Dates, step: Floats, applied: Bools) -> Rescaling:
    """Return what the actions that were applied make of each session; of ``rescaling``'s shapes."""
    factor = np.ones(len(session_on))
    for edge, each in zip(np.searchsorted(session_on, action_on[applied]), step[applied], strict=True):
        factor[:edge] *= each
    return Rescaling(factor, applied)


def _nearest(moved: float, step: Floats) -> Bools:
    """Tell which actions together come nearest to ``moved``: all, none, or all but the latest or the earliest few."""
    place, n = np.arange(len(step)), len(step)
    choices = np.array([place < k for k in range(n + 1)] + [place >= k for k in range(1, n)])
    expected = np.where(choices, step, 1.0).prod(axis=1)
    nearest: Bools = choices[np.argmin(np.abs(np.log(moved / expected)))]
    return nearest


def dividend_steps(bars: Bars, dividend_on: Dates, dividend: Floats) -> Floats:
    """Return 1 - D / C of each dividend, with C the last close before its ex-date; NaN where there is none."""
    priced = np.flatnonzero(np.isfinite(bars.close) & (bars.close > 0))
    place = np.searchsorted(bars.session_on[priced], dividend_on) - 1
    steps = np.full(len(dividend), np.nan)
    has_close = place >= 0
    steps[has_close] = 1 - ratio(dividend[has_close], bars.close[priced[place[has_close]]])
    return steps


def settled_steps(session_on: Dates, held: Bars, fresh: Bars, since: np.datetime64, most: float) -> Floats:
    """Return what a close that settled before an ex-date known to both does to adjusted closes, of shape (C,).

    Parameters
    ----------
    session_on : array of shape (C,)
        Sessions that both have.
    held, fresh : Bars
    since : datetime64[D]
        First session that may settle.
    most : float
        By how much of itself a close may settle.
    """
    factor = np.ones(len(session_on))
    if held.actions is None or fresh.actions is None:
        return factor
    on: Dates = np.intersect1d(held.actions.dividend_on, fresh.actions.dividend_on, assume_unique=True)
    on = on[on > since]
    was = dividend_steps(held, on, held.actions.dividend[np.isin(held.actions.dividend_on, on)])
    now = dividend_steps(fresh, on, fresh.actions.dividend[np.isin(fresh.actions.dividend_on, on)])
    # The same dividend is another part of its close by as much as the close settled.
    settled = within(1 - now, 1 - was, most) & (ratio(now, was) > 0)
    return applied_to(session_on, on, now / was, settled).factor
