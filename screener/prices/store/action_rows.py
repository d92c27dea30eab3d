"""Dividends and splits as single rows, and back."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np

from screener.prices.store.days import day_counts
from screener.records.prices import Actions

ActionKind = Literal["dividend", "split"]


class ActionRow(NamedTuple):
    """One dividend or split; ``day`` counts from 1970-01-01."""

    kind: ActionKind
    day: int
    value: float


def action_rows(actions: Actions | None) -> tuple[ActionRow, ...]:
    """Return all dividends, then all splits."""
    if actions is None:
        return ()
    dividends = zip(day_counts(actions.dividend_on), actions.dividend.tolist(), strict=True)
    splits = zip(day_counts(actions.split_on), actions.split.tolist(), strict=True)
    return (
        *(ActionRow("dividend", day, value) for day, value in dividends),
        *(ActionRow("split", day, value) for day, value in splits),
    )


def actions_of(rows: Iterable[ActionRow]) -> Actions:
    """Return the actions that the rows make up, in order of date."""
    ordered = sorted(rows, key=lambda row: row.day)
    dividends = [row for row in ordered if row.kind == "dividend"]
    splits = [row for row in ordered if row.kind == "split"]
    return Actions(
        np.array([row.day for row in dividends], dtype="datetime64[D]"),
        np.array([row.value for row in dividends], dtype=np.float64),
        np.array([row.day for row in splits], dtype="datetime64[D]"),
        np.array([row.value for row in splits], dtype=np.float64),
    )
