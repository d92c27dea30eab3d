"""How well a ranking did in the past."""

from dataclasses import dataclass
from typing import Literal

Ranking = Literal["screen", "momentum"]


@dataclass(frozen=True, slots=True)
class TrackRecordRow:
    """What one ranking was worth in one group of names, over one horizon; None where not defined.

    Decay is the same figure over the horizons.

    Parameters
    ----------
    ranking : {"screen", "momentum"}
    group : str
        ``all``, ``long``, ``short``, or a leg's name.
    horizon_sessions : int
        From the close traded at.
    n_dates : int
        Decisions with a rank correlation: at least 5 names that are ranked and whose forward return is known.
    n_names_mean : float or None
        Such names a decision.
    mean_ic : float or None
        Mean over the decisions of the rank information coefficient: Spearman's correlation of score and forward
        return, that of a short name with its sign turned; positive where the ranking works.
    ic_ci_low, ic_ci_high : float or None
        95 % interval, allowing for overlapping horizons; None where these are too few to tell.
    ic_sd : float or None
        Over the decisions.
    share_positive : float or None
        Share of decisions with a positive coefficient.
    top_minus_bottom : float or None
        Mean forward return of the third ranked highest less that of the third ranked lowest, decimal per horizon,
        signed as the coefficient is, before costs.
    top_minus_bottom_ci_low, top_minus_bottom_ci_high : float or None
        95 % interval.
    turnover : float or None
        Share of the top third that is new, mean over the decisions after the first; the same for every horizon.
    p_random : float or None
        Share of rankings at random within each side with at least the mean coefficient, itself counted.
    ic_above_momentum, ic_above_momentum_ci_low, ic_above_momentum_ci_high : float or None
        Mean of the coefficient less momentum's on the same decisions, and its 95 % interval; None for momentum itself.
    """

    ranking: Ranking
    group: str
    horizon_sessions: int
    n_dates: int
    n_names_mean: float | None = None
    mean_ic: float | None = None
    ic_ci_low: float | None = None
    ic_ci_high: float | None = None
    ic_sd: float | None = None
    share_positive: float | None = None
    top_minus_bottom: float | None = None
    top_minus_bottom_ci_low: float | None = None
    top_minus_bottom_ci_high: float | None = None
    turnover: float | None = None
    p_random: float | None = None
    ic_above_momentum: float | None = None
    ic_above_momentum_ci_low: float | None = None
    ic_above_momentum_ci_high: float | None = None
