"""A small note with everything a screen reads, on made-up prices: members, candidates, events, statements, stakes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from made_events import make_event
from made_facts import WHERE, quarter

from screener.config import Workspace, cache_folder
from screener.records.event import Event
from screener.records.fact import Candidate, Earnings, Exposure, Facts
from screener.records.income import IncomeReading
from screener.records.prices import Dates, Floats
from screener.records.screen import ScreenName, ScreenReport, ScreenRow
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.reference import Reference, read_reference
from screener.screening.run import Screened, score_names, screen
from screener.sessions.calendar import sessions
from screener.theses import load

NOTE = """\
---
type: thesis
thesis_id: made
title: Made for a test
status: active
opened_on: 2024-06-03
history_from: 2023-01-03
benchmark: SPY
long_chips: [LA, LB x2, LC, LD, GONE]
short_software: [SA, SB, SC, SD, 9984.T]
private_short: [openai]
private_long: [deepseek]
event_kinds: [open_weights]
event_labs: [deepseek]
event_windows: ["0..5", "0..20"]
primary: spread 0..5
kill:
  - "breaker drawdown: spread_drawdown_pct >= 8"
---
"""
FIRST_ON, LAST_ON = dt.date(2023, 1, 3), dt.date(2025, 6, 30)
PRICED = ("SPY", "LA", "LB", "LC", "LD", "SA", "SB", "SC", "SD", "9984.T", "CA", "CB", "CC", "CW")
CANDIDATES = (
    ("CA", "Alpha", "chips", "long"),
    ("CB", "Beta", "software", "short"),
    ("CC", "Gamma", "memory", "long"),
    ("CW", "Watched", "memory", "watch"),
    ("LA", "Lambda", "chips", "long"),
    ("", "Unlisted", "labs", "private"),
    ("NOFILE", "Without prices", "chips", "long"),
)


@dataclass(frozen=True)
class Made:
    """A thesis with all that its screen is made from.

    Parameters
    ----------
    folder : Path
        Of ``TICKER.csv`` files.
    thesis : Thesis
    reference : Reference
    income : IncomeReading
    """

    folder: Path
    thesis: Thesis
    reference: Reference
    income: IncomeReading


def session_dates(mic: str = "XNYS") -> Dates:
    """Return the sessions of an exchange that the made-up prices lie on."""
    return sessions(mic, FIRST_ON, LAST_ON, cache_folder()).session_on


def write_series(folder: Path, ticker: str, days: Dates, price: Sequence[float] | Floats) -> None:
    """Write one file; a NaN is a session without a row."""
    pairs = zip(days.tolist(), np.asarray(price, dtype=float).tolist(), strict=True)
    lines = [f"{day},{each!r},{each!r}" for day, each in pairs if np.isfinite(each)]
    (folder / f"{ticker}.csv").write_text("\n".join(["date,close,adj_close", *lines]) + "\n")


def cut_folder(folder: Path, target: Path, day: dt.date) -> Path:
    """Copy a folder of prices without the rows later than a day; a file without any other row is not there."""
    target.mkdir(parents=True)
    for path in sorted(folder.glob("*.csv")):
        header, *lines = path.read_text().splitlines()
        kept = [line for line in lines if line[:10] <= str(day)]
        if kept:
            (target / path.name).write_text("\n".join([header, *kept]) + "\n")
    return target


def random_walks(folder: Path, seed: int = 20240603) -> None:
    """Write a walk for each priced ticker; one dies, one comes later, one is cheap, one has a hole."""
    rng = np.random.default_rng(seed)
    days = session_dates()
    market = rng.normal(0.0004, 0.01, len(days))
    for n, ticker in enumerate(PRICED):
        own = rng.normal(0.0003, 0.012, len(days))
        level = (3.0 if ticker == "SC" else 50.0 + n) * np.cumprod(1.0 + own + (0.6 + 0.1 * n) * market)
        if ticker == "SPY":
            level = 400.0 * np.cumprod(1.0 + market)
        if ticker == "LD":
            level[days > np.datetime64("2024-10-11")] = np.nan
        if ticker == "CC":
            level[days < np.datetime64("2024-03-01")] = np.nan
        if ticker == "SB":
            level[(days >= np.datetime64("2024-08-05")) & (days <= np.datetime64("2024-08-20"))] = np.nan
        if ticker == "9984.T":
            tokyo = session_dates("XTKS")
            level = np.interp(tokyo.astype(np.int64), days.astype(np.int64), level)
            write_series(folder, ticker, tokyo, level)
            continue
        write_series(folder, ticker, days, level)


def made_candidates(rows: Sequence[tuple[str, str, str, str]] = CANDIDATES) -> tuple[Candidate, ...]:
    """Return candidates from ticker, name, leg and side."""
    return tuple(Candidate(*row, None, "", "", "a page", "seen", **WHERE) for row in rows)


def made_stake(holder: str, lab: str, stake_pct: float | None, measured_on: str) -> Exposure:
    """Return a stake."""
    return Exposure(holder, lab, stake_pct, dt.date.fromisoformat(measured_on), "a page", "seen", "", **WHERE)


def made_report_day(ticker: str, reported_on: str, known_on: str) -> Earnings:
    """Return the day of a report, and the day on which it was announced."""
    days = dt.date.fromisoformat(reported_on), dt.date.fromisoformat(known_on)
    return Earnings(ticker, *days, False, "a page", "seen", **WHERE)


def _events() -> tuple[Event, ...]:
    """Return a release every five weeks; of three one becomes known a week late, one a month."""
    found = []
    for n in range(24):
        on = dt.date(2023, 2, 6) + dt.timedelta(days=35 * n)
        known = on + dt.timedelta(days={0: 7, 1: 30}[n % 3]) if n % 3 < 2 else None
        noon = dt.datetime.combine(on, dt.time(12), dt.UTC)
        found.append(make_event(f"E{n}", noon=noon, known_on=known))
    same = replace(found[9], event_id="E9b", known_on=found[9].released_on + dt.timedelta(days=40))
    return (*found, same)


def _income(rng: np.random.Generator) -> IncomeReading:
    """Return ten quarters a name, known 60 days after their end; every fourth restated half a year later."""
    ends = ["03-31", "06-30", "09-30", "12-31"]
    rows = []
    for ticker in ("LA", "LB", "LC", "LD", "SA", "SB", "SC", "CA", "CB"):
        revenue, margin = 100.0, rng.uniform(0.3, 0.7)
        for n in range(13):
            end = f"{2022 + n // 4}-{ends[n % 4]}"
            revenue *= 1.0 + rng.uniform(-0.05, 0.1)
            margin += rng.uniform(-0.02, 0.02)
            row = quarter(ticker, end, revenue, revenue * margin)
            rows.append(row)
            if n % 4 == 1:
                late = str(row.known_on + dt.timedelta(days=180))
                rows.append(quarter(ticker, end, revenue * 1.01, revenue * (margin - 0.03), late))
    return IncomeReading(tuple(rows), ())


def make_screen(place: Path, note: str = NOTE, *, has_walks: bool = True, **facts: Any) -> Made:
    """Return a note read from ``place``, with tables and prices of its own.

    ``facts`` are fields of Facts.
    """
    folder = place / "prices"
    folder.mkdir(parents=True)
    if has_walks:
        random_walks(folder)
    path = place / "made.md"
    path.write_text(note)
    reference = read_reference(Workspace(place))
    given: dict[str, Any] = {
        "candidates": made_candidates(),
        "exposures": (
            made_stake("SA", "deepseek", 10.0, "2024-02-01"),
            made_stake("SA", "deepseek", 5.0, "2025-02-03"),
            made_stake("LB", "openai", None, "2024-09-02"),
            made_stake("LC", "openai", 20.0, "2025-05-01"),
        ),
        "earnings": tuple(
            made_report_day(ticker, f"{year}-{month}-2{n}", f"{year}-{int(month) - 1:02d}-1{n}")
            for n, ticker in enumerate(("LA", "SA", "CA"))
            for year in (2024, 2025)
            for month in ("02", "05", "08", "11")
        ),
    }
    reference = replace(reference, events=_events(), facts=Facts(**(given | facts)))
    loaded = load(path, reference)
    assert loaded.thesis is not None, loaded.problems
    return Made(folder, loaded.thesis, reference, _income(np.random.default_rng(7)))


def cut_made(made: Made, target: Path, day: dt.date) -> Made:
    """Return what there was on a day: prices up to it, and no row of a table that became known later."""
    facts = made.reference.facts
    known = replace(
        facts,
        exposures=tuple(each for each in facts.exposures if each.measured_on is None or each.measured_on <= day),
        earnings=tuple(each for each in facts.earnings if each.known_on <= day),
        usage=tuple(each for each in facts.usage if each.known_on <= day),
    )
    return replace(
        made,
        folder=cut_folder(made.folder, target, day),
        reference=replace(
            made.reference, events=tuple(each for each in made.reference.events if each.known_on <= day), facts=known
        ),
        income=replace(made.income, quarters=tuple(each for each in made.income.quarters if each.known_on <= day)),
    )


def settings_of(made: Made, day: dt.date) -> Settings:
    """Return the settings of a screen at the end of a day."""
    at = dt.datetime.combine(day, dt.time(23, 59), dt.UTC)
    return Settings(f"csv:{made.folder}", at, at, cache_folder())


def screen_of(made: Made, day: dt.date, listed: Sequence[ScreenName] = (), **options: Any) -> ScreenReport:
    """Screen at the end of a day."""
    return screen(made.thesis, made.reference, settings_of(made, day), made.income, listed, **options)


def scored_names(made: Made, day: dt.date, since: dt.date | None = None) -> Screened:
    """Return the scored names behind a screen."""
    return score_names(made.thesis, made.reference, settings_of(made, day), made.income, since=since)


def by_ticker(report: ScreenReport) -> Mapping[str, ScreenRow]:
    """Return a screen's rows by ticker; each ticker stands once."""
    found = {row.name.ticker: row for row in report.rows}
    assert len(found) == len(report.rows)
    return found
