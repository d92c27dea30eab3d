"""Closes and dividends of one listing on one scale of shares, whatever scale its source left them on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screener.records.prices import Actions, Bars, Bools, Floats

# A split under 3:2 is no larger than a bad day, so the closes cannot tell whether it was applied.
SMALLEST_SPLIT = 1.5
# "Much nearer": what is left of the move after the split is at most a third of the move. A 2:1 split with a day of
# +-15 % is still seen; a true fall on the day of an applied split would have to be 26 % (3:2) or more.
SPLIT_LEFT = 1 / 3
# "Clearly better": the other scale leaves under half of the distance. Rounding moves an implied dividend by percents,
# the smallest split that matters by a half.
SCALE_LEFT = 0.5
# Six splits in a row without a dividend between them.
MOST_CHOICES = 64
# A millionth is how exactly adjusted closes are usually rounded; ten of them are still no dividend.
LEAST_IMPLIED = 1e-5


@dataclass(frozen=True, slots=True)
class OneScale:
    """The priced rows of a listing, in shares of its first priced row.

    Parameters
    ----------
    row : array of shape (P,)
        Rows of the bars whose close is finite and above 0.
    shares : array of shape (P,)
        What one share of the first priced row has become by the splits that had to be applied here: 1 where
        the source had applied all.
    close : array of shape (P,)
        The source's close times ``shares``.
    dividend : array of shape (P,)
        Dividends with an ex-date after the print before and up to this one, on the scale of ``close``; 0 on
        the first print.
    n_dividends : array of shape (P,)
        How many ``dividend`` holds.
    implied : array of shape (P,)
        The dividend that the adjusted closes imply, on the scale of ``close``; NaN where they cannot tell.
    missed : array of shape (S,)
        Listed splits that closes called split-adjusted were not adjusted for.
    split_place : array of shape (S,)
        The first print at or after each listed split, P for none.
    """

    row: NDArray[np.intp]
    shares: Floats
    close: Floats
    dividend: Floats
    n_dividends: NDArray[np.intp]
    implied: Floats
    missed: Bools
    split_place: NDArray[np.intp]


def one_scale(bars: Bars, actions: Actions) -> OneScale:
    r"""Return closes and dividends of a listing whose dividends and splits are known.

    Closes as traded get all listed splits. Closes called split-adjusted get those the source lists but did not
    apply: of at least 3:2, with a move across the split much nearer to 1/k than to 1.

    Dividends are taken to be on the scale of the closes of their day, until the adjusted closes speak for the
    other scale. Between prints s and t they imply

    .. math:: D = \left(1 - \frac{A_s / P_s}{A_t / P_t}\right) P_s

    with A the adjusted close (Yahoo's multiplier 1 - D/P solved for D). Going back from the last split, the
    median of listed over implied dividend between a split and the one before it decides whether dividends
    before it are converted.

    Parameters
    ----------
    bars : Bars
        With at least one finite close above 0.
    actions : Actions
    """
    row = np.flatnonzero(np.isfinite(bars.close) & (bars.close > 0))
    on, raw = bars.session_on[row], bars.close[row]
    split_place = np.searchsorted(on, actions.split_on)
    inside = (split_place > 0) & (split_place < len(row))
    missed = np.zeros(len(split_place), dtype=np.bool_)
    applied = inside
    if bars.basis != "as_traded":
        missed[inside] = _missed(raw, split_place[inside], actions.split[inside])
        applied = missed
    step = np.ones(len(row))
    np.multiply.at(step, split_place[applied], actions.split[applied])
    shares: Floats = np.cumprod(step, dtype=np.float64)
    close = raw * shares
    implied = _implied(bars.adj_close[row], raw, close)
    implied[split_place[applied]] = np.nan

    place = np.searchsorted(on, actions.dividend_on)
    counted = (place > 0) & (place < len(row))
    place, dividend_on = place[counted], actions.dividend_on[counted]
    owed = actions.dividend[counted].copy()
    for split_on, ratio in zip(actions.split_on[applied], actions.split[applied], strict=True):
        owed[dividend_on >= split_on] *= ratio
    n_dividends = np.bincount(place, minlength=len(row))
    if len(owed) and len(actions.split):
        told = (n_dividends[place] == 1) & (implied[place] > LEAST_IMPLIED * close[place - 1])
        ratio_told = np.where(told, owed / np.where(told, implied[place], 1.0), np.nan)
        era = np.searchsorted(actions.split_on, dividend_on, side="right")
        owed *= _rescaled(ratio_told, era, np.where(applied, actions.split, 1 / actions.split))
    dividend: Floats = np.bincount(place, weights=owed, minlength=len(row)).astype(np.float64)
    return OneScale(row, shares, close, dividend, n_dividends, implied, missed, split_place)


def _missed(close: Floats, place: NDArray[np.intp], split: Floats) -> Bools:
    move = np.log(close[place] / close[place - 1])
    size = np.log(split)
    missed: Bools = (np.abs(size) >= np.log(SMALLEST_SPLIT)) & (np.abs(move + size) <= SPLIT_LEFT * np.abs(move))
    return missed


def _implied(adj_close: Floats, raw: Floats, close: Floats) -> Floats:
    implied = np.full(len(raw), np.nan)
    factor = np.where(np.isfinite(adj_close) & (adj_close > 0), adj_close, np.nan) / raw
    implied[1:] = (1 - factor[:-1] / factor[1:]) * close[:-1]
    return implied


def _rescaled(told: Floats, era: NDArray[np.intp], other: Floats) -> Floats:
    """Return what each dividend is multiplied by to stand on the scale of the closes.

    Parameters
    ----------
    told : array of shape (D,)
        Listed over implied dividend, NaN where the adjusted closes cannot tell.
    era : array of shape (D,)
        How many splits came before the dividend.
    other : array of shape (S,)
        The factor to the other scale, at each split.
    """
    factor = np.ones(len(told))
    known, choices = 1.0, np.ones(1)
    for split in range(len(other) - 1, -1, -1):
        # Splits without a dividend between them are decided together, in any combination.
        choices = np.concatenate([choices, choices * other[split]])[-MOST_CHOICES:]
        votes = told[(era == split) & np.isfinite(told)]
        if len(votes):
            off = np.median(np.log(votes * known))
            left = np.abs(off + np.log(choices))
            if left.min() < SCALE_LEFT * abs(off):
                known *= choices[left.argmin()]
            choices = np.ones(1)
        factor[era == split] = known
    return factor
