"""Text as YAML that means that text, whatever is in it."""

import re

from screener.report.cell_text import one_line

# Neither a number, a date nor a truth value in any version of YAML, and nothing that YAML gives a meaning.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]*[A-Za-z0-9_])*")
_TAKEN = frozenset({"y", "yes", "n", "no", "on", "off", "true", "false", "null"})
# Two characters that are none, which YAML refuses.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def quoted(text: str) -> str:
    r"""Return a value, in quotes where it needs them.

    Parameters
    ----------
    text : str
        Line ends become spaces, and characters that drive a terminal a sign each: a property is one line.

    Examples
    --------
    >>> quoted("NVDA"), quoted("ON"), quoted("[[Open AI]]"), quoted('say "x": \\ ' + "it's")
    ('NVDA', '"ON"', '"[[Open AI]]"', '\'say "x": \\ it\'\'s\'')
    """
    line = _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", one_line(text))
    if _PLAIN.fullmatch(line) and line.casefold() not in _TAKEN:
        return line
    if '"' in line or "\\" in line:
        return "'" + line.replace("'", "''") + "'"
    return f'"{line}"'
