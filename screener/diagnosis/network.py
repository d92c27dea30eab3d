"""Whether Yahoo answers: one ticker, one week, through the one gate that asks it."""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from screener.fetch_settings import fetch_settings
from screener.prices.yahoo.fetch import fetch
from screener.prices.yahoo.wire import Ask, Job
from screener.records.diagnosis import Check
from screener.records.prices import Fetched, FetchOutcome

TICKER = "SPY"
_SPAN = dt.timedelta(days=10)
_DEADLINE_S = 30.0

_REMEDIES = {
    FetchOutcome.RATE_LIMITED: "wait some minutes; until then --offline uses the prices stored",
    FetchOutcome.FAILED: "look at the connection, the proxy or a firewall; --offline uses the prices stored",
}


def network_checks(
    environment: Mapping[str, str], written: Mapping[str, float], asked_at: dt.datetime
) -> Iterator[Check]:
    """Ask Yahoo for a few days of one ticker, once; nothing is kept.

    Parameters
    ----------
    environment, written : mapping
        The layers of ``[yahoo]``; the deadline is half a minute at most, and no attempt is repeated.
    asked_at : datetime
    """
    settings = fetch_settings(environment, written)
    settings = replace(settings, attempts=1, limit_pauses=0, deadline_s=min(settings.deadline_s, _DEADLINE_S))
    with tempfile.TemporaryDirectory() as folder:
        job = Job((Ask(TICKER, asked_at.date() - _SPAN),), asked_at, Path(folder), settings)
        answers = [message for message in fetch(job) if isinstance(message, Fetched)]
    for answer in answers:
        if answer.received is not None:
            last = answer.received.bars.session_on[-1]
            yield Check("network", "Yahoo", "ok", f"it answers: {TICKER} up to {last}")
        else:
            remedy = _REMEDIES.get(answer.outcome, "try again later; --offline uses the prices stored")
            yield Check("network", "Yahoo", "error", f"{answer.outcome}: {answer.reason}", remedy)
