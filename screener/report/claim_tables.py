"""The tables of claims: as judged now, over time, and the margins behind them."""

from collections.abc import Callable, Iterable, Sequence

from screener.dictionary.tables import TABLES
from screener.records.claim import ClaimPoint, ClaimRow, ClaimsReport
from screener.records.income import MarginQuarter
from screener.records.table import Table, Value
from screener.report.percent import percent

Row = dict[str, Value]


def claims_table(report: ClaimsReport, name: str) -> Table:
    """Return one table of a thesis's claims.

    Parameters
    ----------
    report : ClaimsReport
    name : {"claims", "claims_history", "margins"}
    """
    last: Row = {
        "thesis_id": report.thesis.thesis_id,
        "as_of": report.as_of,
        "price_source": report.price_source,
        "data_as_of": report.data_as_of,
    }
    columns = TABLES[name]
    whole = [row | last | {"flags": _flags(row, report.flags)} for row in _ROWS[name](report)]
    return Table(name, columns, tuple(tuple(row[column] for column in columns) for row in whole))


def _flags(row: Row, own: Sequence[str]) -> str:
    return ";".join(dict.fromkeys([*(flag for flag in str(row.get("flags") or "").split(";") if flag), *own]))


def _claims(report: ClaimsReport) -> list[Row]:
    return [_claim(row) for row in report.rows]


def _claim(row: ClaimRow) -> Row:
    return {
        "claim": row.claim,
        "role": row.role,
        "severity": row.severity,
        "measure": row.measure,
        "value": row.value,
        "unit": row.unit,
        "op": row.op or "",
        "threshold": row.threshold,
        "quoted": row.quoted,
        "distance": row.distance,
        "state": row.state,
        "for_n": row.for_n,
        "n_breach": row.n_breach,
        "since_on": row.since_on,
        "measured_on": row.measured_on,
        "known_on": row.known_on,
        "provenance": row.provenance,
        "source": row.source,
        "note": row.note,
        "for_unit": row.for_unit or "",
        "is_true": row.is_true,
        "flags": ";".join(row.flags),
    }


def _history(report: ClaimsReport) -> list[Row]:
    return [_point(point) for point in report.history]


def _point(point: ClaimPoint) -> Row:
    return {
        "claim": point.claim,
        "role": point.role,
        "measure": point.measure,
        "part": point.part,
        "day_on": point.day_on,
        "value": point.value,
        "unit": point.unit,
        "is_true": point.is_true,
        "measured_on": point.measured_on,
        "known_on": point.known_on,
        "provenance": point.provenance,
        "note": point.note,
    }


def _margins(report: ClaimsReport) -> list[Row]:
    """Return a row a quarter, then one for each name without any."""
    legs = {member.ticker: leg.name for leg in reversed(report.thesis.legs) for member in leg.members}
    rows = [_quarter(row, legs.get(row.ticker, "")) for row in report.margins]
    return [*rows, *(_nothing(ticker, legs.get(ticker, "")) for ticker in report.no_quarterly_data)]


def _quarter(row: MarginQuarter, leg: str) -> Row:
    return {
        "ticker": row.ticker,
        "leg": leg,
        "period_end_on": row.period_end_on,
        "known_on": row.known_on,
        "revenue": row.revenue,
        "currency": row.quarter.currency,
        "gross_margin_pct": percent(row.gross_margin),
        "gross_margin_change_pp": percent(row.gross_margin_change),
        "revenue_growth_pct": percent(row.revenue_growth),
        "gross_margin_trend_pp": percent(row.trend_per_year),
        "is_growth_with_falling_margin": row.is_growth_with_falling_margin,
        "checks": ";".join(dict.fromkeys(each.check for each in row.findings)),
        "finding": "; ".join(dict.fromkeys(f"{each.period_end_on}: {each.message}" for each in row.findings)),
        "provenance": row.quarter.provenance,
        "source": row.quarter.source,
        "flags": "known_on_assumed" if row.quarter.known_on_assumed else "",
    }


def _nothing(ticker: str, leg: str) -> Row:
    empty: Row = dict.fromkeys(TABLES["margins"])
    return empty | {"ticker": ticker, "leg": leg, "finding": "no quarterly data", "flags": ""}


_ROWS: dict[str, Callable[[ClaimsReport], Iterable[Row]]] = {
    "claims": _claims,
    "claims_history": _history,
    "margins": _margins,
}
