"""Names ranked now: what is known of each, what it adds up to, and what to do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from screener.records.prices import Coverage, Finding
from screener.records.problem import Problem
from screener.records.thesis import Side, Thesis

Universe = Literal["member", "candidate", "listed"]
Signal = Literal["enter", "hold", "reduce", "exit", "avoid", "no_data"]
SIGNALS: tuple[Signal, ...] = ("enter", "hold", "reduce", "exit", "avoid", "no_data")


@dataclass(frozen=True, slots=True)
class ScreenName:
    """A name that is screened.

    Parameters
    ----------
    ticker, name : str
        ``name`` is empty where no table has it.
    universe : {"member", "candidate", "listed"}
        A member of the note, a row of ``candidates.csv``, or only in the list given.
    leg : str
    side : {"long", "short", ""}
        Empty where nothing says on which side it would be.
    weight : float
        Its own weight inside its leg.
    from_on, to_on : date or None
        Of a member.
    """

    ticker: str
    name: str
    universe: Universe
    leg: str
    side: Side | Literal[""]
    weight: float = 1.0
    from_on: dt.date | None = None
    to_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One name on the day of the screen; decimals inside, None where not known.

    Parameters
    ----------
    name : ScreenName
    rank : int or None
        By score within its side; None without a score.
    signal : Signal
    score : float or None
        Sum of ``addends``.
    weight : float or None
        Suggested, signed, over NAV; None for a name that is not to be held.
    shares : int or None
        For the capital given, whole, signed.
    close : float or None
    currency : str
    dollar_volume : float or None
        Median over 21 sessions, in US dollars.
    next_earnings_on : date or None
    event_response, event_response_error : float or None
        Mean abnormal return over the thesis's events, shrunk towards the leg, and its standard error.
    n_events : int
    since_event : float or None
        Abnormal return since the last event.
    momentum, resid_vol, beta : float or None
        Over the benchmark; a year; on the first benchmark.
    gross_margin_change, revenue_growth, lab_overlap : float or None
    addends : mapping of str to float
        By a part's column; empty without a score.
    reasons : tuple of str
        Why the signal is what it is.
    signal_before : Signal
        On the day compared with.
    score_change : float or None
        Since then.
    moved_by : str
        The part that moved the score most where the signal changed; else empty.
    path : tuple of float
        Level over the benchmark's, weekly, for a sparkline.
    flags : tuple of str
    """

    name: ScreenName
    rank: int | None
    signal: Signal
    score: float | None = None
    weight: float | None = None
    shares: int | None = None
    close: float | None = None
    currency: str = ""
    dollar_volume: float | None = None
    next_earnings_on: dt.date | None = None
    event_response: float | None = None
    event_response_error: float | None = None
    n_events: int = 0
    since_event: float | None = None
    momentum: float | None = None
    resid_vol: float | None = None
    beta: float | None = None
    gross_margin_change: float | None = None
    revenue_growth: float | None = None
    lab_overlap: float | None = None
    addends: Mapping[str, float] | None = None
    reasons: tuple[str, ...] = ()
    signal_before: Signal = "no_data"
    score_change: float | None = None
    moved_by: str = ""
    path: tuple[float, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenReport:
    """One thesis's screen.

    Parameters
    ----------
    thesis : Thesis
    rows : tuple of ScreenRow
        Long before short, by rank; names without a side, then without data, last.
    weights : tuple of (str, float)
        Parts of the score by name, adding up to 1.
    gate : tuple of str
        Breakers that tripped, each in words: no name is entered while one stands.
    compared_on : date or None
        Session that ``signal_before`` is of.
    track_record : str
        What the last validation of this very ranking came to, in a sentence.
    n_watched : int
        Candidates without a side: only measured.
    coverage, findings, problems
        Of the prices.
    as_of : date
    price_source : str
    data_as_of : date
    flags : tuple of str
    fingerprint : str
    """

    thesis: Thesis
    rows: tuple[ScreenRow, ...]
    weights: tuple[tuple[str, float], ...]
    gate: tuple[str, ...]
    compared_on: dt.date | None
    track_record: str
    n_watched: int
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    as_of: dt.date
    price_source: str
    data_as_of: dt.date
    flags: tuple[str, ...]
    fingerprint: str

    @property
    def is_simulated(self) -> bool:
        """Whether the prices are made up."""
        return self.price_source == "simulated"

    @property
    def unpriced(self) -> tuple[Coverage, ...]:
        """Tickers asked for without any price."""
        return tuple(each for each in self.coverage if each.n_sessions == 0)
