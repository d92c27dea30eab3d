"""A mistake found in a file: where it is, what it is, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in one file.

    Parameters
    ----------
    path : str
        The file as the user named it.
    line, column : int
        1-based position of the first wrong character; column 0 when the whole line is meant.
    code : str
        Stable code such as ``T101``; listed in ``dictionary.PROBLEM_CODES``.
    severity : {"error", "warning"}
        A thesis with an error is not run; a warning stops nothing.
    message : str
        One sentence, no final full stop.
    excerpt : str
        The source line as written, or empty.
    width : int
        Number of characters the caret underlines, at least 1.
    hint : str
        The remedy, or empty.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    excerpt: str = ""
    width: int = 1
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one line of a file, for what is found wrong with it later; fields as in :class:`Problem`."""

    path: str
    line: int
    column: int
    excerpt: str
    width: int

    def problem(self, code: str, severity: Severity, message: str, hint: str = "") -> Problem:
        """Make a problem here."""
        return Problem(self.path, self.line, self.column, code, severity, message, self.excerpt, self.width, hint)


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Tell whether any problem is an error."""
    return any(problem.severity == "error" for problem in problems)
