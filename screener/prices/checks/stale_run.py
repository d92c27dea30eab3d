"""A close that stands still."""

import numpy as np

from screener.prices.checks.prints import Prints
from screener.prices.checks.runs import runs
from screener.records.prices import Finding

# Among 84 listings since 2015 traded shares reach 5 equal closes once, and shell companies before their merger three
# times; 6 and more come five times, from one shell with hardly a trade, so they priced nothing.
SESSIONS = 6
# With no share traded after the first close, the others are no prices at all; 3 of them are no chance.
SESSIONS_UNTRADED = 4


def stale_run(prints: Prints) -> list[Finding]:
    """Find runs of equal closes on consecutive sessions, one finding a run."""
    held = prints.on_session
    price, session_on = prints.price[held], prints.session_on[held]
    first, past = runs(price[1:] == price[:-1])
    n_sessions = past - first + 1
    untraded = np.zeros(len(price), dtype=np.int64)
    # A ticker without any volume is an index: its zeros say nothing.
    if prints.volume is not None and np.any(prints.volume > 0):
        untraded = np.cumsum(prints.volume[held] == 0)
    n_untraded = untraded[past] - untraded[first]
    stale = (n_sessions >= SESSIONS) | ((n_sessions >= SESSIONS_UNTRADED) & (n_untraded == n_sessions - 1))
    return [
        prints.finding(
            "stale_run",
            session_on[first[run]],
            session_on[past[run]],
            int(n_sessions[run]),
            f"the close stood at {price[first[run]]:.6g} for {n_sessions[run]} sessions, {n_untraded[run]} of them "
            "without volume; if others quote other prices, fetch the ticker again, else treat its returns as unpriced",
        )
        for run in np.flatnonzero(stale)
    ]
