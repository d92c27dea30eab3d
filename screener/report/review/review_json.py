"""Reviews as JSON: the record's own fields, then every table with its rows keyed by column."""

import json
from collections.abc import Sequence
from typing import Any

from screener.dictionary.tables import REVIEW_TABLES
from screener.records.path import PathPoint
from screener.records.review import Curve, Review, ReviewCharts
from screener.report.cell_text import clean_text
from screener.report.json_rows import json_text
from screener.report.review.review_tables import review_table

_INDENT = 1


def review_json(reviews: Sequence[Review]) -> str:
    """Return reviews as a JSON array of objects.

    Returns
    -------
    str
        Ends in a newline. Tables hold percent as their columns say; the series of charts hold decimals.
    """
    said = [json.loads(review_object(each)) for each in reviews]
    return json.dumps(said, ensure_ascii=False, indent=_INDENT, allow_nan=False) + "\n"


def review_object(review: Review) -> str:
    """Return one review as a JSON object: the same review, the same text."""
    said = {
        "thesis_id": review.thesis_id,
        "title": review.title,
        "status": review.status,
        "week": review.week,
        "week_from_on": review.week_from_on.isoformat(),
        "week_to_on": review.week_to_on.isoformat(),
        "as_of": review.as_of.isoformat(),
        "data_as_of": review.data_as_of.isoformat(),
        "opened_on": review.opened_on.isoformat(),
        "live_from": review.live_from.isoformat(),
        "basket": review.basket,
        "previous_on": None if review.previous_on is None else review.previous_on.isoformat(),
        "signals_before_on": None if review.signals_before_on is None else review.signals_before_on.isoformat(),
        "verdict": review.verdict,
        "sentences": list(review.sentences),
        "tables": {name: json.loads(json_text(review_table(review, name))) for name in REVIEW_TABLES},
        "position_lines": list(review.position_lines),
        "charts": _charts(review.charts),
        "missing": list(review.missing),
        "price_source": review.price_source,
        "sources": list(review.sources),
        "flags": list(review.flags),
        "fingerprint": review.fingerprint,
        "version": review.version,
    }
    return json.dumps(_clean(said), ensure_ascii=False, indent=_INDENT, allow_nan=False)


def _clean(value: Any) -> Any:
    """Return a value whose texts hold no control character: people read JSON on a terminal, too."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return {key: _clean(each) for key, each in value.items()} if isinstance(value, dict) else value


def _charts(charts: ReviewCharts) -> dict[str, object]:
    return {
        "spread": _curve(charts.spread),
        "drawdown": _curve(charts.drawdown),
        "drawdown_limit": charts.drawdown_limit,
        "legs": [_curve(each) for each in charts.legs],
        "paths": _paths(charts.path),
        "gaps": [_curve(each) for each in charts.gaps],
        "gap_limits": [{"name": name, "value": value} for name, value in charts.gap_limits],
    }


def _curve(curve: Curve) -> dict[str, object]:
    return {
        "name": curve.name,
        "side": curve.side,
        "day_on": [day.isoformat() for day, _ in curve.points],
        "value": [value for _, value in curve.points],
    }


def _paths(points: Sequence[PathPoint]) -> list[dict[str, object]]:
    """Return one object a path: the mean of a period (with an empty event_id) or a single event."""
    by_path: dict[tuple[str, str], list[PathPoint]] = {}
    for point in points:
        by_path.setdefault((point.period, point.event_id), []).append(point)
    found: list[dict[str, object]] = []
    for (period, event_id), own in by_path.items():
        path: dict[str, object] = {
            "period": period,
            "event_id": event_id,
            "n_event_days": own[0].n_event_days,
            "relative_session": [point.relative_session for point in own],
            "car": [point.car for point in own],
        }
        if not event_id:
            path |= {
                "placebo_mean": [point.placebo_mean for point in own],
                "band_low": [point.band_low for point in own],
                "band_high": [point.band_high for point in own],
            }
        found.append(path)
    return found
