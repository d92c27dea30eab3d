"""A grid of rules on the same prices: its variants, what each earned, and what picking the best is worth."""

import datetime as dt
from dataclasses import dataclass

from screener.records.book_rules import BookRules
from screener.records.event import Period
from screener.records.performance import Performance
from screener.records.prices import Coverage, Finding
from screener.records.problem import Problem
from screener.records.thesis import Thesis


@dataclass(frozen=True, slots=True)
class Variant:
    """One set of rules of a grid.

    Parameters
    ----------
    label : str
        What varies and how it is set here, such as ``weighting=inverse_vol rebalance=weekly``.
    rules : BookRules
    is_as_written : bool
        Whether these are the note's own rules.
    """

    label: str
    rules: BookRules
    is_as_written: bool


@dataclass(frozen=True, slots=True)
class SweepRow:
    """What the thesis holds under one variant, over one period.

    Parameters
    ----------
    variant : Variant
    performance : Performance
        With its deflated Sharpe ratio; the break-even borrow rate is not searched for. Flagged ``lag_0`` where the
        variant trades at the very close it decides on, which nobody can.
    """

    variant: Variant
    performance: Performance


@dataclass(frozen=True, slots=True)
class SweepVerdict:
    """What the best variant of a grid is worth over one period; None where that cannot be said, as ``flags`` tells.

    Parameters
    ----------
    period : Period
    n_variants : int
        Of the grid, the note's own rules included.
    n_sessions : int
        Sessions that all variants have a return on; the first session of the latest to begin is the first of all.
    start_on, end_on : date or None
        First and last of them.
    best : str
        Label of the variant with the highest Sharpe ratio on these sessions; empty if none has one.
    sharpe : float or None
        Its own, annualised, on these sessions.
    deflated_sharpe : float or None
        Its own, as in its row.
    n_trials : int or None
        All variants of the thesis in the trial ledger.
    as_written_sharpe : float or None
        That of the note's own rules, on these sessions.
    as_written_rank : int or None
        1 for the highest Sharpe ratio; variants with the same share the best rank of theirs, ruined ones the last. None
        where the note's own rules never moved.
    highest_mean : str
        Label of the variant with the highest mean return, which the reality check is about.
    mean : float or None
        Its own, decimal per session.
    p_reality_check : float or None
        White's, against doing nothing.
    highest_t : str
        Label of the variant with the highest mean over standard error, which the superior ability test is about.
    t : float or None
        Its own.
    p_spa_lower, p_spa, p_spa_upper : float or None
        Hansen's, against doing nothing; ``p_spa`` is the consistent one, which is the answer.
    n_compared : int
        Variants that both tests compare: those that move at all.
    pbo : float or None
        Probability of backtest overfitting.
    n_distinct : int
        Variants that it compares: those whose returns no earlier one repeats.
    n_splits : int
        Ways to part the sessions in two halves.
    flags : tuple of str
    """

    period: Period
    n_variants: int
    n_sessions: int
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    best: str = ""
    sharpe: float | None = None
    deflated_sharpe: float | None = None
    n_trials: int | None = None
    as_written_sharpe: float | None = None
    as_written_rank: int | None = None
    highest_mean: str = ""
    mean: float | None = None
    p_reality_check: float | None = None
    highest_t: str = ""
    t: float | None = None
    p_spa_lower: float | None = None
    p_spa: float | None = None
    p_spa_upper: float | None = None
    n_compared: int = 0
    pbo: float | None = None
    n_distinct: int = 0
    n_splits: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepReport:
    """One thesis under a grid of rules, on one set of prices.

    Parameters
    ----------
    thesis : Thesis
    rows : tuple of SweepRow
        Variant by variant in the grid's order, the note's own rules first; each with all periods.
    verdicts : tuple of SweepVerdict
        One a period.
    coverage : tuple of Coverage
        One per ticker asked for, priced or not.
    findings : tuple of Finding
        What the quality checks found in the prices used.
    problems : tuple of Problem
        Bad rows met in the prices, and what is wrong with the trial ledger.
    as_of : date
        Nothing known later was used.
    price_source : str
    data_as_of : date
        Last session with prices.
    flags : tuple of str
        What holds for every row.
    fingerprint : str
        Hash of version, thesis, grid, options, prices and facts.
    n_new_trials : int
        Variants that the trial ledger did not hold before.
    """

    thesis: Thesis
    rows: tuple[SweepRow, ...]
    verdicts: tuple[SweepVerdict, ...]
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    as_of: dt.date
    price_source: str
    data_as_of: dt.date
    flags: tuple[str, ...]
    fingerprint: str
    n_new_trials: int

    @property
    def is_simulated(self) -> bool:
        """Whether the prices are made up."""
        return self.price_source == "simulated"

    @property
    def unpriced(self) -> tuple[Coverage, ...]:
        """Tickers asked for without any price."""
        return tuple(each for each in self.coverage if each.n_sessions == 0)

    @property
    def is_incomplete(self) -> bool:
        """Whether anything asked for is missing: a ticker, a row of its prices, or their last days."""
        is_late = any(each.check == "late" for each in self.findings)
        return bool(self.unpriced or self.problems or is_late)
