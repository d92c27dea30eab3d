"""What stored reviews said, a row a review and name or comparison."""

from collections.abc import Callable, Iterable, Sequence

from screener.dictionary.tables import TABLES
from screener.records.snapshot import Snapshot
from screener.records.table import Table, Value
from screener.report.percent import in_percent

Row = dict[str, Value]


def signals_history(snapshots: Sequence[Snapshot]) -> Table:
    """Return the signals of stored reviews, oldest first, each in its own order."""
    return _table("signals_history", snapshots, _signals)


def claims_history(snapshots: Sequence[Snapshot]) -> Table:
    """Return the states of claims and criteria of stored reviews, oldest first, each in its own order."""
    return _table("claims_history", snapshots, _claims)


def _table(name: str, snapshots: Sequence[Snapshot], rows: Callable[[Snapshot], Iterable[Row]]) -> Table:
    columns = TABLES[name]
    whole = [row | _last(each) for each in sorted(snapshots, key=_age) for row in rows(each)]
    return Table(name, columns, tuple(tuple(row[column] for column in columns) for row in whole))


def _age(snapshot: Snapshot) -> tuple[str, str]:
    return snapshot.as_of.isoformat(), snapshot.thesis_id


def _last(snapshot: Snapshot) -> Row:
    return {
        "snapshot_on": snapshot.as_of,
        "thesis_id": snapshot.thesis_id,
        "as_of": snapshot.as_of,
        "price_source": snapshot.price_source,
        "data_as_of": snapshot.data_as_of,
        "flags": "simulated" if snapshot.price_source == "simulated" else "",
    }


def _signals(snapshot: Snapshot) -> Iterable[Row]:
    return (in_percent(each, ("weight",)) for each in snapshot.signals)


def _claims(snapshot: Snapshot) -> Iterable[Row]:
    return (in_percent(each, ()) for each in snapshot.claims)
