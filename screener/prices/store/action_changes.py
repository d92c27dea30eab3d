"""How the dividends and splits of two answers differ."""

from dataclasses import dataclass

import numpy as np

from screener.prices.store.action_rows import ActionRow, action_rows, actions_of
from screener.prices.store.days import days
from screener.prices.store.nearness import ratio, within
from screener.records.prices import Actions, Bars, Received

# A split divides earlier dividends too, and sources round the quotient to some decimals.
_RESCALED_TOLERANCE = 0.01
_LAST_DECIMAL = 1.1e-6


@dataclass(frozen=True, slots=True)
class ActionChanges:
    """What an answer says anew about dividends and splits.

    Parameters
    ----------
    new : Actions
        Listed for the first time.
    applicable : Actions
        Those that prices may have been rescaled for since: the new ones, and those that the bars held do not show.
    superseded, written : tuple of ActionRow
        Rows that no longer stand, and rows that now do.
    corrected : tuple of (ActionRow, ActionRow or None)
        Rows held with what they became, None when no longer listed; a dividend that only a split divided is none.
    """

    new: Actions
    applicable: Actions
    superseded: tuple[ActionRow, ...]
    written: tuple[ActionRow, ...]
    corrected: tuple[tuple[ActionRow, ActionRow | None], ...]


def action_changes(held: Received, fresh: Received) -> ActionChanges:
    """Compare the actions from the first date that ``fresh`` was asked for."""
    from_day = days(fresh.from_on)
    was = {(row.kind, row.day): row for row in action_rows(held.bars.actions) if row.day >= from_day}
    now = {(row.kind, row.day): row for row in action_rows(fresh.bars.actions)}
    new = actions_of(row for key, row in now.items() if key not in was)
    unshown = _unshown([was[key] for key in now if key in was], held.bars)
    applicable = actions_of(row for key, row in now.items() if key not in was or was[key] in unshown)
    superseded: list[ActionRow] = []
    written: list[ActionRow] = [row for key, row in now.items() if key not in was]
    corrected: list[tuple[ActionRow, ActionRow | None]] = []
    for key, row in was.items():
        successor = now.get(key)
        if successor is not None and _same(row.value, successor.value):
            continue
        superseded.append(row)
        if successor is not None:
            written.append(successor)
        if successor is None or not _is_divided(row, successor, new, fresh.bars.actions):
            corrected.append((row, successor))
    return ActionChanges(new, applicable, tuple(superseded), tuple(written), tuple(corrected))


def _same(one: float, other: float) -> bool:
    return bool(within(np.array([one]), np.array([other]))[0])


def _is_divided(row: ActionRow, successor: ActionRow, new: Actions, listed: Actions | None) -> bool:
    """Tell whether a dividend became what later splits make of it: the new ones, or the latest few listed."""
    if row.kind == "split":
        return False
    later = [
        actions.split[actions.split_on > np.datetime64(row.day, "D")]
        for actions in (new, listed)
        if actions is not None
    ]
    divisor = np.concatenate([np.cumprod(each[::-1]) for each in later])
    expected = row.value / divisor
    # A reverse split multiplies what was rounded away before.
    tolerance = np.maximum(_RESCALED_TOLERANCE * expected, _LAST_DECIMAL * np.maximum(1, 1 / divisor))
    return bool(np.any(np.abs(successor.value - expected) <= tolerance))


def _unshown(known: list[ActionRow], bars: Bars) -> set[ActionRow]:
    """Return the actions that a source has listed and not applied to the bars, or to none that came later."""
    both = np.isfinite(bars.close) & np.isfinite(bars.adj_close)
    # As traded, closes show every split, applied or not.
    price = bars.adj_close if np.isfinite(bars.adj_close).any() else bars.close
    priced = np.isfinite(price)
    paid_on, factor, close = bars.session_on[both], ratio(bars.adj_close[both], bars.close[both]), bars.close[both]
    split_on, price = bars.session_on[priced], price[priced]
    unshown = set()
    for row in known:
        day = np.datetime64(row.day, "D")
        at = int(np.searchsorted(paid_on if row.kind == "dividend" else split_on, day))
        if day > bars.session_on[-1]:
            unshown.add(row)
        elif row.kind == "dividend" and 0 < at < len(paid_on):
            shown = (1 - factor[at - 1] / factor[at]) * close[at - 1]
            unshown |= {row} if shown < row.value / 2 else set()
        elif row.kind == "split" and 0 < at < len(split_on):
            moved, size = np.log(price[at] / price[at - 1]), np.log(row.value)
            unshown |= {row} if abs(moved + size) < abs(moved) else set()
    return unshown
