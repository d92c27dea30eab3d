"""A review's parts as tables, decimals as percent."""

from collections.abc import Callable, Iterable

from screener.dictionary.tables import TABLES
from screener.records.position import PositionRow
from screener.records.review import Change, PnlLine, Review
from screener.records.table import Table, Value
from screener.report.claim_tables import claim_row
from screener.report.percent import in_percent, percent

Row = dict[str, Value]


def review_table(review: Review, name: str) -> Table:
    """Return one table of a review.

    Parameters
    ----------
    review : Review
    name : str
        One of :data:`screener.dictionary.tables.REVIEW_TABLES`.

    Returns
    -------
    Table
        Rows in the review's own order. Flags of the review stand on every row that is made of prices.
    """
    last: Row = {
        "thesis_id": review.thesis_id,
        "as_of": review.as_of,
        "price_source": review.price_source,
        "data_as_of": review.data_as_of,
    }
    columns = TABLES[name]
    whole = [{"flags": ""} | row | last for row in _ROWS[name](review)]
    return Table(name, columns, tuple(tuple(row[column] for column in columns) for row in whole))


def change_subject(change: Change) -> str:
    """Return kind and subject in words, such as ``signal NVDA``; the kind alone for the note's text."""
    return f"{change.kind} {change.subject}".strip()


def _flags(*flags: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(flag for group in flags for flag in group))


def _rulings(review: Review) -> Iterable[Row]:
    return (in_percent(each, ()) | {"week": review.week, "ruling": each.kind} for each in review.rulings)


def _pnl(review: Review) -> Iterable[Row]:
    return (_pnl_row(each, review) for each in review.pnl)


def _pnl_row(each: PnlLine, review: Review) -> Row:
    line, has_session = each.line, each.end_on is not None
    return {
        "span": each.span,
        "start_on": each.start_on,
        "end_on": each.end_on,
        "line": line.line,
        "side": line.side,
        "leg": line.leg,
        "ticker": line.ticker,
        "contribution_pct": percent(line.contribution) if has_session else None,
        "market_pct": percent(line.market) if has_session else None,
        "residual_pct": percent(line.residual) if has_session else None,
        "is_subtotal": line.is_subtotal,
        "flags": _flags(line.flags, review.flags),
    }


def _changes(review: Review) -> Iterable[Row]:
    return (in_percent(each, ()) | {"week": review.week, "what": change_subject(each)} for each in review.changes)


def _claims(review: Review) -> Iterable[Row]:
    return (claim_row(row, review.flags if row.uses_prices else ()) for row in review.claims)


def _evidence(review: Review) -> Iterable[Row]:
    return (in_percent(each, ()) for each in review.evidence)


def _risk(review: Review) -> Iterable[Row]:
    return (in_percent(each, ()) | {"flags": _flags(review.flags)} for each in review.risk)


def _sizing(review: Review) -> Iterable[Row]:
    for each in review.sizing:
        own = {"drift_pp": percent(each.weight - each.target), "flags": _flags(each.flags, review.flags)}
        yield in_percent(each, ("target", "weight")) | own


def _positions(review: Review) -> Iterable[Row]:
    return (_position(each, review) for each in review.positions)


def _position(row: PositionRow, review: Review) -> Row:
    held = row.position
    drift = None if row.weight is None or row.target is None else row.weight - row.target
    return {
        "ticker": held.ticker,
        "leg": row.leg,
        "side": row.side,
        "shares": held.shares,
        "cost": held.cost,
        "currency": held.currency,
        "opened_on": held.opened_on,
        "close": row.close,
        "value": row.value,
        "week_pnl": row.week,
        "month_pnl": row.month,
        "opening_pnl": row.opening,
        "weight_pct": percent(row.weight),
        "target_pct": percent(row.target),
        "drift_pp": percent(drift),
        "flags": _flags(row.flags, review.flags),
    }


def _coming(review: Review) -> Iterable[Row]:
    return (in_percent(each, ()) for each in review.coming)


def _decisions(review: Review) -> Iterable[Row]:
    return (in_percent(each, ()) for each in review.decisions)


def _scorecard(review: Review) -> Iterable[Row]:
    return (in_percent(each, ()) for each in review.scorecard)


_ROWS: dict[str, Callable[[Review], Iterable[Row]]] = {
    "rulings": _rulings,
    "pnl": _pnl,
    "changes": _changes,
    "claims": _claims,
    "evidence": _evidence,
    "risk": _risk,
    "sizing": _sizing,
    "positions": _positions,
    "coming": _coming,
    "decisions": _decisions,
    "scorecard": _scorecard,
}
