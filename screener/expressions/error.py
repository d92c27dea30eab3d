"""What is wrong with an expression, and where: a value, not an exception."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpressionError:
    """The first mistake in a text.

    Parameters
    ----------
    start, end : int
        0-based half-open span of the mistake in the text; empty at the text's end.
    message : str
        One sentence, no final full stop.
    hint : str
        The remedy, or empty.
    code : str
        A ``T3..`` code of ``dictionary.problem_codes``.
    """

    start: int
    end: int
    message: str
    hint: str
    code: str
