"""What the page's template is given: the review in words, grids and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass

from screener.dictionary.review_words import REVIEW_VERDICTS, RISK_FIGURES, RULINGS, SCORECARD_FIGURES
from screener.records.review import Change, Direction, Evidence, Review, RulingKind
from screener.records.table import Table
from screener.report.charts.chart import Chart
from screener.report.page.claim_grid import claim_grid
from screener.report.page.grids import Grid, grid, only
from screener.report.page.links import Part, linked
from screener.report.page.pictures import (
    Picture,
    contribution_pictures,
    course_pictures,
    criteria_chart_of,
    gap_pictures,
)
from screener.report.page.sums import Sum, sums

_CHANGES = ("what", "before", "after", "note", "kind")
_RISK = ("figure", "value", "unit", "limit", "subject", "note")
_SIZING = ("ticker", "weight_pct", "target_pct", "drift_pp", "leg", "side", "flags")
_POSITIONS = (
    *("ticker", "shares", "week_pnl", "month_pnl", "opening_pnl", "currency", "value", "weight_pct", "target_pct"),
    *("drift_pp", "cost", "close", "leg", "side", "opened_on", "flags"),
)
_COMING = ("what", "day_on", "n_days", "kind", "note")
_DECISIONS = (
    *("note", "day_on", "decision", "criterion", "reason", "confidence_pct", "disconfirming"),
    "next_review_on",
)
_SCORECARD = ("figure", "value", "unit", "note")


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of evidence, its source in parts."""

    evidence: Evidence
    source: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the template places; see the template for where."""

    verdict: str
    ruling_words: Mapping[RulingKind, str]
    sums: tuple[Sum, ...]
    contributions: tuple[Picture, ...]
    course: tuple[Picture, ...]
    drift: tuple[Change, ...]
    changes: Grid
    criteria_chart: Chart
    criteria: Grid
    claims: Grid
    gaps: tuple[Picture, ...]
    evidence: Mapping[Direction, tuple[Found, ...]]
    risk: Grid
    positions: Grid
    sizing: Grid
    coming: Grid
    decisions: Grid
    scorecard: Grid
    sources: tuple[tuple[Part, ...], ...]


def content_of(review: Review, tables: Mapping[str, Table]) -> Content:
    """Return a review as the page shows it.

    Parameters
    ----------
    review : Review
    tables : mapping of str to Table
        One of each of ``dictionary.tables.REVIEW_TABLES`` that is shown as a table.
    """
    return Content(
        verdict=REVIEW_VERDICTS[review.verdict],
        ruling_words=RULINGS,
        sums=sums(review),
        contributions=contribution_pictures(review, tables),
        course=course_pictures(review),
        drift=tuple(each for each in review.changes if each.is_drift),
        changes=grid(only(tables["changes"], "is_drift", (False,)), "Changes since the last review", _CHANGES),
        criteria_chart=criteria_chart_of(review),
        criteria=claim_grid("Kill criteria", [row for row in review.claims if row.role == "kill"]),
        claims=claim_grid("Claims and pillars", [row for row in review.claims if row.role != "kill"]),
        gaps=gap_pictures(review),
        evidence={each: _evidence(review, each) for each in ("for", "against", "neutral")},
        risk=grid(tables["risk"], "Risk at the last close", _RISK, {"figure": RISK_FIGURES}),
        positions=grid(tables["positions"], "Real holdings", _POSITIONS),
        sizing=grid(tables["sizing"], "Model portfolio: weights and their drift", _SIZING),
        coming=grid(tables["coming"], "Days ahead", _COMING),
        decisions=grid(tables["decisions"], "Decisions so far", _DECISIONS),
        scorecard=grid(tables["scorecard"], "Scorecard", _SCORECARD, {"figure": SCORECARD_FIGURES}),
        sources=tuple(linked(source) for source in review.sources),
    )


def _evidence(review: Review, direction: Direction) -> tuple[Found, ...]:
    return tuple(Found(each, linked(each.source)) for each in review.evidence if each.direction == direction)
