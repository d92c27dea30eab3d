"""The screen, wired: names, prices, figures, signals, the gate, weights, and what changed since the week before."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.screen.weekly_rows import weekly_rows
from screener.claims.check import open_desk
from screener.errors import UsageError
from screener.fingerprint import extended, fingerprint_of
from screener.prices.total_return import PRICE_RETURN_ONLY
from screener.pricing import Priced, pool_panel, price
from screener.records.fact import Exposure
from screener.records.income import IncomeReading
from screener.records.prices import Coverage, Integers, PricePanel
from screener.records.screen import ScreenName, ScreenReport, Signal
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.reference import Reference
from screener.screening.board import Board, lay_board
from screener.screening.features import EventDays, Features, event_days, features
from screener.screening.gates import Gates
from screener.screening.listed_prices import ListedPrices, side_by_side, silent_rows
from screener.screening.names import screened_names
from screener.screening.rows import Before, Decision, screen_rows
from screener.screening.scores import Scores, part_weights, score_board, standing_at
from screener.screening.suggested import suggested_weights
from screener.study.frame import place

STAGES = ("prices", "names", "scores", "claims")


@dataclass(frozen=True, slots=True)
class Screened:
    """A thesis with its names scored at every week, for a screen and for its validation.

    Parameters
    ----------
    priced : Priced
    pool : PricePanel
        Prices of candidates and listed names.
    board : Board
    days : EventDays
    rows : array of shape (R,), int
    found : Features
    scores : Scores
    """

    priced: Priced
    pool: PricePanel
    board: Board
    days: EventDays
    rows: Integers
    found: Features
    scores: Scores


def tickers_wanted(thesis: Thesis, reference: Reference, listed: Sequence[ScreenName] = ()) -> tuple[str, ...]:
    """Return every ticker that a screen asks prices and statements of."""
    names = screened_names(thesis, reference.facts.candidates, listed)
    return tuple(dict.fromkeys(each.ticker for each in names))


def score_names(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    income: IncomeReading,
    listed: Sequence[ScreenName] = (),
    since: dt.date | None = None,
    listener: Callable[[str], None] = lambda _: None,
    file: ListedPrices | None = None,
    priced: Priced | None = None,
) -> Screened:
    """Price every name and score it at the end of every week and on the last session.

    Parameters
    ----------
    thesis : Thesis
    reference : Reference
    settings : Settings
    income : IncomeReading
        Of :func:`tickers_wanted`.
    listed : sequence of ScreenName
    since : date or None
        Another day that will be asked about.
    listener : callable
    file : ListedPrices or None
        Further names with prices of their own.
    priced : Priced or None
        Of this thesis under these settings, where it is at hand.

    Raises
    ------
    DataError
        No benchmark, or no leg with half its weight priced on any session.
    """
    listener("prices")
    priced = priced or price(thesis, reference.events, reference.exchanges, settings)
    asked = screened_names(thesis, reference.facts.candidates, listed)
    names = asked if file is None else screened_names(thesis, reference.facts.candidates, (*listed, *file.names))
    listener("names")
    others = tuple(each.ticker for each in asked if each.universe != "member")
    pool = pool_panel(thesis, others, reference.exchanges, settings)
    if file is not None:
        further = tuple(each.ticker for each in names[len(asked) :])
        pool = side_by_side(pool, file.panel(further, pool.session_on))
    board = lay_board(priced.market, names, pool)
    days = event_days(board, place(priced, priced.selection.selected, "released"))
    listener("scores")
    rows = _rows(board, since)
    found = features(
        board,
        rows,
        thesis,
        days,
        income.quarters,
        reference.facts.exposures,
        reference.labs.resolve,
        reference.exchanges,
    )
    return Screened(priced, pool, board, days, rows, found, score_board(board, rows, found, part_weights(thesis)))


def screen(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    income: IncomeReading,
    listed: Sequence[ScreenName] = (),
    reviewed_on: Sequence[dt.date] = (),
    *,
    capital: float | None = None,
    since: dt.date | None = None,
    track_record: Callable[[Screened, str], str] = lambda *_: "",
    listener: Callable[[str], None] = lambda _: None,
    file: ListedPrices | None = None,
    priced: Priced | None = None,
) -> ScreenReport:
    """Rank every name now.

    Parameters
    ----------
    thesis : Thesis
    reference : Reference
    settings : Settings
    income : IncomeReading
        Of :func:`tickers_wanted`.
    listed : sequence of ScreenName
        Names of the user's own list.
    reviewed_on : sequence of date
    capital : float or None
        What there is to invest, in the listings' currency; gives whole shares.
    since : date or None
        Signals are compared with those of the last session up to it; by default the last one of the week before.
    track_record : callable
        From the scored names and the fingerprint of the ranking to a sentence.
    listener : callable
        Told each of :data:`STAGES` as it begins.
    file : ListedPrices or None
        Further names with prices of their own; those that no longer trade are rows without data.
    priced : Priced or None
        Of this thesis under these settings, where it is at hand.

    Returns
    -------
    ScreenReport
        The same whether or not later prices and facts exist.

    Raises
    ------
    DataError
        No benchmark, or no leg with half its weight priced on any session.
    UsageError
        ``since`` lies before the first session.
    """
    screened = score_names(thesis, reference, settings, income, listed, since, listener, file, priced)
    board, rows = screened.board, screened.rows
    listener("claims")
    desk = open_desk(thesis, reference, settings, income, reviewed_on, screened.priced)
    row, before = board.last, compared_row(board, since)
    gates, weights = Gates(board, desk), [weight for _, weight in part_weights(thesis)]
    now, gate = _signals(screened, gates, row), gates.at(row)
    then, gate_before = (None, ()) if before is None else (_signals(screened, gates, before), gates.at(before))
    fingerprint = ranking_fingerprint(thesis, settings, screened, income, reference)
    own = screen_rows(
        screened.board,
        rows,
        screened.found,
        screened.scores,
        reference,
        Decision(row, now, suggested_weights(thesis, board, now, row), gate, capital, weights),
        None if then is None or before is None else Before(before, then),
        _coverage(screened),
    )
    panel = screened.priced.panel
    taken = {*(each.ticker for each in board.names), *thesis.benchmark}
    return ScreenReport(
        thesis=thesis,
        rows=own if file is None else (*own, *silent_rows(file, taken)),
        weights=part_weights(thesis),
        gate=gate,
        compared_on=None if before is None else board.session_on[before].astype(object),
        track_record=track_record(screened, fingerprint),
        n_watched=sum(each.side == "" for each in board.names),
        coverage=_coverage(screened),
        findings=panel.findings,
        problems=panel.problems,
        as_of=settings.as_of_at.date(),
        price_source=panel.source,
        data_as_of=panel.data_as_of,
        flags=_flags(screened),
        fingerprint=extended(
            fingerprint, [str(before), str(capital), repr((gate, gate_before, *gates.earlier(row, before)))]
        ),
    )


def compared_row(board: Board, since: dt.date | None) -> int | None:
    """Return the row that signals are compared with; None where there is no earlier session.

    Raises
    ------
    UsageError
        ``since`` lies before the first session, or not before the last.
    """
    if since is not None:
        row = int(np.searchsorted(board.session_on, np.datetime64(since), side="right")) - 1
        if row < board.first:
            first = board.session_on[board.first]
            raise UsageError(f"--since {since} lies before the first session that is scored, {first}")
        if row >= board.last:
            raise UsageError(f"--since {since} is not before the last session, {board.session_on[board.last]}")
        return row
    weeks = weekly_rows(board.session_on, board.first, board.last)
    return int(weeks[-2]) if len(weeks) > 1 else None


def _rows(board: Board, since: dt.date | None) -> Integers:
    """Return every row that is asked about: each week's last session, the last one, and the one compared with."""
    rows = set(weekly_rows(board.session_on, board.first, board.last).tolist())
    before = compared_row(board, since)
    return np.array(sorted(rows | ({before} if before is not None else set())), dtype=np.int64)


def _signals(screened: Screened, gates: Gates, row: int) -> tuple[Signal, ...]:
    return standing_at(screened.board, screened.rows, screened.scores, row, gates.stands).signals


def ranking_fingerprint(
    thesis: Thesis, settings: Settings, screened: Screened, income: IncomeReading, reference: Reference
) -> str:
    """Hash what the ranking is made from: version, note, prices, events, statements, stakes; not the day asked."""
    pool, known_by = screened.pool, screened.priced.panel.data_as_of
    digest = hashlib.sha256()
    panel = screened.priced.panel
    for array in (pool.level, pool.closed, pool.close, pool.volume, panel.close, panel.volume):
        digest.update(b"" if array is None else np.ascontiguousarray(array).tobytes())
    return extended(
        fingerprint_of(thesis, settings, screened.priced),
        [
            *(repr(each) for each in screened.board.names),
            digest.hexdigest(),
            *(repr(replace(row, path="", line=0)) for row in income.quarters if row.known_on <= known_by),
            *(repr(replace(row, path="", line=0)) for row in reference.facts.exposures if _is_known(row, known_by)),
        ],
    )


def _is_known(stake: Exposure, day: dt.date) -> bool:
    return stake.measured_on is None or stake.measured_on <= day


def _coverage(screened: Screened) -> tuple[Coverage, ...]:
    """Return what there is of every ticker, each once."""
    found = (*screened.priced.panel.coverage, *screened.pool.coverage)
    return tuple({each.ticker: each for each in reversed(found)}.values())[::-1]


def _flags(screened: Screened) -> tuple[str, ...]:
    panel, thesis = screened.priced.panel, screened.priced.market.thesis
    coverage = _coverage(screened)
    holds = {
        "simulated": panel.source == "simulated",
        "hindsight": panel.data_as_of <= thesis.live_from,
        "price_return_only": any(each.reason == PRICE_RETURN_ONLY for each in coverage),
    }
    return tuple(flag for flag, is_set in holds.items() if is_set)
