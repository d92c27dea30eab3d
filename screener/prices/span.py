"""Parts of one ticker's bars."""

from dataclasses import replace

import numpy as np

from screener.records.prices import Bars, Bools, Floats


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
    """Return the bars and dividends of a span of dates, both ends inclusive; NaT as an end means none.

    All splits stay: split-adjusted closes are on the scale of the last one, and it may take a later split to tell which
    scale the dividends are on.
    """
    found = rows(bars, (bars.session_on >= first_on) & (bars.session_on <= final_on))
    if bars.actions is None:
        return found
    actions = bars.actions
    paid = (actions.dividend_on >= first_on) & (actions.dividend_on <= final_on)
    return replace(
        found, actions=replace(actions, dividend_on=actions.dividend_on[paid], dividend=actions.dividend[paid])
    )
