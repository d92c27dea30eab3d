"""Everything one backtest found, ready for any rendering."""

import datetime as dt
from dataclasses import dataclass

from screener.records.event_test_row import EventTestRow
from screener.records.overlap import Overlap
from screener.records.path import PathPoint
from screener.records.performance import Contribution, EquityPoint, Performance
from screener.records.prices import Coverage, Finding
from screener.records.problem import Problem
from screener.records.robustness import RobustnessRow
from screener.records.selection import PoolUse, SelectionRow
from screener.records.study import Study
from screener.records.thesis import Thesis
from screener.records.variant import VariantResult

# A listing that was only halted, or on a long holiday, printed within two weeks.
ENDED_AFTER = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """One thesis on one set of prices.

    Parameters
    ----------
    thesis : Thesis
    study : Study
        Baskets around events.
    paths : tuple of PathPoint
        How abnormal returns add up around the events: of the primary basket, or of all if asked for.
    tests : tuple of EventTestRow
        The classical event tests; empty unless asked for.
    robustness : tuple of RobustnessRow
        The primary basket under other choices; empty unless asked for.
    performance, attribution, equity
        Baskets over time.
    sensitivity : tuple of VariantResult
        What the thesis holds with other assumptions about trading: other lags, or all if asked for.
    selection : tuple of SelectionRow
        Whether it could come from trying or luck; empty unless asked for.
    pool : PoolUse or None
        Names that random baskets were drawn from.
    overlap : Overlap
        What both sides have of the same labs.
    affected : tuple of Finding
        Names that were not simply held, and when.
    coverage : tuple of Coverage
        One per ticker asked for, priced or not.
    problems : tuple of Problem
        Bad rows met in the prices.
    findings : tuple of Finding
        What the quality checks found in the prices used.
    as_of : date
        Nothing known later was used.
    price_source : str
        ``yahoo``, ``csv`` or ``simulated``.
    data_as_of : date
        Last session with prices.
    flags : tuple of str
        What holds for every row of every table.
    fingerprint : str
        Hash of version, thesis, options, prices and facts.
    is_new_trial : bool
        Whether the run added a line to the trial ledger.
    """

    thesis: Thesis
    study: Study
    paths: tuple[PathPoint, ...]
    tests: tuple[EventTestRow, ...]
    robustness: tuple[RobustnessRow, ...]
    performance: tuple[Performance, ...]
    attribution: tuple[Contribution, ...]
    equity: tuple[EquityPoint, ...]
    sensitivity: tuple[VariantResult, ...]
    selection: tuple[SelectionRow, ...]
    pool: PoolUse | None
    overlap: Overlap
    affected: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    as_of: dt.date
    price_source: str
    data_as_of: dt.date
    flags: tuple[str, ...]
    fingerprint: str
    is_new_trial: bool

    @property
    def is_simulated(self) -> bool:
        """Whether the prices are made up."""
        return self.price_source == "simulated"

    @property
    def is_incomplete(self) -> bool:
        """Whether anything asked for is missing: a ticker, the end of its prices, or a row of them."""
        is_late = any(each.check == "late" for each in self.findings)
        return bool(self.unpriced or self.ended or self.problems or is_late)

    @property
    def ended(self) -> tuple[Coverage, ...]:
        """Tickers whose prices end before the panel does, though the note still names them."""
        named = {
            member.ticker
            for leg in self.thesis.legs
            for member in leg.members
            if member.to_on is None or member.to_on >= self.data_as_of
        }
        latest = self.data_as_of - ENDED_AFTER
        return tuple(
            each
            for each in self.coverage
            if each.ticker in named and each.last_on is not None and each.last_on < latest
        )

    @property
    def unpriced(self) -> tuple[Coverage, ...]:
        """Tickers asked for without any price."""
        return tuple(each for each in self.coverage if each.n_sessions == 0)
