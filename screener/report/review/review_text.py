"""A review on a terminal: verdict and decisions on the first screen, then the parts in their order."""

from collections.abc import Iterator

from screener.records.review import Review
from screener.report.cell_text import one_line
from screener.report.review.sections import (
    nets_line,
    next_line,
    ruling_text,
    sections,
    verdict_line,
    week_line,
)
from screener.report.terminal import render_banner, render_verdicts, sparkline
from screener.report.wrapped_lines import wrapped

MOST_RULINGS = 6
MOST_SENTENCE_CHARACTERS = 300
_BARS = 13


def review_text(review: Review, width: int = 80, *, color: bool = False, encoding: str = "utf-8") -> str:
    """Return a whole review for a terminal.

    Parameters
    ----------
    review : Review
    width, color, encoding
        See :func:`screener.report.terminal.render_table`.

    Returns
    -------
    str
        The first 24 lines at 80 columns hold the verdict, what needs a ruling, and what to do.
    """
    banner = render_banner(width, color=color, encoding=encoding) if review.is_simulated else ""
    title = render_verdicts([f"{review.title} - {review.week}"], width, color=color, encoding=encoding)
    head = wrapped(_head(review, width), width)
    body = "\n".join(
        render_verdicts([part.title], width, color=color, encoding=encoding)
        + wrapped((f"  {line}" for line in part.lines), width)
        for part in sections(review)
    )
    footer = wrapped([f"fingerprint {review.fingerprint}; every table: --table NAME"], width)
    parts = [banner, title + head, _spark(review, encoding), body, footer]
    return _plain("\n".join(part for part in parts if part), encoding)


def _head(review: Review, width: int) -> Iterator[str]:
    yield week_line(review)
    yield verdict_line(review)
    for ruling in review.rulings[:MOST_RULINGS]:
        yield f"  - {_short(ruling_text(ruling), max(width, 40) - 4)}"
    if len(review.rulings) > MOST_RULINGS:
        yield f"  {len(review.rulings) - MOST_RULINGS} more: --table rulings"
    yield nets_line(review)
    yield from (_short(sentence, MOST_SENTENCE_CHARACTERS) for sentence in review.sentences)
    yield next_line(review)


def _short(text: str, most: int) -> str:
    """Return what fits; the tables have it all."""
    text = one_line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _spark(review: Review, encoding: str) -> str:
    values = [value for _, value in review.charts.spread.points][-_BARS:]
    if len(values) < 2:
        return ""
    first, last = review.charts.spread.points[-len(values)][0], review.charts.spread.points[-1][0]
    return f"{sparkline(values, encoding)}  {one_line(review.basket)}, {first} to {last}\n"


def _plain(text: str, encoding: str) -> str:
    """Return text that a stream of this encoding can hold."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return text.replace("…", "...").encode("ascii", "replace").decode("ascii")
    return text
