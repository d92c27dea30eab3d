"""Prints on days on which the exchange was closed."""

import numpy as np

from screener.prices.checks.prints import Prints
from screener.records.prices import Finding


def off_session(prints: Prints) -> list[Finding]:
    """Find prints of dates that are no session, one finding a ticker; Yahoo fills Korea's holidays so."""
    off = np.flatnonzero(~prints.on_session)
    if not len(off):
        return []
    before = np.maximum(off - 1, 0)
    filler = (prints.price[off] == prints.price[before]) & (off > 0)
    if prints.volume is not None:
        filler &= prints.volume[off] == 0
    return [
        prints.finding(
            "off_session",
            prints.session_on[off[0]],
            prints.session_on[off[-1]],
            len(off),
            f"{len(off)} price{'s' * (len(off) > 1)} on days on which the exchange was closed, "
            f"{np.count_nonzero(filler)} of them the price before without volume; if those are all, nothing is wrong, "
            "else the calendar or the dates are",
        )
    ]
