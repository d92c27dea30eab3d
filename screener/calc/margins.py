"""Margins, their change over a year and their trend, from the quarterly statements known on a day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from screener.calc.margin_checks import broken, finding, gross_profit_of, step
from screener.records.income import IncomeFinding, IncomeQuarter, MarginQuarter

# Sources write a fiscal quarter's own last day or the month's, which lie up to 20 days apart.
SAME_QUARTER = dt.timedelta(days=20)
_QUARTER = dt.timedelta(days=91)
_YEAR = dt.timedelta(days=365)
_TREND_QUARTERS = 8
_LEAST_TREND_QUARTERS = 4
_QUARTERS_PER_YEAR = 4


def margin_quarters(quarters: Iterable[IncomeQuarter], known_by: dt.date) -> tuple[MarginQuarter, ...]:
    """Return the margins of every quarter of one ticker, as known on a day.

    Parameters
    ----------
    quarters : iterable of IncomeQuarter
        Of one ticker, in any order; those known later than ``known_by`` count for nothing.
    known_by : date

    Returns
    -------
    tuple of MarginQuarter
        One a quarter, newest last, those that cannot be used among them; shares are decimals. A finding about another
        quarter stands in each row that lacks a comparison because of it.

    Notes
    -----
    - Rows that end within 20 days of each other are one quarter: the one known latest, with a revenue, counts.
    - Gross profit is as reported, else revenue less its cost. Missing stays missing.
    - The year-ago quarter ends 365 days before, within 20 days. Change = margin less its margin; growth = revenue over
      its revenue, less 1.
    - Trend = 4 times the least-squares slope of the margin over the quarter's number, over the up to 8 quarters in a
      row that end here, at least 4.
    - A quarter with impossible figures is used neither for itself nor as a base, and nothing is compared across a
      ``revenue_step``; ``dictionary.income_checks`` has the checks.
    """
    known = [each for each in quarters if each.known_on <= known_by]
    series = [_Quarter(*_chosen(versions)) for versions in _clustered(known)]
    _find_missing(series)
    _find_steps(series)
    return tuple(_row(series, place) for place in range(len(series)))


@dataclass(slots=True)
class _Quarter:
    """One quarter: the row that counts, what was found, and the basis its figures are on."""

    row: IncomeQuarter
    findings: list[IncomeFinding]
    basis: int = 0
    step: IncomeFinding | None = None
    is_usable: bool = field(init=False)
    margin: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        found = tuple(broken(self.row))
        self.findings += found
        self.is_usable = not found and self.row.revenue is not None
        profit = gross_profit_of(self.row)
        if self.is_usable and self.row.revenue and profit is not None:
            self.margin = profit / self.row.revenue


def _clustered(known: Iterable[IncomeQuarter]) -> Iterator[list[IncomeQuarter]]:
    """Yield the versions of each quarter, oldest quarter first."""
    cluster: list[IncomeQuarter] = []
    for each in sorted(known, key=lambda row: row.period_end_on):
        if cluster and each.period_end_on - cluster[0].period_end_on > SAME_QUARTER:
            yield cluster
            cluster = []
        cluster.append(each)
    if cluster:
        yield cluster


def _chosen(versions: Sequence[IncomeQuarter]) -> tuple[IncomeQuarter, list[IncomeFinding]]:
    """Return the version of a quarter that counts, and what the others say of it."""
    ordered = sorted(versions, key=lambda row: row.known_on)
    told = [each for each in ordered if each.revenue is not None]
    if not told:
        return ordered[-1], [finding(ordered[-1], "blank_quarter", "it is dated and has no revenue")]
    row = told[-1]
    findings = []
    others = [each for each in told[:-1] if _contradicts(each, row)]
    if others:
        days = ", ".join(str(each.known_on) for each in others)
        findings.append(finding(row, "restated", f"known on {row.known_on} with other figures than on {days}"))
    if ordered[-1] is not row:
        said = f"its row known on {ordered[-1].known_on} has no revenue, the one of {row.known_on} counts"
        findings.append(finding(row, "blank_quarter", said))
    return row, findings


def _contradicts(one: IncomeQuarter, other: IncomeQuarter) -> bool:
    """Tell whether two versions differ in a figure that both have."""
    return any(a != b for a, b in zip(one.figures, other.figures, strict=True) if a is not None and b is not None)


def _find_missing(series: Sequence[_Quarter]) -> None:
    for place, each in enumerate(series):
        if place and _ended(series[:place], each.row.period_end_on - _QUARTER) is None:
            said = f"no quarter ends about {each.row.period_end_on - _QUARTER}, the last before is of "
            each.findings.append(finding(each.row, "missing_quarter", f"{said}{series[place - 1].row.period_end_on}"))


def _find_steps(series: Sequence[_Quarter]) -> None:
    """Find the steps, and number the bases that they part."""
    for place, each in enumerate(series):
        each.basis = series[place - 1].basis if place else 0
        before = _ended(series[:place], each.row.period_end_on - _QUARTER)
        if before is None or not (before.is_usable and each.is_usable):
            continue
        if said := step(before.row, each.row):
            each.basis += 1
            each.step = finding(each.row, "revenue_step", said)
            each.findings.append(each.step)
            before.findings.append(finding(before.row, "revenue_step", said))


def _row(series: Sequence[_Quarter], place: int) -> MarginQuarter:
    each = series[place]
    base = _ended(series[:place], each.row.period_end_on - _YEAR) if each.is_usable else None
    findings = [*each.findings, *_obstacles(series[: place + 1], each, base)]
    is_comparable = base is not None and base.is_usable and base.basis == each.basis
    compared = base if is_comparable else None
    change = _both(lambda now, then: now - then, each.margin, compared.margin if compared else None)
    growth = None
    if compared is not None and compared.row.currency != each.row.currency:
        said = f"it is in {each.row.currency}, the year-ago quarter in {compared.row.currency}"
        findings.append(finding(each.row, "currency_changed", said))
    elif compared is not None:
        growth = _both(lambda now, then: now / then - 1, each.row.revenue, compared.row.revenue)
    return MarginQuarter(
        each.row.ticker,
        each.row.period_end_on,
        each.row.known_on,
        each.row.revenue if each.is_usable else None,
        gross_profit_of(each.row) if each.is_usable else None,
        each.margin,
        change,
        growth,
        _trend(series, place),
        None if growth is None or change is None else growth > 0 and change < 0,
        tuple(dict.fromkeys(findings)),
        each.row,
        None if compared is None else compared.row,
    )


def _obstacles(series: Sequence[_Quarter], each: _Quarter, base: _Quarter | None) -> Iterator[IncomeFinding]:
    """Yield what keeps a year-ago quarter that is there from being compared with."""
    if base is None:
        return
    if not base.is_usable:
        yield from base.findings
    yield from (other.step for other in series if other.step is not None and base.basis < other.basis <= each.basis)


def _trend(series: Sequence[_Quarter], place: int) -> float | None:
    """Return the slope of the margin over the quarters in a row that end here, per year."""
    each: _Quarter | None = series[place]
    basis = series[place].basis
    margins: list[float] = []
    while each is not None and each.margin is not None and each.basis == basis and len(margins) < _TREND_QUARTERS:
        margins.append(each.margin)
        each = _ended(series[:place], each.row.period_end_on - _QUARTER)
    if len(margins) < _LEAST_TREND_QUARTERS:
        return None
    # Less the first one: margins that do not move then have no slope at all, whatever floats make of their mean.
    values = np.array(margins[::-1]) - margins[-1]
    number = np.arange(len(values)) - (len(values) - 1) / 2
    return float(_QUARTERS_PER_YEAR * (number @ values) / (number @ number))


def _ended(series: Sequence[_Quarter], day: dt.date) -> _Quarter | None:
    """Return the quarter that ended nearest to a day, within 20 days."""
    near = [each for each in series if abs(each.row.period_end_on - day) <= SAME_QUARTER]
    return min(near, key=lambda each: abs(each.row.period_end_on - day), default=None)


def _both(formula: Callable[[float, float], float], now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else formula(now, then)
