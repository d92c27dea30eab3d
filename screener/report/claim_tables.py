"""The tables of claims: as judged now, over time, and the margins behind them."""

from collections.abc import Callable, Iterable, Sequence

from screener.dictionary.tables import TABLES
from screener.records.claim import ClaimPoint, ClaimRow, ClaimsReport, NoQuarters
from screener.records.income import MarginQuarter
from screener.records.table import Table, Value
from screener.report.percent import percent

Row = dict[str, Value]


def claims_table(report: ClaimsReport, name: str) -> Table:
    """Return one table of a thesis's claims.

    Parameters
    ----------
    report : ClaimsReport
    name : {"claims", "claim_values", "margins"}
    """
    last: Row = {
        "thesis_id": report.thesis.thesis_id,
        "as_of": report.as_of,
        "price_source": report.price_source,
        "data_as_of": report.data_as_of,
    }
    columns = TABLES[name]
    whole = [row | last for row in _ROWS[name](report)]
    return Table(name, columns, tuple(tuple(row[column] for column in columns) for row in whole))


def _claims(report: ClaimsReport) -> list[Row]:
    return [claim_row(row, report.flags if row.uses_prices else ()) for row in report.rows]


def claim_row(row: ClaimRow, of_prices: Sequence[str]) -> Row:
    """Return one comparison as a row; ``of_prices`` are flags of rows whose value is made of prices."""
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
        "flags": ";".join(dict.fromkeys((*row.flags, *of_prices))),
    }


def _history(report: ClaimsReport) -> list[Row]:
    return [_point(point, report.flags if point.uses_prices else ()) for point in report.history]


def _point(point: ClaimPoint, of_prices: Sequence[str]) -> Row:
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
        "flags": ";".join(of_prices),
    }


def _margins(report: ClaimsReport) -> list[Row]:
    """Return a row a quarter, then one for each name without any."""
    held: dict[str, dict[str, None]] = {}
    for leg in report.thesis.legs:
        for member in leg.members:
            held.setdefault(member.ticker, {})[leg.name] = None
    legs = {ticker: ";".join(names) for ticker, names in held.items()}
    rows = [_quarter(row, legs.get(row.ticker, "")) for row in report.margins]
    return [*rows, *(_nothing(each, legs.get(each.ticker, "")) for each in report.no_quarterly_data)]


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


def _nothing(none: NoQuarters, leg: str) -> Row:
    empty: Row = dict.fromkeys(TABLES["margins"])
    return empty | {"ticker": none.ticker, "leg": leg, "finding": none.reason, "flags": ""}


_ROWS: dict[str, Callable[[ClaimsReport], Iterable[Row]]] = {
    "claims": _claims,
    "claim_values": _history,
    "margins": _margins,
}
