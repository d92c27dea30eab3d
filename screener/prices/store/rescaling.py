"""Which new splits or dividends a source has applied to the past, and by what factor."""

from dataclasses import dataclass

import numpy as np

from screener.prices.store.nearness import ratio
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

    A source may list an action and rescale nothing, or have rescaled before it lists it. So each action counts as
    applied when the median of ``moved`` before it, back to the action before, is nearer to the level after it times
    ``step`` than to that level itself. With no session between two actions the earlier counts as applied.

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
    factor = np.ones(len(session_on))
    applied = np.zeros(len(action_on), dtype=np.bool_)
    edges = np.searchsorted(session_on, action_on)
    level = 1.0
    for each in range(len(action_on) - 1, -1, -1):
        if not edges[each] or not np.isfinite(step[each]) or step[each] <= 0:
            continue
        before = slice(edges[each - 1] if each else 0, edges[each])
        seen = moved[before][np.isfinite(moved[before])]
        expected = level * step[each]
        if not len(seen) or _distance(seen, expected) < _distance(seen, level):
            level, applied[each] = expected, True
        factor[: edges[each]] = level
    return Rescaling(factor, applied)


def _distance(seen: Floats, level: float) -> float:
    return abs(float(np.log(np.median(seen) / level)))


def dividend_steps(fresh: Bars, dividend_on: Dates, dividend: Floats) -> Floats:
    """Return 1 - D / C of each dividend, with C the last close before its ex-date; NaN where there is none."""
    priced = np.flatnonzero(np.isfinite(fresh.close) & (fresh.close > 0))
    place = np.searchsorted(fresh.session_on[priced], dividend_on) - 1
    steps = np.full(len(dividend), np.nan)
    has_close = place >= 0
    steps[has_close] = 1 - ratio(dividend[has_close], fresh.close[priced[place[has_close]]])
    return steps
