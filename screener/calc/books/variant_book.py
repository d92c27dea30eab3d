"""What the thesis holds, run once more under other rules on the same prices."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from screener.calc.books.book_plan import held_plan
from screener.calc.books.performance_rows import performance_row
from screener.calc.books.periods import period_slice
from screener.calc.market import Market
from screener.records.book_rules import BookRules, Delisting, NameRate
from screener.records.event import PERIODS
from screener.records.variant import AS_WRITTEN, VariantResult

_LAGS = (0, 1, 2)
_FACTORS = (0.0, 2.0)
_EXITS = {"last_price": Delisting("last_price"), "zero": Delisting("zero"), "-30 %": Delisting("change", -0.3)}


def run_variant(market: Market, rules: BookRules, choice: str, case: str) -> VariantResult:
    """Run what the thesis holds under other rules.

    Parameters
    ----------
    market : Market
    rules : BookRules
        Its ``cash_rate`` is not read: cash earns what it does in ``market``.
    choice, case : str
        How the result is named.

    Returns
    -------
    VariantResult
    """
    other = replace(market, thesis=replace(market.thesis, rules=rules))
    plan = held_plan(other)
    book = plan.run()
    parts = {period: period_slice(book, other.in_period(period)) for period in PERIODS}
    returns = np.full(len(book.nav), np.nan)
    returns[parts["all"].return_rows] = parts["all"].returns
    return VariantResult(
        choice,
        case,
        rules,
        tuple(performance_row(other, plan, period, part, math.nan) for period, part in parts.items()),
        book.first + 1,
        returns,
    )


def sensitivity(market: Market, *, only_lag: bool = False) -> tuple[VariantResult, ...]:
    """Return what the thesis holds as written, then with one assumption about trading changed at a time.

    Parameters
    ----------
    market : Market
    only_lag : bool
        Leave out what is not about the lag.

    Returns
    -------
    tuple of VariantResult
        Traded at the very close of the decision (which nobody can) and one or two sessions later; cost and borrow free
        and doubled; and, where a held name ceased to print, the other exits. None of them is a choice to pick the best
        from, so none is a trial.
    """
    rules = market.thesis.rules
    return (
        run_variant(market, rules, AS_WRITTEN, ""),
        *(run_variant(market, other, choice, case) for choice, case, other in _lags(rules)),
        *(run_variant(market, other, choice, case) for choice, case, other in _others(market) if not only_lag),
    )


def _lags(rules: BookRules) -> Iterator[tuple[str, str, BookRules]]:
    for lag in _LAGS:
        if lag != rules.lag_sessions:
            yield "lag_sessions", f"{lag}", replace(rules, lag_sessions=lag)


def _others(market: Market) -> Iterator[tuple[str, str, BookRules]]:
    rules = market.thesis.rules
    for factor in _FACTORS:
        case = f"x{factor:g}"
        yield (
            "cost_bps",
            case,
            replace(rules, cost_bps=rules.cost_bps * factor, cost_by_name=_scaled(rules.cost_by_name, factor)),
        )
    if "short" in market.thesis.sides:
        for factor in _FACTORS:
            yield (
                "borrow_bps_per_year",
                f"x{factor:g}",
                replace(
                    rules,
                    borrow_bps_per_year=rules.borrow_bps_per_year * factor,
                    borrow_by_name=_scaled(rules.borrow_by_name, factor),
                ),
            )
    if held_plan(market).presence.exits:
        own = rules.delisting or (Delisting("last_price"),)
        for case, policy in _EXITS.items():
            if own != (policy,):
                yield "delisting", case, replace(rules, delisting=(policy,))


def _scaled(rates: tuple[NameRate, ...], factor: float) -> tuple[NameRate, ...]:
    return tuple(replace(rate, bps=rate.bps * factor) for rate in rates)
