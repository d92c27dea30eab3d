"""What the thesis holds under other rules than its own."""

from dataclasses import dataclass

from screener.records.book_rules import BookRules
from screener.records.performance import Performance
from screener.records.prices import Floats


@dataclass(frozen=True, slots=True)
class VariantResult:
    """The held basket under one set of rules.

    Parameters
    ----------
    choice, case : str
        Which rule differs and what it is instead; ``as_written`` and empty for the note's own rules.
    rules : BookRules
    performance : tuple of Performance
        One row a period; the break-even borrow rate is not searched for.
    first_return_row : int
        Panel row of the first return.
    returns : array of shape (T,), decimal per session
        On the panel's sessions; NaN before the first return and after a ruin.
    """

    choice: str
    case: str
    rules: BookRules
    performance: tuple[Performance, ...]
    first_return_row: int
    returns: Floats

    @property
    def is_as_written(self) -> bool:
        """Whether these are the note's own rules."""
        return self.choice == AS_WRITTEN


AS_WRITTEN = "as_written"
