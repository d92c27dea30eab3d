"""Parts of one ticker's bars."""

from dataclasses import replace

import numpy as np

from screener.records.prices import Actions, Bars, Bools, Floats


def rows(bars: Bars, kept: Bools) -> Bars:
    """Return the bars of which ``kept``, of shape (T,), is true; dividends and splits all stay."""
    if kept.all():
        return bars

    def cut(column: Floats | None) -> Floats | None:
        return None if column is None else column[kept]

    return replace(
        bars,
        session_on=bars.session_on[kept],
        close=bars.close[kept],
        adj_close=bars.adj_close[kept],
        open=cut(bars.open),
        high=cut(bars.high),
        low=cut(bars.low),
        volume=cut(bars.volume),
    )


def between(bars: Bars, first_on: np.datetime64, final_on: np.datetime64) -> Bars:
    """Return the bars, dividends and splits of a span of dates, both ends inclusive; NaT as an end means none."""
    found = rows(bars, (bars.session_on >= first_on) & (bars.session_on <= final_on))
    if bars.actions is None:
        return found
    actions = bars.actions
    paid = (actions.dividend_on >= first_on) & (actions.dividend_on <= final_on)
    parted = (actions.split_on >= first_on) & (actions.split_on <= final_on)
    cut = Actions(actions.dividend_on[paid], actions.dividend[paid], actions.split_on[parted], actions.split[parted])
    return replace(found, actions=cut)
