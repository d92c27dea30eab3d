"""The weekly review of one thesis: made once from its other reports, rendered many times."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from screener.records.claim import ClaimRow
from screener.records.decision import Decision
from screener.records.path import PathPoint
from screener.records.performance import Contribution
from screener.records.position import PositionRow
from screener.records.study import BasketSide
from screener.records.thesis import Side

Verdict = Literal["breaker", "ruling", "quiet"]
RulingKind = Literal[
    "breaker", "watch", "claim", "question", "stale", "unknown", "price", "horizon", "position", "drift"
]
Span = Literal["week", "month", "opening"]
SPANS: tuple[Span, ...] = ("week", "month", "opening")
ChangeKind = Literal["statement", "criterion", "claim", "conviction", "member", "weight", "rule", "signal", "state"]
Direction = Literal["for", "against", "neutral"]
EvidenceKind = Literal["event", "claim", "token_price", "benchmark", "usage", "margin"]
ComingKind = Literal["event", "earnings", "rebalance", "member", "horizon"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Something that a person has to decide about.

    Parameters
    ----------
    kind : RulingKind
    what : str
        The criterion, claim, ticker or question.
    state : str
        Its state in one word, such as tripped, broken, stale or overdue.
    since_on : date or None
        First day that it has stood so.
    n_days : int or None
        Calendar days since then, that day included.
    reason : str
        With the figures, in words.
    overridden_on : date or None
        Day of the latest review in whose note a person wrote that they override it.
    """

    kind: RulingKind
    what: str
    state: str
    since_on: dt.date | None
    n_days: int | None
    reason: str
    overridden_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PnlLine:
    """One line of profit and loss over a span of sessions.

    Parameters
    ----------
    span : {"week", "month", "opening"}
        The ISO week or the calendar month of ``as_of`` so far, or all sessions after the opening.
    start_on, end_on : date or None
        First and last session; None where the span has no session yet.
    line : Contribution
        Over NAV at the span's start; its ``period`` says nothing here.
    """

    span: Span
    start_on: dt.date | None
    end_on: dt.date | None
    line: Contribution


@dataclass(frozen=True, slots=True)
class Change:
    """What is not as it was at the last review.

    Parameters
    ----------
    kind : ChangeKind
    subject : str
        Ticker, leg, criterion, claim or property; empty for the note's text.
    before, after : str
        Empty where there was, or is, nothing.
    note : str
    is_drift : bool
        The note's statement, criteria or odds were edited after a loss.
    """

    kind: ChangeKind
    subject: str
    before: str
    after: str
    note: str = ""
    is_drift: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that became known since the last review.

    Parameters
    ----------
    day_on : date
        Day it became known.
    kind : EvidenceKind
    what : str
    direction : {"for", "against", "neutral"}
    note : str
    provenance, source : str
    """

    day_on: dt.date
    kind: EvidenceKind
    what: str
    direction: Direction
    note: str
    provenance: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class RiskFigure:
    """One figure of what is held at the last close.

    Parameters
    ----------
    figure : str
        A key of ``dictionary.review_words.RISK_FIGURES``.
    subject : str
        Basket, side, leg or ticker.
    value : float or None
        In ``unit``; None where not known.
    unit : str
        ``pct`` (of NAV, or a year), ``ratio``, ``correlation`` or ``days``.
    limit : float or None
        Where the note's kill criteria set one, in ``unit``.
    note : str
    """

    figure: str
    subject: str
    value: float | None
    unit: str
    limit: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SizingRow:
    """How far a name has drifted from its target; decimals over NAV, signed as held.

    Parameters
    ----------
    ticker, leg, side
    target : float
        Weight set at the last trade.
    weight : float
        At the last close.
    flags : tuple of str
    """

    ticker: str
    leg: str
    side: Side
    target: float
    weight: float
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a date ahead.

    Parameters
    ----------
    day_on : date
    kind : ComingKind
    what : str
    note : str
    n_days : int
        Calendar days from ``as_of``.
    """

    day_on: dt.date
    kind: ComingKind
    what: str
    note: str
    n_days: int


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One figure of how good the author's judgement has been.

    Parameters
    ----------
    figure : str
        A key of ``dictionary.review_words.SCORECARD_FIGURES``.
    value : float or None
    unit : str
        ``pct``, ``score`` or ``count``.
    note : str
    """

    figure: str
    value: float | None
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a chart over time.

    Parameters
    ----------
    name : str
        Basket, benchmark or measure.
    side : BasketSide or {""}
        Empty for a benchmark or a measure.
    points : tuple of (date, float or None)
        Oldest first; the unit is said where the curve is used.
    """

    name: str
    side: BasketSide | Literal[""]
    points: tuple[tuple[dt.date, float | None], ...]


@dataclass(frozen=True, slots=True)
class ReviewCharts:
    """What the review's charts are drawn from; levels and drawdowns are decimals.

    Parameters
    ----------
    spread : Curve
        Value of what the thesis holds over all sessions, 1 at the start; at most about 300 points.
    drawdown : Curve
        Its drawdown, positive, on the same days; counted anew from the opening.
    drawdown_limit : float or None
        Of the note's kill criteria, decimal.
    legs : tuple of Curve
        Each leg alone, 1 at the start; the benchmark last.
    path : tuple of PathPoint
        Of the primary basket, ``before`` and ``live`` with single events.
    gaps : tuple of Curve
        A token price gap over time, in times, a curve a measure of the note.
    gap_limits : tuple of (str, float)
        Thresholds of the note on those measures.
    """

    spread: Curve
    drawdown: Curve
    drawdown_limit: float | None
    legs: tuple[Curve, ...]
    path: tuple[PathPoint, ...]
    gaps: tuple[Curve, ...]
    gap_limits: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Everything one weekly review says; every rendering is made of this and nothing else.

    Parameters
    ----------
    thesis_id, title, status : str
    week : str
        ISO week of ``as_of``, such as ``2026-W22``.
    week_from_on, week_to_on : date
        Its Monday and Sunday.
    as_of : date
    data_as_of : date
        Last session with prices.
    opened_on, live_from : date
    basket : str
        What the thesis holds: ``spread``, or its only side.
    previous_on : date or None
        ``as_of`` of the stored review that this one is compared with.
    signals_before_on : date or None
        Session that signals are compared with: that review's last, or without one the last of the week before.
    verdict : {"breaker", "ruling", "quiet"}
        The most that the rulings ask for.
    sentences : tuple of str
        The verdict on the primary hypothesis: out of sample, then hindsight.
    rulings : tuple of Ruling
        Breakers first.
    pnl : tuple of PnlLine
        Week, month, opening; in each, names, cost, borrow and cash add up to net.
    changes : tuple of Change
    claims : tuple of ClaimRow
        Claims, questions, then kill criteria.
    evidence : tuple of Evidence
    risk : tuple of RiskFigure
    sizing : tuple of SizingRow
        Of the model portfolio.
    coming : tuple of Coming
    decisions : tuple of Decision
        What a person wrote into earlier review notes.
    scorecard : tuple of ScoreLine
    positions : tuple of PositionRow
        Real holdings; empty where the page is about the *model portfolio*.
    position_lines : tuple of str
        What could not be said of real holdings, and why.
    charts : ReviewCharts
    missing : tuple of str
        What was asked for and is not there, in words: names without prices, events not used, bad rows.
    price_source : str
        ``yahoo``, ``csv`` or ``simulated``.
    sources : tuple of str
        Where the facts that were used come from, each once.
    flags : tuple of str
    fingerprint : str
        Hash of version, note, options, prices, facts, the review compared with, holdings and decisions.
    version : str
        Of the program.
    """

    thesis_id: str
    title: str
    status: str
    week: str
    week_from_on: dt.date
    week_to_on: dt.date
    as_of: dt.date
    data_as_of: dt.date
    opened_on: dt.date
    live_from: dt.date
    basket: str
    previous_on: dt.date | None
    signals_before_on: dt.date | None
    verdict: Verdict
    sentences: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    pnl: tuple[PnlLine, ...]
    changes: tuple[Change, ...]
    claims: tuple[ClaimRow, ...]
    evidence: tuple[Evidence, ...]
    risk: tuple[RiskFigure, ...]
    sizing: tuple[SizingRow, ...]
    coming: tuple[Coming, ...]
    decisions: tuple[Decision, ...]
    scorecard: tuple[ScoreLine, ...]
    positions: tuple[PositionRow, ...]
    position_lines: tuple[str, ...]
    charts: ReviewCharts
    missing: tuple[str, ...]
    price_source: str
    sources: tuple[str, ...]
    flags: tuple[str, ...]
    fingerprint: str
    version: str

    @property
    def is_simulated(self) -> bool:
        """Whether the prices are made up."""
        return self.price_source == "simulated"

    @property
    def is_open(self) -> bool:
        """Whether a session has passed since the thesis was opened."""
        return self.data_as_of > self.opened_on

    def net(self, span: Span) -> float | None:
        """Return the net return over a span, decimal; None where it has no session."""
        lines = [each for each in self.pnl if each.span == span and each.line.line == "net"]
        return lines[0].line.contribution if lines and lines[0].end_on is not None else None

    def counts(self) -> Mapping[str, int]:
        """Return how many claims and criteria stand in each state, each statement once."""
        states = {(row.role, row.claim): row.state for row in self.claims}
        found: dict[str, int] = {}
        for state in states.values():
            found[state] = found.get(state, 0) + 1
        return found
