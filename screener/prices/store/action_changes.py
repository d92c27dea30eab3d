"""How the dividends and splits of two answers differ."""

from dataclasses import dataclass

import numpy as np

from screener.prices.store.action_rows import ActionRow, action_rows, actions_of
from screener.prices.store.days import days
from screener.prices.store.nearness import within
from screener.records.prices import Actions, Received

# A split divides earlier dividends too, and sources round the quotient to some decimals.
_RESCALED_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class ActionChanges:
    """What an answer says anew about dividends and splits.

    Parameters
    ----------
    new : Actions
        Listed for the first time.
    superseded, written : tuple of ActionRow
        Rows that no longer stand, and rows that now do.
    corrected : tuple of (ActionRow, ActionRow or None)
        Rows held with what they became, None when no longer listed; a dividend that only a split divided is none.
    """

    new: Actions
    superseded: tuple[ActionRow, ...]
    written: tuple[ActionRow, ...]
    corrected: tuple[tuple[ActionRow, ActionRow | None], ...]


def action_changes(held: Received, fresh: Received) -> ActionChanges:
    """Compare the actions from the first date that ``fresh`` was asked for."""
    from_day = days(fresh.from_on)
    was = {(row.kind, row.day): row for row in action_rows(held.bars.actions) if row.day >= from_day}
    now = {(row.kind, row.day): row for row in action_rows(fresh.bars.actions)}
    new = actions_of(row for key, row in now.items() if key not in was)
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
        if successor is None or not _is_divided(row, successor, new):
            corrected.append((row, successor))
    return ActionChanges(new, tuple(superseded), tuple(written), tuple(corrected))


def _same(one: float, other: float) -> bool:
    return bool(within(np.array([one]), np.array([other]))[0])


def _is_divided(row: ActionRow, successor: ActionRow, new: Actions) -> bool:
    if row.kind == "split":
        return False
    later = new.split[new.split_on > np.datetime64(row.day, "D")]
    expected = np.array([row.value]) / np.prod(later)
    return bool(within(np.array([successor.value]), expected, _RESCALED_TOLERANCE)[0]) and len(later) > 0
