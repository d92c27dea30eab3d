"""What a filter and a limit left out, in words."""

from collections.abc import Iterator

from screener.filters import Filtered
from screener.report.cell_text import one_line


def filter_lines(found: Filtered, n_cut: int = 0) -> tuple[str, ...]:
    """Say how many rows are not shown, and why.

    Parameters
    ----------
    found : Filtered
    n_cut : int
        Rows that passed and were cut by a limit.

    Returns
    -------
    tuple of str
        Nothing where every row is shown and every word of the filter is in some row.
    """
    return tuple(one_line(line) for line in _lines(found, n_cut))


def _lines(found: Filtered, n_cut: int) -> Iterator[str]:
    n_all = len(found.table.rows) + found.n_dropped
    if found.n_dropped:
        yield f"filter: {len(found.table.rows)} of {n_all} rows pass"
    for column, n in found.lacking:
        yield f"filter: {n} {'row lacks' if n == 1 else 'rows lack'} {column}, and nothing else rules {_them(n)} out"
    for absent in found.absent:
        hint = f"; {absent.hint}" if absent.hint else ""
        yield f"filter: no row has {absent.word!r} in {absent.column}{hint}"
    if n_cut:
        yield f"limit: {n_cut} more {'row is' if n_cut == 1 else 'rows are'} not shown"


def _them(n: int) -> str:
    return "it" if n == 1 else "them"
