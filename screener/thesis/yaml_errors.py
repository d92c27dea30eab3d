"""YAML's syntax errors in plain words."""

from ruamel.yaml.error import MarkedYAMLError, StringMark
from ruamel.yaml.reader import ReaderError

from screener.records.problem import Problem
from screener.thesis.source import Source

_QUOTE = "put the value in quotes"


def describe(source: Source, offset: int, end: int, error: BaseException) -> Problem:
    """Turn what the YAML library raised into one problem.

    Parameters
    ----------
    source : Source
        The note.
    offset, end : int
        Span of the properties in it.
    error : BaseException
        What was raised.
    """
    if isinstance(error, ReaderError):
        place = offset + error.position
        message = f"the character U+{ord(source.text[place]):04X} cannot stand in a note's properties"
        return source.problem("T010", "error", (place, place + 1), message, "delete it")
    if not isinstance(error, MarkedYAMLError):
        what = "are nested too deeply" if isinstance(error, RecursionError) else "are not valid YAML"
        return source.problem("T010", "error", (offset, offset), f"the properties {what}", "write flat properties")
    at = _index(error.problem_mark, offset, end)
    opened = _index(error.context_mark, offset, end)
    place, message, hint = _explain(source, error.problem or "", error.context or "", at, opened)
    return source.problem("T010", "error", (place, place + 1), message, hint)


def _index(mark: object, offset: int, end: int) -> int:
    return min(offset + mark.index, end) if isinstance(mark, StringMark) else offset


def _explain(source: Source, problem: str, context: str, at: int, opened: int) -> tuple[int, str, str]:
    """Return place, message and hint."""
    if "mapping values are not allowed" in problem:
        return _stray_colon(source, at)
    if any(f"flow {part}" in context for part in ("sequence", "mapping", "node")):
        return _open_list(source, opened, at)
    if "quoted scalar" in context and "end of stream" in problem:
        return opened, "the quote that opens here is not closed", "close it with the same quote"
    wrong = source.text[at : at + 1]
    known = {
        "cannot start any token": (f"an unquoted value cannot begin with {wrong!r}", _QUOTE),
        "undefined alias": ("an unquoted value cannot begin with '*'", _QUOTE),
        "expected <block end>": ("this cannot follow the value before it", "put the whole value in one pair of quotes"),
        "escape": ("this backslash starts no escape that YAML knows", "use single quotes, or write two backslashes"),
        "another document": ("a line --- ends the properties too early", "remove it"),
    }
    if wrong == "\t":
        return at, "a tab cannot stand in front of a property or list item", "indent with spaces"
    for part, (message, hint) in known.items():
        if part in problem:
            return at, message, hint
    return at, f"the properties are not valid YAML: {problem or context or 'unreadable'}", _QUOTE


def _stray_colon(source: Source, at: int) -> tuple[int, str, str]:
    line = source.line_of(at)
    before = source.text[source.starts[line - 1] : at]
    if ": " in before.strip() or before.lstrip().startswith("- "):
        return at, "a value that contains ': ' must be quoted", 'write it as "text: more text"'
    return at, "this line is indented differently from the property above", "start every property in the first column"


def _open_list(source: Source, opened: int, at: int) -> tuple[int, str, str]:
    if source.text[opened : opened + 1] not in {"[", "{"}:
        opened = max(source.text.rfind(sign, 0, at) for sign in "[{")
    line = source.line_of(opened)
    rest = source.line_text(line)[opened - source.starts[line - 1] :]
    sign = source.text[opened : opened + 1]
    close = "]" if sign == "[" else "}"
    if "[#" in rest or " #" in rest:
        hint = "# starts a comment in YAML: write tags without it, or in quotes"
        return opened + max(rest.find("#"), 0), f"the list is cut off here by #, so its {close} is missing", hint
    if source.line_of(at) == line and close in rest:
        return at, "an item of this list must be quoted", "quote items that hold quotes, brackets or ': '"
    return opened, f"the list that opens here with {sign} is not closed", f"close it with {close}"
