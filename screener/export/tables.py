"""Every table of one or more theses, gathered for an export."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from screener import __version__
from screener.completeness import missing_lines
from screener.dictionary.tables import CLAIM_TABLES, EXPORT_TABLES, REPORT_TABLES, REVIEW_TABLES, TABLES
from screener.dossier import Dossier
from screener.errors import CodeError
from screener.fingerprint import extended
from screener.records.export import Export, ExportedThesis
from screener.records.measure import parted_sources
from screener.records.table import Table
from screener.report.backtest_tables import backtest_table
from screener.report.claim_tables import claims_table
from screener.report.delimited import csv_text
from screener.report.dictionary_table import dictionary_table
from screener.report.panel_table import prices_table
from screener.report.screen_table import screen_table

HANDED_IN = (*(table for table in REVIEW_TABLES if table not in CLAIM_TABLES), "signals_history", "claims_history")
"""Tables that no dossier holds: a review's, and what stored reviews said."""

# Tables whose rows name where a fact comes from.
_STATED = ("claims", "margins", "evidence")


def gather(dossiers: Sequence[Dossier], extra: Iterable[Table] = ()) -> Export:
    """Return every table of some theses, rows of all of them joined in the order given.

    Parameters
    ----------
    dossiers : sequence of Dossier
        At least one; with every extra of the backtest, or those tables are empty.
    extra : iterable of Table
        Those of :data:`HANDED_IN`, one a thesis or one for all, in any order; a table that is not handed in has its
        columns and no row.

    Returns
    -------
    Export

    Raises
    ------
    CodeError
        A table that was handed in is none of those, or has other columns than it should.
    """
    handed = tuple(extra)
    for table in handed:
        _check(table)
    parts: dict[str, list[Table]] = {name: [] for name in EXPORT_TABLES}
    for table in (*(each for dossier in dossiers for each in _own(dossier)), *handed):
        parts[table.name].append(table)
    parts["dictionary"] = [dictionary_table(EXPORT_TABLES)]
    tables = tuple(_joined(name, found) for name, found in parts.items())
    theses = tuple(_thesis(dossier) for dossier in dossiers)
    return Export(
        theses=theses,
        tables=tables,
        missing=tuple(_missing(dossiers)),
        sources=_sources(tables, {each.price_source for each in theses}),
        fingerprint=extended("", [*(each.fingerprint for each in theses), *_said(tables)]),
        version=__version__,
    )


def _check(table: Table) -> None:
    if table.name not in HANDED_IN:
        raise CodeError(f"an export is handed the table {table.name!r}, and makes it itself or has none of that name")
    if table.columns != TABLES[table.name]:
        raise CodeError(f"the table {table.name} is handed in with other columns than the dictionary has")


def _own(dossier: Dossier) -> Iterator[Table]:
    """Yield what one dossier holds."""
    yield screen_table(dossier.screen)
    yield from (backtest_table(dossier.backtest, name) for name in REPORT_TABLES)
    yield from (claims_table(dossier.claims, name) for name in CLAIM_TABLES)
    yield prices_table(dossier.priced.panel, dossier.thesis.thesis_id, dossier.backtest.as_of, _first_row_used(dossier))


def _first_row_used(dossier: Dossier) -> int:
    """Return the first panel row that any figure is made from: the first event may look that far back."""
    return max(dossier.priced.market.first + dossier.backtest.study.model.estimation.start, 0)


def _joined(name: str, tables: Sequence[Table]) -> Table:
    return Table(name, TABLES[name], tuple(row for table in tables for row in table.rows))


def _thesis(dossier: Dossier) -> ExportedThesis:
    thesis, report = dossier.thesis, dossier.backtest
    return ExportedThesis(
        thesis_id=thesis.thesis_id,
        title=thesis.title,
        opened_on=thesis.opened_on,
        as_of=report.as_of,
        price_source=report.price_source,
        data_as_of=report.data_as_of,
        fingerprint=extended(report.fingerprint, [dossier.claims.fingerprint, dossier.screen.fingerprint]),
    )


def _missing(dossiers: Sequence[Dossier]) -> Iterator[str]:
    """Yield what is missing, behind the thesis that misses it where there are several."""
    for dossier in dossiers:
        whose = f"{dossier.thesis.thesis_id}: " if len(dossiers) > 1 else ""
        yield from (f"{whose}{line}" for line in missing_lines(dossier))


def _sources(tables: Sequence[Table], of_prices: Collection[str]) -> tuple[str, ...]:
    """Return each source of a fact once, in the order met; those of prices are told with their thesis."""
    stated = (
        str(row[table.columns.index("source")] or "") for table in tables if table.name in _STATED for row in table.rows
    )
    return tuple(source for source in parted_sources(stated) if source not in of_prices)


def _said(tables: Sequence[Table]) -> list[str]:
    """Return what stored reviews, holdings and decisions add to what the theses' fingerprints cover."""
    return [csv_text(table) for table in tables if table.name in HANDED_IN and table.rows]
