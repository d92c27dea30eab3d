"""The exceptions of the program, one root, and the exit code each one ends with.

::

    ScreenerError
    ├── UsageError       2  a wrong option, or a setting that cannot be used
    │   └── ThesisError  2  a thesis with problems, or one that is not there
    ├── DataError        3  no prices, no facts: nothing usable came
    │   └── PriceError   3  a price source that cannot answer
    └── CodeError        1  a broken promise inside the program

Bad input inside a file is no exception: it is a :class:`~screener.records.problem.Problem` that
reaches the report.
"""

from collections.abc import Sequence
from enum import IntEnum

from screener.records.problem import Problem


class ExitCode(IntEnum):
    """How a command ends."""

    DONE = 0
    GATE = 1
    USAGE = 2
    DATA = 3
    INTERRUPTED = 130


class ScreenerError(Exception):
    """Root of all errors of this program."""

    exit_code = ExitCode.GATE


class CodeError(ScreenerError):
    """A caller inside the program broke a contract."""


class UsageError(ScreenerError):
    """An option or a setting that cannot be used; the message names the remedy."""

    exit_code = ExitCode.USAGE


class ThesisError(UsageError):
    """A thesis that cannot be run.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence.
    problems : sequence of Problem
        All problems found, errors and warnings, in file order.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class DataError(ScreenerError):
    """Nothing usable came, or something is missing under ``--strict``."""

    exit_code = ExitCode.DATA


class PriceError(DataError):
    """A price source that cannot answer at all."""
