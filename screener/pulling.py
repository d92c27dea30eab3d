"""From tickers to prices and statements in the store: what is due is asked for, every answer or its reason is kept."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

from screener.errors import PriceError
from screener.file_lock import LockTimeoutError, locked
from screener.prices.finished import finished, last_finished_on
from screener.prices.store.price_store import PriceStore
from screener.prices.yahoo.fetch import fetch
from screener.prices.yahoo.statements import FIRST_ON
from screener.prices.yahoo.wire import Ask, Job, Pause
from screener.records.fetching import FetchSettings
from screener.records.income_fetch import IncomeAsked, IncomeFetched, PulledIncome
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
# A company reports four times a year; a week late is soon enough, and its figures stand for three months.
_STATEMENT_AGE = dt.timedelta(days=7)

OwnSessions = Callable[[str], ExchangeSessions | None]


class Listener(Protocol):
    """Who is told how far a pull is."""

    def expect(self, n_steps: int) -> None:
        """So many questions will be asked."""
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
    statements: Iterable[str] = (),
    accept: bool = False,
) -> Pull:
    """Ask Yahoo for what is due and keep it.

    Parameters
    ----------
    wanted : mapping
        Ticker to the first date wanted of its prices.
    store_path : Path
        Made if missing.
    exchanges : Exchanges
    settings : FetchSettings
    asked_at : datetime
        Aware; only sessions over by then are kept.
    cache_folder : Path
    listener : Listener
    statements : iterable of str
        Tickers whose quarterly income statements are wanted.
    accept : bool
        Keep also what contradicts the prices held.

    Raises
    ------
    PriceError
        The store cannot be used, or another pull holds it for longer than the deadline.

    Notes
    -----
    A ticker's prices are due when a session of its exchange has ended since its last answer, or when an earlier start
    is wanted. They are then asked for whole, in one request, as a re-read of a few days would be: so no two scales are
    ever joined, and a split or correction is seen however far back it lies. Statements are due a week after the last
    answer, after the prices.

    One pull at a time uses a store; one that waited finds little or nothing left to ask.
    """
    sessions_of = own_sessions(exchanges, asked_at, cache_folder)
    companies = tuple(dict.fromkeys(statements))
    with PriceStore.open(store_path) as store:
        standing = _standing(store, wanted, companies)
        if not any(standing.due(sessions_of, asked_at)):
            return standing.pull(asked_at, {}, {})
        listener.say("waiting for another pull")
        try:
            with locked(store_path, settings.deadline_s):
                # Another pull may have brought it all while this one waited.
                standing = _standing(store, wanted, companies)
                asks = tuple(standing.due(sessions_of, asked_at))
                listener.expect(len(asks))
                listener.say("asking Yahoo")
                prices: dict[str, Pulled] = {}
                incomes: dict[str, PulledIncome] = {}
                job = Job(asks, asked_at, cache_folder / YAHOO, settings)
                for found in _kept(job, store, sessions_of, listener, accept=accept):
                    if isinstance(found, PulledIncome):
                        incomes[found.ticker] = found
                    else:
                        prices[found.ticker] = found
        except LockTimeoutError:
            raise PriceError(
                f"another pull has held {store_path} for {settings.deadline_s:g} s; "
                "wait for it, use --offline, or name another --store"
            ) from None
    return standing.pull(asked_at, prices, incomes)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is wanted, and how asking for it last went."""

    wanted: Mapping[str, dt.date]
    companies: tuple[str, ...]
    asked: Mapping[str, Asked]
    asked_income: Mapping[str, IncomeAsked]

    def due(self, sessions_of: OwnSessions, asked_at: dt.datetime) -> Iterator[Ask]:
        """Yield what Yahoo may have and the store has not."""
        yield from _due(self.wanted, self.asked, sessions_of, asked_at)
        for ticker in self.companies:
            last = self.asked_income.get(ticker)
            if last is None or last.last_settled_at is None or asked_at - last.last_settled_at > _STATEMENT_AGE:
                yield Ask(ticker, FIRST_ON, "statements")

    def pull(self, asked_at: dt.datetime, prices: Mapping[str, Pulled], incomes: Mapping[str, PulledIncome]) -> Pull:
        """Return the pull in which these were asked for, and nothing else was due."""
        return Pull(
            YAHOO,
            asked_at,
            tuple(prices.get(each) or _known(each, self.asked[each]) for each in self.wanted),
            tuple(incomes.get(each) or _known_income(each, self.asked_income[each]) for each in self.companies),
        )


def _standing(store: PriceStore, wanted: Mapping[str, dt.date], companies: tuple[str, ...]) -> _Standing:
    return _Standing(wanted, companies, store.asked(YAHOO, wanted), store.statements.asked(YAHOO, companies))


def _known(ticker: str, asked: Asked) -> Pulled:
    """Say how a ticker stands that is not due: as its last settled answer left it, whatever failed since."""
    if asked.settled_outcome is None:
        return Pulled(ticker, asked.last_outcome, asked.last_reason, is_asked=False)
    return Pulled(ticker, asked.settled_outcome, asked.settled_reason, is_asked=False)


def _known_income(ticker: str, asked: IncomeAsked) -> PulledIncome:
    """Say the same of its statements."""
    if asked.settled_outcome is None:
        return PulledIncome(ticker, asked.last_outcome, asked.last_reason, is_asked=False)
    return PulledIncome(ticker, asked.settled_outcome, asked.settled_reason, is_asked=False)


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
) -> Iterator[Pulled | PulledIncome]:
    """Ask, keep each answer as it comes, and say what became of it."""
    from_on = {ask.ticker: ask.from_on for ask in job.asks if ask.kind == "prices"}
    for message in fetch(job):
        if isinstance(message, Pause):
            listener.say(f"{message.why}: waiting {message.wait_s:.0f} s")
            continue
        if isinstance(message, IncomeFetched):
            yield _kept_income(store, message, job.fetched_at)
            listener.advance(f"{message.ticker} statements")
            continue
        fetched = finished_only(message, sessions_of, job.fetched_at)
        if fetched.received is None:
            store.note(fetched, YAHOO, job.fetched_at, from_on[fetched.ticker])
            yield Pulled(fetched.ticker, fetched.outcome, fetched.reason)
        else:
            yield keep(store, fetched.received, accept=accept)
        listener.advance(fetched.ticker)


def _kept_income(store: PriceStore, fetched: IncomeFetched, asked_at: dt.datetime) -> PulledIncome:
    if fetched.received is None:
        store.statements.note(fetched, YAHOO, asked_at)
        return PulledIncome(fetched.ticker, fetched.outcome, fetched.reason)
    kept = store.statements.keep(fetched.received)
    if kept.refused:
        return PulledIncome(fetched.ticker, FetchOutcome.FAILED, kept.refused)
    return PulledIncome(fetched.ticker, FetchOutcome.OK, new=kept.new, changed=kept.changed)


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
