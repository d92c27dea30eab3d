"""Every name and day on which what the thesis holds was not simply held: who came, went, halted or was not traded."""

from collections.abc import Iterator

import numpy as np

from screener.calc.books.book import Book
from screener.calc.books.book_plan import BookPlan
from screener.calc.books.presence import Exit
from screener.calc.market import Market
from screener.records.book_rules import Delisting
from screener.records.prices import Bools, Finding, Integers
from screener.records.thesis import Member


def affected_members(market: Market, plan: BookPlan, book: Book) -> tuple[Finding, ...]:
    """Return what happened to members of the held basket besides being held.

    Parameters
    ----------
    market : Market
    plan : BookPlan
        Of what the thesis holds.
    book : Book
        Of the plan.

    Returns
    -------
    tuple of Finding
        By member in the note's order, then by session. Checks: ``late_listing``, ``member_from``, ``member_to``,
        ``halt``, ``delisted``, ``resumed``, ``unfilled_order``, ``never_held``. Each says what became of its weight.
    """
    found: list[Finding] = []
    for j, (_, member) in enumerate(market.members.members):
        own = [
            *_entry(market, plan, book, j, member),
            *_halts(market, plan, book, j, member),
            *_exits(market, plan, book, j, member),
            *_unfilled(market, book, j, member),
            *_end(market, book, j, member),
        ]
        found += sorted(own, key=lambda each: (each.session_on, each.check))
    return tuple(found)


def _entry(market: Market, plan: BookPlan, book: Book, j: int, member: Member) -> Iterator[Finding]:
    held = np.flatnonzero(book.before[:, j] != 0.0)
    last = len(book.nav) - 1
    there = np.flatnonzero(plan.presence.available[market.first :, j]) + market.first
    if len(held) == 0:
        until = market.date(last)
        message = f"never held: {_why_never(market, book, j, there)}"
        yield Finding(member.ticker, "never_held", market.date(market.first), until, last + 1 - market.first, message)
        return
    # The first held session follows the purchase.
    bought = int(held[0]) - 1
    if bought <= book.first:
        return
    starts = member.from_on is not None and market.panel.session_on[book.first] < np.datetime64(member.from_on)
    check = "member_from" if starts else "late_listing"
    is_first_print = not np.isfinite(market.members.level[: there[0], j]).any()
    came = "first printed" if is_first_print else "could first be bought"
    began = f"the note names it from {member.from_on}, and it"
    if not starts:
        began = f"it {came} on {market.date(int(there[0]))} and"
    had_order = any(place == j and row < bought for row, place in book.unfilled)
    or_cash = ", or stayed cash where an order was not filled" if had_order else ""
    message = f"{began} was bought on {market.date(bought)}; until then its weight went to the others{or_cash}"
    yield Finding(member.ticker, check, market.date(book.first), market.date(bought), bought - book.first, message)


def _why_never(market: Market, book: Book, j: int, there: Integers) -> str:
    if any(place == j for _, place in book.unfilled):
        return "no order of it was filled; the money for it stayed cash"
    if len(there) and book.ruined_row is not None and there[0] >= book.ruined_row:
        return "the book was ruined before"
    why = "it has no price in its span"
    if len(there):
        why = "no trade fell into its days"
    elif np.isfinite(market.members.level[:, j]).any():
        why = "it had ceased to print before the book began"
    return f"{why}; its weight went to the others"


def _halts(market: Market, plan: BookPlan, book: Book, j: int, member: Member) -> Iterator[Finding]:
    has_print = np.isfinite(market.members.level[:, j])
    is_missing = ~has_print & market.members.valid[:, j] & (book.before[:, j] != 0.0)
    # A dead name has another value, and can be sold.
    for each in plan.presence.exits:
        if each.member == j:
            is_missing[each.row : _resumes(has_print, each.row)] = False
    for first, last, n_sessions in _open_runs(is_missing, market.members.shut[:, j]):
        message = "held without a print: it kept its last value and could not be traded"
        yield Finding(member.ticker, "halt", market.date(first), market.date(last), n_sessions, message)


def _exits(market: Market, plan: BookPlan, book: Book, j: int, member: Member) -> Iterator[Finding]:
    has_print = np.isfinite(market.members.level[:, j])
    for each in plan.presence.exits:
        if each.member != j or each.row < book.first:
            continue
        resumed = _resumes(has_print, each.row)
        until = resumed - 1
        is_held = bool(book.before[each.row, j] != 0.0)
        value = f"marked to {_policy(each)}" if is_held else "not held then"
        message = f"taken for dead after 5 sessions without a print since {market.date(each.last_row)}; {value}"
        yield Finding(
            member.ticker, "delisted", market.date(each.row), market.date(until), until - each.row + 1, message
        )
        if resumed < len(has_print):
            day = market.date(resumed)
            message = "prints again after it was taken for dead; it can be bought at the next decision"
            yield Finding(member.ticker, "resumed", day, day, 1, message)


def _resumes(has_print: Bools, row: int) -> int:
    """Return the row of the first print at or after a row; the number of rows where there is none."""
    later = np.flatnonzero(has_print[row:])
    return row + int(later[0]) if len(later) else len(has_print)


def _policy(exit_: Exit) -> str:
    policy: Delisting = exit_.policy
    if policy.kind == "price" and exit_.factor == 1.0:
        return f"its last price, since no close is known to compare the price {policy.value:g} with"
    return {
        "last_price": "its last price",
        "zero": "zero",
        "change": f"its last price {policy.value * 100:+g} %",
        "price": f"{policy.value:g} a share",
    }[policy.kind]


def _unfilled(market: Market, book: Book, j: int, member: Member) -> Iterator[Finding]:
    for row, place in book.unfilled:
        if place == j:
            day = market.date(row)
            yield Finding(
                member.ticker, "unfilled_order", day, day, 1, "no print to trade at: the order was not filled"
            )


def _end(market: Market, book: Book, j: int, member: Member) -> Iterator[Finding]:
    if member.to_on is None or np.datetime64(member.to_on) >= market.panel.session_on[-1]:
        return
    if not market.members.valid[market.first :, j].any():
        return
    after = int(np.searchsorted(market.panel.session_on, np.datetime64(member.to_on), side="right"))
    # The session after its last day carries what was held over it.
    was_held = bool((book.before[market.first : after, j] != 0.0).any())
    is_dead = was_held and book.before[after - 1, j] == 0.0
    became = "sold at its last price in that span" if was_held and not is_dead else "not held then"
    last = len(market.panel.session_on) - 1
    message = f"the note names it to {member.to_on}; {became}"
    yield Finding(member.ticker, "member_to", market.date(after), market.date(last), last - after + 1, message)


def _open_runs(is_missing: Bools, shut: Bools) -> Iterator[tuple[int, int, int]]:
    """Yield first and last open row of each run without a print, and how many there are of them.

    On closed days nothing could be printed: they neither end a run nor count.
    """
    for first, last in _runs(is_missing):
        opened = first + np.flatnonzero(~shut[first : last + 1])
        if len(opened):
            yield int(opened[0]), int(opened[-1]), len(opened)


def _runs(flags: Bools) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        yield int(first), int(end) - 1
