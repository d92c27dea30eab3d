"""Names out of a Parquet file that has their prices too."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.prices.universe.panels import panel_of
from screener.records.prices import Bools, Dates, Floats, PricePanel
from screener.records.screen import ScreenName, ScreenRow
from screener.records.universe import Universe


@dataclass(frozen=True, slots=True)
class ListedPrices:
    """Names of a file with their prices.

    Parameters
    ----------
    names : tuple of ScreenName
        With a print in the last five sessions of the file.
    universe : Universe
    silent : tuple of (ScreenName, str)
        The others, each with the reason why there is nothing to rank.
    """

    names: tuple[ScreenName, ...]
    universe: Universe
    silent: tuple[tuple[ScreenName, str], ...]

    def panel(self, tickers: Sequence[str], session_on: Dates) -> PricePanel:
        """Return some of the names on other sessions; NaN where the file has none of them."""
        panel = panel_of(self.universe, tickers)
        place = np.minimum(np.searchsorted(panel.session_on, session_on), len(panel.session_on) - 1)
        is_there = panel.session_on[place] == session_on
        level: Floats = np.where(is_there[:, None], panel.level[place], np.nan)
        closed: Bools = panel.closed[place] & is_there[:, None]
        return replace(panel, session_on=session_on, level=level, closed=closed)


def side_by_side(first: PricePanel, second: PricePanel) -> PricePanel:
    """Join the names of two panels on the same sessions; closes and volumes are NaN where one panel has none."""
    return replace(
        first,
        tickers=(*first.tickers, *second.tickers),
        level=np.hstack([first.level, second.level]),
        closed=np.hstack([first.closed, second.closed]),
        shut=np.hstack([first.days_shut, second.days_shut]),
        closes_early=np.concatenate([first.closes_early, second.closes_early]),
        coverage=(*first.coverage, *second.coverage),
        problems=(*first.problems, *second.problems),
        findings=(*first.findings, *second.findings),
        close=np.hstack([_known(first.close, first.level), _known(second.close, second.level)]),
        volume=np.hstack([_known(first.volume, first.level), _known(second.volume, second.level)]),
    )


def _known(values: Floats | None, level: Floats) -> Floats:
    return np.full(level.shape, np.nan) if values is None else values


def silent_rows(listed: ListedPrices, taken: Collection[str]) -> Iterator[ScreenRow]:
    """Yield a row for each silent name, those aside that are in ``taken``."""
    for name, reason in listed.silent:
        if name.ticker not in taken:
            yield ScreenRow(name, None, "no_data", reasons=(f"no prices: {reason}",), flags=("not_priced",))
