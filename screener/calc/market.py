"""The thesis on the panel: what the event study and the books share."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.members import MemberPanel, first_rows_of_legs, member_panel
from screener.calc.returns import simple_returns
from screener.errors import DataError
from screener.records.event import Period
from screener.records.prices import Bools, Floats, Integers, PricePanel
from screener.records.study import BasketSide
from screener.records.thesis import Thesis, Window


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
    history_reason : str
        What ``first`` waited for.
    benchmark_returns : array of shape (T, B)
        One column a benchmark.
    lagged : array of shape (T, 2 B)
        The same, then each one session earlier, for listings that close before the panel's exchange opens.
    cash_per_year : array of shape (T,) or None
        What cash earns a year by the last rate known at each close, decimal; None if it earns nothing.
    """

    thesis: Thesis
    panel: PricePanel
    members: MemberPanel
    first: int
    history_reason: str
    benchmark_returns: Floats
    lagged: Floats
    cash_per_year: Floats | None = None

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

    @property
    def needs_lag(self) -> bool:
        """Whether any priced member's listing closes before the panel's exchange opens."""
        return any(self.closes_early(j) for j in range(len(self.members.members)))

    def is_closed(self, row: int | None, window: Window, members: Sequence[int] | Integers) -> bool:
        """Tell whether an exchange of these priced members was closed on a session of the window."""
        if row is None:
            return False
        columns = self.members.columns[np.asarray(members, dtype=np.int64)]
        return bool(self.panel.closed[max(row + window.start, 0) : row + window.end + 1, columns].any())

    def first_slope(self, betas: Floats) -> float:
        """Return the slope on the first benchmark, its lag added where there is one."""
        return float(betas[:: len(self.thesis.benchmark)].sum())

    def in_period(self, period: Period) -> Bools:
        """Tell which sessions belong to a period, shape (T,)."""
        day = self.panel.session_on
        if period == "before":
            return np.asarray(day <= np.datetime64(self.thesis.opened_on))
        if period == "after":
            return np.asarray(day > np.datetime64(self.thesis.opened_on))
        if period == "live":
            return np.asarray(day > np.datetime64(self.thesis.live_from))
        return np.ones(len(day), dtype=bool)

    @property
    def regressors(self) -> Floats:
        """The right-hand side of every name and basket: the benchmarks, and their lag if any member needs it.

        A listing that closes early answers the benchmark's session one session later (Dimson 1979, lag only). One
        right-hand side for the whole thesis keeps the model linear: a basket's CAR is the weighted sum of its names',
        and the spread's is the long side's less the short side's. Names that do not need the lag lose one degree
        of freedom.
        """
        return self.lagged if self.needs_lag else self.benchmark_returns


def lay_out(thesis: Thesis, panel: PricePanel) -> Market:
    """Put the thesis on the panel.

    Raises
    ------
    DataError
        No prices for a benchmark or the cash rate, no leg with half its weight priced on any session, or a
        ``history_from`` after the last session.
    """
    market = benchmark_returns(thesis, panel)
    members = member_panel(thesis, panel)
    firsts = first_rows_of_legs(thesis, members)
    if not firsts:
        raise DataError(
            f"no leg of {thesis.thesis_id} has half its weight priced on any session: {_unpriced(panel)}; "
            "check the tickers and the price source"
        )
    latest = max(firsts, key=lambda leg: firsts[leg])
    first, reason = firsts[latest], f"{latest}, the last leg to have half its weight priced"
    if first == 0:
        reason = "the first session of the prices read"
    if thesis.history_from is not None:
        asked = int(np.searchsorted(panel.session_on, np.datetime64(thesis.history_from)))
        if asked >= first:
            first, reason = asked, "history_from of the note"
    if first >= len(panel.session_on):
        raise DataError(f"the prices end on {panel.data_as_of}, before history_from of {thesis.thesis_id}")
    return Market(thesis, panel, members, first, reason, market, with_lag(market), cash_per_year(thesis, panel))


def benchmark_returns(thesis: Thesis, panel: PricePanel) -> Floats:
    """Return the simple returns of the thesis's benchmarks, shape (T, B).

    Raises
    ------
    DataError
        No prices for one of them.
    """
    columns = []
    for ticker in thesis.benchmark:
        column = panel.column(ticker)
        if column is None:
            raise DataError(f"no prices for the benchmark {ticker}; name another in the note's 'benchmark'")
        columns.append(column)
    return simple_returns(panel.level[:, columns])


def cash_per_year(thesis: Thesis, panel: PricePanel) -> Floats | None:
    """Return the yearly rate that cash earns, shape (T,), decimal; None without a ``cash_rate``.

    The rate is the last level of the rate's ticker, read as percent a year; 0 before its first print.

    Raises
    ------
    DataError
        No prices for the ticker.
    """
    ticker = thesis.rules.cash_rate
    if not ticker:
        return None
    column = panel.column(ticker)
    if column is None:
        raise DataError(f"no prices for the cash rate {ticker}; name another in the note's 'cash_rate', or remove it")
    level = panel.level[:, column]
    rows = np.maximum.accumulate(np.where(np.isfinite(level), np.arange(len(level)), -1))
    return np.asarray(np.where(rows >= 0, level[np.maximum(rows, 0)], 0.0) / 100.0)


def with_lag(returns: Floats) -> Floats:
    """Return the columns, then each of them one session earlier: (T, B) to (T, 2 B)."""
    before = np.full_like(returns, np.nan)
    before[1:] = returns[:-1]
    return np.concatenate([returns, before], axis=1)


def _unpriced(panel: PricePanel) -> str:
    missing = [f"{each.ticker} ({each.reason})" for each in panel.coverage if each.n_sessions == 0]
    return f"no prices for {', '.join(missing)}" if missing else "the prices hold too little of each"


def basket_side(basket: str) -> BasketSide:
    """Return the side a basket's rows belong to; the spread has its own."""
    if basket == "spread":
        return "spread"
    return "long" if basket == "long" or basket.startswith("long_") else "short"
