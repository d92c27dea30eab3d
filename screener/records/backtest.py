"""Everything one backtest found, ready for any rendering."""

import datetime as dt
from dataclasses import dataclass

from screener.records.performance import Contribution, EquityPoint, Performance
from screener.records.prices import Coverage
from screener.records.problem import Problem
from screener.records.study import Study
from screener.records.thesis import Thesis


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """One thesis on one set of prices.

    Parameters
    ----------
    thesis : Thesis
    study : Study
        Baskets around events.
    performance, attribution, equity
        Baskets over time.
    coverage : tuple of Coverage
        One per ticker asked for, priced or not.
    problems : tuple of Problem
        Bad rows met in the prices.
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
    performance: tuple[Performance, ...]
    attribution: tuple[Contribution, ...]
    equity: tuple[EquityPoint, ...]
    coverage: tuple[Coverage, ...]
    problems: tuple[Problem, ...]
    as_of: dt.date
    price_source: str
    data_as_of: dt.date
    flags: tuple[str, ...]
    fingerprint: str
    is_new_trial: bool

    @property
    def unpriced(self) -> tuple[Coverage, ...]:
        """Tickers asked for without any price."""
        return tuple(each for each in self.coverage if each.n_sessions == 0)
