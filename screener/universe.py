"""Every name of a universe around a thesis's events, wired: prices and events in, ranked records out."""

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from screener.calc.market import benchmark_returns
from screener.calc.response.masked_sessions import masked_sessions
from screener.calc.universe.basket_draws import basket_draws
from screener.calc.universe.block import Plan, merged
from screener.calc.universe.in_flight import in_order
from screener.calc.universe.plans import BLOCK_SIZE, blocks, n_blocks, plans
from screener.calc.universe.ranking import all_names, ranked_names
from screener.calc.universe.scan_block import scan_block
from screener.calc.universe.survivorship import survivorship
from screener.errors import CodeError, DataError
from screener.events.align import align
from screener.events.select import select
from screener.prices.universe.from_store import read_store
from screener.prices.universe.panels import panel_of
from screener.prices.universe.parquet_file import read_parquet
from screener.pricing import SESSIONS_AFTER, price_span
from screener.records.event import Event, Outcome
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Integers
from screener.records.settings import Settings
from screener.records.thesis import Thesis, Window
from screener.records.universe import Universe, UniverseEvent, UniverseScan
from screener.sessions.calendar import ExchangeSessions, sessions
from screener.sessions.listings import Exchanges


def silent(n_done: int, n_blocks: int) -> None:
    """Ignore progress."""


def read(thesis: Thesis, exchanges: Exchanges, settings: Settings, file: Path | None) -> Universe:
    """Read the prices of a universe.

    Parameters
    ----------
    thesis : Thesis
        Its first benchmark's exchange gives the sessions.
    exchanges : Exchanges
    settings : Settings
    file : Path or None
        A Parquet file; None reads every ticker of the price store.

    Raises
    ------
    UsageError, DataError
        See :func:`~screener.prices.universe.parquet_file.read_parquet` and
        :func:`~screener.prices.universe.from_store.read_store`.
    """
    start_on, until_at = price_span(thesis, settings)

    @cache
    def sessions_of(mic: str) -> ExchangeSessions:
        return sessions(mic, start_on, until_at.date() + SESSIONS_AFTER, settings.cache_folder)

    if file is not None:
        return read_parquet(file, thesis.benchmark[0], exchanges, sessions_of, start_on, until_at)
    if settings.store_path is None:
        raise CodeError("a universe is read from a file or a store, and none was named")
    return read_store(
        settings.store_path, thesis.benchmark[0], exchanges, sessions_of, start_on, until_at, settings.known_at
    )


def scan(
    thesis: Thesis,
    catalogue: Sequence[Event],
    universe: Universe,
    settings: Settings,
    *,
    executor: Executor | None = None,
    block_size: int = BLOCK_SIZE,
    listener: Callable[[int, int], None] = silent,
) -> UniverseScan:
    """Score every name of a universe around a thesis's events.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids. Event days and shifts begin with its ``history_from`` if the note has one;
        members' spans count for baskets, not for names.
    catalogue : sequence of Event
    universe : Universe
    settings : Settings
    executor : concurrent.futures.Executor or None
        Where blocks are scored; None here and now. The answer is the same.
    block_size : int
        Names a block.
    listener : callable
        Told blocks done and blocks in all as each is done.

    Returns
    -------
    UniverseScan

    Raises
    ------
    DataError
        The universe has no prices of a benchmark, or ends before ``history_from``.
    """
    selection = select(catalogue, settings.events or thesis.events, settings.as_of_at.date())
    panel = panel_of(universe, (*thesis.benchmark, *thesis.tickers))
    first = _first_row(thesis, universe)
    placed = _place(selection.selected, universe, settings)
    day_rows = np.array(sorted({each.row for each in placed if each.row is not None}), dtype=np.int64)
    masked = _masked(day_rows, len(universe.session_on), settings.model)
    market = benchmark_returns(thesis, panel)
    plain, early = plans(universe, market, day_rows, masked, thesis.windows, settings.model, first)

    total = n_blocks(universe, plain, early, block_size)
    parts = []
    for part in in_order(scan_block, blocks(universe, plain, early, block_size), executor):
        parts.append(part)
        listener(len(parts), total)
    names = merged(parts)
    is_hindsight = settings.anchor == "noticed" or any(event.is_hindsight for event in selection.selected)
    places = range(len(thesis.windows))
    alive = survivorship(names.first_row, names.last_row, universe.session_on)
    flags = {
        "simulated": universe.source == "simulated",
        "masked_events": settings.model.masks_events,
        "chosen_with_hindsight": is_hindsight,
        "hindsight": any(each.session_on is not None and each.session_on <= thesis.live_from for each in placed),
        "survivorship_biased": alive.is_biased,
        "members_missing": any(each.n_sessions == 0 for each in panel.coverage),
    }
    return UniverseScan(
        thesis_id=thesis.thesis_id,
        price_source=universe.source,
        data_as_of=universe.data_as_of,
        anchor=settings.anchor,
        model=settings.model,
        is_hindsight=is_hindsight,
        events=tuple(_event(each, plain) for each in placed),
        not_known_yet=selection.not_known_yet,
        windows=tuple(all_names(names, plain, w, is_hindsight=is_hindsight) for w in places),
        names=tuple(
            record
            for w in places
            for record in ranked_names(universe, names, plain, w, thesis.tickers, is_hindsight=is_hindsight)
        ),
        baskets=basket_draws(thesis, universe, panel, names, plain, early, is_hindsight=is_hindsight),
        survivorship=alive,
        n_rows=universe.n_rows,
        left_out=universe.left_out,
        flags=tuple(flag for flag, holds in flags.items() if holds),
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event on the universe's rows, or the reason why it is on none."""

    event: Event
    session_on: dt.date | None
    row: int | None
    outcome: Outcome | None


def _place(events: Sequence[Event], universe: Universe, settings: Settings) -> tuple[_Placed, ...]:
    placed = []
    for event in events:
        alignment = align(event, universe.session_on, universe.closes_at, settings.anchor)
        day = alignment.session_on
        row = None if day is None else int(np.searchsorted(universe.session_on, np.datetime64(day)))
        placed.append(_Placed(event, day, row, alignment.outcome))
    return tuple(placed)


def _event(placed: _Placed, plan: Plan) -> UniverseEvent:
    def outcome(w: int, window: Window) -> Outcome:
        if placed.row is None:
            return placed.outcome or Outcome.SESSION_OUTSIDE_PRICES
        ring = plan.rings[w]
        if placed.row in ring:
            return Outcome.USED
        if placed.row + window.end >= len(plan.regressors):
            return Outcome.WINDOW_NOT_OVER
        is_early = not len(ring) or placed.row < ring[0]
        return Outcome.TOO_LITTLE_HISTORY if is_early else Outcome.GAP_IN_WINDOW

    outcomes = tuple(outcome(w, window) for w, window in enumerate(plan.windows))
    return UniverseEvent(placed.event, placed.session_on, outcomes)


def _first_row(thesis: Thesis, universe: Universe) -> int:
    if thesis.history_from is None:
        return 0
    first = int(np.searchsorted(universe.session_on, np.datetime64(thesis.history_from)))
    if first >= len(universe.session_on):
        raise DataError(f"the prices end on {universe.data_as_of}, before history_from of {thesis.thesis_id}")
    return first


def _masked(day_rows: Integers, n_sessions: int, model: EventModel) -> Bools:
    """Return the sessions left out of every fit, shape (T,)."""
    none: Bools = np.zeros(n_sessions, dtype=bool)
    return masked_sessions(day_rows, n_sessions) if model.masks_events else none
