"""From tickers to prices in the store: what is due is asked for, and every answer is kept or its reason told."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

from screener.errors import PriceError
from screener.file_lock import LockTimeoutError, locked
from screener.prices.finished import finished, last_finished_on
from screener.prices.store.price_store import PriceStore
from screener.prices.yahoo.fetch import fetch
from screener.prices.yahoo.wire import Ask, Job, Pause
from screener.records.fetching import FetchSettings
from screener.records.price_store import Asked
from screener.records.prices import YAHOO, Fetched, FetchOutcome, Received
from screener.records.pulling import Pull, Pulled
from screener.sessions.calendar import ExchangeSessions, sessions
from screener.sessions.listings import Exchanges

# An answer older than this is due whatever the calendar says.
_LOOK_BACK = dt.timedelta(days=60)
# A bar that Yahoo brings late comes within days; a ticker that ended is not asked for every hour.
_LATE_PAUSE = dt.timedelta(hours=1)
_LATE_DAYS = np.timedelta64(7, "D")
_LOOK_AHEAD = dt.timedelta(days=7)

OwnSessions = Callable[[str], ExchangeSessions | None]


class Listener(Protocol):
    """Who is told how far a pull is."""

    def expect(self, n_steps: int) -> None:
        """So many tickers will be asked for."""
        ...

    def advance(self, what: str) -> None:
        """One of them has its answer."""
        ...

    def say(self, what: str) -> None:
        """Why nothing moves."""
        ...


def pull(
    wanted: Mapping[str, dt.date],
    store_path: Path,
    exchanges: Exchanges,
    settings: FetchSettings,
    asked_at: dt.datetime,
    cache_folder: Path,
    listener: Listener,
    *,
    accept: bool = False,
) -> Pull:
    """Ask Yahoo for what is due and keep it.

    Parameters
    ----------
    wanted : mapping
        Ticker to the first date wanted of it.
    store_path : Path
        Made if missing.
    exchanges : Exchanges
    settings : FetchSettings
    asked_at : datetime
        Aware; only sessions over by then are kept.
    cache_folder : Path
    listener : Listener
    accept : bool
        Keep also what contradicts the prices held.

    Raises
    ------
    PriceError
        The store cannot be used, or another pull holds it for longer than the deadline.

    Notes
    -----
    A ticker is due when a session of its exchange has ended since its last answer, or when an earlier start is wanted.
    It is then asked for whole, in one request, as a re-read of a few days would be: so no two scales are ever joined,
    and a split or correction is seen however far back it lies.

    One pull at a time uses a store; one that waited finds little or nothing left to ask.
    """
    sessions_of = own_sessions(exchanges, asked_at, cache_folder)
    with PriceStore.open(store_path) as store:
        asked = store.asked(YAHOO, wanted)
        if not any(_due(wanted, asked, sessions_of, asked_at)):
            return Pull(YAHOO, asked_at, tuple(_known(ticker, asked[ticker]) for ticker in wanted))
        listener.say("waiting for another pull")
        try:
            with locked(store_path, settings.deadline_s):
                # Another pull may have brought it all while this one waited.
                asked = store.asked(YAHOO, wanted)
                pulled = {ticker: _known(ticker, found) for ticker, found in asked.items()}
                asks = tuple(_due(wanted, asked, sessions_of, asked_at))
                listener.expect(len(asks))
                listener.say("asking Yahoo")
                job = Job(asks, asked_at, cache_folder / YAHOO, settings)
                for found in _kept(job, store, sessions_of, listener, accept=accept):
                    pulled[found.ticker] = found
        except LockTimeoutError:
            raise PriceError(
                f"another pull has held {store_path} for {settings.deadline_s:g} s; "
                "wait for it, use --offline, or name another --store"
            ) from None
    return Pull(YAHOO, asked_at, tuple(pulled[ticker] for ticker in wanted))


def _known(ticker: str, asked: Asked) -> Pulled:
    """Say how a ticker stands that is not due: as its last settled answer left it, whatever failed since."""
    if asked.settled_outcome is None:
        return Pulled(ticker, asked.last_outcome, asked.last_reason, is_asked=False)
    return Pulled(ticker, asked.settled_outcome, asked.settled_reason, is_asked=False)


def _due(
    wanted: Mapping[str, dt.date], asked: Mapping[str, Asked], sessions_of: OwnSessions, asked_at: dt.datetime
) -> Iterator[Ask]:
    """Yield the tickers for which Yahoo may have something that the store has not."""
    for ticker, from_on in wanted.items():
        last = asked.get(ticker)
        if last is None or last.last_settled_at is None or last.from_on is None:
            yield Ask(ticker, from_on)
            continue
        own = sessions_of(ticker)
        # An answer older than the sessions looked at compares as NaT, which is never at or after anything.
        has_all = last_finished_on(own, asked_at) <= last_finished_on(own, last.last_settled_at)
        if not has_all or from_on < last.from_on or _is_late(last, own, asked_at):
            yield Ask(ticker, min(from_on, last.from_on))


def _is_late(last: Asked, own: ExchangeSessions | None, asked_at: dt.datetime) -> bool:
    """Tell whether Yahoo left out the last session when asked, and an hour has passed since."""
    if last.last_settled_at is None or last.held_to_on is None or asked_at - last.last_settled_at < _LATE_PAUSE:
        return False
    behind = last_finished_on(own, last.last_settled_at) - np.datetime64(last.held_to_on)
    return bool(np.timedelta64(0, "D") < behind <= _LATE_DAYS)


def _kept(
    job: Job, store: PriceStore, sessions_of: OwnSessions, listener: Listener, *, accept: bool
) -> Iterator[Pulled]:
    """Ask, keep each answer as it comes, and say what became of it."""
    from_on = {ask.ticker: ask.from_on for ask in job.asks}
    for message in fetch(job):
        if isinstance(message, Pause):
            listener.say(f"{message.why}: waiting {message.wait_s:.0f} s")
            continue
        fetched = finished_only(message, sessions_of, job.fetched_at)
        if fetched.received is None:
            store.note(fetched, YAHOO, job.fetched_at, from_on[fetched.ticker])
            yield Pulled(fetched.ticker, fetched.outcome, fetched.reason)
        else:
            yield keep(store, fetched.received, accept=accept)
        listener.advance(fetched.ticker)


def keep(store: PriceStore, received: Received, *, accept: bool) -> Pulled:
    """Keep one answer and say what became of it; one that the store refuses is ``failed``."""
    kept = store.keep(received, accept=accept)
    if kept.refused:
        return Pulled(kept.ticker, FetchOutcome.FAILED, f"{kept.refused}; --accept stores it")
    return Pulled(kept.ticker, FetchOutcome.OK, n_new=kept.n_new, revisions=kept.revisions)


def finished_only(fetched: Fetched, sessions_of: OwnSessions, asked_at: dt.datetime) -> Fetched:
    """Return an answer without the session that was running when it was asked for."""
    if fetched.received is None:
        return fetched
    bars = finished(fetched.received.bars, sessions_of(fetched.ticker), asked_at)
    if not len(bars.session_on):
        return Fetched(fetched.ticker, FetchOutcome.EMPTY, "its first session is not over yet")
    return replace(fetched, received=replace(fetched.received, bars=bars))


def own_sessions(
    exchanges: Exchanges, at: dt.datetime, cache_folder: Path, from_on: dt.date | None = None
) -> OwnSessions:
    """Return a function from a ticker to its exchange's sessions around an instant, None for an unknown exchange.

    They begin on ``from_on``, if it is given.
    """
    span = from_on or at.date() - _LOOK_BACK, at.date() + _LOOK_AHEAD

    @cache
    def of(mic: str) -> ExchangeSessions:
        return sessions(mic, *span, cache_folder)

    def sessions_of(ticker: str) -> ExchangeSessions | None:
        exchange = exchanges.of(ticker)
        return None if exchange is None else of(exchange.mic)

    return sessions_of
