"""The stationary bootstrap: a history drawn anew from its own blocks, of random length."""

import numpy as np

from screener.errors import CodeError
from screener.records.prices import Floats, Integers

# Fixed, so that the same variants give the same answer each time.
SEED = 20_150_102
# Draws laid out at once, so that memory is bounded: 100 x 2,800 sessions x 8 bytes = 2 MB an array.
BATCH = 100


def default_mean_block(n_sessions: int) -> float:
    """Return T^(1/3), the mean block length used unless another is asked for.

    Parameters
    ----------
    n_sessions : int
        T.

    Returns
    -------
    float
        Sessions, at least 1; 13.6 for ten years.

    Notes
    -----
    Politis and White's best length for a first-order autoregression is abs(2 a / (1 - a^2))^(2/3) T^(1/3): ours is the
    one for a = 0.41. Daily returns of books have abs(a) below about 0.1, for which a third of it would do; what is
    longer costs a little noise, what is shorter leaves dependence out. It depends on nothing but T, so that all
    variants share their draws and there is no length to choose after the fact.

    References
    ----------
    Politis and White (2004), Automatic block-length selection for the dependent bootstrap, Econometric Reviews 23(1);
    its stationary bootstrap as corrected by Patton, Politis and White (2009), Econometric Reviews 28(4).

    Examples
    --------
    >>> round(default_mean_block(1_000), 12)
    10.0
    """
    return float(max(1.0, n_sessions ** (1.0 / 3.0)))


def stationary_rows(n_sessions: int, mean_block_sessions: float, n_draws: int, seed: int = SEED) -> Integers:
    """Draw the rows of bootstrapped histories.

    Parameters
    ----------
    n_sessions : int
        T, at least 1; every history is as long as the real one.
    mean_block_sessions : float
        At least 1; 1 draws every session by itself.
    n_draws : int
        B.
    seed : int

    Returns
    -------
    array of shape (B, T), int
        Rows 0 to T - 1. The first draws are the same however many follow.

    Notes
    -----
    A history starts at a row drawn evenly; each next row is the one that follows, the first after the last, or with
    probability 1 / mean block a row drawn anew. One uniform number does both: below 1 / mean block it says that a
    block starts, and what it is then, divided by 1 / mean block, says where.

    References
    ----------
    Politis and Romano (1994), The stationary bootstrap, JASA 89(428).
    """
    if not mean_block_sessions >= 1.0:
        raise CodeError(f"blocks of {mean_block_sessions} sessions on average")
    generator = np.random.default_rng(seed)
    rows = np.empty((n_draws, n_sessions), dtype=np.int64)
    for first in range(0, n_draws, BATCH):
        part = rows[first : first + BATCH]
        part[:] = _rows(generator.random(part.shape), mean_block_sessions)
    return rows


def _rows(uniform: Floats, mean_block_sessions: float) -> Integers:
    n_sessions = uniform.shape[1]
    scaled = uniform * mean_block_sessions
    scaled[:, 0] = uniform[:, 0]
    session = np.arange(n_sessions)
    block_start = np.maximum.accumulate(np.where(scaled < 1.0, session, 0), axis=1)
    origin = (np.take_along_axis(scaled, block_start, axis=1) * n_sessions).astype(np.int64)
    return np.asarray((origin + session - block_start) % n_sessions)


def stationary_variance(values: Floats, mean_block_sessions: float) -> Floats:
    """Return the variance of sqrt(T) times the mean under the stationary bootstrap.

    Parameters
    ----------
    values : array of shape (T, V), finite
    mean_block_sessions : float
        At least 1.

    Returns
    -------
    array of shape (V,)
        Consistent for the long-run variance of each column.

    Notes
    -----
    g(0) + 2 sum over i = 1..T-1 of k(i) g(i), with the autocovariances g(i) = sum of v(t) v(t+i) / T about the mean and
    k(i) = (1 - i/T) (1 - q)^i + (i/T) (1 - q)^(T - i), q = 1 / mean block. It is what infinitely many draws would
    show, so no noise of the draws enters. All lags at once: the weights of the lags, and their autocovariances around a
    ring, become products of Fourier transforms.

    References
    ----------
    Politis and Romano (1994), lemma 1; Hansen (2005), A test for superior predictive ability, JBES 23(4), section 3.
    """
    n_sessions = len(values)
    lag = np.arange(n_sessions)
    weight = 2.0 * (1.0 - lag / n_sessions) * (1.0 - 1.0 / mean_block_sessions) ** lag
    weight[0] = 1.0
    # Each frequency stands for its mirror image too, but for the first and, with an even T, the last.
    n_mirrored = np.full(n_sessions // 2 + 1, 2.0)
    n_mirrored[0] = 1.0
    n_mirrored[-1] = 1.0 if n_sessions % 2 == 0 else 2.0
    power = np.abs(np.fft.rfft(values - values.mean(axis=0), axis=0)) ** 2
    return np.asarray((np.fft.rfft(weight).real * n_mirrored) @ power / n_sessions**2)
