"""The thesis on the panel: what the event study and the books share."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from screener.calc.members import MemberPanel, first_row_of_history, member_panel
from screener.calc.returns import simple_returns
from screener.errors import DataError
from screener.records.prices import Floats, PricePanel
from screener.records.study import BasketSide
from screener.records.thesis import Thesis


@dataclass(frozen=True, slots=True)
class Market:
    """The thesis on the panel: what the study and the backtest share.

    Parameters
    ----------
    thesis : Thesis
    panel : PricePanel
    members : MemberPanel
    first : int
        ``history_from`` as a panel row.
    benchmark_returns : array of shape (T, B)
        One column a benchmark.
    lagged : array of shape (T, 2 B)
        The same, then each one session earlier, for listings that close before the panel's exchange opens.
    """

    thesis: Thesis
    panel: PricePanel
    members: MemberPanel
    first: int
    benchmark_returns: Floats
    lagged: Floats

    @property
    def history_from(self) -> dt.date:
        """First session that is scored."""
        return self.date(self.first)

    def date(self, row: int) -> dt.date:
        """Return the date of a panel row."""
        day: dt.date = self.panel.session_on[row].astype(object)
        return day

    def row_of(self, day: dt.date | None) -> int | None:
        """Return the panel row of a session date, or None."""
        if day is None:
            return None
        row = int(np.searchsorted(self.panel.session_on, np.datetime64(day)))
        return row if row < len(self.panel.session_on) and self.date(row) == day else None

    def closes_early(self, member_index: int) -> bool:
        """Tell whether a member's listing closes before the panel's exchange opens."""
        column = self.members.columns[member_index]
        return bool(column >= 0 and self.panel.closes_early[column])

    def regressors(self, *, lag: bool) -> Floats:
        """Return the right-hand side: benchmarks, with their lag for early listings (Dimson 1979)."""
        return self.lagged if lag else self.benchmark_returns


def lay_out(thesis: Thesis, panel: PricePanel) -> Market:
    """Put the thesis on the panel.

    Raises
    ------
    DataError
        No prices for a benchmark, no leg with half its weight priced on any session, or a ``history_from`` after
        the last session.
    """
    columns = []
    for ticker in thesis.benchmark:
        column = panel.column(ticker)
        if column is None:
            raise DataError(f"no prices for the benchmark {ticker}; name another in the note's 'benchmark'")
        columns.append(column)
    market = simple_returns(panel.level[:, columns])
    before = np.full_like(market, np.nan)
    before[1:] = market[:-1]
    members = member_panel(thesis, panel)
    first = first_row_of_history(thesis, members)
    if first is None:
        raise DataError(
            f"no leg of {thesis.thesis_id} has half its weight priced on any session; "
            "check the tickers and the price source"
        )
    if thesis.history_from is not None:
        first = max(first, int(np.searchsorted(panel.session_on, np.datetime64(thesis.history_from))))
    if first >= len(panel.session_on):
        raise DataError(f"the prices end on {panel.data_as_of}, before history_from of {thesis.thesis_id}")
    return Market(thesis, panel, members, first, market, np.concatenate([market, before], axis=1))


def basket_side(basket: str) -> BasketSide:
    """Return the side a basket's rows belong to; the spread has its own."""
    if basket == "spread":
        return "spread"
    return "long" if basket == "long" or basket.startswith("long_") else "short"
