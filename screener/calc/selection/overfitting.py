"""How often the best variant of one half of a history is below the middle in the other half."""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from screener.calc.numbers import ROUNDING
from screener.calc.selection.usable_variants import MIN_SESSIONS, usable_variants
from screener.errors import CodeError
from screener.records.prices import Bools, Floats, Integers

N_BLOCKS = 10
# Splits scored at once, so that memory is bounded: 500 x 1,000 variants x 8 bytes = 4 MB an array.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Overfitting:
    """What picking the best variant was worth out of sample, over all splits of the history in two halves.

    Parameters
    ----------
    pbo : float
        Probability of backtest overfitting: share of splits whose best variant is below the median out of sample.
    median_logit : float
        Median of ln(w / (1 - w)), w the best one's rank out of sample over V + 1; 0 is the middle.
    probability_of_loss : float
        Share of splits whose best variant has a Sharpe ratio below 0 out of sample.
    in_sample_sharpe, out_of_sample_sharpe : float
        Mean over the splits of the best one's Sharpe ratio per session, where it was picked and where it was not.
    n_splits, n_blocks : int
    n_variants, n_left_out : int
        Distinct columns compared; and those that repeat another, are not finite in every session or never move.
    n_sessions : int
        Used: the oldest T mod S are not.
    """

    pbo: float
    median_logit: float
    probability_of_loss: float
    in_sample_sharpe: float
    out_of_sample_sharpe: float
    n_splits: int
    n_blocks: int
    n_variants: int
    n_left_out: int
    n_sessions: int


@dataclass(frozen=True, slots=True)
class _Picked:
    """The variant that is best in sample, split by split, shape (n,): its Sharpe ratios, and its rank out of sample."""

    in_sample: Floats
    out_of_sample: Floats
    rank: Floats


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Sums of S blocks, shape (S, V), of what is left of the returns when their means ``centre`` are taken off."""

    n_sessions: int
    centre: Floats
    total: Floats
    squares: Floats


def overfitting(returns: Floats, n_blocks: int = N_BLOCKS) -> Overfitting:
    """Estimate the probability of backtest overfitting by combinatorially symmetric cross-validation.

    Parameters
    ----------
    returns : array of shape (T, V), decimal per session
        One column for every variant that was tried, good or bad, over the same sessions.
    n_blocks : int
        S, even: consecutive sessions of equal number; S choose S/2 splits, 252 of 10 blocks, 12,870 of 16.

    Returns
    -------
    Overfitting
        Figures between 0 and 1; NaN, with no split, for fewer than 60 sessions, 2 in a block, or 2 distinct variants.
        Full-sample inference: known when the last session is.

    Notes
    -----
    Every choice of S/2 blocks is once the sample that the best variant is picked in, by its Sharpe ratio per session,
    while the others are out of sample; the blocks keep their order, which a Sharpe ratio does not see. PBO is the share
    of splits with a negative logit; a logit of 0, the median itself, counts half, so that worthless variants give one
    half on average also when they are few and odd in number. The paper's integral, like ``ffn``, counts it whole:
    2/3 for three worthless variants.

    Variants with the same Sharpe ratio out of sample share their mean rank; in sample the first column wins. A column
    that repeats an earlier one exactly is the same try and counts once. A variant that does not move in one half,
    such as one that is not invested, has a Sharpe ratio of 0 there.

    It is about picking among these variants, not about their common merit: if all are equally good it is one half.

    References
    ----------
    Bailey, Borwein, Lopez de Prado and Zhu (2017), The probability of backtest overfitting, Journal of Computational
    Finance 20(4).
    """
    if n_blocks < 2 or n_blocks % 2:
        raise CodeError(f"{n_blocks} blocks cannot be split in two halves")
    n_sessions = len(returns) - len(returns) % n_blocks
    used = returns[len(returns) - n_sessions :]
    columns = _distinct(used, usable_variants(used))
    left_out = returns.shape[1] - len(columns)
    if n_sessions < max(MIN_SESSIONS, 2 * n_blocks) or len(columns) < 2:
        nan = math.nan
        return Overfitting(nan, nan, nan, nan, nan, 0, n_blocks, len(columns), left_out, n_sessions)
    picked = _picked(used[:, columns], _splits(n_blocks))
    share = picked.rank / (len(columns) + 1.0)
    logit = np.log(share / (1.0 - share))
    return Overfitting(
        pbo=float((logit < 0.0).mean() + 0.5 * (logit == 0.0).mean()),
        median_logit=float(np.median(logit)),
        probability_of_loss=float((picked.out_of_sample < 0.0).mean()),
        in_sample_sharpe=float(picked.in_sample.mean()),
        out_of_sample_sharpe=float(picked.out_of_sample.mean()),
        n_splits=len(logit),
        n_blocks=n_blocks,
        n_variants=len(columns),
        n_left_out=left_out,
        n_sessions=n_sessions,
    )


def _distinct(returns: Floats, columns: Integers) -> Integers:
    """Keep the first of columns that are equal; adding 0 makes a negative 0 a positive one."""
    first = {np.ascontiguousarray(returns[:, k] + 0.0).tobytes(): k for k in columns[::-1]}
    return np.array(sorted(first.values()), dtype=np.int64)


def _splits(n_blocks: int) -> Bools:
    """Return which blocks are in sample, shape (S choose S/2, S)."""
    chosen = np.array(list(itertools.combinations(range(n_blocks), n_blocks // 2)), dtype=np.int64)
    is_in = np.zeros((len(chosen), n_blocks), dtype=bool)
    np.put_along_axis(is_in, chosen, np.True_, axis=1)
    return is_in


def _picked(returns: Floats, splits: Bools) -> _Picked:
    n_blocks = splits.shape[1]
    centre = returns.mean(axis=0)
    parts = (returns - centre).reshape(n_blocks, -1, returns.shape[1])
    blocks = _Blocks(parts.shape[1], centre, parts.sum(axis=1), np.einsum("btv,btv->bv", parts, parts))
    found = [_pick(blocks, splits[i : i + _BATCH]) for i in range(0, len(splits), _BATCH)]
    return _Picked(
        np.concatenate([each.in_sample for each in found]),
        np.concatenate([each.out_of_sample for each in found]),
        np.concatenate([each.rank for each in found]),
    )


def _pick(blocks: _Blocks, splits: Bools) -> _Picked:
    in_sample, out_of_sample = _sharpes(blocks, splits), _sharpes(blocks, ~splits)
    best = in_sample.argmax(axis=1)[:, None]
    own = np.take_along_axis(out_of_sample, best, axis=1)
    n_below, n_equal = (out_of_sample < own).sum(axis=1), (out_of_sample == own).sum(axis=1)
    return _Picked(
        np.take_along_axis(in_sample, best, axis=1)[:, 0],
        own[:, 0],
        n_below + (n_equal + 1.0) / 2.0,
    )


def _sharpes(blocks: _Blocks, chosen: Bools) -> Floats:
    """Return the Sharpe ratio per session of each variant over the chosen blocks, shape (n, V)."""
    member = chosen.astype(np.float64)
    n = blocks.n_sessions * member.shape[1] / 2.0
    offset, square = member @ blocks.total / n, member @ blocks.squares / n
    variance = square - offset**2
    moves = variance > ROUNDING * square
    sd = np.sqrt(np.where(moves, variance, 1.0) * n / (n - 1.0))
    return np.where(moves, (blocks.centre + offset) / sd, 0.0)
