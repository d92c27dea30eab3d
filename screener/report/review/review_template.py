"""A new review note: its properties, the machine's part between its marks, and the part that is a person's."""

from screener.records.review import Review
from screener.report.cell_text import one_line
from screener.report.markdown import escaped
from screener.report.review.review_block import NoteLinks, link_to, review_block

BLOCK = "review"
"""Name of the machine's part between ``%% screener:begin review %%`` and its end."""

_PERSON = """\
## Yours

If it loses: did the driver change? Is the bear case likelier? Is there a new one? If none of it, the market disagrees.

disconfirming::

decision::

reason::

alternatives::

confidence_pct::

next_review_on::

A year from now this has failed. Why?
"""


def new_note(review: Review, links: NoteLinks) -> str:
    """Return the text of a note that is not there yet.

    Returns
    -------
    str
        Properties are flat and of one type each: text, dates, and a list of tags. What follows the machine's part is
        never written again.
    """
    return (
        "---\n"
        "type: review\n"
        f"thesis: {_quoted(link_to(links.thesis))}\n"
        f"thesis_id: {_quoted(review.thesis_id)}\n"
        f"week: {review.week}\n"
        f"as_of: {review.as_of}\n"
        "tags: [review]\n"
        "---\n"
        f"# {escaped(one_line(review.title))} - {review.week}\n"
        "\n"
        f"%% screener:begin {BLOCK} %%\n"
        f"{review_block(review, links)}"
        f"%% screener:end {BLOCK} %%\n"
        "\n"
        f"{_PERSON}"
    )


def _quoted(text: str) -> str:
    """Return text as YAML that means that text."""
    return "'" + one_line(text).replace("'", "''") + "'"
