"""The weights a basket wants at one decision: shared inside legs, capped, hedged, scaled to gross exposure."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.composition import BasketShape
from screener.records.book_rules import BookRules
from screener.records.prices import Bools, Floats, Integers

# A short side scaled further than this rests on a beta that nobody would trust with money.
HEDGE_RATIO_AT_LEAST, HEDGE_RATIO_AT_MOST = 1.0 / 3.0, 3.0


def inverse_volatility(volatility: Floats, available: Bools, leg_of: Integers) -> Floats:
    """Return the factor on each member's own weight under ``weighting: inverse_vol``.

    Parameters
    ----------
    volatility : array of shape (..., J)
        Trailing; NaN where not known.
    available : array of shape (..., J)
    leg_of : array of shape (J,), int
        A member without a volatility counts as the most volatile available one of its leg; if none has any, all of
        the leg count the same.

    Returns
    -------
    array of shape (..., J), above 0

    Examples
    --------
    >>> import numpy as np
    >>> nan = float("nan")
    >>> legs, all_there = np.array([0, 0, 0, 1]), np.ones(4, dtype=bool)
    >>> inverse_volatility(np.array([0.01, 0.02, nan, nan]), all_there, legs).tolist()
    [100.0, 50.0, 50.0, 1.0]
    """
    factor = np.ones(volatility.shape)
    for leg in np.unique(leg_of):
        inside = leg_of == leg
        own = volatility[..., inside]
        is_known = np.isfinite(own)
        highest = np.where(is_known & available[..., inside], own, 0.0).max(axis=-1, keepdims=True)
        factor[..., inside] = np.where(highest > 0.0, 1.0 / np.where(is_known, own, np.maximum(highest, 1e-300)), 1.0)
    return factor


def capped(weights: Floats, most: float) -> Floats:
    """Return one side's weights with none above ``most``, what is cut going to the others in proportion.

    Parameters
    ----------
    weights : array of shape (..., J)
        At least 0; each row sums to 1, or is 0.
    most : float
        Above 0; where too few names are there to meet it, they get equal weights.

    Returns
    -------
    array of shape (..., J)
        Sums as given.

    Examples
    --------
    >>> import numpy as np
    >>> capped(np.array([0.7, 0.2, 0.1]), 0.5).round(12).tolist()
    [0.5, 0.333333333333, 0.166666666667]
    """
    n_held = (weights > 0.0).sum(axis=-1, keepdims=True)
    limit = np.maximum(most, 1.0 / np.maximum(n_held, 1))
    result = weights
    at_limit = np.zeros(weights.shape, dtype=bool)
    # Each pass takes at least one more name to the limit.
    for _ in range(weights.shape[-1]):
        over = result > limit
        if not over.any():
            break
        at_limit |= over
        free = np.where(at_limit, 0.0, weights)
        room = weights.sum(axis=-1, keepdims=True) - limit * at_limit.sum(axis=-1, keepdims=True)
        total = free.sum(axis=-1, keepdims=True)
        scale = np.divide(room, total, out=np.zeros_like(room), where=total > 0.0)
        result = np.where(at_limit, np.minimum(limit, weights.sum(axis=-1, keepdims=True)), free * scale)
    return result


def hedge_ratio(weights: Floats, betas: Floats) -> Floats:
    """Return what the short side is multiplied by so that its beta offsets the long side's.

    Parameters
    ----------
    weights : array of shape (..., J)
        +1 of long weights, -1 of short.
    betas : array of shape (..., J)
        Trailing; members whose beta is NaN are taken for their side's mean.

    Returns
    -------
    array of shape (...)
        Long beta over short beta, kept between 1/3 and 3; NaN where either side has no beta or one that is not
        positive, or is empty.

    Examples
    --------
    >>> import numpy as np
    >>> float(hedge_ratio(np.array([0.5, 0.5, -1.0]), np.array([1.0, 2.0, 1.2])))
    1.25
    """
    is_known = np.isfinite(betas)
    known = np.where(is_known, betas, 0.0)
    sides = []
    for sign in (1.0, -1.0):
        share = np.where(is_known, np.maximum(weights * sign, 0.0), 0.0)
        total = share.sum(axis=-1)
        sides.append(np.divide((share * known).sum(axis=-1), total, out=np.zeros_like(total), where=total > 0.0))
    long_beta, short_beta = sides
    is_positive = (long_beta > 0.0) & (short_beta > 0.0)
    ratio = np.divide(long_beta, short_beta, out=np.full_like(long_beta, np.nan), where=is_positive)
    return np.asarray(np.clip(ratio, HEDGE_RATIO_AT_LEAST, HEDGE_RATIO_AT_MOST))


@dataclass(frozen=True, slots=True)
class Targets:
    """What a basket wants to hold.

    Parameters
    ----------
    weights : array of shape (..., J)
        Signed, over NAV; all 0 when a side has no available member: the book is flat until it has.
    hedge : array of shape (...)
        Short over long exposure by beta; 1 under ``hedge: dollar``, and NaN where no beta could be had: dollars then.
    """

    weights: Floats
    hedge: Floats


def target_weights(
    shape: BasketShape,
    available: Bools,
    rules: BookRules,
    *,
    volatility: Floats | None = None,
    betas: Floats | None = None,
    has_cap: bool = True,
) -> Targets:
    """Return the weights a basket wants, for one decision or many.

    Parameters
    ----------
    shape : BasketShape
    available : array of shape (..., J)
        Who can be bought.
    rules : BookRules
        Its ``gross`` is long plus short exposure over NAV of a two-sided basket hedged by dollars; a one-sided one is
        held at 100 %. Under ``hedge: beta`` the long side stays and the short side is scaled.
    volatility : array of shape (..., J) or None
        Needed by ``weighting: inverse_vol``.
    betas : array of shape (..., J) or None
        Needed by ``hedge: beta``.
    has_cap : bool
        Whether ``max_weight_pct`` is minded.

    Returns
    -------
    Targets

    Notes
    -----
    In this order: members share their leg and legs their side by their own weights (and inverse volatility); no name
    has more of its side than the cap; the short side is scaled by the hedge; both sides by gross.
    """
    inside = available & shape.holds
    factor: Bools | Floats = inside
    if volatility is not None:
        factor = inside * inverse_volatility(volatility, inside, shape.leg_of)
    weights = shape.member_weights(factor)
    is_whole = np.all([(weights * sign > 0.0).any(axis=-1) for sign in shape.signs], axis=0)
    weights = np.where(is_whole[..., None], weights, 0.0)
    if has_cap and rules.max_weight_pct is not None:
        sides = [sign * capped(np.maximum(weights * sign, 0.0), rules.max_weight_pct / 100.0) for sign in shape.signs]
        weights = np.sum(sides, axis=0)
    hedge = np.ones(weights.shape[:-1])
    if len(shape.signs) < 2:
        return Targets(weights, hedge)
    if betas is not None:
        hedge = np.where(is_whole, hedge_ratio(weights, betas), 1.0)
    short = np.where(np.isfinite(hedge), hedge, 1.0)[..., None]
    return Targets(weights * np.where(weights < 0.0, short, 1.0) * (rules.gross / 2.0), hedge)
