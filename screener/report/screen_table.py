"""The screen and its track record as tables."""

from collections.abc import Sequence

from screener.dictionary.screen_parts import SCORE_PARTS
from screener.dictionary.tables import TABLES
from screener.records.screen import ScreenReport, ScreenRow
from screener.records.table import Table, Value
from screener.records.track_record import TrackRecordRow
from screener.report.percent import in_percent, percent

Row = dict[str, Value]

_TRACK_PERCENT = (
    *("share_positive", "top_minus_bottom", "top_minus_bottom_ci_low", "top_minus_bottom_ci_high", "turnover"),
)


def screen_table(report: ScreenReport) -> Table:
    """Return one row a name, in the report's order."""
    return _table(report, "signals", [_row(row) for row in report.rows])


def track_record_table(report: ScreenReport, rows: Sequence[TrackRecordRow]) -> Table:
    """Return one row a ranking, group and horizon."""
    return _table(report, "validation", [in_percent(row, _TRACK_PERCENT) | {"flags": ""} for row in rows])


def _table(report: ScreenReport, name: str, rows: Sequence[Row]) -> Table:
    columns = TABLES[name]
    last: Row = {
        "thesis_id": report.thesis.thesis_id,
        "as_of": report.as_of,
        "price_source": report.price_source,
        "data_as_of": report.data_as_of,
    }
    whole = [row | last | {"flags": _flags(row, report.flags)} for row in rows]
    return Table(name, columns, tuple(tuple(row[column] for column in columns) for row in whole))


def _flags(row: Row, own: Sequence[str]) -> str:
    return ";".join(dict.fromkeys([*(flag for flag in str(row.get("flags") or "").split(";") if flag), *own]))


def _row(row: ScreenRow) -> Row:
    addends = row.addends or {}
    return {
        "rank": row.rank,
        "ticker": row.name.ticker,
        "name": row.name.name,
        "universe": row.name.universe,
        "leg": row.name.leg,
        "side": row.name.side,
        "signal": row.signal,
        "score": row.score,
        "weight_pct": percent(row.weight),
        "close": row.close,
        "currency": row.currency,
        "dollar_volume_usd": row.dollar_volume,
        "next_earnings_on": row.next_earnings_on,
        "event_response_pct": percent(row.event_response),
        "since_event_pct": percent(row.since_event),
        "momentum_pct": percent(row.momentum),
        "resid_vol_pct": percent(row.resid_vol),
        "beta": row.beta,
        "gross_margin_change_pp": percent(row.gross_margin_change),
        "revenue_growth_pct": percent(row.revenue_growth),
        "lab_overlap_pct": percent(row.lab_overlap),
        **{part.column: addends.get(part.column) for part in SCORE_PARTS},
        "reasons": "; ".join(row.reasons),
        "event_response_error_pct": percent(row.event_response_error),
        "n_events": row.n_events,
        "shares": row.shares,
        "signal_before": row.signal_before,
        "score_change": row.score_change,
        "moved_by": row.moved_by,
        "flags": ";".join(row.flags),
    }
