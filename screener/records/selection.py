"""Was it chosen, or found by trying? One row a check of the held basket."""

from dataclasses import dataclass
from typing import Literal

from screener.records.event import Period
from screener.records.study import BasketSide

SelectionCheck = Literal[
    "probabilistic_sharpe", "deflated_sharpe", "random_baskets", "reality_check", "superior_ability", "overfitting"
]


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """One check of what the thesis holds, over one period.

    Parameters
    ----------
    check : SelectionCheck
    basket, side, period
        Which.
    n_sessions : int
        Returns it was made from.
    statistic : str
        What ``value`` is, a key of ``dictionary.selection_words.STATISTICS``.
    value : float or None
        None where the check says nothing, for the reason in ``flags``.
    n_compared : int or None
        Variants or random baskets it is held against.
    compared_mean, compared_sd : float or None
        The same statistic of those.
    p : float or None
        Chance of as much without skill.
    flags : tuple of str
    """

    check: SelectionCheck
    basket: str
    side: BasketSide
    period: Period
    n_sessions: int
    statistic: str
    value: float | None = None
    n_compared: int | None = None
    compared_mean: float | None = None
    compared_sd: float | None = None
    p: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolUse:
    """Names that random baskets were drawn from.

    Parameters
    ----------
    n_asked : int
        Members and candidates.
    used : tuple of str
        Priced, and there for 60 sessions or more.
    left_out : tuple of str
        Asked for and not used.
    """

    n_asked: int
    used: tuple[str, ...]
    left_out: tuple[str, ...]
