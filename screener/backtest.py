"""The backtest of one thesis, wired: events and prices in, a report and one line of the trial ledger out."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from screener import __version__
from screener.calc.books import BookResults, run_books, with_trials
from screener.calc.market import Market, lay_out
from screener.events.select import Selection, select
from screener.prices.panel import PRICE_RETURN_ONLY, build_panel
from screener.prices.sources import open_source
from screener.records.backtest import BacktestReport
from screener.records.event import PERIODS, Anchor, Event
from screener.records.performance import Performance
from screener.records.prices import PricePanel
from screener.records.problem import Problem
from screener.records.study import Study
from screener.records.thesis import EventFilter, Thesis
from screener.sessions.calendar import ExchangeSessions, sessions
from screener.sessions.listings import Exchanges
from screener.simulation import plants
from screener.state import ledger
from screener.study.event_study import study

# Earlier prices are read only when a thesis asks for them with history_from: the companies were others then.
HISTORY_STARTS_ON = dt.date(2015, 1, 1)
# A year of sessions and a half before history_from holds the estimation window of its first event.
_LEAD = dt.timedelta(days=420)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told besides its thesis.

    Parameters
    ----------
    source : str
        ``yahoo``, ``csv:FOLDER`` or ``simulated``.
    as_of_at : datetime
        Aware; no session that closes later is used, and no fact first known on a later date.
    asked_at : datetime
        When the run was asked for; kept in the trial ledger only.
    anchor : {"released", "noticed"}
    events : EventFilter or None
        Other events than the thesis's; another variant for the trial ledger.
    cache_folder : Path
    ledger_path : Path or None
        None writes no ledger line.
    noiseless : bool
        For simulated prices only: nothing but market and planted effect.
    """

    source: str
    as_of_at: dt.datetime
    asked_at: dt.datetime
    cache_folder: Path
    anchor: Anchor = "released"
    events: EventFilter | None = None
    ledger_path: Path | None = None
    noiseless: bool = False


STAGES = ("prices", "events", "books", "ledger")


def silent(stage: str) -> None:
    """Ignore a stage."""


def run(
    thesis: Thesis,
    catalogue: Sequence[Event],
    exchanges: Exchanges,
    settings: Settings,
    listener: Callable[[str], None] = silent,
) -> BacktestReport:
    """Backtest one thesis.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    catalogue : sequence of Event
    exchanges : Exchanges
    settings : Settings
    listener : callable
        Told each of :data:`STAGES` as it begins.

    Returns
    -------
    BacktestReport

    Raises
    ------
    DataError
        No benchmark, or no leg with half its weight priced on any session.
    """
    as_of = settings.as_of_at.date()
    until_at = _until(thesis, settings.as_of_at)
    start_on = _start(thesis)
    selection = select(catalogue, settings.events or thesis.events, as_of)

    @cache
    def sessions_of(mic: str) -> ExchangeSessions:
        return sessions(mic, start_on, until_at.date() + dt.timedelta(days=7), settings.cache_folder)

    listener("prices")
    panel = _panel(thesis, selection, exchanges, settings, sessions_of, start_on, until_at)
    market = lay_out(thesis, panel)
    listener("events")
    mics = {each.ticker: each.mic for each in panel.coverage}
    found = study(market, selection.selected, selection.not_known_yet, settings.anchor, sessions_of, mics)
    listener("books")
    books = run_books(market)
    listener("ledger")
    fingerprint = _fingerprint(thesis, settings, panel, selection)
    performance, is_new, problems = _entered(thesis, settings, books, fingerprint)
    return BacktestReport(
        thesis=thesis,
        study=found,
        performance=performance,
        attribution=books.attribution,
        equity=books.equity,
        coverage=panel.coverage,
        problems=(*panel.problems, *problems),
        as_of=as_of,
        price_source=panel.source,
        data_as_of=panel.data_as_of,
        flags=_flags(market, found),
        fingerprint=fingerprint,
        is_new_trial=is_new,
    )


def _until(thesis: Thesis, as_of_at: dt.datetime) -> dt.datetime:
    """Return the instant prices are used to: a closed thesis ends with the day it was closed on."""
    if thesis.closed_on is None:
        return as_of_at
    return min(as_of_at, dt.datetime.combine(thesis.closed_on, dt.time.max, dt.UTC))


def _start(thesis: Thesis) -> dt.date:
    if thesis.history_from is None:
        return HISTORY_STARTS_ON
    return min(HISTORY_STARTS_ON, thesis.history_from - _LEAD)


def _panel(
    thesis: Thesis,
    selection: Selection,
    exchanges: Exchanges,
    settings: Settings,
    sessions_of: Callable[[str], ExchangeSessions],
    start_on: dt.date,
    until_at: dt.datetime,
) -> PricePanel:
    is_simulated = settings.source.strip() == "simulated"
    source = open_source(
        settings.source,
        exchanges=exchanges,
        sessions_between=lambda mic, first, last: sessions(mic, first, last, settings.cache_folder),
        cache_folder=settings.cache_folder,
        plants=plants(thesis, selection.selected, exchanges, sessions_of) if is_simulated else (),
        noiseless=settings.noiseless,
    )
    asked = tuple(dict.fromkeys((*thesis.tickers, *thesis.benchmark)))
    answer = source.daily(asked, start_on, until_at)
    return build_panel(answer, asked, thesis.benchmark[0], exchanges, sessions_of, start_on, until_at)


def _flags(market: Market, found: Study) -> tuple[str, ...]:
    panel = market.panel
    flags = []
    if panel.source == "simulated":
        flags.append("simulated")
    if panel.data_as_of <= market.thesis.live_from:
        flags.append("no_out_of_sample_session")
    if found.is_hindsight:
        flags.append("chosen_with_hindsight")
    if any(each.reason == PRICE_RETURN_ONLY for each in panel.coverage):
        flags.append("price_return_only")
    if any(each.n_sessions == 0 for each in panel.coverage):
        flags.append("members_missing")
    return tuple(flags)


def _variant(thesis: Thesis, settings: Settings) -> dict[str, ledger.Option]:
    """Return everything that makes this run another try, as the ledger keeps it."""
    return {
        "members": [
            f"{leg.name}*{leg.weight:g} {member.ticker}*{member.weight:g} {member.from_on or ''}..{member.to_on or ''}"
            for leg in thesis.legs
            for member in leg.members
        ],
        "benchmark": list(thesis.benchmark),
        "rebalance": thesis.rebalance,
        "lag_sessions": thesis.lag_sessions,
        "cost_bps": thesis.cost_bps,
        "borrow_bps_per_year": thesis.borrow_bps_per_year,
        "gross": thesis.gross,
        "history_from": str(thesis.history_from or ""),
        "windows": [str(window) for window in thesis.windows],
        "primary": f"{thesis.primary_basket} {thesis.primary_window}",
        "anchor": settings.anchor,
        "events": json.dumps(asdict(settings.events or thesis.events), sort_keys=True),
        "is_simulated": settings.source.strip() == "simulated",
    }


def _entered(
    thesis: Thesis, settings: Settings, books: BookResults, fingerprint: str
) -> tuple[tuple[Performance, ...], bool, tuple[Problem, ...]]:
    """Enter the run in the ledger, then deflate its Sharpe ratios by all variants found there."""
    options = _variant(thesis, settings)
    key = hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()[:16]
    sharpes = {
        ledger.sharpe_key(row.basket, row.period): ledger.TrialSharpe(
            row.sharpe_per_session, row.n_sessions, row.start_on, row.end_on
        )
        for row in books.performance
        if row.sharpe_per_session is not None and row.start_on is not None and row.end_on is not None
    }
    trial = ledger.Trial(key, thesis.thesis_id, settings.asked_at, fingerprint, options, sharpes)
    is_new = False
    trials: tuple[ledger.Trial, ...] = (trial,)
    problems: tuple[Problem, ...] = ()
    if settings.ledger_path is not None:
        is_new = ledger.enter(settings.ledger_path, trial)
        reading = ledger.read(settings.ledger_path)
        trials, problems = reading.trials, reading.problems
    simulated = options["is_simulated"]
    comparable = [each for each in trials if each.options.get("is_simulated") == simulated]
    counted = {
        (basket, period): [
            each.sharpe_per_session for each in ledger.variants(comparable, thesis.thesis_id, basket, period)
        ]
        for basket in thesis.baskets
        for period in PERIODS
    }
    return with_trials(books.performance, books.returns, counted), is_new, problems


def _fingerprint(thesis: Thesis, settings: Settings, panel: PricePanel, selection: Selection) -> str:
    """Hash what the numbers are made from: version, note, options, prices and events."""
    digest = hashlib.sha256()
    options = _variant(thesis, settings)
    digest.update(json.dumps([__version__, thesis.text_sha256, options, panel.source], sort_keys=True).encode())
    digest.update(panel.session_on.tobytes())
    digest.update("\0".join(panel.tickers).encode())
    digest.update(panel.level.tobytes())
    for event in selection.selected:
        # The row's content, not the place of its file.
        digest.update(repr(replace(event, path="", line=0)).encode())
    return digest.hexdigest()[:12]
