"""Is the best of many variants better than doing nothing? Reality check and superior predictive ability."""

import math
from dataclasses import dataclass

import numpy as np

from screener.calc.selection.bootstrap import BATCH, SEED, default_mean_block, stationary_rows, stationary_variance
from screener.calc.selection.usable_variants import MIN_SESSIONS, usable_variants
from screener.records.prices import Floats, Integers

N_DRAWS = 1_000


@dataclass(frozen=True, slots=True)
class RealityCheck:
    """The best variant against the best that luck would have made of as many.

    Parameters
    ----------
    best : int
        Column with the largest statistic, which the three p of SPA speak of; -1 without any.
    statistic : float
        sqrt(T) mean / omega of that column's excess over the benchmark.
    best_by_mean : int
        Column with the largest mean, which the reality check speaks of; -1 without any.
    mean : float, decimal per session
        Its mean excess.
    n_variants, n_left_out : int
        Columns compared; and those not finite in every session or without any movement, see
        :func:`~screener.calc.selection.usable_variants.usable_variants`.
    n_sessions, n_draws : int
        No draws where nothing could be compared.
    mean_block_sessions : float
    p_reality_check : float
        White's, for the largest mean.
    p_spa_lower, p_spa_consistent, p_spa_upper : float
        Hansen's, for the largest statistic, in that order; the consistent one is the answer.
    """

    best: int
    statistic: float
    best_by_mean: int
    mean: float
    n_variants: int
    n_left_out: int
    n_sessions: int
    n_draws: int
    mean_block_sessions: float
    p_reality_check: float
    p_spa_lower: float
    p_spa_consistent: float
    p_spa_upper: float


def reality_check(
    returns: Floats,
    benchmark: Floats | None = None,
    *,
    n_draws: int = N_DRAWS,
    seed: int = SEED,
    mean_block_sessions: float | None = None,
) -> RealityCheck:
    """Test whether the best variant beats a benchmark.

    Parameters
    ----------
    returns : array of shape (T, V), decimal per session
        One column for every variant that was tried, good or bad, over the same sessions.
    benchmark : array of shape (T,), decimal per session, finite, optional
        Returns of what would have been held instead; by default 0, doing nothing.
    n_draws, seed : int
        Histories drawn, which depend on T, ``seed`` and the mean block only.
    mean_block_sessions : float, optional
        See :func:`~screener.calc.selection.bootstrap.default_mean_block`.

    Returns
    -------
    RealityCheck
        p between 1 / (1 + B) and 1; NaN below 60 sessions or without a variant that can be compared. Full-sample
        inference: known when the last session is.

    Notes
    -----
    m are the means of returns less benchmark, m* those of a bootstrapped history (:mod:`.bootstrap`), omega^2 is the
    variance of sqrt(T) m* that infinitely many histories would show: Hansen's kernel estimate, which uses all lags.

    White: max sqrt(T) m against max sqrt(T) (m* - m). One wild and bad variant makes it blind.
    Hansen: max(0, max sqrt(T) m / omega) against max(0, max sqrt(T) (m* - g) / omega), where g recentres

    - upper: all variants, g = m;
    - lower: those above the benchmark, g = max(m, 0);
    - consistent: those not clearly below it, g = m where sqrt(T) m / omega >= -sqrt(2 log log T), else 0.

    p = (1 + #{draws at least as large}) / (1 + B), where Hansen counts larger draws only, over B. A best variant that
    isn't above its benchmark has an SPA p of 1. ``arch`` uses omega only to choose the variants recentred: its SPA
    compares raw means whatever ``studentize`` says, so its upper p is White's; given returns over omega it agrees.

    Size at 5 %, of families of 50 worthless variants with t(5) returns over 500 sessions: reality check 5 %; consistent
    SPA 7 % if the variants share half their variance and 9 % if they share none, where noise in omega tells; 4 % over
    2,500 sessions. The lower p rejects up to 13 %.

    Variants left out for missing sessions were tried too: the more they are, the more is a small p too small.

    References
    ----------
    White (2000), A reality check for data snooping, Econometrica 68(5); Hansen (2005), A test for superior predictive
    ability, Journal of Business and Economic Statistics 23(4).
    """
    n_sessions, n_columns = returns.shape
    columns = usable_variants(returns, benchmark)
    block = default_mean_block(n_sessions) if mean_block_sessions is None else mean_block_sessions
    if n_sessions < MIN_SESSIONS or len(columns) == 0:
        nan = math.nan
        return RealityCheck(-1, nan, -1, nan, len(columns), n_columns - len(columns), n_sessions, 0, block, *[nan] * 4)
    excess = returns[:, columns] if benchmark is None else returns[:, columns] - benchmark[:, None]
    omega = np.sqrt(stationary_variance(excess, block))
    mean = excess.mean(axis=0)
    statistic = math.sqrt(n_sessions) * mean / omega
    p = p_values(excess, omega, stationary_rows(n_sessions, block, n_draws, seed))
    return RealityCheck(
        best=int(columns[statistic.argmax()]),
        statistic=float(statistic.max()),
        best_by_mean=int(columns[mean.argmax()]),
        mean=float(mean.max()),
        n_variants=len(columns),
        n_left_out=n_columns - len(columns),
        n_sessions=n_sessions,
        n_draws=n_draws,
        mean_block_sessions=block,
        p_reality_check=p[0],
        p_spa_lower=p[1],
        p_spa_consistent=p[2],
        p_spa_upper=p[3],
    )


def p_values(excess: Floats, omega: Floats, rows: Integers) -> tuple[float, float, float, float]:
    """Return the four p-values on histories drawn elsewhere.

    Parameters
    ----------
    excess : array of shape (T, V), decimal per session, finite
    omega : array of shape (V,), above 0
        Standard deviation of sqrt(T) times the mean.
    rows : array of shape (B, T), int
        Sessions of each history.

    Returns
    -------
    reality check, SPA lower, consistent, upper : float
        See :func:`reality_check`.
    """
    n_sessions = len(excess)
    root = math.sqrt(n_sessions)
    mean = excess.mean(axis=0)
    t, centred = root * mean / omega, excess - mean
    # Draws are taken about the mean: what is not recentred gets its own t back.
    added = np.stack([np.minimum(t, 0.0), np.where(t < -math.sqrt(2.0 * math.log(math.log(n_sessions))), t, 0.0)])
    best = float(max(t.max(), 0.0))
    at_least = np.zeros(4, dtype=np.int64)
    for first in range(0, len(rows), BATCH):
        apart = _drawn_means(centred, rows[first : first + BATCH])
        scaled = root / omega * apart
        spa = (scaled + added[0], scaled + added[1], scaled)
        at_least[0] += (apart.max(axis=1) >= mean.max()).sum()
        at_least[1:] += [(np.maximum(each.max(axis=1), 0.0) >= best).sum() for each in spa]
    check, lower, consistent, upper = ((1 + at_least) / (1 + len(rows))).tolist()
    return check, lower, consistent, upper


def _drawn_means(values: Floats, rows: Integers) -> Floats:
    """Return the mean of each history, shape (B, V): how often it has each session, times the sessions."""
    n_draws, n_sessions = rows.shape
    cell = rows + n_sessions * np.arange(n_draws)[:, None]
    n_times = np.bincount(cell.ravel(), minlength=n_draws * n_sessions).reshape(n_draws, n_sessions)
    return np.asarray(n_times.astype(np.float64) @ values / n_sessions)
