"""A small review written by hand: two longs, a short, and something under every heading."""

import datetime as dt
from dataclasses import replace
from typing import Any

from screener.dictionary.tables import REVIEW_TABLES, TABLES
from screener.records.claim import ClaimRow
from screener.records.decision import Decision
from screener.records.path import PathPoint
from screener.records.performance import Contribution, Line
from screener.records.review import (
    Change,
    Coming,
    Curve,
    Evidence,
    PnlLine,
    Review,
    ReviewCharts,
    RiskFigure,
    Ruling,
    ScoreLine,
    SizingRow,
    Span,
)
from screener.records.study import BasketSide
from screener.records.table import Table, Value

FRIDAY = dt.date(2026, 5, 29)
OPENED = dt.date(2025, 12, 8)
NAMES = (("NVDA", "long_chips", "long", 0.02), ("MU", "long_memory", "long", 0.005), ("AI", "short_ai", "short", -0.01))


def day(text: str) -> dt.date:
    """Return a date."""
    return dt.date.fromisoformat(text)


def make_claim(claim: str, **changes: Any) -> ClaimRow:
    """Return a criterion that is clear: a gap of 7.5 times, which kills under 5."""
    row = ClaimRow(
        claim=claim,
        role="kill",
        severity="breaker",
        measure="token_price_gap_x(frontier, open)",
        value=7.5,
        unit="x",
        op="<",
        threshold="5",
        quoted=None,
        distance=-2.5,
        is_true=False,
        state="clear",
        for_n=60,
        for_unit="days",
        n_breach=0,
        since_on=day("2025-09-29"),
        measured_on=day("2026-05-20"),
        known_on=day("2026-05-20"),
        provenance="seen",
        source="https://example.org/prices",
        note="",
        line=40,
    )
    return replace(row, **changes)


def make_lines(span: Span, names: tuple[tuple[str, str, str, float], ...] = NAMES, **changes: Any) -> list[PnlLine]:
    """Return the lines of a span from 2026-05-26 to 2026-05-29: names, cost -0.1 %, borrow -0.2 %, cash 0.05 %, net."""

    def line(what: Line, value: float, side: BasketSide = "spread", leg: str = "spread", ticker: str = "") -> PnlLine:
        made = Contribution("all", what, side, leg, ticker, value, market=value / 4, residual=3 * value / 4)
        return PnlLine(span, day("2026-05-26"), FRIDAY, replace(made, **changes))

    held = [line("name", value, side, leg, ticker) for ticker, leg, side, value in names]  # type: ignore[arg-type]
    frictions = [line("cost", -0.001), line("borrow", -0.002), line("cash", 0.0005)]
    total = sum(each.line.contribution for each in (*held, *frictions))
    legs = [line("leg", value, side, leg) for _, leg, side, value in names]  # type: ignore[arg-type]
    return [*held, *legs, line("gross", sum(value for *_, value in names)), *frictions, line("net", total)]


def make_path(period: str = "before", n_events: int = 2) -> tuple[PathPoint, ...]:
    """Return a mean that rises by 1 % a session from 0 on day 0, a band of +-4 %, and events 2 % off either way."""

    def point(session: int, car: float, event: str = "") -> PathPoint:
        low, high, any_day = (None, None, None) if event else (-0.04, 0.04, 0.001)
        return PathPoint(
            "spread", "spread", period, event, session, car, any_day, low, high, 1 if event else 12  # type: ignore[arg-type]
        )  # fmt: skip

    sessions = range(-1, 4)
    mean = [point(session, 0.01 * session) for session in sessions]
    single = [
        point(session, 0.01 * session + (-0.02 if number % 2 else 0.02), f"E{number}")
        for number in range(n_events) for session in sessions
    ]  # fmt: skip
    return (*mean, *single)


def make_charts(**changes: Any) -> ReviewCharts:
    """Return curves of three sessions: the spread goes 1, 2, 4 and the drawdown 0, 10 %, 0."""
    days = (day("2025-12-01"), day("2025-12-11"), day("2025-12-21"))

    def curve(name: str, side: str, *values: float | None) -> Curve:
        return Curve(name, side, tuple(zip(days, values, strict=True)))  # type: ignore[arg-type]

    made = ReviewCharts(
        spread=curve("spread", "spread", 1.0, 2.0, 4.0),
        drawdown=curve("spread", "spread", 0.0, 0.1, 0.0),
        drawdown_limit=0.3,
        legs=(
            curve("long_chips", "long", 1.0, 1.5, 3.0),
            curve("long_memory", "long", 1.0, 1.4, 2.9),
            curve("short_ai", "short", 1.0, None, 0.5),
            curve("SPY", "", 1.0, 1.01, 1.02),
        ),
        path=(*make_path("before"), *make_path("live")),
        gaps=(curve("token_price_gap_x(frontier, open)", "", 20.0, 10.0, 7.5),),
        gap_limits=(("price gap gone: < 5", 5.0),),
    )
    return replace(made, **changes)


def make_review(**changes: Any) -> Review:
    """Return the review, with something under every heading."""
    made = Review(
        thesis_id="open-models",
        title="Open models commoditize frontier AI",
        status="active",
        week="2026-W22",
        week_from_on=day("2026-05-25"),
        week_to_on=day("2026-05-31"),
        as_of=FRIDAY,
        data_as_of=FRIDAY,
        opened_on=OPENED,
        live_from=OPENED,
        basket="spread",
        previous_on=day("2026-05-22"),
        signals_before_on=day("2026-05-22"),
        verdict="breaker",
        sentences=("Out of sample, spread 0..5: too few events.", "Hindsight, spread 0..5: no measurable response."),
        rulings=(
            Ruling("breaker", "price gap gone", "tripped", day("2026-05-20"), 10, "4.2 x, below 5 for 60 days"),
            Ruling("question", "tools keep their price", "unknown", None, None, "nobody has answered it"),
        ),
        pnl=(*make_lines("week"), *make_lines("month"), *make_lines("opening")),
        changes=(
            Change(
                "criterion", "drawdown", "drawdown_pct >= 25", "drawdown_pct >= 30", "lost 3 %", is_drift=True
            ),
            Change("signal", "NVDA", "hold", "buy", "score +0.3 to +0.9"),
        ),
        claims=(make_claim("price gap gone"), make_claim("gap today", role="claim", severity="", state="holds")),
        evidence=(
            Evidence(day("2026-05-27"), "event", "V4 price cut", "for", "a tenth", "seen", "https://example.org/v4"),
            Evidence(day("2026-05-28"), "token_price", "kimi dearer", "against", "", "seen", "memory"),
            Evidence(day("2026-05-28"), "usage", "router counts", "neutral", "no sign"),
        ),
        risk=(RiskFigure("drawdown", "spread", 4.1, "pct", 30.0), RiskFigure("gross", "spread", None, "ratio")),
        sizing=(SizingRow("NVDA", "long_chips", "long", 0.5, 0.52),),
        coming=(Coming(day("2026-06-24"), "earnings", "MU", "expected", 26),),
        decisions=(Decision(day("2026-05-24"), "2026-W21 open-models", "override", "OpenAI margin", "a leak", 60.0),),
        scorecard=(ScoreLine("stated_probability", 80.0, "pct", "of the note"),),
        positions=(),
        position_lines=(),
        charts=make_charts(),
        missing=("not priced: FIG (never asked for)",),
        price_source="csv",
        sources=("https://example.org/prices", "memory"),
        flags=("members_missing",),
        fingerprint="bc717777a204",
        version="0.8.0",
    )  # fmt: skip
    return replace(made, **changes)


def make_tables(**rows: list[dict[str, Value]]) -> dict[str, Table]:
    """Return every table of a review, each empty but for the rows given by its name."""

    def table(name: str) -> Table:
        columns = TABLES[name]
        return Table(name, columns, tuple(tuple(row.get(each) for each in columns) for row in rows.get(name, [])))

    return {name: table(name) for name in REVIEW_TABLES}


def filled_tables() -> dict[str, Table]:
    """Return a review's tables with a row under every heading."""
    return make_tables(
        pnl=[{"span": "week", "line": "name", "ticker": "NVDA", "contribution_pct": 2.0}],
        changes=[{"what": "NVDA", "before": "hold", "after": "buy", "is_drift": False}],
        risk=[{"figure": "gross", "value": 2.0, "unit": "ratio"}],
        sizing=[{"ticker": "NVDA", "weight_pct": 52.0, "target_pct": 50.0, "drift_pp": 2.0}],
        coming=[{"what": "MU", "day_on": day("2026-06-24"), "n_days": 26, "kind": "earnings"}],
        decisions=[{"note": "2026-W21", "decision": "override", "criterion": "OpenAI margin"}],
        scorecard=[{"figure": "stated_probability", "value": 80.0, "unit": "pct"}],
    )
