"""What an answer has to be for the store to hold it."""

import numpy as np

from screener.errors import CodeError
from screener.prices.store.columns import COLUMNS
from screener.records.prices import Dates, Received


def require_storable(received: Received) -> None:
    """Refuse an answer that breaks the promises of its records.

    Raises
    ------
    CodeError
        A column of another length, or dates that are not unique and increasing.
    """
    bars = received.bars
    _require_increasing(bars.session_on, "sessions")
    for name in COLUMNS:
        column = getattr(bars, name)
        if column is not None and column.shape != bars.session_on.shape:
            raise CodeError(f"{name} has {column.shape} values for {bars.session_on.shape} sessions")
    if bars.actions is None:
        return
    for name, dates, values in (
        ("dividends", bars.actions.dividend_on, bars.actions.dividend),
        ("splits", bars.actions.split_on, bars.actions.split),
    ):
        _require_increasing(dates, name)
        if values.shape != dates.shape:
            raise CodeError(f"{values.shape} {name} for {dates.shape} dates")


def _require_increasing(dates: Dates, name: str) -> None:
    if np.isnat(dates).any() or np.any(dates[1:] <= dates[:-1]):
        raise CodeError(f"the dates of {name} are not unique and increasing")
