"""The series that a review's charts are drawn from, thinned to what a page can show."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.market import basket_side
from screener.claims.comparing import threshold_text
from screener.dossier import Dossier
from screener.records.claim import ClaimPoint
from screener.records.performance import EquityPoint
from screener.records.review import Curve, ReviewCharts
from screener.records.thesis import Thesis

MOST_POINTS = 300
GAP_MEASURE = "token_price_gap_x"
Points = tuple[tuple[dt.date, float | None], ...]


@dataclass(frozen=True, slots=True)
class _Sampled:
    """Places of a series to keep."""

    places: tuple[int, ...]

    def of(self, points: Sequence[tuple[dt.date, float | None]]) -> Points:
        return tuple(points[place] for place in self.places)


def chart_data(dossier: Dossier, drawdown_limit: float | None) -> ReviewCharts:
    """Return the series of every chart.

    Parameters
    ----------
    dossier : Dossier
    drawdown_limit : float or None
        Decimal, of the note's kill criteria.

    Returns
    -------
    ReviewCharts
        The deepest fall stays in, and the last session; else one session a week, fewer over a long history. Falls are
        counted anew from the opening, as a criterion counts them.
    """
    thesis, report = dossier.thesis, dossier.backtest
    held = _equity(report.equity, thesis.held_basket)
    value = [(day, point.value) for day, point in held]
    falls = falls_since([day for day, _ in held], [point.value or 0.0 for _, point in held], thesis.opened_on)
    below = [(day, fall) for (day, _), fall in zip(held, falls, strict=True)]
    sampled = sample([day for day, _ in held], falls)
    return ReviewCharts(
        spread=Curve(thesis.held_basket, basket_side(thesis.held_basket), sampled.of(value)),
        drawdown=Curve(thesis.held_basket, basket_side(thesis.held_basket), sampled.of(below)),
        drawdown_limit=drawdown_limit,
        legs=(*_legs(dossier), _benchmark(dossier)),
        path=tuple(point for point in report.paths if point.period in ("before", "live")),
        gaps=tuple(_gaps(dossier.claims.history)),
        gap_limits=tuple(_gap_limits(thesis)),
    )


def falls_since(days: Sequence[dt.date], values: Sequence[float], opened_on: dt.date) -> list[float]:
    """Return how far each value lies below the highest so far, counted anew from the opening.

    Parameters
    ----------
    days : sequence of date
        Increasing.
    values : sequence of float
    opened_on : date
        The last value up to this day is the first high of what comes after it.

    Returns
    -------
    list of float
        Positive decimals; known at the day's own close.

    Examples
    --------
    >>> import datetime as dt
    >>> days = [dt.date(2026, 1, day) for day in (1, 2, 3, 4)]
    >>> falls_since(days, [1.0, 0.5, 0.6, 0.3], dt.date(2026, 1, 2))
    [0.0, 0.5, 0.0, 0.5]
    """
    n_before = bisect_right(days, opened_on)
    level = np.asarray(values, dtype=float)
    found = np.empty(len(level))
    for part, whole in (
        (slice(0, n_before), slice(0, n_before)),
        (slice(n_before, None), slice(max(n_before - 1, 0), None)),
    ):
        highest = np.maximum.accumulate(level[whole])
        found[part] = (1.0 - level[whole] / highest)[len(level[whole]) - len(level[part]) :]
    falls: list[float] = found.tolist()
    return falls


def sample(days: Sequence[dt.date], peaks: Sequence[float] = ()) -> _Sampled:
    """Return which places of a series to keep.

    Parameters
    ----------
    days : sequence of date
        Increasing.
    peaks : sequence of float
        The place of its largest value is kept.

    Returns
    -------
    _Sampled
        The first place, the last of each ISO week or of every n-th week, and the last: at most about 300.
    """
    if not days:
        return _Sampled(())
    weeks = [day.isocalendar()[:2] for day in days]
    ends = [place for place in range(len(days) - 1) if weeks[place] != weeks[place + 1]]
    step = max(1, -(-len(ends) // MOST_POINTS))
    kept = {0, len(days) - 1, *ends[::-1][::step]}
    if peaks:
        kept.add(int(np.argmax(peaks)))
    return _Sampled(tuple(sorted(kept)))


def _equity(points: Sequence[EquityPoint], basket: str) -> list[tuple[dt.date, EquityPoint]]:
    return [
        (point.session_on, point)
        for point in points
        if point.basket == basket and point.period == "all" and point.session_on is not None
    ]


def _legs(dossier: Dossier) -> Iterator[Curve]:
    for leg in dossier.thesis.legs:
        points = [(day, point.value) for day, point in _equity(dossier.backtest.equity, leg.name)]
        yield Curve(leg.name, leg.side, sample([day for day, _ in points]).of(points))


def _benchmark(dossier: Dossier) -> Curve:
    """Return the first benchmark over the sessions that are scored, 1 at the first."""
    market = dossier.priced.market
    ticker = dossier.thesis.benchmark[0]
    level = market.panel.level[market.first :, market.panel.tickers.index(ticker)]
    days: list[dt.date] = market.panel.session_on[market.first :].astype(object).tolist()
    printed = np.flatnonzero(np.isfinite(level))
    base = level[printed[0]] if len(printed) else np.nan
    points = [(days[place], float(level[place] / base)) for place in printed.tolist()]
    return Curve(ticker, "", sample([day for day, _ in points]).of(points))


def _gaps(history: Sequence[ClaimPoint]) -> Iterator[Curve]:
    """Yield one curve a price gap that the note speaks of, however many claims rest on it."""
    by_measure: dict[str, dict[tuple[str, str], list[ClaimPoint]]] = {}
    for point in history:
        if point.measure.startswith(GAP_MEASURE) and not point.part:
            by_measure.setdefault(point.measure, {}).setdefault((point.role, point.claim), []).append(point)
    for measure, statements in by_measure.items():
        points = max(statements.values(), key=len)
        yield Curve(measure, "", tuple((point.day_on, point.value) for point in points))


def _gap_limits(thesis: Thesis) -> Iterator[tuple[str, float]]:
    for statement in (*thesis.claims, *thesis.kill):
        for comparison in statement.comparisons:
            if comparison.measure == GAP_MEASURE and statement.on is None:
                name = statement.name or statement.text
                if comparison.op == "in":
                    yield f"{name}: {threshold_text(comparison)}, low end", comparison.low
                    yield f"{name}: {threshold_text(comparison)}, high end", comparison.high
                else:
                    yield f"{name}: {comparison.op} {threshold_text(comparison)}", comparison.low
