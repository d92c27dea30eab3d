"""Two tickers with the same prices."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from screener.prices.checks.prints import price_of
from screener.prices.checks.runs import runs
from screener.prices.session_dates import matches
from screener.records.prices import Bars, Dates, Finding, Floats

# A month: two share classes or two funds on one index agree on a day or two by chance, never on 20 in a row.
SESSIONS = 20
# Two shells that both stand at 10.00 are no twins: half of the run must move.
LEAST_MOVES = 10


def twins(all_bars: Sequence[Bars]) -> tuple[Finding, ...]:
    """Find pairs of tickers with exactly the same closes on 20 or more consecutive common sessions.

    Yahoo's client has answered with another company's prices. One finding a pair, of the ticker that stands later in
    ``all_bars``; constant runs do not count. Of three alike, neighbours are named.

    Parameters
    ----------
    all_bars : sequence of Bars
        Closes are compared where a ticker has any, else adjusted closes.
    """
    findings = []
    for first, second in _candidates(all_bars):
        found = _twin(all_bars[first], all_bars[second])
        if found is not None:
            findings.append(found)
    return tuple(findings)


def _candidates(all_bars: Sequence[Bars]) -> list[tuple[int, int]]:
    """Return pairs that share enough closes on the same dates to be worth a closer look."""
    if not all_bars:
        return []
    # One sort of everything by date, then price: equal closes of a day are neighbours.
    dates = np.concatenate([bars.session_on for bars in all_bars])
    prices = np.concatenate([price_of(bars) for bars in all_bars])
    ticker = np.repeat(np.arange(len(all_bars)), [len(bars.session_on) for bars in all_bars])
    order = np.lexsort((ticker, prices, dates))
    dates, prices, ticker = dates[order], prices[order], ticker[order]
    same = np.flatnonzero((dates[1:] == dates[:-1]) & (prices[1:] == prices[:-1]))
    pairs = Counter(zip(ticker[same].tolist(), ticker[same + 1].tolist(), strict=True))
    # A third ticker at the same price may stand between two twins on some days: half of the days are enough to look.
    return sorted(pair for pair, count in pairs.items() if count >= SESSIONS // 2)


def _twin(first: Bars, second: Bars) -> Finding | None:
    session_on, ours, theirs = _common(first, second)
    starts, pasts = runs(ours == theirs)
    moved = np.concatenate([[0], np.cumsum(np.diff(ours) != 0)]) if len(ours) else np.zeros(1)
    long = (pasts - starts >= SESSIONS) & (moved[pasts - 1] - moved[starts] >= LEAST_MOVES)
    if not long.any():
        return None
    starts, pasts = starts[long], pasts[long]
    count = int((pasts - starts).sum())
    return Finding(
        second.ticker,
        "twin",
        session_on[starts[0]].astype(object),
        session_on[pasts[-1] - 1].astype(object),
        count,
        f"{second.ticker} and {first.ticker} have the same close on {count} sessions: one company under two tickers, "
        "or one of them has the other's prices; fetch both again",
    )


def _common(first: Bars, second: Bars) -> tuple[Dates, Floats, Floats]:
    """Return dates and prices on which both have one."""
    place, found = matches(second.session_on, first.session_on)
    ours, theirs = price_of(first)[found], price_of(second)[place[found]]
    priced = np.isfinite(ours) & np.isfinite(theirs)
    return first.session_on[found][priced], ours[priced], theirs[priced]
