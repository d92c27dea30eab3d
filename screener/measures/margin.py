"""Margins and growth of one company, or the median of a leg's."""

import datetime as dt
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from screener.calc.margins import margin_quarters
from screener.dictionary.measures import MEASURES
from screener.measures.calendar_days import ONE_DAY
from screener.records.income import IncomeQuarter, MarginQuarter
from screener.records.measure import Part, Reading, joined_sources, weakest
from screener.records.thesis import Member

Figure = Literal["gross_margin", "gross_margin_change", "revenue_growth"]
_UNITS: dict[Figure, str] = {"gross_margin": "pct", "gross_margin_change": "pp", "revenue_growth": "pct"}
_STALE = dt.timedelta(days=MEASURES["gross_margin_pct"].stale_after_days or 0)


@dataclass(frozen=True)
class MarginOf:
    """A figure of the latest quarter reported.

    Parameters
    ----------
    income : sequence of IncomeQuarter
        Of any ticker.
    name : str
        A ticker, or a leg.
    members : sequence of Member or None
        Of the leg; None for a ticker.
    figure : {"gross_margin", "gross_margin_change", "revenue_growth"}
        A field of :class:`~screener.records.income.MarginQuarter`.
    no_income : str
        Why there are no statements at all.
    no_quarters : mapping of str to str
        Why a ticker has no quarter, where that is known.

    Notes
    -----
    A leg has the median of the members that the note names on the day and whose last quarter is not stale; the others
    are named. A name without quarterly rows has no value, never 0.
    """

    income: Sequence[IncomeQuarter]
    name: str
    members: Sequence[Member] | None
    figure: Figure
    no_income: str = ""
    no_quarters: Mapping[str, str] = field(default_factory=dict)

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the figure of the latest quarter that had ended by ``day``, in percent or percentage points."""
        unit = _UNITS[self.figure]
        if self.no_income:
            return Reading(None, unit, note=self.no_income, why="no_quarterly_data")
        latest = {ticker: self._latest(ticker, day, known_by) for ticker in self._tickers(day)}
        missing = self._missing({ticker: row for ticker, row in latest.items() if self._value(row) is None})
        used = {ticker: row for ticker, row in latest.items() if row is not None and self._value(row) is not None}
        if self.members is not None:
            old = {ticker for ticker, row in used.items() if day - row.period_end_on > _STALE}
            missing += [f"{ticker}: last quarter is of {used[ticker].period_end_on}" for ticker in sorted(old)]
            used = {ticker: row for ticker, row in used.items() if ticker not in old}
        if not used:
            return Reading(None, unit, note="; ".join(missing), why="no_quarterly_data")
        values = {ticker: 100.0 * value for ticker, row in used.items() if (value := self._value(row)) is not None}
        rows = list(used.values())
        return Reading(
            statistics.median(values.values()),
            unit,
            measured_on=min(row.period_end_on for row in rows),
            known_on=max(_known_on(row) for row in rows),
            is_known_on_assumed=any(row.quarter.known_on_assumed for row in rows),
            provenance=weakest([row.quarter.provenance for row in rows]),
            source=joined_sources([row.quarter.source for row in rows]),
            note="; ".join([*self._counted(values, rows), *missing]),
            parts=tuple(Part(ticker, value) for ticker, value in values.items()) if self.members is not None else (),
        )

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days on which a quarter becomes known, or a member comes or leaves."""
        tickers = {member.ticker for member in self.members} if self.members is not None else {self.name}
        days = [row.known_on for row in self.income if row.ticker in tickers]
        for member in self.members or ():
            days += [member.from_on] if member.from_on is not None else []
            days += [member.to_on + ONE_DAY] if member.to_on is not None else []
        days += [row.period_end_on + _STALE + ONE_DAY for row in self.income if row.ticker in tickers]
        return (day for day in days if first <= day <= last)

    @cached_property
    def _by_ticker(self) -> dict[str, list[IncomeQuarter]]:
        found: dict[str, list[IncomeQuarter]] = {}
        for row in self.income:
            found.setdefault(row.ticker, []).append(row)
        return found

    def _tickers(self, day: dt.date) -> list[str]:
        if self.members is None:
            return [self.name]
        return list(dict.fromkeys(member.ticker for member in self.members if member.is_valid_on(day)))

    def _latest(self, ticker: str, day: dt.date, known_by: dt.date) -> MarginQuarter | None:
        ended = [row for row in self._by_ticker.get(ticker, ()) if row.period_end_on <= day]
        rows = [row for row in margin_quarters(ended, known_by) if row.is_used]
        return rows[-1] if rows else None

    def _value(self, row: MarginQuarter | None) -> float | None:
        value: float | None = None if row is None else getattr(row, self.figure)
        return value

    def _missing(self, latest: Mapping[str, MarginQuarter | None]) -> list[str]:
        """Say why these tickers have no figure, a reason once."""
        by_reason: dict[str, list[str]] = {}
        for ticker, row in latest.items():
            by_reason.setdefault(self._reason(ticker, row), []).append(ticker)
        return [f"{', '.join(tickers)}: {reason}" for reason, tickers in by_reason.items()]

    def _reason(self, ticker: str, row: MarginQuarter | None) -> str:
        if row is None:
            return self.no_quarters.get(ticker) or "no quarterly data"
        has_no_profit = row.gross_margin is None and self.figure != "revenue_growth"
        what = "no gross profit" if has_no_profit else "no year-ago quarter to compare with"
        found = ", ".join(dict.fromkeys(each.check for each in row.findings))
        return f"{what} for {row.period_end_on}" + (f" ({found})" if found else "")

    def _counted(self, values: dict[str, float], rows: Sequence[MarginQuarter]) -> list[str]:
        if self.members is None:
            flag = "; growth with falling margin" if rows[0].is_growth_with_falling_margin else ""
            return [f"quarter to {rows[0].period_end_on}{flag}"]
        said = ", ".join(f"{ticker} {value:.4g}" for ticker, value in values.items())
        return [f"median of {len(values)}: {said}"]


def _known_on(row: MarginQuarter) -> dt.date:
    """Return the day the figure, and what it is compared with, was known."""
    return max(row.known_on, row.year_ago.known_on) if row.year_ago is not None else row.known_on
