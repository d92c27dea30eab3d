"""What a look at machine and workspace found, as a table and as lines by topic."""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from screener.dictionary.tables import TABLES
from screener.records.diagnosis import Check, State
from screener.records.table import Table
from screener.report.cell_text import one_line

Paint = Callable[[str, State | None], str]
"""How a word is coloured: that of a state, or a heading where there is none."""

_WIDEST_SUBJECT = 22


def diagnosis_table(checks: Sequence[Check]) -> Table:
    """Return one row a check."""
    rows = tuple((each.topic, each.subject, each.state, each.finding, each.remedy) for each in checks)
    return Table("diagnosis", TABLES["diagnosis"], rows)


def diagnosis_lines(checks: Sequence[Check], width: int, paint: Paint) -> Iterator[str]:
    """Yield a line a check below its topic, with the remedy on a line of its own, and the count at the end.

    Parameters
    ----------
    checks : sequence of Check
    width : int
        Longer lines are broken, those that follow indented.
    paint : Paint
        Colours never stand alone: the state is always written.
    """
    for topic, group in groupby(checks, key=lambda each: each.topic):
        yield paint(topic, None)
        members = list(group)
        room = min(max(len(each.subject) for each in members), _WIDEST_SUBJECT)
        for each in members:
            yield from _check_lines(each, room, width, paint)
        yield ""
    yield count_line(checks)


def count_line(checks: Sequence[Check]) -> str:
    """Return how many errors and warnings there are, and in which topics.

    Examples
    --------
    >>> count_line([Check("store", "file", "error", "gone"), Check("cache", "folder", "ok", "here")])
    '1 error, 0 warnings in 2 checks: store'
    """
    counts = Counter(each.state for each in checks)
    said = ", ".join(f"{counts[word]} {word}{'' if counts[word] == 1 else 's'}" for word in ("error", "warning"))
    topics = dict.fromkeys(each.topic for each in checks if each.state != "ok")
    return f"{said} in {len(checks)} checks{': ' if topics else ''}{', '.join(topics)}"


def _check_lines(check: Check, room: int, width: int, paint: Paint) -> Iterator[str]:
    subject = one_line(check.subject)
    head = f"  {check.state:<7}  {subject:<{room}}  "
    indent = " " * (len("  ") + 7 + 2 + room + 2)
    lines = _filled(one_line(check.finding), head, indent, width)
    state = f"  {check.state:<7}"
    yield paint(state, check.state) + lines[0][len(state) :]
    yield from lines[1:]
    if check.remedy:
        yield from _filled(f"-> {one_line(check.remedy)}", indent, f"{indent}   ", width)


def _filled(text: str, first: str, rest: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, len(rest) + 30),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
