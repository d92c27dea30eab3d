"""Problems as text: where, what, the line with a caret under the mistake, and the remedy."""

import unicodedata
from collections.abc import Sequence

from screener.records.problem import Problem
from screener.report.cell_text import clean_text, one_line

_TAB_STOP = 4
_INDENT = "  "
# A longer line is cut around the mistake, so that the caret still stands under it.
_LONGEST_EXCERPT = 100
_CONTEXT = 40
_CUT = "..."


def problem_text(problem: Problem) -> str:
    """Return one problem as lines, the last one ended.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    str
        ``path:line:col: error[CODE] message``, then, as far as the problem has them, the source line, carets under
        the mistake and ``hint: ...``. Column 0 means the whole line: no column is printed and no caret.

    Examples
    --------
    >>> print(problem_text(Problem("a.md", 3, 9, "T101", "error", "no such status", "status: opne", 4, "write open")))
    a.md:3:9: error[T101] no such status
      status: opne
              ^^^^
      hint: write open
    <BLANKLINE>
    """
    lines = [f"{_place(problem)}: {problem.severity}[{problem.code}] {one_line(problem.message)}"]
    if problem.excerpt.strip():
        lines.extend(_INDENT + line for line in _excerpt_lines(problem))
    if problem.hint:
        lines.append(f"{_INDENT}hint: {one_line(problem.hint)}")
    return "\n".join(lines) + "\n"


def problems_text(problems: Sequence[Problem]) -> str:
    """Return all problems in the order given and the line that counts them; nothing for none."""
    if not problems:
        return ""
    return "".join(problem_text(problem) for problem in problems) + count_line(problems) + "\n"


def count_line(problems: Sequence[Problem]) -> str:
    """Return how many there are.

    Examples
    --------
    >>> count_line([])
    'no problems'
    """
    n_errors = sum(problem.severity == "error" for problem in problems)
    n_warnings = len(problems) - n_errors
    parts = [_counted(n_errors, "error"), _counted(n_warnings, "warning")]
    return ", ".join(part for part in parts if part) or "no problems"


def _counted(count: int, noun: str) -> str:
    if count == 0:
        return ""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _place(problem: Problem) -> str:
    path = one_line(problem.path)
    if problem.line < 1:
        return path
    return f"{path}:{problem.line}" if problem.column < 1 else f"{path}:{problem.line}:{problem.column}"


def _excerpt_lines(problem: Problem) -> list[str]:
    source = clean_text(problem.excerpt.rstrip("\r\n")).replace("\n", "\N{REPLACEMENT CHARACTER}")
    start = problem.column - 1
    if start < 0:
        return [_shown(source[:_LONGEST_EXCERPT]) + (_CUT if len(source) > _LONGEST_EXCERPT else "")]
    # A mistake may end, or even begin, where the line does: something missing is pointed at behind the last character.
    start = min(start, len(source))
    end = max(start + 1, min(start + problem.width, len(source)))
    before, marked, after = source[:start], source[start:end], source[end:]
    if len(source) > _LONGEST_EXCERPT:
        before = _CUT + before[-_CONTEXT:] if len(before) > _CONTEXT + len(_CUT) else before
        marked = marked[:_LONGEST_EXCERPT]
        after = after[:_CONTEXT] + _CUT if len(after) > _CONTEXT + len(_CUT) else after
    left = _shown(before)
    through = _shown(before + marked)
    caret = " " * _width(left) + "^" * max(1, _width(through) - _width(left))
    return [_shown(before + marked + after).rstrip(), caret]


def _shown(source: str) -> str:
    """Return the line with tabs as spaces, so that it has one width on every terminal."""
    shown = ""
    for character in source:
        shown += " " * (_TAB_STOP - _width(shown) % _TAB_STOP) if character == "\t" else character
    return shown


def _width(text: str) -> int:
    """Return the number of terminal columns: two for wide characters, none for combining ones."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
