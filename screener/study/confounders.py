"""What else may have moved prices on an event day: other known events, and members' earnings reports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from screener.records.fact import Earnings
from screener.records.prices import Dates, Integers
from screener.records.study import StudiedEvent
from screener.records.thesis import Window
from screener.study.frame import StudyFrame

# A report after the close moves the session after it.
_REACHES = 1


@dataclass(frozen=True, slots=True)
class Confounders:
    """What shares the placed events' days.

    Parameters
    ----------
    same_day : tuple of tuple of str
        For each placed event, the ids of events with the same day 0 that were known and not asked for.
    report_rows : mapping of str to array of int
        Ticker to the panel rows of its earnings reports, increasing.
    """

    same_day: tuple[tuple[str, ...], ...]
    report_rows: Mapping[str, Integers]

    def of(self, i: int, row: int | None, tickers: Iterable[str]) -> tuple[str, ...]:
        """Return what may have moved day 0 of one placed event besides it: event ids, then ``earnings TICKER``."""
        if row is None:
            return ()
        reports = [ticker for ticker in dict.fromkeys(tickers) if self.reports_in(ticker, row, Window(0, 0))]
        return (*self.same_day[i], *(f"earnings {ticker}" for ticker in reports))

    def reports_in(self, ticker: str, row: int, window: Window) -> bool:
        """Tell whether a report of the ticker may have moved a session of the window around a panel row."""
        rows = self.report_rows.get(ticker)
        if rows is None:
            return False
        first, last = np.searchsorted(rows, [row + window.start - _REACHES, row + window.end + 1])
        return bool(last > first)


def confounders(frame: StudyFrame) -> Confounders:
    """Find what shares the days of the placed events.

    Parameters
    ----------
    frame : StudyFrame

    Notes
    -----
    An earnings report on date d may move the first session on or after d, or the session after that one: whether it
    came before the open or after the close is not known.
    """
    by_row: dict[int, list[str]] = {}
    for studied in frame.others:
        if studied.row is not None:
            by_row.setdefault(studied.row, []).append(studied.event.event_id)
    return Confounders(
        tuple(_at(by_row, studied) for studied in frame.placed),
        _report_rows(frame.earnings, frame.market.panel.session_on),
    )


def _at(by_row: Mapping[int, list[str]], studied: StudiedEvent) -> tuple[str, ...]:
    return () if studied.row is None else tuple(by_row.get(studied.row, ()))


def _report_rows(earnings: Sequence[Earnings], session_on: Dates) -> dict[str, Integers]:
    reported: dict[str, list[np.datetime64]] = {}
    for each in earnings:
        reported.setdefault(each.ticker, []).append(np.datetime64(each.reported_on, "D"))
    return {
        ticker: np.searchsorted(session_on, np.sort(np.array(days))).astype(np.int64)
        for ticker, days in reported.items()
    }
