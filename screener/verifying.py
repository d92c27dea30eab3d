"""What is stored beside what its source says now; nothing is stored."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from screener.errors import UsageError
from screener.prices.csv_folder import bars_of, csv_files, read_file
from screener.prices.csv_table import EXTRAS
from screener.prices.store.changes import compare
from screener.prices.store.price_store import PriceStore
from screener.prices.yahoo.fetch import fetch
from screener.prices.yahoo.wire import Ask, Job, Pause
from screener.pulling import Listener, OwnSessions, finished_only, own_sessions
from screener.records.fetching import FetchSettings
from screener.records.price_status import Verification
from screener.records.price_store import Revision
from screener.records.prices import CSV, YAHOO, Fetched, FetchOutcome, Missing, Received
from screener.sessions.listings import Exchanges


def verify(
    source: str,
    store_path: Path,
    tickers: Sequence[str] | None,
    exchanges: Exchanges,
    settings: FetchSettings,
    asked_at: dt.datetime,
    cache_folder: Path,
    listener: Listener,
) -> Verification:
    """Ask the source for everything again and compare.

    Parameters
    ----------
    source : str
        ``yahoo``, or ``csv:FOLDER`` for what was imported.
    store_path : Path
    tickers : sequence of str or None
        None means all that the store holds from this source.
    exchanges : Exchanges
    settings : FetchSettings
    asked_at : datetime
    cache_folder : Path
    listener : Listener

    Returns
    -------
    Verification
        Differences are told as a pull would: a split or dividend since then is no fault, a revision is one to look at.

    Raises
    ------
    UsageError
        A source that keeps nothing.
    PriceError
        There is no store, or it cannot be read.
    """
    kind, _, folder = source.partition(":")
    if source != YAHOO and not (kind == CSV and folder):
        raise UsageError(f"{source[:80]} has nothing in the store; verify --source yahoo or csv:FOLDER")
    with PriceStore.open_existing(store_path) as store:
        stored = tuple(each.ticker for each in store.series() if each.source == kind and each.n_rows)
        wanted = stored if tickers is None else tuple(dict.fromkeys(tickers))
        held = store.read(wanted, kind)
    listener.expect(len(held))
    if kind == YAHOO:
        asks = [Ask(ticker, received.from_on) for ticker, received in held.items()]
        job = Job(asks, asked_at, cache_folder / YAHOO, settings)
        now = _from_yahoo(job, own_sessions(exchanges, asked_at, cache_folder), listener)
    else:
        now = _from_folder(csv_files(Path(folder).expanduser()), held, asked_at)
    missing = [Missing(ticker, f"the store has nothing of it from {kind}") for ticker in wanted if ticker not in held]
    return _compared(kind, held, now, missing, listener)


def _compared(
    source: str, held: Mapping[str, Received], now: Iterable[Fetched], missing: list[Missing], listener: Listener
) -> Verification:
    n_compared = 0
    differences: list[Revision] = []
    contradictions: list[Missing] = []
    for fetched in now:
        if fetched.received is None:
            missing.append(Missing(fetched.ticker, f"{fetched.outcome.value}: {fetched.reason}"))
        else:
            n_compared += 1
            change = compare(held[fetched.ticker], fetched.received)
            differences += change.revisions
            if change.refusal is not None:
                contradictions.append(Missing(fetched.ticker, change.refusal.message))
        listener.advance(fetched.ticker)
    order = {ticker: place for place, ticker in enumerate(held)}
    differences.sort(key=lambda each: (order[each.ticker], each.first_on))
    contradictions.sort(key=lambda each: order[each.ticker])
    return Verification(source, n_compared, tuple(differences), tuple(contradictions), tuple(missing))


def _from_yahoo(job: Job, sessions_of: OwnSessions, listener: Listener) -> Iterator[Fetched]:
    for message in fetch(job):
        if isinstance(message, Fetched):
            yield finished_only(message, sessions_of, job.fetched_at)
        elif isinstance(message, Pause):
            listener.say(f"{message.why}: waiting {message.wait_s:.0f} s")


def _from_folder(files: Mapping[str, Path], held: Mapping[str, Received], asked_at: dt.datetime) -> Iterator[Fetched]:
    for ticker, received in held.items():
        path = files.get(ticker)
        answer = None if path is None else read_file(path, extras=EXTRAS)
        if answer is None or answer.columns is None:
            reason = "no such file in the folder" if answer is None else answer.reason
            yield Fetched(ticker, FetchOutcome.FAILED, reason)
        else:
            fresh = Received(bars_of(ticker, answer.columns), CSV, asked_at, received.from_on)
            yield Fetched(ticker, FetchOutcome.OK, received=fresh)
