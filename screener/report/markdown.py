"""Tables as Markdown for a note: text stays text, and never becomes a link, a comment or HTML."""

import re

from screener.dictionary.columns import column_of
from screener.records.table import Table
from screener.report.banner import SIMULATED_BANNER, is_simulated
from screener.report.cell_text import rounded_text

# Each of these can start or end something in Obsidian's or GitHub's Markdown wherever it stands.
_ACTIVE = re.compile(r"[\\`|\[\]<*~$]|%(?=%)|(?<=%)%|=(?==)|(?<==)=")
# An underscore inside a word is only an underscore: basket names stay readable in the note's source.
_EMPHASIS = re.compile(r"(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")
_HASHTAG = re.compile(r"#(?=\S)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_FIELD = re.compile(r":(?=:)|(?<=:):")
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\w)@(?=\w)|(?<=\bwww)\.", re.IGNORECASE)
_PATTERNS = (_ACTIVE, _EMPHASIS, _HASHTAG, _ENTITY, _FIELD, _ADDRESS)


def markdown_text(table: Table) -> str:
    """Return a table as a Markdown pipe table.

    Parameters
    ----------
    table : Table

    Returns
    -------
    str
        Header, rule, then one line a row; numbers rounded to the dictionary's digits and right-aligned. Above it, when
        a row was made from simulated prices, the banner and an empty line.
    """
    columns = [column_of(table.name, name) for name in table.columns]
    lines = [f"**{SIMULATED_BANNER}**", ""] if is_simulated(table) else []
    lines.append(_line([escaped(column.name) for column in columns]))
    lines.append(_line(["---:" if column.kind in ("number", "integer") else "---" for column in columns]))
    lines.extend(
        _line([escaped(rounded_text(value, column)) for value, column in zip(row, columns, strict=True)])
        for row in table.rows
    )
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""Return text whose Markdown meaning is the text itself, also inside a table cell.

    Examples
    --------
    >>> print(escaped("[[NVDA|Nvidia]] %% <b> long_chips"))
    \[\[NVDA\|Nvidia\]\] \%\% \<b> long_chips
    """
    escapes = {match.start() for pattern in _PATTERNS for match in pattern.finditer(text)}
    return "".join(f"\\{character}" if place in escapes else character for place, character in enumerate(text))


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
