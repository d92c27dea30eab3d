"""How a thesis's baskets are held over time, in lines for a person."""

import datetime as dt
from collections.abc import Sequence

from screener.records.book_rules import BookRules, Delisting, NameRate
from screener.records.thesis import Thesis
from screener.report.cell_text import number_text


def rule_lines(thesis: Thesis) -> tuple[str, ...]:
    """Return everything that the thesis's rules say, defaults included, in the words of the note's properties."""
    rules = thesis.rules
    return (
        _weights(rules, is_two_sided=len(thesis.sides) == 2),
        f"rebalance {rules.rebalance}, traded {rules.lag_sessions} session(s) after the decision",
        f"cost {number_text(rules.cost_bps)} bps of traded value{_named(rules.cost_by_name)}",
        _borrow(rules, is_short="short" in thesis.sides),
        f"cash earns {f'the close of {rules.cash_rate}, percent a year' if rules.cash_rate else '0'}",
        f"a name that ceases to print: {'; '.join(map(_exit, _general_first(rules.delisting)))}",
    )


def _weights(rules: BookRules, *, is_two_sided: bool) -> str:
    cap = "" if rules.max_weight_pct is None else f", no name above {number_text(rules.max_weight_pct)} % of its side"
    held = f"hedge {rules.hedge}, gross {number_text(rules.gross)}" if is_two_sided else "held at 100 % of NAV"
    return f"weighting {rules.weighting}{cap}; {held}"


def _borrow(rules: BookRules, *, is_short: bool) -> str:
    if not is_short:
        return "borrow: nothing is short"
    assumed = "" if rules.is_borrow_stated else ", assumed"
    rate = f"borrow {number_text(rules.borrow_bps_per_year)} bps a year of short value{assumed}"
    return rate + _named(rules.borrow_by_name)


def _named(rates: Sequence[NameRate]) -> str:
    if not rates:
        return ""
    named = [f"{each.ticker} {number_text(each.bps)}{_span(each.from_on, each.to_on)}" for each in rates]
    return f"; {', '.join(named)}"


def _span(from_on: dt.date | None, to_on: dt.date | None) -> str:
    return f" {from_on or ''}..{to_on or ''}" if from_on or to_on else ""


def _general_first(delisting: Sequence[Delisting]) -> list[Delisting]:
    general = [each for each in delisting if not each.ticker] or [Delisting("last_price")]
    return general + [each for each in delisting if each.ticker]


def _exit(delisting: Delisting) -> str:
    worth: str = delisting.kind
    if delisting.kind == "change":
        worth = f"{100.0 * delisting.value:+.15g} %"
    elif delisting.kind == "price":
        worth = f"price {number_text(delisting.value)}"
    return f"{delisting.ticker} {worth}".strip()
