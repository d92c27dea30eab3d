"""Claims and kill criteria as judged on a day, and over time."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from screener.records.expression import Operator, SpanUnit
from screener.records.income import MarginQuarter
from screener.records.measure import NOT_DATA, Why
from screener.records.prices import Coverage, Finding
from screener.records.problem import Problem
from screener.records.thesis import Thesis

ClaimRole = Literal["claim", "kill", "pillar"]
Severity = Literal["", "breaker", "watch", "question"]
ClaimState = Literal["holds", "weak", "broken", "clear", "near", "tripped", "stale", "unknown"]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One comparison of one claim or criterion; a question without a comparison has one row too.

    Parameters
    ----------
    claim : str
        Its name, or its text where it has none.
    role : {"claim", "kill", "pillar"}
        ``pillar`` is a question that only ``pillars`` asks.
    severity : {"", "breaker", "watch", "question"}
    measure : str
        With its arguments; empty for a question in words.
    value : float or None
    unit : str
    op : Operator or None
    threshold : str
        The number, or ``LOW..HIGH``.
    quoted : float or None
        Figure that the note states as a fact (``=``), beside which ``value`` is what the sources say.
    distance : float or None
        How far the value lies from the threshold, in ``unit``; positive while the comparison is true.
    is_true : bool or None
        Of this comparison alone.
    state : ClaimState
        Of the whole statement.
    for_n : int
        How long the statement must be true; 0 without such a clause.
    for_unit : SpanUnit or None
    n_breach : int
        How long a criterion has been true, or a claim false, in ``for_unit`` (days without one).
    since_on : date or None
        First day of the present truth.
    measured_on, known_on, provenance, source
        See :class:`~screener.records.measure.Reading`.
    note : str
    line : int
        Of the note.
    flags : tuple of str
    why : Why
        Why there is no value; empty for a question in words.
    uses_prices : bool
        Whether the value is made of stock prices.
    """

    claim: str
    role: ClaimRole
    severity: Severity
    measure: str
    value: float | None
    unit: str
    op: Operator | None
    threshold: str
    quoted: float | None
    distance: float | None
    is_true: bool | None
    state: ClaimState
    for_n: int
    for_unit: SpanUnit | None
    n_breach: int
    since_on: dt.date | None
    measured_on: dt.date | None
    known_on: dt.date | None
    provenance: str
    source: str
    note: str
    line: int
    flags: tuple[str, ...] = ()
    why: Why = ""
    uses_prices: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether there is no value for want of data; a day ahead, a review and a person's answer are no data."""
        return self.why != "" and self.why not in NOT_DATA


@dataclass(frozen=True, slots=True)
class ClaimPoint:
    """A measure's value from one day on, until the next point of the same claim, measure and part.

    Parameters
    ----------
    claim : str
    role : ClaimRole
    measure : str
    part : str
        One of the numbers behind the value, such as a pair of models; empty for the value itself.
    day_on : date
        First day with this value, known the same day.
    value : float or None
    unit : str
    is_true : bool or None
        Of the comparison; None for parts.
    measured_on, known_on : date or None
    provenance : str
    note : str
    uses_prices : bool
        Whether the value is made of stock prices.
    """

    claim: str
    role: ClaimRole
    measure: str
    part: str
    day_on: dt.date
    value: float | None
    unit: str
    is_true: bool | None
    measured_on: dt.date | None
    known_on: dt.date | None
    provenance: str
    note: str
    uses_prices: bool = False


@dataclass(frozen=True, slots=True)
class NoQuarters:
    """A company without a quarterly statement known by the day.

    Parameters
    ----------
    ticker : str
    reason : str
        Begins with *no quarterly data*.
    is_needed : bool
        Whether a measure of the note is over it, alone or in a leg.
    is_empty : bool
        Whether Yahoo was asked and says that it has none, so that asking again brings nothing.
    """

    ticker: str
    reason: str
    is_needed: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class ClaimsReport:
    """Everything that was found about one thesis's claims.

    Parameters
    ----------
    thesis : Thesis
    rows : tuple of ClaimRow
        Claims, questions of pillars, then kill criteria, in the note's order.
    history : tuple of ClaimPoint
        Empty unless asked for.
    margins : tuple of MarginQuarter
        Every quarter known of the thesis's members.
    no_quarterly_data : tuple of NoQuarters
        Members, and companies that the note's measures name, without a quarter.
    coverage : tuple of Coverage
        Of the prices used; empty where none were needed or to be had.
    findings : tuple of Finding
        What the checks of price quality found.
    problems : tuple of Problem
        Questions that cannot be asked, with their place in the note, and bad rows of prices.
    no_prices : str
        Why measures over prices have no value; empty where they do, or none asks.
    as_of : date
    price_source : str
        Empty where no price was used.
    data_as_of : date or None
    prices_from : date or None
        First session of the prices used.
    flags : tuple of str
        What holds for every row whose value is made of prices.
    fingerprint : str
    """

    thesis: Thesis
    rows: tuple[ClaimRow, ...]
    history: tuple[ClaimPoint, ...]
    margins: tuple[MarginQuarter, ...]
    no_quarterly_data: tuple[NoQuarters, ...]
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    no_prices: str
    as_of: dt.date
    price_source: str
    data_as_of: dt.date | None
    prices_from: dt.date | None
    flags: tuple[str, ...]
    fingerprint: str

    @property
    def is_simulated(self) -> bool:
        """Whether the prices are made up."""
        return self.price_source == "simulated"

    @property
    def is_incomplete(self) -> bool:
        """Whether data asked for is missing: a ticker's prices, a row of them, a statement needed, or a value."""
        lacks_statement = any(each.is_needed and not each.is_empty for each in self.no_quarterly_data)
        is_unknown = any(row.is_missing for row in self.rows)
        return bool(self.no_prices or self.problems or self.unpriced or lacks_statement or is_unknown)

    @property
    def unpriced(self) -> tuple[Coverage, ...]:
        """Tickers without prices, of those that were wanted."""
        return tuple(each for each in self.coverage if not each.n_sessions)

    def needs_ruling(self, gate: Literal["breaker", "watch", "stale"]) -> tuple[ClaimRow, ...]:
        """Return the rows that a gate stops at: tripped criteria of its severity and above, or stale ones."""
        if gate == "stale":
            return tuple(row for row in self.rows if row.state == "stale")
        severities = ("breaker",) if gate == "breaker" else ("breaker", "watch")
        return tuple(row for row in self.rows if row.state == "tripped" and row.severity in severities)
