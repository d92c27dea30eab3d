"""What is known of every name at chosen sessions: the figures that a score is made of."""

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.margins import margin_quarters
from screener.calc.response.around_events import NamesAroundEvents, around_events
from screener.calc.screen.price_parts import dollar_volume, relative_momentum
from screener.calc.screen.shrinkage import Shrunk, shrunk_responses
from screener.calc.screen.since_event import since_last_event
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.fact import Exposure
from screener.records.income import IncomeQuarter
from screener.records.prices import Floats, Integers
from screener.records.screen import ScreenName
from screener.records.study import StudiedEvent
from screener.records.thesis import Thesis, Window
from screener.screening.board import Board
from screener.sessions.listings import Exchanges

SESSIONS_PER_YEAR = 252
# A year of sessions up to the close; a quarter is the least that a slope is worth something on.
RISK_MODEL = EventModel("market", Window(-249, 0), 60, masks_events=False)


@dataclass(frozen=True, slots=True)
class EventDays:
    """The event days that responses are read from.

    Parameters
    ----------
    day0 : array of shape (E,), int
        Panel rows, increasing.
    known_from : array of shape (E,), int
        First row at whose close each is known.
    """

    day0: Integers
    known_from: Integers


@dataclass(frozen=True, slots=True)
class Features:
    """Figures of J names at R rows, shape (R, J) unless said; NaN where not known. Row r uses what was known by then.

    Parameters
    ----------
    response, response_error : decimal
        Mean abnormal return over the primary window, shrunk towards the leg, with its standard error.
    n_events : int
        Events behind it.
    since : decimal
        Abnormal return since the last event's day 0; NaN once its longest window is over.
    momentum, resid_vol, beta
        Decimal over the benchmark; decimal a year; slope with its lag.
    margin_change, growth, overlap : decimal
    dollar_volume
        US dollars.
    """

    response: Floats
    response_error: Floats
    n_events: Floats
    since: Floats
    momentum: Floats
    resid_vol: Floats
    beta: Floats
    margin_change: Floats
    growth: Floats
    overlap: Floats
    dollar_volume: Floats

    def parts(self) -> Floats:
        """Return the figures in the order of the score's parts, shape (P, R, J).

        Response still to come stands for what has happened since the last event, and volume counts by its logarithm:
        ten times the trading is one step.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            liquidity = np.where(self.dollar_volume > 0.0, np.log10(self.dollar_volume), np.nan)
        return np.stack(
            [
                self.response,
                self.response - self.since,
                self.momentum,
                self.resid_vol,
                self.beta,
                self.margin_change,
                self.growth,
                self.overlap,
                liquidity,
            ]
        )


def event_days(board: Board, placed: Sequence[StudiedEvent]) -> EventDays:
    """Return the event days of a thesis, several events of one session as one; known when the first of them is."""
    known: dict[int, int] = {}
    for studied in placed:
        if studied.row is None:
            continue
        row = int(np.searchsorted(board.session_on, np.datetime64(studied.event.known_on)))
        known[studied.row] = min(known.get(studied.row, row), max(row, studied.row))
    rows = sorted(known)
    return EventDays(np.array(rows, dtype=np.int64), np.array([known[row] for row in rows], dtype=np.int64))


def features(
    board: Board,
    rows: Integers,
    thesis: Thesis,
    days: EventDays,
    income: Sequence[IncomeQuarter],
    exposures: Sequence[Exposure],
    resolve_lab: Callable[[str], str | None],
    exchanges: Exchanges,
) -> Features:
    """Measure every name at every row.

    Parameters
    ----------
    board : Board
    rows : array of shape (R,), int
        Increasing.
    thesis : Thesis
        Its primary window is the one that responses are read over.
    days : EventDays
    income : sequence of IncomeQuarter
    exposures : sequence of Exposure
    resolve_lab : callable
        Name of a lab to its canonical id, or None.
    exchanges : Exchanges
        Volume counts where the listing trades in US dollars.

    Returns
    -------
    Features
    """
    window = thesis.primary_window
    around = around_events(board.returns, board.estimation, board.regressors, days.day0, (window,), DEFAULT_MODEL)
    mean, error, n = _responses(board, rows, days, around, window)
    longest = max(each.end for each in thesis.windows)
    since, _ = since_last_event(
        board.returns, board.regressors, around, days.day0, days.known_from, rows, max(longest, window.end) + 1
    )
    risk = around_events(board.returns, board.estimation, board.regressors, rows, (), RISK_MODEL)
    change, growth = _margins(board, rows, income)
    is_usd = np.array([_currency(exchanges, each) == "USD" for each in board.names])
    return Features(
        response=mean,
        response_error=error,
        n_events=n,
        since=since,
        momentum=relative_momentum(board.level, board.benchmark, rows),
        resid_vol=risk.s * math.sqrt(SESSIONS_PER_YEAR),
        beta=np.asarray(risk.betas[:, :, :: board.n_benchmarks].sum(axis=2)),
        margin_change=change,
        growth=growth,
        overlap=_overlaps(board, rows, thesis, exposures, resolve_lab),
        dollar_volume=np.where(is_usd, dollar_volume(board.close, board.volume, rows), np.nan),
    )


def _currency(exchanges: Exchanges, name: ScreenName) -> str:
    exchange = exchanges.of(name.ticker)
    return "" if exchange is None else exchange.currency


def _responses(
    board: Board, rows: Integers, days: EventDays, around: NamesAroundEvents, window: Window
) -> tuple[Floats, Floats, Floats]:
    """Return mean, error and number of events at each row; events whose window is not over are purged."""
    shape = (len(rows), len(board.names))
    mean, error, n = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape)
    over_from = np.maximum(days.day0 + window.end, days.known_from)
    is_scored = days.day0 >= board.first
    made: dict[bytes, Shrunk] = {}
    for r, row in enumerate(rows.tolist()):
        used = is_scored & (over_from <= row)
        if not used.any():
            continue
        key = used.tobytes()
        if key not in made:
            made[key] = shrunk_responses(around.car[used, :, 0], board.leg_of)
        mean[r], error[r], n[r] = made[key].mean, made[key].standard_error, made[key].n
    # A leg's mean is a guess at a name that trades, not at one without any price.
    has_traded = np.maximum.accumulate(np.isfinite(board.level), axis=0)[rows]
    return np.where(has_traded, mean, np.nan), np.where(has_traded, error, np.nan), n


def _margins(board: Board, rows: Integers, income: Sequence[IncomeQuarter]) -> tuple[Floats, Floats]:
    """Return the change of the margin and the growth of revenue of the latest quarter known at each row."""
    change, growth = np.full((2, len(rows), len(board.names)), np.nan)
    dates = board.session_on[rows].astype(object).tolist()
    by_ticker: dict[str, list[IncomeQuarter]] = {}
    for quarter in income:
        by_ticker.setdefault(quarter.ticker, []).append(quarter)
    for j, name in enumerate(board.names):
        own = by_ticker.get(name.ticker, [])
        for first, last, found in _known_margins(own, dates):
            change[first:last, j], growth[first:last, j] = found
    return change, growth


def _known_margins(
    quarters: Sequence[IncomeQuarter], dates: Sequence[dt.date]
) -> Iterator[tuple[int, int, tuple[float, float]]]:
    """Yield spans of dates with the figures of the latest quarter known on them."""
    known = sorted({quarter.known_on for quarter in quarters})
    starts = [int(np.searchsorted(np.array(dates, dtype="datetime64[D]"), np.datetime64(day))) for day in known]
    stops = [*starts[1:], len(dates)][: len(starts)]
    for day, first, last in zip(known, starts, stops, strict=True):
        if first < last:
            used = [row for row in margin_quarters(quarters, day) if row.is_used]
            if used:
                latest = used[-1]
                yield first, last, (_nan(latest.gross_margin_change), _nan(latest.revenue_growth))


def _nan(value: float | None) -> float:
    return math.nan if value is None else value


def _overlaps(
    board: Board,
    rows: Integers,
    thesis: Thesis,
    exposures: Sequence[Exposure],
    resolve_lab: Callable[[str], str | None],
) -> Floats:
    """Return how much of the labs on the other side each name owns, stakes added up; a stake of unknown size is NaN."""
    private = {1.0: thesis.private_short, -1.0: thesis.private_long}
    opposed = {side: {resolve_lab(name) for name in names} - {None} for side, names in private.items()}
    found = np.zeros((len(rows), len(board.names)))
    dates = board.session_on[rows]
    for j, name in enumerate(board.names):
        for stake in exposures:
            if stake.holder != name.ticker or stake.lab not in opposed.get(float(board.sides[j]), ()):
                continue
            since = 0 if stake.measured_on is None else int(np.searchsorted(dates, np.datetime64(stake.measured_on)))
            found[since:, j] += math.nan if stake.stake_pct is None else stake.stake_pct / 100.0
    return found
