"""What the store knows of its prices that their numbers alone do not show."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from screener.prices.until import last_on
from screener.records.price_store import Asked, Revision, RevisionKind
from screener.records.prices import Bars, FetchOutcome, Finding, Received

# Told for a month, which is four weekly reviews; the store keeps them all.
_ALARM_AGE = dt.timedelta(days=30)
# Settled volumes, splits and dividends are what prices do; these are what somebody should look at.
_ALARMS = {RevisionKind.REVISION: "revised", RevisionKind.WITHDRAWN: "withdrawn"}


def alarms(revisions: Sequence[Revision], start_on: dt.date, until_at: dt.datetime) -> Iterator[Finding]:
    """Yield the changes of the last month that somebody should look at, but for sessions that came back.

    Parameters
    ----------
    revisions : sequence of Revision
    start_on : date
    until_at : datetime
        Changes of other sessions are not told.
    """
    back = [each for each in revisions if each.kind is RevisionKind.FILLED]
    for each in revisions:
        is_recent = until_at - _ALARM_AGE <= each.noted_at
        is_inside = each.last_on >= start_on and each.first_on <= last_on(until_at)
        came_back = each.kind is RevisionKind.WITHDRAWN and any(_covers(later, each) for later in back)
        if each.kind in _ALARMS and is_recent and is_inside and not came_back:
            message = f"in the answer of {each.noted_at:%Y-%m-%d}: {each.message}"
            yield Finding(each.ticker, _ALARMS[each.kind], each.first_on, each.last_on, each.n_sessions, message)


def _covers(later: Revision, earlier: Revision) -> bool:
    return (
        later.ticker == earlier.ticker
        and later.noted_at > earlier.noted_at
        and later.first_on <= earlier.first_on
        and later.last_on >= earlier.last_on
    )


def not_refreshed(pulled: Mapping[str, Received], asked: Mapping[str, Asked]) -> Iterator[Finding]:
    """Yield tickers with prices whose last asking was refused or failed, and why."""
    for ticker, received in pulled.items():
        last = asked[ticker]
        if last.last_outcome in (FetchOutcome.FAILED, FetchOutcome.RATE_LIMITED) and len(received.bars.session_on):
            ends_on = _last_on(received.bars)
            said = f"{last.last_outcome.value} on {last.last_at:%Y-%m-%d}: {last.last_reason}; pull again"
            yield Finding(ticker, "not_refreshed", ends_on, ends_on, 0, said)


def unused(imported: Mapping[str, Received], pulled: Mapping[str, Received]) -> Iterator[Finding]:
    """Yield tickers that were imported and have prices of Yahoo too: one source a ticker, so the file is not used."""
    for ticker in imported.keys() & pulled.keys():
        file, yahoo = imported[ticker].bars, pulled[ticker].bars
        if len(file.session_on):
            said = (
                f"{len(file.session_on)} imported sessions to {_last_on(file)} are not used, Yahoo's "
                f"{len(yahoo.session_on)} are; if it is another company there, use --source csv:FOLDER"
            )
            yield Finding(
                ticker, "import_unused", file.session_on[0].astype(object), _last_on(file), len(file.session_on), said
            )


def _last_on(bars: Bars) -> dt.date:
    last: np.datetime64 = bars.session_on[-1]
    found: dt.date = last.astype(object)
    return found
