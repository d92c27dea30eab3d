"""Profit and loss of what the thesis holds: over the week, the month, and since the opening, adding up."""

import datetime as dt
from collections.abc import Iterator

from screener.calc.books.attribution import attribution_lines, market_gains
from screener.calc.books.book import Book
from screener.calc.books.book_plan import history_of
from screener.calc.books.periods import period_slice
from screener.calc.market import Market, basket_side
from screener.records.performance import Contribution
from screener.records.prices import Bools
from screener.records.review import PnlLine, Span
from screener.records.thesis import Thesis
from screener.review.weeks import span_sessions


def pnl_lines(market: Market, book: Book, as_of: dt.date) -> tuple[PnlLine, ...]:
    """Return the lines of every span.

    Parameters
    ----------
    market : Market
    book : Book
        Of what the thesis holds.
    as_of : date

    Returns
    -------
    tuple of PnlLine
        As :func:`screener.calc.books.attribution.attribution_lines` gives them: in each span names, cost, borrow and
        cash add up to ``net``, which is made from NAV alone. A span without a session has a ``net`` of 0 without dates,
        flagged with the reason.

    Notes
    -----
    The spans are cut from the one book that has been held all along, not from books begun anew.
    """
    explained = market_gains(book, history_of(market), market.panel.session_on)
    spans = span_sessions(market.panel.session_on, as_of, market.thesis.opened_on)

    def lines(span: Span, inside: Bools) -> Iterator[PnlLine]:
        part = period_slice(book, inside)
        if not len(part.return_rows):
            yield _empty(market, span, book, inside)
            return
        start_on, end_on = market.date(int(part.return_rows[0])), market.date(int(part.return_rows[-1]))
        flags = _flags(market.thesis, start_on)
        for line in attribution_lines(market, "all", part, explained, flags):
            yield PnlLine(span, start_on, end_on, line)

    return tuple(line for span, inside in spans.items() for line in lines(span, inside))


def _empty(market: Market, span: Span, book: Book, inside: Bools) -> PnlLine:
    held = market.thesis.held_basket
    was_ruined = book.ruined_row is not None and bool(inside[book.ruined_row + 1 :].any())
    flags = ("ruined" if was_ruined else "no_sessions",)
    return PnlLine(span, None, None, Contribution("all", "net", basket_side(held), held, "", 0.0, flags=flags))


def _flags(thesis: Thesis, start_on: dt.date) -> tuple[str, ...]:
    """Return what the author may have known of a span that begins on a day."""
    if start_on <= thesis.opened_on:
        return ("hindsight",)
    return ("members_chosen_later",) if start_on <= thesis.members_chosen_on else ()
