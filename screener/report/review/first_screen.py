"""What stands on a review's first screen: week, verdict, what needs a ruling, how it went, what to do."""

from collections.abc import Sequence

from screener.records.review import Review
from screener.report.review.sections import nets_line, next_command_line, ruling_text, verdict_line, week_line
from screener.report.review.shortened import shortened
from screener.report.wrapped_lines import wrapped

SCREEN_LINES = 24
MOST_RULINGS = 6
_MOST_SENTENCE_CHARACTERS = 300
_LEAST_WIDTH = 40


def first_screen(review: Review, width: int, n_above: int) -> str:
    """Return what a person has to see without scrolling.

    Parameters
    ----------
    review : Review
    width : int
        Terminal columns.
    n_above : int
        Lines that stand above already: banner and title.

    Returns
    -------
    str
        Ends in a newline. Rulings take a line each, as many as 24 lines leave room for but at least one and at most
        six; the others are counted.
    """
    above = wrapped([week_line(review), verdict_line(review)], width)
    sentences = (shortened(each, _MOST_SENTENCE_CHARACTERS) for each in review.sentences)
    below = wrapped([nets_line(review), *sentences, next_command_line(review)], width)
    room = SCREEN_LINES - n_above - above.count("\n") - below.count("\n")
    return above + wrapped(_rulings(review, width, room), width) + below


def _rulings(review: Review, width: int, room: int) -> Sequence[str]:
    n_all = len(review.rulings)
    n_shown = min(n_all, MOST_RULINGS, max(room, 1))
    if n_shown < n_all:
        n_shown = min(n_shown, max(room - 1, 1))
    most = max(width, _LEAST_WIDTH) - 4
    shown = [f"  - {shortened(ruling_text(each), most)}" for each in review.rulings[:n_shown]]
    return [*shown, f"  {n_all - n_shown} more: --table rulings"] if n_shown < n_all else shown
