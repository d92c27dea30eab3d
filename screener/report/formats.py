"""The formats a table can be written in, how a file's ending names one, and which columns go out."""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Literal, get_args

from screener.dictionary.near_misses import near_misses
from screener.errors import UsageError
from screener.records.table import Table
from screener.report.banner import is_simulated
from screener.report.delimited import csv_text, tsv_text
from screener.report.json_rows import json_text
from screener.report.markdown import markdown_text

Format = Literal["csv", "tsv", "json", "md"]

FORMATS: tuple[Format, ...] = get_args(Format)

_WRITERS: dict[Format, Callable[[Table], str]] = {
    "csv": csv_text,
    "tsv": tsv_text,
    "json": json_text,
    "md": markdown_text,
}


def render(table: Table, name: str) -> str:
    """Return a table in one format.

    Parameters
    ----------
    table : Table
    name : {"csv", "tsv", "json", "md"}

    Raises
    ------
    UsageError
        There is no such format; the message names the nearest.
    """
    return _WRITERS[_known(name, f"there is no format {name!r}")](table)


def format_of(path: str | PurePath) -> Format:
    """Return the format that a file's ending names, in any case.

    Raises
    ------
    UsageError
        The ending names none; the message says which do.
    """
    ending = PurePath(path).suffix
    if not ending:
        raise UsageError(f"{str(path)!r} has no ending that names a format; end it in {_choices('.')}")
    return _known(ending.removeprefix("."), f"no format belongs to the ending {ending!r}", prefix=".")


def select_columns(table: Table, names: Sequence[str]) -> Table:
    """Return the table with the named columns only, in the order asked for.

    Where a row was made from simulated prices, ``price_source`` comes along as the last column though nobody asked for
    it: no table of made-up figures can pass for a real one.

    Raises
    ------
    UsageError
        A name is unknown or comes twice; all unknown names are told at once, each with the nearest column.
    """
    unknown = [name for name in names if name not in table.columns]
    if unknown:
        told = "; ".join(f"no column {name!r}{_did_you_mean(name, table.columns)}" for name in unknown)
        raise UsageError(f"{told}; the columns are: {', '.join(table.columns)}")
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise UsageError(f"named more than once: {', '.join(twice)}; name each column once")
    kept = (*names, "price_source") if is_simulated(table) and "price_source" not in names else tuple(names)
    places = [table.columns.index(name) for name in kept]
    return Table(table.name, kept, tuple(tuple(row[place] for place in places) for row in table.rows))


def _known(name: str, problem: str, prefix: str = "") -> Format:
    for known in FORMATS:
        if name.lower() == known:
            return known
    raise UsageError(f"{problem}{_did_you_mean(name, FORMATS, prefix)}; use {_choices(prefix)}")


def _choices(prefix: str) -> str:
    names = [prefix + name for name in FORMATS]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _did_you_mean(name: str, known: Sequence[str], prefix: str = "") -> str:
    near = near_misses(name, known, limit=1)
    return f" (did you mean {prefix + near[0]!r}?)" if near else ""
