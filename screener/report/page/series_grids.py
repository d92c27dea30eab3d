"""The figures behind the charts of lines, few enough to read: the text that stands for each drawing."""

import datetime as dt
from collections.abc import Sequence

from screener.records.path import PathPoint
from screener.records.review import Curve, ReviewCharts
from screener.report.charts.figures import brief
from screener.report.page.grids import Grid, plain_grid

_MONTHLY = "The last close drawn of each month."


def spread_grid(charts: ReviewCharts) -> Grid:
    """Return value and drawdown of what the thesis holds, month by month."""
    value, drawdown = _by_month(charts.spread), _by_month(charts.drawdown)
    rows = [
        (day.isoformat(), _number(value[month][1]), _pct(drawdown[month][1] if month in drawdown else None, "-"))
        for month, (day, _) in value.items()
    ]
    heads = ("session", f"value of the {charts.spread.name}", "drawdown, %")
    return plain_grid(f"Value and drawdown of the {charts.spread.name}", heads, rows, _MONTHLY)


def legs_grid(legs: Sequence[Curve]) -> Grid:
    """Return the value of each leg and of the benchmark, month by month."""
    known = [_by_month(curve) for curve in legs]
    months = sorted({month for each in known for month in each})
    rows = [(month, *(_number(each[month][1]) if month in each else "" for each in known)) for month in months]
    return plain_grid("Value of each leg and of the benchmark", ("month", *(c.name for c in legs)), rows, _MONTHLY)


def path_grid(mean: Sequence[PathPoint], caption: str) -> Grid:
    """Return the mean response with its placebo band, session by session."""
    rows = [
        (
            f"{point.relative_session:+d}" if point.relative_session else "0",
            _pct(point.car, "+"),
            _pct(point.placebo_mean, "+"),
            _pct(point.band_low, "+"),
            _pct(point.band_high, "+"),
            str(point.n_event_days),
        )
        for point in mean
    ]
    heads = ("session", "mean response, %", "any day, %", "band from, %", "band to, %", "event days")
    return plain_grid(caption, heads, rows)


def gap_grid(gaps: Sequence[Curve]) -> Grid:
    """Return the gaps at each of their changes."""
    known = [dict(curve.points) for curve in gaps]
    days = sorted({day for each in known for day in each})
    rows: list[tuple[str, ...]] = []
    for day in days:
        values = tuple(_number(each.get(day)) for each in known)
        # A model that joins the group without moving the gap is no change.
        if not rows or rows[-1][1:] != values:
            rows.append((day.isoformat(), *values))
    heads = ("from", *(f"{curve.name}, times" for curve in gaps))
    return plain_grid("Token price gap at each change", heads, rows, "Each holds until the next.")


def _by_month(curve: Curve) -> dict[str, tuple[dt.date, float]]:
    """Return the last known point of each month."""
    return {f"{day:%Y-%m}": (day, value) for day, value in curve.points if value is not None}


def _number(value: float | None) -> str:
    return "" if value is None else brief(value)


def _pct(value: float | None, sign: str) -> str:
    """Return a decimal in percent, with its sign, or as a fall."""
    if value is None:
        return ""
    text = f"{-100.0 * value:.1f}" if sign == "-" else f"{100.0 * value:+.1f}"
    return "0.0" if float(text) == 0.0 else text
