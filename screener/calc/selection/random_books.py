"""What the thesis holds beside random baskets of its shape, made of other names of the same pool."""

import math
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.books.book_plan import calendar_days, held_plan, history_of, member_closes
from screener.calc.books.holdings import History
from screener.calc.books.many_books import run_many
from screener.calc.books.presence import Presence, presence
from screener.calc.market import Market
from screener.calc.members import member_panel
from screener.calc.selection.places import Places, places_of, planned_many
from screener.records.book_rules import Delisting
from screener.records.prices import Bools, Floats, Integers, PricePanel
from screener.records.thesis import Leg, Member

N_BOOKS = 1_000
# Fixed, so that a thesis and a pool give the same answer each time.
SEED = 20_150_102
# A quarter, as for a figure that is annualised.
MIN_SESSIONS = 60


@dataclass(frozen=True, slots=True)
class Pool:
    """Names that random baskets are drawn from, on the thesis's sessions.

    Parameters
    ----------
    tickers : tuple of str, length N
    presence : Presence
        Of the pool's names on all sessions, whatever the spans of the places.
    history : History
        Of the pool's names, shape (T, N).
    places : Places
        What the thesis's members leave to them.
    """

    tickers: tuple[str, ...]
    presence: Presence
    history: History
    places: Places


@dataclass(frozen=True, slots=True)
class RandomBooks:
    """Books of random baskets beside the thesis's own, all under the thesis's rules.

    Parameters
    ----------
    tickers : tuple of str
        Names drawn from.
    first : int
        Row of the first trade; NAV is 1 before it.
    own : array of shape (T,)
        NAV of what the thesis holds, but for what the note says of single names; NaN before ``first``.
    nav : array of shape (T, B)
    """

    tickers: tuple[str, ...]
    first: int
    own: Floats
    nav: Floats


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the thesis stands among random baskets in one period.

    Parameters
    ----------
    sharpe, total_return : float
        Of the thesis; per session, and decimal.
    n_books : int
    mean_sharpe, sd_sharpe, median_return : float
        Of the random ones that were not ruined.
    p : float
        Share of random baskets with at least the thesis's Sharpe ratio, itself counted; 0.5 is the middle.
    """

    sharpe: float
    total_return: float
    n_books: int
    mean_sharpe: float
    sd_sharpe: float
    median_return: float
    p: float


def pool_of(market: Market, panel: PricePanel, tickers: tuple[str, ...]) -> Pool:
    """Lay the pool's names out on the thesis's sessions.

    Parameters
    ----------
    market : Market
    panel : PricePanel
        The pool's prices on the same sessions.
    tickers : tuple of str
        Names of the panel to draw from; those that can be held on fewer than 60 sessions are left out.

    Notes
    -----
    A name that dies is worth what the thesis says of dead names in general; what it says of a single name is left out.
    """
    legs = (Leg("long_pool", "long", 1.0, tuple(Member(ticker) for ticker in tickers)),)
    members = member_panel(replace(market.thesis, legs=legs), panel)
    general = _general(market.thesis.rules.delisting)
    there = presence(members, panel.session_on, general, member_closes(members, panel))
    kept = np.flatnonzero(there.available[market.first :].sum(axis=0) >= MIN_SESSIONS)
    own = history_of(market)
    return Pool(
        tuple(tickers[k] for k in kept),
        Presence(there.returns[:, kept], there.available[:, kept], there.fillable[:, kept], ()),
        History(members.estimation[:, kept], own.regressors, own.n_benchmarks),
        places_of(market, members.level[:, kept], panel.closed[:, members.columns[kept]]),
    )


def random_books(market: Market, pool: Pool, n_books: int = N_BOOKS, seed: int = SEED) -> RandomBooks | None:
    """Run books of random baskets of the thesis's shape.

    Parameters
    ----------
    market : Market
    pool : Pool
    n_books, seed : int

    Returns
    -------
    RandomBooks or None
        None where the pool has fewer names than the thesis, or nothing could be traded.

    Notes
    -----
    In the place of every member that is priced stands a name drawn from the pool, each name once a basket, with that
    member's leg, side, own weight and span of dates; weighting, hedge, cap, schedule, lag, costs and delisting are the
    thesis's. What the note says of single names, their costs, borrow rates and exits, is left out on both sides of the
    comparison: nobody has looked it up for the others.

    It asks whether these names did better than others that the same rules would have held, not whether the rules are
    good.
    """
    rules = market.thesis.rules
    rules = replace(rules, cost_by_name=(), borrow_by_name=(), delisting=_general(rules.delisting))
    plan = held_plan(replace(market, thesis=replace(market.thesis, rules=rules)))
    n_places = len(pool.places.start)
    if len(pool.tickers) < n_places or not plan.trades:
        return None
    generator = np.random.default_rng(seed)
    # Each row a shuffle of the pool, of which the first places are used.
    shuffled = generator.random((n_books, len(pool.tickers))).argsort(axis=1)
    columns: Integers = shuffled[:, :n_places].astype(np.int64)
    nav = run_many(
        pool.presence.returns,
        columns,
        planned_many(market, pool.places, pool.presence.available, pool.history, columns),
        calendar_days(market.panel.session_on),
        cost=rules.cost_bps / 1e4,
        borrow_per_year=rules.borrow_bps_per_year / 1e4,
        cash_per_year=market.cash_per_year,
        fillable=pool.presence.fillable,
        valid=pool.places.valid,
        named=pool.places.named,
    )
    own = plan.run()
    return RandomBooks(pool.tickers, own.first, own.nav, nav)


def _general(policies: tuple[Delisting, ...]) -> tuple[Delisting, ...]:
    """Return what is said of dead names without naming one."""
    return tuple(policy for policy in policies if not policy.ticker)


def standing(books: RandomBooks, in_period: Bools) -> Standing | None:
    """Compare the thesis with the random baskets over one period.

    Parameters
    ----------
    books : RandomBooks
    in_period : array of shape (T,)
        Consecutive sessions.

    Returns
    -------
    Standing or None
        None with fewer than 60 returns in the period, for a thesis that was ruined by its end, and for one that never
        moved in it, which has no Sharpe ratio.

    Notes
    -----
    p = (1 + #{b: SR(b) >= SR}) / (1 + B); a ruined basket counts as worse than any. The ratio of a basket that never
    moved, such as one of names that could not be held yet, is 0: it is better than one that loses.
    """
    rows = np.flatnonzero(in_period)
    rows = rows[rows > books.first]
    if len(rows) < MIN_SESSIONS:
        return None
    own_sharpe, own_total = (float(each[0]) for each in _figures(books.own[:, None], books.first, rows))
    if not math.isfinite(own_sharpe):
        return None
    sharpe, total = _figures(books.nav, books.first, rows)
    survives = np.isfinite(total)
    known = np.where(np.isfinite(sharpe), sharpe, 0.0)[survives]
    n_known, n_books = len(known), len(total)
    return Standing(
        sharpe=own_sharpe,
        total_return=own_total,
        n_books=n_books,
        mean_sharpe=float(known.mean()) if n_known else math.nan,
        sd_sharpe=float(known.std(ddof=1)) if n_known > 1 else math.nan,
        median_return=float(np.median(total[survives])) if n_known else math.nan,
        p=(1 + int((known >= own_sharpe).sum())) / (1 + n_books),
    )


def _figures(nav: Floats, first: int, rows: Integers) -> tuple[Floats, Floats]:
    """Return Sharpe ratio per session and total return of each book.

    Both are NaN for a ruined book, and the ratio for one whose returns do not differ.
    """
    before = nav[rows - 1].copy()
    if rows[0] - 1 == first:
        # The first purchase's cost belongs to the first return.
        before[0] = 1.0
    is_alive = (nav[rows] > 0.0).all(axis=0) & (before[0] > 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        returns = nav[rows] / before - 1.0
        # The standard deviation of equal values need not round to 0.
        moves = is_alive & (np.ptp(returns, axis=0) > 0.0)
        sharpe = np.where(moves, returns.mean(axis=0) / returns.std(axis=0, ddof=1), np.nan)
        total = np.where(is_alive, nav[rows[-1]] / before[0] - 1.0, np.nan)
    return sharpe, total
