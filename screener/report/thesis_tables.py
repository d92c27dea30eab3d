"""Thesis notes as tables: the list, the members of one, the problems of many."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from screener.dictionary.tables import TABLES
from screener.records.problem import Problem
from screener.records.review import Change
from screener.records.table import Table, Value
from screener.records.thesis import Side, Thesis
from screener.report.cell_text import one_line
from screener.report.percent import percent
from screener.report.rule_lines import rule_lines


def list_table(notes: Sequence[tuple[str, Thesis | None, int, int]]) -> Table:
    """Return one row a note.

    Parameters
    ----------
    notes : sequence of (path, Thesis or None, number of errors, number of warnings)
        A note with errors has no thesis; its id is the file's name.
    """
    rows: list[tuple[Value, ...]] = []
    for path, thesis, n_errors, n_warnings in notes:
        if thesis is None:
            rows.append((PurePath(path).stem, None, None, None, None, None, None, path, n_errors, n_warnings))
            continue
        counts = [_n_tickers(thesis, side) for side in ("long", "short")]
        rows.append(
            (
                thesis.thesis_id,
                thesis.title,
                thesis.status,
                thesis.opened_on,
                thesis.members_chosen_on,
                *counts,
                path,
                n_errors,
                n_warnings,
            )
        )
    return Table("thesis_list", TABLES["thesis_list"], tuple(rows))


def members_table(thesis: Thesis, mics: Mapping[str, str]) -> Table:
    """Return one row a member; the weight is its share of its side when all members are held."""
    rows: list[tuple[Value, ...]] = []
    for leg in thesis.legs:
        side_total = sum(each.weight for each in thesis.side_legs(leg.side))
        leg_total = sum(member.weight for member in leg.members)
        for member in leg.members:
            share = percent(leg.weight / side_total * member.weight / leg_total)
            mic = mics.get(member.ticker, "")
            rows.append((leg.name, leg.side, member.ticker, share, member.from_on, member.to_on, mic, thesis.thesis_id))
    return Table("thesis_members", TABLES["thesis_members"], tuple(rows))


def changes_table(changes: Sequence[Change], thesis_id: str) -> Table:
    """Return one row a change of a note, in the order given."""
    rows = tuple(
        (f"{each.kind} {each.subject}".strip(), each.before, each.after, each.note, each.kind, thesis_id)
        for each in changes
    )
    return Table("thesis_changes", TABLES["thesis_changes"], rows)


def problems_table(problems: Sequence[Problem]) -> Table:
    """Return one row a problem."""
    return Table(
        "thesis_problems",
        TABLES["thesis_problems"],
        tuple(
            (each.path, each.line, each.column, each.severity, each.code, each.message, each.hint) for each in problems
        ),
    )


def facts_text(thesis: Thesis) -> str:
    """Return what a person wants to know of a thesis before its members."""
    events = thesis.events
    chosen = "; ".join(
        f"{what} {', '.join(names)}"
        for what, names in (
            ("kinds", events.kinds),
            ("labs", events.labs),
            ("directions", events.directions),
            ("ids", events.ids),
            ("without", events.skip),
        )
        if names
    )
    lines = [
        f"{thesis.title} ({thesis.thesis_id}, {thesis.status})",
        f"opened {thesis.opened_on}, members chosen {thesis.members_chosen_on}: out of sample after {thesis.live_from}",
        f"primary: {thesis.primary_basket} {thesis.primary_window}; windows {', '.join(map(str, thesis.windows))}",
        f"benchmark {', '.join(thesis.benchmark)}",
        *rule_lines(thesis),
        f"events: {chosen or 'all'}",
        f"{len(thesis.claims)} claims, {len(thesis.kill)} kill criteria, {len(thesis.pillars)} pillars",
    ]
    private = [*thesis.private_long, *thesis.private_short]
    if private:
        lines.append(f"private, no listed stock: {', '.join(private)}")
    if thesis.players:
        lines.append(f"players: {', '.join(thesis.players)}")
    return "\n".join(one_line(line) for line in lines) + "\n"


def _n_tickers(thesis: Thesis, side: Side) -> int:
    return len({member.ticker for leg in thesis.side_legs(side) for member in leg.members})
