"""Dated facts that claims are checked against, one record a table row.

Every row knows where it was read (``path``, ``line``). ``known_on`` is the day the fact could first be known;
where the file leaves it blank it is the day the fact took effect or was measured, and ``known_on_assumed``
is True.
"""

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from screener.records.income import IncomeQuarter
from screener.records.problem import Problem
from screener.records.replacement import Replacement

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class OtherPrice:
    """What a model costs in the other hours of the day, in USD per million tokens.

    ``hours_utc`` is written ``01:00-04:00;06:00-10:00``; a span may run over midnight.
    """

    input_usd_per_mtok: float
    output_usd_per_mtok: float
    hours_utc: str


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """A model's list price from a day on, in USD per million tokens; a later row of the model ends it.

    ``precision`` says how sure ``effective_on`` is; ``tier`` is the model's place in its lab's range. ``checked_on``
    is the last day on which the row stood in its source, None where no source says. A tariff by time of day has the
    price of most hours as its own, and that of the fewer as ``other``.
    """

    model: str
    provider: str
    input_usd_per_mtok: float
    output_usd_per_mtok: float
    effective_on: dt.date
    precision: str
    tier: str
    open_weights: str
    known_on: dt.date
    known_on_assumed: bool
    source: str
    provenance: str
    note: str
    path: str
    line: int
    checked_on: dt.date | None = None
    other: OtherPrice | None = None


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A model that stands for its lab in a group, from one day to another, both inclusive."""

    group: str
    model: str
    from_on: dt.date
    to_on: dt.date | None
    reason: str
    path: str
    line: int

    def is_valid_on(self, day: dt.date) -> bool:
        """Tell whether ``day`` lies in the span; without ``to_on`` it is open."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class BenchmarkGap:
    """How far the frontier side leads on a benchmark; ``gap`` is in ``unit``, positive when it is ahead.

    ``pair`` says who is compared: ``us_china`` and ``open_closed`` are never mixed.
    """

    benchmark: str
    pair: str
    measured_on: dt.date
    frontier_score: float | None
    open_score: float | None
    gap: float
    unit: str
    known_on: dt.date
    known_on_assumed: bool
    source: str
    provenance: str
    note: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Usage:
    """One measured value of use, margin or revenue, in ``unit``."""

    measure: str
    value: float
    unit: str
    measured_on: dt.date
    known_on: dt.date
    known_on_assumed: bool
    source: str
    provenance: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name to consider for a leg; ``ticker`` is empty when it is not listed."""

    ticker: str
    name: str
    leg: str
    side: str
    listed_on: dt.date | None
    why: str
    pitfalls: str
    source: str
    provenance: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """A listed holder's stake in a lab, in percent; None is a stake of unknown size, not zero."""

    holder: str
    lab: str
    stake_pct: float | None
    measured_on: dt.date | None
    source: str
    provenance: str
    note: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Earnings:
    """The day on which a listing reports, or reported, its quarter; ``known_on`` is when that day was first known."""

    ticker: str
    reported_on: dt.date
    known_on: dt.date
    known_on_assumed: bool
    source: str
    provenance: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All tables.

    Parameters
    ----------
    token_prices, model_groups, benchmark_gaps, usage : tuples of rows
        Sorted by name, then by date.
    candidates, exposures : tuples of rows
        In the files' order.
    earnings : tuple of Earnings
        Sorted by ticker, then by date; what ships is empty.
    income : tuple of IncomeQuarter
        Sorted by ticker, period end and the day known; what ships is empty.
    problems : tuple of Problem
        Everything found wrong; a row with an error is in no table.
    replacements : tuple of Replacement
        Rows of an earlier file that a later one replaced.
    """

    token_prices: tuple[TokenPrice, ...] = ()
    model_groups: tuple[GroupMember, ...] = ()
    benchmark_gaps: tuple[BenchmarkGap, ...] = ()
    usage: tuple[Usage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    earnings: tuple[Earnings, ...] = ()
    income: tuple[IncomeQuarter, ...] = ()
    problems: tuple[Problem, ...] = ()
    replacements: tuple[Replacement, ...] = ()

    @property
    def models(self) -> frozenset[str]:
        """Models with a price."""
        return frozenset(row.model for row in self.token_prices)

    @property
    def groups(self) -> frozenset[str]:
        """Groups with a member."""
        return frozenset(row.group for row in self.model_groups)

    @property
    def gap_pairs(self) -> frozenset[tuple[str, str]]:
        """Benchmarks with the pairs they compare."""
        return frozenset((row.benchmark, row.pair) for row in self.benchmark_gaps)

    @property
    def gap_units(self) -> dict[tuple[str, str], frozenset[str]]:
        """Units of the gaps, by benchmark and pair."""
        return _units(((row.benchmark, row.pair), row.unit) for row in self.benchmark_gaps)

    @property
    def usage_units(self) -> dict[str, frozenset[str]]:
        """Units of the figures of use, by measure."""
        return _units((row.measure, row.unit) for row in self.usage)

    @property
    def usage_measures(self) -> frozenset[str]:
        """Measures of use."""
        return frozenset(row.measure for row in self.usage)


def _units(pairs: Iterable[tuple[K, str]]) -> dict[K, frozenset[str]]:
    units: dict[K, set[str]] = {}
    for key, unit in pairs:
        units.setdefault(key, set()).add(unit)
    return {key: frozenset(found) for key, found in units.items()}
