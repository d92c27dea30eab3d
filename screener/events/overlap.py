"""Events whose windows share a session."""

from collections.abc import Sequence

import numpy as np

from screener.records.prices import Integers
from screener.records.thesis import Window


def overlaps(session_index: Integers, window: Window, event_ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Name, for each event, the other events whose windows share a session with its own.

    Two windows ``day 0 + start .. day 0 + end`` share a session when their days 0 are at most ``end - start``
    sessions apart, so events of one event day always do.

    Parameters
    ----------
    session_index : array of shape (E,)
        Panel row of each event's day 0; negative for an event that has none, which overlaps nothing.
    window : Window
        The window all events have.
    event_ids : sequence of str, length E
        What the answer names them by.

    Returns
    -------
    tuple of tuple of str, length E
        By day 0, then in the order given.
    """
    order = np.argsort(session_index, kind="stable")
    rows = session_index[order]
    reach = window.end - window.start
    first = np.searchsorted(rows, np.maximum(session_index - reach, 0), side="left")
    last = np.searchsorted(rows, session_index + reach, side="right")
    return tuple(
        tuple(event_ids[k] for k in order[first[i] : last[i]] if k != i) if session_index[i] >= 0 else ()
        for i in range(len(event_ids))
    )
