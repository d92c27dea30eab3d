"""Listed dividends against those that the adjusted closes imply."""

import numpy as np
from numpy.typing import NDArray

from screener.prices.checks.prints import Prints
from screener.prices.one_scale import LEAST_IMPLIED, OneScale
from screener.records.prices import Finding

# Both must be passed. Dividends are listed to a tenth of a cent and adjusted closes to a millionth, so small dividends
# differ by some percents without any error; 0.05 % of the price is what a return could be wrong by.
OF_DIVIDEND = 0.1
OF_PRICE = 0.0005


def dividend_disagrees(prints: Prints) -> list[Finding]:
    """Find listed dividends that differ from the adjusted closes', and steps of these without a dividend.

    One finding a ticker for each of the two kinds. None where the adjusted closes hold no dividend at all: that is
    ``no_adj_close``.
    """
    scale = prints.made.scale
    if scale is None or _leaves_out(scale):
        return []
    before = np.concatenate([[np.nan], scale.close[:-1]])
    off = np.abs(scale.dividend - scale.implied)
    listed = scale.n_dividends > 0
    wrong = off > OF_PRICE * before
    differs = np.flatnonzero(wrong & listed & (off > OF_DIVIDEND * np.abs(scale.implied)))
    unlisted = np.flatnonzero(wrong & ~listed)
    return [
        *_finding(
            prints, scale, differs, "a dividend of {listed:.6g} is listed and the adjusted closes imply {implied:.6g}"
        ),
        *_finding(prints, scale, unlisted, "no dividend is listed and the adjusted closes imply {implied:.6g}"),
    ]


def no_adj_close(prints: Prints) -> list[Finding]:
    """Find that dividends are listed and the adjusted closes are blank or hold none of them."""
    scale = prints.made.scale
    if scale is None or not _leaves_out(scale):
        return []
    paid = np.flatnonzero(scale.n_dividends)
    count = int(scale.n_dividends.sum())
    return [
        prints.finding(
            "no_adj_close",
            prints.session_on[paid[0]],
            prints.session_on[paid[-1]],
            len(paid),
            f"{count} dividend{'s are' if count > 1 else ' is'} listed and the adjusted closes are blank or leave them "
            "out; returns are made from the dividends, nothing needs doing",
        )
    ]


def _leaves_out(scale: OneScale) -> bool:
    told = np.isfinite(scale.implied)
    steps = np.abs(scale.implied[told]) > LEAST_IMPLIED * scale.close[told]
    return bool(scale.n_dividends.any()) and not steps.any()


def _finding(prints: Prints, scale: OneScale, at: NDArray[np.intp], what: str) -> list[Finding]:
    if not len(at):
        return []
    first = at[0]
    shares = scale.shares[first]
    figures = what.format(listed=scale.dividend[first] / shares, implied=scale.implied[first] / shares)
    others = f", and so on {len(at)} days to {prints.session_on[at[-1]]}" if len(at) > 1 else ""
    return [
        prints.finding(
            "dividend_disagrees",
            prints.session_on[first],
            prints.session_on[at[-1]],
            len(at),
            f"on {prints.session_on[first]} {figures}{others}; returns use what is listed, compare it with the "
            "company's own figures",
        )
    ]
