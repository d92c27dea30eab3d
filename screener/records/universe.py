"""A whole universe of names: its prices, and what each of them did around a thesis's events."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from screener.records.event import Anchor, Event, Outcome
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Dates, Missing
from screener.records.study import BasketSide
from screener.records.thesis import Window

# Half the memory where a file holds no more digits anyway.
Levels = NDArray[np.float32] | NDArray[np.float64]

# At these the distribution of random baskets is told.
QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)


class LeftOutReason(StrEnum):
    """Why rows of a universe's file are not among its prices."""

    NO_TICKER = "no_ticker"
    NO_DATE = "no_date"
    EXCHANGE_UNKNOWN = "exchange_unknown"
    EXCHANGE_DIFFERS = "exchange_differs"
    OUTSIDE_SPAN = "outside_span"
    OFF_SESSION = "off_session"
    NOT_FINITE = "not_finite"
    NOT_POSITIVE = "not_positive"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of a file that were not used, for one reason."""

    reason: LeftOutReason
    n_rows: int


@dataclass(frozen=True, slots=True)
class Universe:
    """Prices of N names on T sessions of the benchmark's exchange.

    Parameters
    ----------
    source : str
        Written as ``price_source``.
    mic : str
        Exchange whose sessions are the rows.
    session_on : array of shape (T,), datetime64[D]
    closes_at : array of shape (T,), datetime64[s], UTC
    tickers : tuple of str, length N
        Names with at least one price.
    level : array of shape (T, N), float32 or float64
        Total-return price level, above 0; NaN where there is no print.
    closed : array of shape (T, N) or None
        The listing's own exchange is closed that day by calendar; None when all trade on ``mic``.
    closes_early : array of shape (N,)
        The listing closes before ``mic`` opens.
    unpriced : tuple of Missing
        Names that were asked for or stand in the file, and have no usable price.
    n_rows : int
        Rows read from a file; 0 for prices out of the store.
    left_out : tuple of LeftOut
        Rows read and not used: with the prices in ``level`` they make up ``n_rows``.
    price_return_only : frozenset of str
        Names whose levels leave dividends out.
    """

    source: str
    mic: str
    session_on: Dates
    closes_at: NDArray[np.datetime64]
    tickers: tuple[str, ...]
    level: Levels
    closed: Bools | None
    closes_early: Bools
    unpriced: tuple[Missing, ...] = ()
    n_rows: int = 0
    left_out: tuple[LeftOut, ...] = ()
    price_return_only: frozenset[str] = frozenset()

    @property
    def data_as_of(self) -> dt.date:
        """Last session."""
        last: dt.date = self.session_on[-1].astype(object)
        return last

    @property
    def column_of(self) -> dict[str, int]:
        """Column of each ticker; build it once where many are looked up."""
        return {ticker: column for column, ticker in enumerate(self.tickers)}


class NameOutcome(StrEnum):
    """How one name ended in one window; exactly one each.

    ``too_few_events``: the calendar has under 5 event days, for every name. ``too_little_history`` and
    ``gap_in_window``: most of the event days the name lost were lost for that reason, and under 5 are left; the first
    also where so few shifts can be scored that no p below 5 % could come of them. ``no_variation``: the name responded
    alike on all event days, as one without trades or the benchmark itself does; there is nothing to divide by.
    """

    USED = "used"
    TOO_FEW_EVENTS = "too_few_events"
    TOO_LITTLE_HISTORY = "too_little_history"
    GAP_IN_WINDOW = "gap_in_window"
    NO_VARIATION = "no_variation"
    NOT_PRICED = "not_priced"


@dataclass(frozen=True, slots=True)
class UniverseName:
    """One name over the event days, for one window; decimals, None where not defined.

    Parameters
    ----------
    ticker, window : str, Window
    n_event_days : int
        Event days on which the name can be scored.
    caar, excess : float or None
        Mean CAR over them, and the same less ``placebo_mean``.
    t_event, p_event : float or None
        Across event days, centred, corrected for overlap; K - 1 degrees of freedom.
    z_placebo : float or None
        The placebo's statistic: centred, studentised and on the normal scale, so that names with few event days compare
        with others; not corrected for overlap, since the shifts share it.
    p_placebo : float or None
        Share of valid shifts at least as extreme, the real calendar counted; never 0.
    n_placebo : int
        Valid shifts: those with 5 event days or more on which the name can be scored.
    placebo_mean : float or None
        The name's ring mean: what any day gave.
    fdr : float or None
        Smallest false-discovery rate at any threshold that the name passes.
    rank : int or None
        1 for the largest absolute ``z_placebo`` of the window; None unless used. A name that hardly trades has tails
        that ``p_placebo`` knows and ``z_placebo`` does not.
    first_on, last_on, n_sessions
        First and last print, and how many there are.
    n_implausible : int
        Returns of +900 % and more or -90 % and less, which count as missing.
    is_member : bool
        The thesis names it.
    outcome : NameOutcome
        Tests, ``fdr`` and ``rank`` are None unless used.
    flags : tuple of str
    """

    ticker: str
    window: Window
    n_event_days: int
    caar: float | None
    excess: float | None
    t_event: float | None
    p_event: float | None
    z_placebo: float | None
    p_placebo: float | None
    n_placebo: int
    placebo_mean: float | None
    fdr: float | None
    rank: int | None
    first_on: dt.date | None
    last_on: dt.date | None
    n_sessions: int
    n_implausible: int
    is_member: bool
    outcome: NameOutcome
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UniverseEvent:
    """One event on the universe's sessions.

    Parameters
    ----------
    event : Event
    session_on : date or None
        Day 0; events on one session are one event day.
    outcomes : tuple of Outcome
        One a window: whether a name with a price on every session can be scored around it.
    """

    event: Event
    session_on: dt.date | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class UniverseWindow:
    """All names together, for one window.

    Parameters
    ----------
    window : Window
    n_event_days : int
        Distinct event days at which the windows fit.
    n_ring_sessions : int
        T of the ring, so that there are T - 1 shifts.
    n_names : int
        Names with outcome used.
    share_beyond, placebo_share_beyond : float or None
        Share of the names that can be scored whose statistic is beyond 2: on the real calendar, and on average over all
        shifts.
    p_beyond : float or None
        Share of shifts with at least the real share, the real calendar counted: whether the calendar as a whole moved
        more names than any calendar of its shape, however much names move together.
    """

    window: Window
    n_event_days: int
    n_ring_sessions: int
    n_names: int
    share_beyond: float | None
    placebo_share_beyond: float | None
    p_beyond: float | None


@dataclass(frozen=True, slots=True)
class BasketDraw:
    """A basket of the thesis beside random ones of its shape, for one window; decimals, None where not defined.

    Parameters
    ----------
    basket, side, window
    n_event_days : int
        On which the thesis's basket has half its weight, on each side.
    excess, t : float or None
        Its centred mean over them, and the same studentised.
    p : float or None
        (1 + random baskets at least as extreme) / (1 + ``n_baskets``), two-sided, on ``t``.
    n_baskets : int
        Random baskets with 5 event days or more.
    mean_excess, sd_excess, mean_t, sd_t : float or None
        Of the random baskets.
    excess_quantiles, t_quantiles : tuple of float
        Of the random baskets, at :data:`QUANTILES`; empty without any.
    """

    basket: str
    side: BasketSide
    window: Window
    n_event_days: int
    excess: float | None
    t: float | None
    p: float | None
    n_baskets: int
    mean_excess: float | None
    sd_excess: float | None
    mean_t: float | None
    sd_t: float | None
    excess_quantiles: tuple[float, ...]
    t_quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Survivorship:
    """How many names of a universe ended.

    Parameters
    ----------
    n_names, n_ended : int
        Names, and those whose last print lies more than two weeks before the last session.
    name_years : float
        Years from first to last print, summed over names.
    is_biased : bool
        Under 1 % of the names ended in a year: names that left the market are not in it.
    """

    n_names: int
    n_ended: int
    name_years: float
    is_biased: bool


@dataclass(frozen=True, slots=True)
class UniverseScan:
    """What every name of a universe did around the events of one thesis.

    Parameters
    ----------
    thesis_id : str
    price_source : str
    data_as_of : date
    anchor : {"released", "noticed"}
    model : EventModel
    is_hindsight : bool
        Day 0 or an event was picked because the market moved: p and false-discovery rate stay None.
    events : tuple of UniverseEvent
        Events asked for and known.
    not_known_yet : tuple of Event
        Asked for but first known later: counted, never used.
    windows : tuple of UniverseWindow
        In the thesis's order.
    names : tuple of UniverseName
        By window in the thesis's order, then rank; names without one last, by ticker.
    baskets : tuple of BasketDraw
        By basket, then window.
    survivorship : Survivorship
    n_rows, left_out : int, tuple of LeftOut
        Of the file read.
    flags : tuple of str
        What holds for every row.
    """

    thesis_id: str
    price_source: str
    data_as_of: dt.date
    anchor: Anchor
    model: EventModel
    is_hindsight: bool
    events: tuple[UniverseEvent, ...]
    not_known_yet: tuple[Event, ...]
    windows: tuple[UniverseWindow, ...]
    names: tuple[UniverseName, ...]
    baskets: tuple[BasketDraw, ...]
    survivorship: Survivorship
    n_rows: int
    left_out: tuple[LeftOut, ...]
    flags: tuple[str, ...]
