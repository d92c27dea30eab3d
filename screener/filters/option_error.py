"""A mistake at one place of an option's text."""

from screener.errors import UsageError
from screener.expressions import ExpressionError
from screener.records.problem import Problem


class OptionTextError(UsageError):
    """An expression in an option that cannot be used.

    Parameters
    ----------
    origin : str
        The option, such as ``--where``.
    text : str
        What was written behind it.
    error : ExpressionError
        What is wrong with it, and where.

    Attributes
    ----------
    problem : Problem
        The same with the text and the width of the mistake, to be shown with a caret; its path is ``origin``, and its
        line is 0, since an option has none.
    """

    def __init__(self, origin: str, text: str, error: ExpressionError) -> None:
        hint = f"; {error.hint}" if error.hint else ""
        super().__init__(f"{origin}, character {error.start + 1}: {error.message}{hint}")
        width = max(1, error.end - error.start)
        self.problem = Problem(origin, 0, error.start + 1, error.code, "error", error.message, text, width, error.hint)
