"""How far each name of the model portfolio has drifted from the weight that its last trade gave it."""

from screener.calc.books.book import Book
from screener.calc.books.book_plan import BookPlan
from screener.calc.exposure.close_weights import close_weights
from screener.calc.market import Market
from screener.records.review import SizingRow
from screener.records.thesis import Side


def sizing_rows(market: Market, plan: BookPlan, book: Book) -> tuple[SizingRow, ...]:
    """Return the names that are held, or should be.

    Parameters
    ----------
    market : Market
    plan : BookPlan
        Of what the thesis holds.
    book : Book
        Of ``plan``.

    Returns
    -------
    tuple of SizingRow
        The largest drift first, then by ticker; a ticker that a leg has twice, for other days, is one row. None before
        the first trade, and of a book that was ruined.
    """
    if not plan.trades or book.ruined_row is not None:
        return ()
    last = plan.trades[-1]
    weights = close_weights(plan, book, len(book.nav) - 1)
    unfilled = {member for row, member in book.unfilled if row == last.row}
    found: dict[tuple[str, str, Side], tuple[float, float, bool]] = {}
    for j, (leg, member) in enumerate(market.members.members):
        key = (member.ticker, leg.name, leg.side)
        target, weight, is_stuck = found.get(key, (0.0, 0.0, False))
        found[key] = (target + float(last.weights[j]), weight + float(weights[j]), is_stuck or j in unfilled)
    rows = [
        SizingRow(ticker, leg, side, target, weight, ("unfilled",) if is_stuck else ())
        for (ticker, leg, side), (target, weight, is_stuck) in found.items()
        if target != 0.0 or weight != 0.0
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(row.weight - row.target), row.ticker, row.leg)))
