"""What a thesis's baskets did since it was opened, session by session."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from screener.calc.books.book_plan import BookPlan, book_plans, history_of
from screener.calc.books.drawdown import drawdowns
from screener.calc.books.periods import PeriodSlice, period_slice
from screener.calc.books.presence import printed_lately
from screener.calc.books.trailing import trailing_betas
from screener.measures.session_series import SessionSeries
from screener.pricing import Priced
from screener.records.event import Outcome
from screener.records.prices import Floats, Integers
from screener.records.thesis import Window
from screener.study.basket_events import basket_events
from screener.study.confounders import confounders
from screener.study.frame import study_frame

_NOT_OPEN = "no session since the opening date"


class ThesisPrices:
    """The series that measures over prices read, each made when it is asked for.

    Parameters
    ----------
    priced : Priced
        The thesis with its prices.

    Notes
    -----
    Values at a session use prices up to its close. A book that was ruined keeps the value of its ruin.
    """

    def __init__(self, priced: Priced) -> None:
        self._priced = priced
        self._market = priced.market
        self._parts: dict[str, PeriodSlice] = {}

    def returns(self, basket: str) -> SessionSeries:
        """Return what a basket has earned since the opening, in percent; net for what the thesis holds."""
        part = self._since_opening(basket)
        return self._series(part.rows, 100.0 * (part.nav / part.base - 1.0) if len(part.rows) else part.nav)

    def drawdown(self, basket: str) -> SessionSeries:
        """Return how far a basket lies below its highest value since the opening, positive percent."""
        part = self._since_opening(basket)
        return self._series(part.rows, 100.0 * drawdowns(part.nav, part.base) if len(part.rows) else part.nav)

    def excess(self, basket: str) -> SessionSeries:
        """Return a basket's return since the opening less the first benchmark's, in percentage points."""
        part = self._since_opening(basket)
        benchmark = np.cumprod(1.0 + np.nan_to_num(self._market.benchmark_returns[part.rows, 0])) - 1.0
        own = part.nav / part.base - 1.0 if len(part.rows) else part.nav
        return self._series(part.rows, 100.0 * (own - benchmark))

    def beta(self, basket: str) -> SessionSeries:
        """Return a basket's slope on the first benchmark over the last 250 sessions, its lag added, at each session."""
        book = self._plans[basket].run()
        whole = period_slice(book, np.ones(len(book.nav), dtype=bool))
        returns = np.full((len(book.nav), 1), np.nan)
        returns[whole.return_rows, 0] = whole.returns
        rows = self._since_opening(basket).rows
        history = history_of(self._market)
        slopes = trailing_betas(returns, history.regressors, rows)[:, 0, :: history.n_benchmarks].sum(axis=1)
        known = np.isfinite(slopes)
        return self._series(rows[known], slopes[known], "ratio", "under 60 sessions since the book began")

    def event_response(self, basket: str, window: Window) -> SessionSeries:
        """Return the mean abnormal return over the events whose window is over, in percent, at each session.

        It changes where a window ends, and stands at the sessions between: so it is as old as the prices are. The
        composition of a basket around one event is the one that the longest window over by the last session fixes.
        """
        frame = study_frame(self._priced, "released")
        w = self._market.thesis.windows.index(window)
        found = basket_events(frame, basket, w, window, frame.respond(basket), confounders(frame))
        ended = sorted(
            (each.studied.row + window.end, each.car)
            for each in found
            if each.outcome is Outcome.USED and each.studied.row is not None and each.car is not None
        )
        ends = np.array([row for row, _ in ended], dtype=np.int64)
        mean = np.cumsum([car for _, car in ended]) / np.arange(1, len(ended) + 1)
        rows = np.arange(ends[0] if ended else len(self._market.panel.session_on), len(self._market.panel.session_on))
        n_ended = np.searchsorted(ends, rows, side="right")
        series = self._series(rows, 100.0 * mean[n_ended - 1], missing="no event's window is over")
        return replace(series, notes=[self._ended(n, int(ends[n - 1])) for n in n_ended.tolist()])

    def names_priced(self) -> SessionSeries:
        """Return the share of the members named that day that printed in their last five sessions, in percent."""
        members = self._market.members
        is_fresh = printed_lately(members.level, members.shut) & members.valid
        n_named = members.valid.sum(axis=1)
        rows = np.flatnonzero(n_named).astype(np.int64)
        return self._series(rows, 100.0 * is_fresh.sum(axis=1)[rows] / n_named[rows])

    def _ended(self, n_events: int, row: int) -> str:
        counted = "1 event, its" if n_events == 1 else f"{n_events} events, the last"
        return f"{counted} window ended on {self._market.date(row)}"

    @cached_property
    def _plans(self) -> dict[str, BookPlan]:
        return book_plans(self._market)

    def _since_opening(self, basket: str) -> PeriodSlice:
        if basket not in self._parts:
            part = period_slice(self._plans[basket].run(), self._market.in_period("after"))
            self._parts[basket] = part
        return self._parts[basket]

    def _series(self, rows: Integers, values: Floats, unit: str = "pct", missing: str = _NOT_OPEN) -> SessionSeries:
        days: Sequence[dt.date] = self._market.panel.session_on[rows].astype(object).tolist()
        panel = self._priced.panel
        return SessionSeries(days, values.tolist(), unit, panel.source, missing=missing, prices_end_on=panel.data_as_of)
