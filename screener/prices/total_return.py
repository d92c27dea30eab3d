"""Total-return levels of one listing, made one way for its whole life."""

from dataclasses import dataclass

import numpy as np

from screener.prices.one_scale import OneScale, one_scale
from screener.records.prices import Bars, Floats

PRICE_RETURN_ONLY = "price_return_only"
SPLITS_NOT_APPLIED = "splits_not_applied"


@dataclass(frozen=True, slots=True)
class TotalReturn:
    """Levels whose ratios are total returns.

    Parameters
    ----------
    level : array of shape (T,)
        Finite and above 0, or NaN where the row has no price of the kind used.
    flag : str
        ``price_return_only`` when the levels leave dividends out, ``splits_not_applied`` when no level could be
        made, else empty.
    scale : OneScale or None
        What the levels were made from, when dividends and splits are known.
    """

    level: Floats
    flag: str
    scale: OneScale | None = None


def total_return(bars: Bars) -> TotalReturn:
    r"""Return the total-return levels of a listing.

    Where dividends are known, one share is held from the first print and each dividend buys more at the close
    of its ex-date, or of the next print when there is none that day. With s the print before t and D the
    dividends with an ex-date in (s, t]:

    .. math:: L_t = L_s \frac{P_t + D}{P_s} = P_t \prod_{u \le t} (1 + D_u / P_u)

    which is the holding-period return (P + D)/P0 - 1. The first level is the first close; dividends up to
    its date do not count. Else levels are adjusted closes; else, flagged, closes. Closes as traded are no
    levels without their splits.

    A level uses no later row, dividend or split, but for the scale its dividends are on
    (:func:`~screener.prices.one_scale.one_scale`).

    Parameters
    ----------
    bars : Bars
        Prices that are NaN, infinite, zero or negative give no level.
    """
    if bars.actions is not None and np.any(np.isfinite(bars.close) & (bars.close > 0)):
        scale = one_scale(bars, bars.actions)
        level = np.full(len(bars.close), np.nan)
        level[scale.row] = scale.close * np.cumprod(1 + scale.dividend / scale.close)
        return TotalReturn(level, "", scale)
    if not np.isnan(bars.adj_close).all():
        return TotalReturn(_priced(bars.adj_close), "")
    if bars.basis == "as_traded":
        # The ratio of two closes across a split is no return.
        return TotalReturn(np.full(len(bars.close), np.nan), SPLITS_NOT_APPLIED)
    return TotalReturn(_priced(bars.close), PRICE_RETURN_ONLY)


def _priced(prices: Floats) -> Floats:
    return np.where(np.isfinite(prices) & (prices > 0), prices, np.nan)
