"""Several files of one table laid over each other: rows add, and the same key in a later file replaces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from screener.csv_rows.row import Row
from screener.records.problem import Problem
from screener.records.replacement import Replacement

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Merged(Generic[R]):
    """The records that count, each with the row it came from, in order of first appearance."""

    pairs: tuple[tuple[Row, R], ...]
    replacements: tuple[Replacement, ...]
    problems: tuple[Problem, ...]

    @property
    def records(self) -> tuple[R, ...]:
        """The records alone."""
        return tuple(record for _, record in self.pairs)


def merge(
    table: str,
    files: Sequence[Sequence[tuple[Row, R]]],
    key_columns: tuple[str, ...],
    key: Callable[[R], tuple[str, ...]],
    duplicate_code: str,
) -> Merged[R]:
    """Lay the rows of several files over each other.

    Parameters
    ----------
    table : str
        The table's name, for :class:`Replacement`.
    files : sequence of sequence of (Row, record)
        Shipped file first; each later one adds rows or replaces rows of the files before it.
    key_columns : tuple of str
        The key's columns; the first is where a duplicate is reported.
    key : callable
        The key of one record.
    duplicate_code : str
        Code for the same key twice in one file: an error, and the first of the two counts.
    """
    kept: dict[tuple[str, ...], tuple[Row, R]] = {}
    replacements: list[Replacement] = []
    problems: list[Problem] = []
    for pairs in files:
        here: dict[tuple[str, ...], Row] = {}
        for row, record in pairs:
            name = key(record)
            if name in here:
                columns = ", ".join(key_columns)
                message = f"the row repeats {columns} of line {here[name].line}: {', '.join(name)}"
                problems.append(row.problem(duplicate_code, key_columns[0], message, "remove one of the two"))
                continue
            here[name] = row
            if name in kept:
                old = kept[name][0]
                shared = ", ".join(name)
                replacements.append(Replacement(table, shared, old.path, old.line, row.path, row.line))
            kept[name] = (row, record)
    return Merged(tuple(kept.values()), tuple(replacements), tuple(problems))
