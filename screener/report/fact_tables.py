"""Fact tables, their problems and what another price list proposes, as tables."""

from collections.abc import Iterable, Mapping, Sequence

from screener.dictionary.tables import TABLES
from screener.records.event import PROVENANCES
from screener.records.fact_listing import FactTable
from screener.records.fact_proposal import PriceComparison, Proposal
from screener.records.problem import Problem
from screener.records.table import Table, Value

# What a proposed row has until a person has looked at its source; no table takes it.
PROPOSED = "proposed"


def overview_table(tables: Sequence[FactTable]) -> Table:
    """Return one row a fact table."""
    rows = [
        {
            "table": each.name,
            "n_rows": len(each.rows),
            "first_on": each.first_on,
            "last_on": each.last_on,
            **{f"n_{provenance}": each.count(provenance) for provenance in PROVENANCES},
            "n_later": each.n_later,
            "n_replaced": each.n_replaced,
            "paths": ";".join(each.paths),
            "as_of": each.as_of,
        }
        for each in tables
    ]
    return _table("facts", rows)


def rows_table(listed: FactTable) -> Table:
    """Return one row a row of the fact table."""
    rows = [{**row.values, "as_of": listed.as_of, "flags": ";".join(row.flags)} for row in listed.rows]
    return _table(f"facts_{listed.name}", rows)


def problems_table(problems: Sequence[Problem]) -> Table:
    """Return one row a problem of the tables."""
    rows = tuple(
        (each.path, each.line, each.column, each.severity, each.code, each.message, each.hint) for each in problems
    )
    return Table("facts_problems", TABLES["facts_problems"], rows)


def proposals_table(compared: PriceComparison) -> Table:
    """Return one row a thing to look at; prices are the collection's, and ours stand beside them."""
    return _table("facts_proposals", [_proposal(each, compared) for each in compared.proposals])


def _proposal(each: Proposal, compared: PriceComparison) -> Mapping[str, Value]:
    step, ours, listed = each.step, each.ours, each.listed
    row: dict[str, Value] = {
        "proposal": each.kind,
        "model": each.model,
        "provider": each.provider,
        "known_on": compared.as_of if each.kind == "planned" else None,
        "provenance": PROPOSED if each.is_row else "",
        "source": compared.collection if step else "",
        "reason": each.reason,
        "as_of": compared.as_of,
        "flags": ";".join(each.flags),
    }
    if step is not None:
        row |= {
            "input_usd_per_mtok": step.input_usd_per_mtok,
            "output_usd_per_mtok": step.output_usd_per_mtok,
            "effective_on": step.starts_on,
            "precision": "day" if step.starts_on else "",
            "note": "Base tier." if step.is_tiered else "",
        }
        if step.other is not None:
            row |= {
                "other_input_usd_per_mtok": step.other.input_usd_per_mtok,
                "other_output_usd_per_mtok": step.other.output_usd_per_mtok,
                "other_hours_utc": step.other.hours_utc,
            }
    if ours is not None:
        row |= {
            "tier": ours.tier,
            "open_weights": ours.open_weights,
            "our_input_usd_per_mtok": ours.input_usd_per_mtok,
            "our_output_usd_per_mtok": ours.output_usd_per_mtok,
            "our_effective_on": ours.effective_on,
            "our_provenance": ours.provenance,
        }
    if listed is not None:
        row |= {"their_provider": listed.provider, "their_model": listed.model}
    return row


def _table(name: str, rows: Iterable[Mapping[str, Value]]) -> Table:
    """Return a table; what a row does not say is empty."""
    columns = TABLES[name]
    return Table(name, columns, tuple(tuple(row.get(column) for column in columns) for row in rows))


def later_line(listed: FactTable) -> str:
    """Return how many rows were not known yet, in words; empty for none.

    Examples
    --------
    >>> from datetime import date
    >>> later_line(FactTable("usage", date(2025, 1, 1), (), 2, (), 0))
    'usage: 2 rows became known after 2025-01-01'
    """
    if not listed.n_later:
        return ""
    rows = "row" if listed.n_later == 1 else "rows"
    return f"{listed.name}: {listed.n_later} {rows} became known after {listed.as_of}"
