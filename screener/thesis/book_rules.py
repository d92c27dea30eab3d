"""How the baskets are held over time: weights, hedge, trading, costs, what cash earns and how dead names leave."""

from collections.abc import Sequence
from typing import TypeVar, get_args

from screener.records.book_rules import DEFAULT_RULES, BookRules, Hedge, Rebalance, Weighting
from screener.records.thesis import Leg
from screener.thesis.exits import read_delisting
from screener.thesis.findings import Findings
from screener.thesis.links import Lookup
from screener.thesis.member_names import MemberNames
from screener.thesis.members import read_ticker_alone
from screener.thesis.name_rates import read_borrow_by_name, read_costs_by_name
from screener.thesis.properties import Properties
from screener.thesis.scalars import read_bps, read_number, read_whole_number, read_word

# A tenth of the traded value, and ten times the stock's value a year: more is a slip of the pen.
MAX_COST_BPS = 1_000.0
MAX_BORROW_BPS_PER_YEAR = 100_000.0
MAX_GROSS = 10.0
MAX_LAG_SESSIONS = 10

_WEIGHTINGS: tuple[Weighting, ...] = get_args(Weighting)
_HEDGES: tuple[Hedge, ...] = get_args(Hedge)
_REBALANCES: tuple[Rebalance, ...] = get_args(Rebalance)

Word = TypeVar("Word", bound=str)


def read_book_rules(
    properties: Properties, findings: Findings, lookup: Lookup, legs: Sequence[Leg] | None
) -> BookRules:
    """Return the rules of the thesis's book; a faulty one falls back to its default, with a problem.

    Parameters
    ----------
    properties : Properties
    findings : Findings
        Where problems go.
    lookup : Lookup
        Finds the ticker behind a ``[[Name]]``.
    legs : sequence of Leg or None
        None after an error in them: what is said of a name, or of a side, is then not held against them.
    """
    names = MemberNames(legs, findings, lookup)
    cost, borrow = DEFAULT_RULES.cost_bps, DEFAULT_RULES.borrow_bps_per_year
    return BookRules(
        weighting=_word("weighting", _WEIGHTINGS, DEFAULT_RULES.weighting, properties, findings),
        hedge=_hedge(legs, properties, findings),
        max_weight_pct=_above_0("max_weight_pct", 100, properties, findings),
        rebalance=_word("rebalance", _REBALANCES, DEFAULT_RULES.rebalance, properties, findings),
        lag_sessions=_lag(properties, findings),
        gross=_above_0("gross", MAX_GROSS, properties, findings) or DEFAULT_RULES.gross,
        cost_bps=_bps("cost_bps", MAX_COST_BPS, cost, properties, findings),
        borrow_bps_per_year=_bps("borrow_bps_per_year", MAX_BORROW_BPS_PER_YEAR, borrow, properties, findings),
        cost_by_name=read_costs_by_name("cost_bps_by_name", MAX_COST_BPS, properties, findings, names),
        borrow_by_name=read_borrow_by_name(
            "borrow_bps_per_year_by_name", MAX_BORROW_BPS_PER_YEAR, properties, findings, names
        ),
        is_borrow_stated=properties.one("borrow_bps_per_year") is not None,
        cash_rate=_cash_rate(properties, findings, lookup),
        delisting=read_delisting(properties, findings, names),
    )


def _word(name: str, words: tuple[Word, ...], default: Word, properties: Properties, findings: Findings) -> Word:
    value = properties.one(name)
    return (read_word(value, name, words, findings) if value else None) or default


def _hedge(legs: Sequence[Leg] | None, properties: Properties, findings: Findings) -> Hedge:
    hedge = _word("hedge", _HEDGES, DEFAULT_RULES.hedge, properties, findings)
    value = properties.one("hedge")
    if value and hedge == "beta" and legs is not None and len({leg.side for leg in legs}) < 2:
        findings.warn("T124", value, "hedge: beta changes nothing, because the thesis has one side", "remove it")
    return hedge


def _above_0(name: str, high: float, properties: Properties, findings: Findings) -> float | None:
    value = properties.one(name)
    return read_number(value, name, 0, high, findings, above=True) if value else None


def _bps(name: str, high: float, default: float, properties: Properties, findings: Findings) -> float:
    value = properties.one(name)
    found = read_bps(value, name, high, findings) if value else None
    return default if found is None else found


def _lag(properties: Properties, findings: Findings) -> int:
    value = properties.one("lag_sessions")
    lag = read_whole_number(value, "lag_sessions", 0, MAX_LAG_SESSIONS, findings) if value else None
    if value and lag == 0:
        message = "lag_sessions 0 trades at the very close it decides on, which nobody can"
        findings.warn("T120", value, message, "take it for a sensitivity, not for a result")
    return DEFAULT_RULES.lag_sessions if lag is None else lag


def _cash_rate(properties: Properties, findings: Findings, lookup: Lookup) -> str:
    """Return the ticker of the rate on cash, or nothing; here too ``NULL`` is a ticker."""
    items = properties.raw("cash_rate")
    if len(items) > 1:
        findings.error("T113", items[1], "cash_rate takes one value", "keep one")
        return ""
    found = [read_ticker_alone(item.trimmed(), "cash rate", findings, lookup) for item in items]
    return found[0] or "" if found else ""
