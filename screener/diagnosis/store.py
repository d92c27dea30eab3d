"""The price store: its file, its age, and the tickers with problems."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from screener.errors import PriceError
from screener.price_status import FROM_ON, price_status
from screener.prices.store.schema import VERSION, is_absent, version_of
from screener.records.diagnosis import Check
from screener.records.price_status import SeriesStatus
from screener.records.prices import YAHOO, FetchOutcome
from screener.sessions.listings import Exchanges
from screener.sessions.session_cache import load

_TOPIC = "store"
# Older than this, prices are of another week.
_OLD_SESSIONS = 5
_MOST_NAMED = 8
_LOOK_AHEAD = dt.timedelta(days=7)


def store_checks(
    path: Path, source: str, exchanges: Exchanges, asked_at: dt.datetime, cache_folder: Path
) -> Iterator[Check]:
    """Yield what the price store holds and what is wrong with it.

    Parameters
    ----------
    path : Path
    source : str
        The price source in force: only ``yahoo`` needs a store.
    exchanges : Exchanges
    asked_at : datetime
    cache_folder : Path
        Ages are counted on the sessions kept here; no calendar is made for it.
    """
    if is_absent(path):
        is_needed = source == YAHOO
        remedy = "screener prices pull asks Yahoo for the prices of your active theses" if is_needed else ""
        yield Check(_TOPIC, "file", "warning" if is_needed else "ok", f"{path} is not there yet", remedy)
        return
    try:
        version, size = version_of(path), path.stat().st_size
        known = Exchanges(each for each in exchanges if _is_kept(each.mic, asked_at, cache_folder))
        found = price_status(path, None, known, asked_at, cache_folder)
    except (PriceError, OSError) as error:
        yield Check(_TOPIC, "file", "error", str(error), "screener prices pull makes a new one where there is none")
        return
    older = "" if version == VERSION else f", which the next pull brings to {VERSION}"
    yield Check(_TOPIC, "file", "ok", f"{path}, {size / 1e6:.1f} MB, version {version}{older}")
    yield _held(found, asked_at)
    yield from _troubled(found)


def _is_kept(mic: str, asked_at: dt.datetime, cache_folder: Path) -> bool:
    return load(mic, FROM_ON, asked_at.date() + _LOOK_AHEAD, cache_folder) is not None


def _held(found: Sequence[SeriesStatus], asked_at: dt.datetime) -> Check:
    fetched = [each.series.fetched_at for each in found if each.series.fetched_at is not None]
    if not fetched:
        return Check(_TOPIC, "prices", "warning", "it holds no prices", "screener prices pull")
    last = max(each.series.last_on for each in found if each.series.last_on is not None)
    days = (asked_at - max(fetched)).days
    age = "today" if days == 0 else f"{days} day{'' if days == 1 else 's'} ago"
    return Check(_TOPIC, "prices", "ok", f"{len(found)} series, the last session {last}, last asked for {age}")


def _troubled(found: Sequence[SeriesStatus]) -> Iterator[Check]:
    """Yield one line for each kind of trouble, with the tickers that have it."""
    pull, look = "screener prices pull", "screener prices status shows each"
    by_outcome: dict[FetchOutcome, list[str]] = {}
    for each in found:
        by_outcome.setdefault(each.series.asked.last_outcome, []).append(each.series.ticker)
    remedies = {
        FetchOutcome.FAILED: f"{pull}; {look} with its reason",
        FetchOutcome.RATE_LIMITED: f"wait some minutes, then {pull}",
        FetchOutcome.GONE: "correct the ticker in the note, or give it a last day: TICKER ..DATE",
        FetchOutcome.EMPTY: "correct the ticker, or ask for an earlier start: screener prices pull --since DATE",
    }
    for outcome, remedy in remedies.items():
        if outcome in by_outcome:
            yield Check(_TOPIC, f"last asked: {outcome}", "warning", _named(by_outcome[outcome]), remedy)
    old = [each.series.ticker for each in found if each.age_sessions is not None and each.age_sessions > _OLD_SESSIONS]
    if old:
        yield Check(_TOPIC, "old prices", "warning", f"over {_OLD_SESSIONS} sessions old: {_named(old)}", pull)
    counts = Counter(finding.check for each in found for finding in each.findings)
    n_tickers = sum(bool(each.findings) for each in found)
    if counts:
        said = ", ".join(f"{name} {n}" for name, n in counts.most_common())
        yield Check(_TOPIC, "quality checks", "ok", f"findings in {n_tickers} of {len(found)} series: {said}", look)


def _named(tickers: Sequence[str]) -> str:
    shown = ", ".join(tickers[:_MOST_NAMED])
    return shown if len(tickers) <= _MOST_NAMED else f"{shown} and {len(tickers) - _MOST_NAMED} more"
