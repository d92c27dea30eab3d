"""The risk of what the thesis holds at the last close: exposures, co-movement, drawdown beside its limits."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.books.book import Book
from screener.calc.books.book_plan import held_plan, history_of
from screener.calc.books.drawdown import drawdowns, max_drawdown
from screener.calc.books.performance import MIN_SESSIONS_TO_ANNUALISE
from screener.calc.books.periods import period_slice
from screener.calc.exposure.book_beta import book_beta
from screener.calc.exposure.close_weights import close_weights, exposures
from screener.calc.exposure.co_movement import (
    CO_MOVEMENT_SESSIONS,
    MIN_COMMON_SESSIONS,
    correlation,
    mean_correlation,
    recent_volatility,
    side_returns,
)
from screener.calc.market import Market
from screener.calc.numbers import finite
from screener.records.expression import Comparison, Statement
from screener.records.overlap import Overlap
from screener.records.prices import Bools, Floats
from screener.records.review import RiskFigure
from screener.records.thesis import Thesis
from screener.report.spoken import counted

_NOTHING = "nothing is held"
_RUINED = "the book was ruined"


def risk_figures(
    market: Market, book: Book, overlap: Overlap, thesis: Thesis, as_of: dt.date
) -> tuple[RiskFigure, ...]:
    """Return the figures of risk at the last close.

    Parameters
    ----------
    market : Market
    book : Book
        Of what the thesis holds.
    overlap : Overlap
    thesis : Thesis
        Its kill criteria set limits: those that compare ``spread_drawdown_pct``, or ``beta`` of some basket, and
        nothing else with a number by < or >.
    as_of : date

    Returns
    -------
    tuple of RiskFigure
        In the order of ``RISK_FIGURES``, percent where the unit says so. Of several limits on one figure the nearest
        is given and the note has them all.
    """
    held = _Held.at_the_last_close(market, book)
    found = (
        *_exposures(held),
        *_betas(held),
        *_largest(held),
        *_overlaps(thesis, overlap),
        *_leg_correlations(held),
        _side_correlation(held),
        _volatility(held),
        _drawdown(held),
        _price_age(held, as_of),
    )
    return tuple(_with_limit(figure, thesis.kill) for figure in found)


@dataclass(frozen=True, slots=True)
class _Held:
    """A book at its last close."""

    market: Market
    book: Book
    row: int
    weights: Floats

    @classmethod
    def at_the_last_close(cls, market: Market, book: Book) -> "_Held":
        row = len(book.nav) - 1
        return cls(market, book, row, close_weights(held_plan(market), book, row))

    @property
    def basket(self) -> str:
        return self.market.thesis.held_basket

    @property
    def legs(self) -> list[str]:
        return [leg.name for leg, _ in self.market.members.members]

    @property
    def tickers(self) -> list[str]:
        return [member.ticker for _, member in self.market.members.members]

    @property
    def is_held(self) -> Bools:
        """Members held, shape (J,); none of a book that was ruined."""
        return np.asarray(np.isfinite(self.weights) & (self.weights != 0.0))

    @property
    def why_nothing(self) -> str:
        return _NOTHING if np.isfinite(self.weights).all() else _RUINED

    def inside(self, basket: str) -> Bools:
        """Tell which members a basket has: a leg's name, a side, or ``spread``."""
        return np.array([basket in (leg.name, leg.side, "spread") for leg, _ in self.market.members.members])

    def only(self, is_inside: Bools) -> Floats:
        """Return the weights of some members, 0 for the others."""
        return np.asarray(np.where(is_inside, self.weights, 0.0))


def _exposures(held: _Held) -> Iterator[RiskFigure]:
    found = exposures(held.weights, held.tickers)
    n_held = int(held.is_held.sum())
    note = counted(n_held, "name") if n_held else held.why_nothing
    yield _figure("gross", held.basket, 100.0 * found.gross, "pct", note)
    yield _figure("net", held.basket, 100.0 * found.net, "pct", note)


def _betas(held: _Held) -> Iterator[RiskFigure]:
    """Yield the beta of what is held, and of each basket that a criterion is about: that one alone, at 100 %."""
    betas = history_of(held.market).betas(np.array([held.row]))[0]
    benchmark = held.market.thesis.benchmark[0]
    asked = [each.args[0] for _, each in _limits(held.market.thesis.kill) if each.measure == "beta"]
    for basket in dict.fromkeys((held.basket, *asked)):
        weights = held.only(held.inside(basket))
        if basket != held.basket:
            weights = np.abs(weights) / max(float(np.abs(weights).sum()), 1e-300)
        found = book_beta(weights, betas)
        note = f"on {benchmark}"
        if found.n_assumed:
            note += f"; {counted(found.n_assumed, 'name')} without a beta taken for the mean of the side"
        is_held = bool((held.is_held & held.inside(basket)).any())
        yield _figure("beta", basket, found.beta if is_held else np.nan, "ratio", note if is_held else held.why_nothing)


def _largest(held: _Held) -> Iterator[RiskFigure]:
    for figure, groups in (("largest_name", held.tickers), ("largest_leg", held.legs)):
        name, weight = exposures(held.weights, groups).largest
        note = ("long" if weight > 0.0 else "short") if name else held.why_nothing
        yield _figure(figure, name or held.basket, 100.0 * abs(weight), "pct", note)


def _overlaps(thesis: Thesis, overlap: Overlap) -> Iterator[RiskFigure]:
    for side in thesis.sides:
        share = overlap.shared_weight(side)
        labs: dict[str, list[str]] = {}
        for row in overlap.opposed(side):
            labs.setdefault(row.ticker, []).append(row.lab)
        owners = ", ".join(f"{ticker} ({', '.join(owned)})" for ticker, owned in labs.items())
        note = f"owners of labs that the other side has too: {owners or 'none'}"
        yield _figure("lab_overlap", side, np.nan if share is None else 100.0 * share, "pct", note)


def _leg_correlations(held: _Held) -> Iterator[RiskFigure]:
    for leg in held.market.thesis.legs:
        is_inside = held.inside(leg.name) & held.is_held
        found = mean_correlation(held.market.members.estimation[:, is_inside], held.row)
        note = (
            f"{found.n_used} of {counted(found.n_pairs, 'pair')} of names held: those with {MIN_COMMON_SESSIONS} or "
            f"more of {CO_MOVEMENT_SESSIONS} sessions in common"
        )
        if not found.n_pairs:
            note = "under two names are held"
        early = [held.market.closes_early(int(j)) for j in np.flatnonzero(is_inside)]
        if any(early) and not all(early):
            note += f"; {counted(sum(early), 'name')} of another time of day than the rest, which lowers it"
        yield _figure("leg_correlation", leg.name, found.mean, "correlation", note)


def _side_correlation(held: _Held) -> RiskFigure:
    if len(held.market.thesis.sides) < 2:
        return _figure("side_correlation", held.basket, np.nan, "correlation", "the thesis has one side")
    long, short = (side_returns(held.book, held.inside(side)) for side in ("long", "short"))
    note = f"of their stocks over {CO_MOVEMENT_SESSIONS} sessions, at the weights held"
    return _figure("side_correlation", held.basket, correlation(long, short, held.row), "correlation", note)


def _volatility(held: _Held) -> RiskFigure:
    returns = period_slice(held.book, np.ones(len(held.book.nav), dtype=bool)).returns
    value = 100.0 * recent_volatility(returns)
    note = f"over {min(len(returns), CO_MOVEMENT_SESSIONS)} sessions, net"
    if len(returns) < MIN_SESSIONS_TO_ANNUALISE:
        note = f"under {MIN_SESSIONS_TO_ANNUALISE} sessions: nothing is annualised"
    return _figure("volatility", held.basket, value, "pct", note)


def _drawdown(held: _Held) -> RiskFigure:
    """Return how far the book lies below its high, and in the note its deepest fall."""
    part, note = period_slice(held.book, held.market.in_period("after")), "since the opening"
    if not len(part.return_rows):
        part = period_slice(held.book, np.ones(len(held.book.nav), dtype=bool))
        note = "over all sessions, with hindsight: none has passed since the opening"
    if not len(part.return_rows):
        return _figure("drawdown", held.basket, np.nan, "pct", _NOTHING)
    deepest = max_drawdown(part.nav, part.base)
    if deepest is not None:
        note += f"; deepest {100.0 * deepest.depth:.1f} % on {held.market.date(int(part.rows[deepest.low_row]))}"
    return _figure("drawdown", held.basket, 100.0 * float(drawdowns(part.nav, part.base)[-1]), "pct", note)


def _price_age(held: _Held, as_of: dt.date) -> RiskFigure:
    last_on = held.market.panel.data_as_of
    note = f"the last session with prices is {last_on}"
    return _figure("price_age", held.basket, float((as_of - last_on).days), "days", note)


def _figure(figure: str, subject: str, value: float, unit: str, note: str) -> RiskFigure:
    return RiskFigure(figure, subject, finite(value), unit, note=note)


def _limits(kill: Sequence[Statement]) -> Iterator[tuple[Statement, Comparison]]:
    """Yield criteria that are one comparison with one bound, on what a figure here measures."""
    for statement in kill:
        for comparison in statement.comparisons if len(statement.comparisons) == 1 and statement.on is None else ():
            if comparison.measure in ("spread_drawdown_pct", "beta") and comparison.op in (">", ">=", "<", "<="):
                yield statement, comparison


def _with_limit(figure: RiskFigure, kill: Sequence[Statement]) -> RiskFigure:
    key = {"drawdown": ("spread_drawdown_pct", ()), "beta": ("beta", (figure.subject,))}.get(figure.figure)
    found = [each for each in _limits(kill) if key == (each[1].measure, each[1].args)]
    if not found:
        return figure
    value = figure.value or 0.0
    nearest = min(found, key=lambda each: abs(each[1].low - value))
    said = "; ".join(f"{statement.role} {comparison.op} {comparison.low:g}" for statement, comparison in found)
    return replace(figure, limit=nearest[1].low, note=f"{figure.note}; limits: {said}")
