"""A basket of the thesis beside random baskets of the same shape on the same event days."""

import math
from dataclasses import dataclass

import numpy as np

from screener.calc.inference.placebo import TIE
from screener.calc.response.composition import BasketShape
from screener.records.prices import Bools, Floats, Integers
from screener.records.study import MIN_EVENT_DAYS

N_BASKETS = 1_000
# Fixed, so that a thesis and a universe give the same answer each time; every basket and window starts from it anew.
SEED = 20_150_102
# Baskets scored at once, so that memory is bounded: 100 x 50 event days x 50 members x 8 bytes = 2 MB.
_BATCH = 100


@dataclass(frozen=True, slots=True)
class RandomBaskets:
    """One basket of the thesis and B random ones.

    Parameters
    ----------
    n_event_days : int
        On which the thesis's basket can be scored.
    excess, t : float
        Its mean over them and the same studentised; ``t`` NaN below 5.
    p : float
        NaN where ``t`` is, or without random baskets.
    random_excess, random_t : array of shape (B,)
        Of the random baskets that have 5 event days or more.
    """

    n_event_days: int
    excess: float
    t: float
    p: float
    random_excess: Floats
    random_t: Floats


def random_baskets(
    shape: BasketShape,
    valid: Bools,
    own: Floats,
    car: Floats,
    eligible: Integers,
    n_baskets: int = N_BASKETS,
    seed: int = SEED,
) -> RandomBaskets:
    """Score a basket, and random ones made like it, over the same event days.

    Parameters
    ----------
    shape : BasketShape
        Legs, sides and weights of J members.
    valid : array of shape (E, J)
        The note names the member on that event day.
    own : array of shape (E, J), decimal
        CAR of every member on every event day, less its ring mean; NaN where it cannot be scored.
    car : array of shape (E, N), decimal
        The same of every name.
    eligible : array of shape (M,), int
        Columns to draw from.
    n_baskets, seed : int
        Baskets drawn; the draws depend on ``seed``, ``eligible`` and J only.

    Returns
    -------
    RandomBaskets

    Notes
    -----
    A random basket has a name drawn from ``eligible``, each name once, in the place of every member, with that
    member's leg, weight, side and span; the place of a member that is never scored stays empty. A basket's response on
    an event day is the weighted mean of its names' responses, weights renormalised over the names that can be scored
    on that day, of which each side needs half its weight: as in :mod:`screener.calc.response.composition`. Since the
    return model is linear that is the CAR of the basket as one asset, up to estimation days that some name misses.

    t = mean / (sd / sqrt n) over the event days, each name centred on its ring mean.
    p = (1 + #{b: abs(t(b)) >= abs(t)}) / (1 + B). It asks whether these members answered these events more than any
    names did: a day that moves the whole market's residuals moves the random baskets too.
    """
    n_members = own.shape[1]
    (n,), (excess,), (t,) = _statistics(_responses(shape, own[None], valid, valid))
    if len(eligible) < n_members:
        return RandomBaskets(int(n), float(excess), float(t), math.nan, np.empty(0), np.empty(0))
    draws = _draws(eligible, n_members, n_baskets, seed)
    # So that random baskets lack the same weight.
    filled = valid & np.isfinite(own).any(axis=0)
    found = [
        _statistics(_responses(shape, car[:, batch].transpose(1, 0, 2), filled, valid))
        for batch in np.array_split(draws, max(1, math.ceil(n_baskets / _BATCH)))
    ]
    all_excess, all_t = (np.concatenate([part[i] for part in found]) for i in (1, 2))
    scored = np.isfinite(all_t)
    at_least = int((np.abs(all_t[scored]) >= abs(t) * TIE).sum())
    p = (1 + at_least) / (1 + int(scored.sum())) if math.isfinite(t) and scored.any() else math.nan
    return RandomBaskets(int(n), float(excess), float(t), p, all_excess[scored], all_t[scored])


def _draws(eligible: Integers, n_members: int, n_baskets: int, seed: int) -> Integers:
    """Draw the columns of each basket without repetition, shape (B, J)."""
    generator = np.random.default_rng(seed)
    places = [generator.choice(len(eligible), n_members, replace=False) for _ in range(n_baskets)]
    return eligible[np.array(places, dtype=np.int64).reshape(n_baskets, n_members)]


def _responses(shape: BasketShape, car: Floats, may_be_used: Bools, valid: Bools) -> Floats:
    """Return each basket's response on each event day: (B, E, J) to (B, E), NaN without half the weight on a side."""
    used = np.isfinite(car) & may_be_used & shape.holds
    asked = np.broadcast_to(valid & shape.holds, used.shape)
    flat = (-1, used.shape[-1])
    enough = shape.has_enough(used.reshape(flat), asked.reshape(flat)).reshape(used.shape[:2])
    response = (shape.member_weights(used) * np.where(used, car, 0.0)).sum(axis=2)
    return np.where(enough, response, np.nan)


def _statistics(responses: Floats) -> tuple[Integers, Floats, Floats]:
    """Return event days, mean and t of each basket, shape (B,)."""
    scored = np.isfinite(responses)
    n = scored.sum(axis=1)
    size = np.maximum(n, 1)
    mean = np.where(scored, responses, 0.0).sum(axis=1) / size
    apart = np.where(scored, responses - mean[:, None], 0.0)
    sd = np.sqrt((apart**2).sum(axis=1) / np.maximum(n - 1, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where((n >= MIN_EVENT_DAYS) & (sd > 0.0), mean / (sd / np.sqrt(size)), np.nan)
    return n, np.where(n > 0, mean, np.nan), t
