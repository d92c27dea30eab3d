"""A review on a terminal: verdict and decisions on the first screen, then the parts in their order."""

from screener.records.review import Review
from screener.report.cell_text import one_line
from screener.report.review.first_screen import first_screen
from screener.report.review.sections import sections
from screener.report.review.shortened import shortened
from screener.report.terminal import encodable, render_banner, render_verdicts, sparkline
from screener.report.wrapped_lines import wrapped

_TITLE_LINES = 2
_BARS = 13
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


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
    banner = f"{render_banner(width, color=color, encoding=encoding)}\n" if review.is_simulated else ""
    title = render_verdicts([_title(review, width)], width, color=color, encoding=encoding)
    head = first_screen(review, width, (banner + title).count("\n"))
    body = "\n".join(
        render_verdicts([part.title], width, color=color, encoding=encoding) + _indented(part.lines, width)
        for part in sections(review)
    )
    footer = wrapped([f"fingerprint {review.fingerprint}; every table: --table NAME"], width)
    parts = [banner + title + head, _spark(review, encoding), body, footer]
    return encodable("\n".join(part for part in parts if part), encoding)


def _title(review: Review, width: int) -> str:
    week = f" - {review.week}"
    return shortened(review.title, max(_TITLE_LINES * width - len(week) - width // 4, width // 2)) + week


def _indented(lines: tuple[str, ...], width: int) -> str:
    """Return lines below a heading, a number and its percent sign always on the same one."""
    held = (f"  {line}".replace(" %", f"{_NO_BREAK_SPACE}%") for line in lines)
    return wrapped(held, width).replace(_NO_BREAK_SPACE, " ")


def _spark(review: Review, encoding: str) -> str:
    values = [value for _, value in review.charts.spread.points][-_BARS:]
    if len(values) < 2:
        return ""
    first, last = review.charts.spread.points[-len(values)][0], review.charts.spread.points[-1][0]
    return f"{sparkline(values, encoding)}  {one_line(review.basket)}, {first} to {last}\n"
