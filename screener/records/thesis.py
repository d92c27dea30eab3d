"""A thesis as read from its note: baskets, events, claims, and the settings that change numbers."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from screener.records.book_rules import BookRules
from screener.records.event import Period
from screener.records.expression import Statement

Side = Literal["long", "short"]
Status = Literal["idea", "active", "watching", "closed", "invalidated"]


@dataclass(frozen=True, slots=True)
class Member:
    """One name in one leg, for a span of dates.

    Parameters
    ----------
    ticker : str
        As written in the note, upper case not forced: ``0700.HK``, ``^GSPC``, ``BRK-B``.
    weight : float
        Relative weight inside the leg, above 0; 1 unless written ``xWEIGHT``.
    from_on, to_on : date or None
        Inclusive span; ``None`` is open. Data outside it is never used for this member.
    line : int
        1-based line in the note.
    """

    ticker: str
    weight: float = 1.0
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    line: int = 0

    def is_valid_on(self, day: dt.date) -> bool:
        """Tell whether ``day`` lies in the member's span."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Leg:
    """A named group of members on one side.

    Parameters
    ----------
    name : str
        The whole property name, such as ``long_chips``; also its ``basket`` in every table.
    side : {"long", "short"}
        Taken from the name.
    weight : float
        Relative weight inside its side, above 0.
    members : tuple of Member
        At least one.
    """

    name: str
    side: Side
    weight: float
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """An event window: ``start..end`` sessions relative to day 0, both inclusive."""

    start: int
    end: int

    @property
    def n_sessions(self) -> int:
        """Number of sessions in the window."""
        return self.end - self.start + 1

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events a thesis (or the command line) asks for.

    Parameters
    ----------
    kinds, labs, directions : tuple of str
        Empty means any; no kind at all means any but ``market_shock``.
    ids : tuple of str
        Events asked for by id, in addition to those matched; ids without any of the three ask for those only.
    skip : tuple of str
        Events left out by id.
    """

    kinds: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thesis:
    """Everything a note says that the program acts on.

    Parameters
    ----------
    thesis_id, title, status : str
        Identity.
    path : str
        The file it was read from.
    text_sha256 : str
        Hash of the note's bytes.
    opened_on, members_chosen_on : date
        ``after`` starts at the first, ``live`` at the later of the two.
    closed_on, horizon_on, history_from : date or None
        Optional bounds.
    legs : tuple of Leg
        Long legs first, in the note's order.
    benchmark : tuple of str
        Tickers of the market model, at least one; the first one's exchange is the panel's.
    rules : BookRules
        How the baskets are held over time.
    events : EventFilter
        The thesis's own selection.
    windows : tuple of Window
        Event windows, in the note's order.
    primary_basket, primary_window
        The one hypothesis with a verdict.
    claims, kill : tuple of Statement
        Judged by ``claims`` and ``review``.
    resolves : Statement or None
        What ``probability_pct`` is scored against.
    players, related, private_long, private_short, tags : tuple of str
        Names without the brackets of links and the ``#`` of tags.
    screen : tuple of Statement
        Filters over the screen's columns; the measure's name is a column's.
    score_weights : tuple of (str, float)
        Parts of the screen's score with their weights.
    """

    thesis_id: str
    title: str
    status: Status
    path: str
    text_sha256: str
    opened_on: dt.date
    members_chosen_on: dt.date
    legs: tuple[Leg, ...]
    benchmark: tuple[str, ...]
    windows: tuple[Window, ...]
    primary_basket: str
    primary_window: Window
    events: EventFilter = field(default_factory=EventFilter)
    closed_on: dt.date | None = None
    horizon_on: dt.date | None = None
    history_from: dt.date | None = None
    probability_pct: float | None = None
    resolves: Statement | None = None
    rules: BookRules = field(default_factory=BookRules)
    claims: tuple[Statement, ...] = ()
    kill: tuple[Statement, ...] = ()
    judged: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    players: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    private_long: tuple[str, ...] = ()
    private_short: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    screen: tuple[Statement, ...] = ()
    score_weights: tuple[tuple[str, float], ...] = ()

    def side_legs(self, side: Side) -> tuple[Leg, ...]:
        """Legs of one side, in the note's order."""
        return tuple(leg for leg in self.legs if leg.side == side)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that have a leg."""
        both: tuple[Side, Side] = ("long", "short")
        return tuple(side for side in both if self.side_legs(side))

    @property
    def baskets(self) -> tuple[str, ...]:
        """Leg names, then sides, then ``spread`` when both sides have a leg."""
        names = [leg.name for leg in self.legs] + list(self.sides)
        return (*names, "spread") if len(self.sides) == 2 else tuple(names)

    @property
    def held_basket(self) -> str:
        """What the thesis holds: ``spread``, or its only side."""
        return "spread" if len(self.sides) == 2 else self.sides[0]

    @property
    def tickers(self) -> tuple[str, ...]:
        """Every distinct member ticker, in first-seen order; benchmarks not included."""
        return tuple(dict.fromkeys(member.ticker for leg in self.legs for member in leg.members))

    @property
    def live_from(self) -> dt.date:
        """Last day known when the thesis was complete; only what comes after it is out of sample."""
        return max(self.opened_on, self.members_chosen_on)

    def hindsight_flags(self, period: Period) -> tuple[str, ...]:
        """Return the flag of a period whose returns the author may have known, in whole or in part."""
        if period in ("before", "all"):
            return ("hindsight",)
        is_chosen_later = period == "after" and self.members_chosen_on > self.opened_on
        return ("members_chosen_later",) if is_chosen_later else ()
