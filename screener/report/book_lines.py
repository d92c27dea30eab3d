"""How what the thesis holds was held, and what its result hangs on, in words."""

from collections.abc import Iterator, Sequence

from screener.records.backtest import BacktestReport
from screener.records.event import Period
from screener.records.performance import Performance
from screener.records.prices import Finding
from screener.records.variant import AS_WRITTEN
from screener.report.check_lines import check_lines
from screener.report.percent import percent_text
from screener.report.spoken import OUT_OF_SAMPLE_FIRST, counted


def book_lines(report: BacktestReport) -> Iterator[str]:
    """Say under what rules the thesis was held, what borrow it bears, and which names were not simply held.

    Parameters
    ----------
    report : BacktestReport

    Yields
    ------
    str
        A line without its end.
    """
    held = {row.period: row for row in report.performance if row.basket == report.thesis.held_basket}
    yield _rules(report)
    yield f"  {_cash(report, held['all'])}"
    if "borrow_assumed" in held["all"].flags:
        rate = report.thesis.rules.borrow_bps_per_year
        yield (
            f"  borrow of {rate:g} bps a year is ASSUMED: the note has no borrow_bps_per_year, and stocks "
            "that are hard to borrow cost many times that"
        )
    yield from _breakeven(held)
    yield from _lags(report)
    yield from _too_short(held)
    if "ruined" in held["all"].flags:
        yield f"{held['all'].basket} lost everything on {held['all'].end_on} and ended there"
    if held["all"].n_flat_sessions:
        closes = counted(held["all"].n_flat_sessions, "close")
        yield f"{held['all'].basket} held nothing at {closes}: a side had no name to hold"
    if "no_hedge_beta" in held["all"].flags:
        yield "hedged by dollars where a side had no trailing beta above 0 yet"
    yield from _affected(report.affected)


def _rules(report: BacktestReport) -> str:
    rules, sides = report.thesis.rules, report.thesis.sides
    hedge = f", hedged by {rules.hedge}s, gross {rules.gross:g}" if len(sides) == 2 and rules.hedge == "dollar" else ""
    if len(sides) == 2 and rules.hedge == "beta":
        hedge = f", hedged by trailing beta, gross {rules.gross:g} before the hedge"
    cap = "" if rules.max_weight_pct is None else f", no name above {rules.max_weight_pct:g} % of its side"
    borrow = f", borrow {rules.borrow_bps_per_year:g} bps a year" if "short" in sides else ""
    own = " (some names their own)" if rules.cost_by_name or rules.borrow_by_name else ""
    lag = counted(rules.lag_sessions, "session")
    return (
        f"held: {report.thesis.held_basket}, {rules.weighting} weights{cap}{hedge}; rebalanced {rules.rebalance}, "
        f"traded {lag} after the decision; {rules.cost_bps:g} bps a trade{borrow}{own}"
    )


def _cash(report: BacktestReport, row: Performance) -> str:
    rate = report.thesis.rules.cash_rate
    if "no_cash_rate" not in row.flags:
        return f"cash and short proceeds earn {rate}, read as percent a year"
    why = f": {rate} is no rate on made-up prices" if rate else ""
    return f"cash and short proceeds earn nothing{why}"


def _breakeven(held: dict[Period, Performance]) -> Iterator[str]:
    known = [
        f"{percent_text(held[period].breakeven_borrow)} a year ({period})"
        for period in OUT_OF_SAMPLE_FIRST
        if held[period].breakeven_borrow is not None
    ]
    if known:
        yield f"  the thesis dies where borrow on all shorts costs more than {', '.join(known)}"
    losing = [period for period in OUT_OF_SAMPLE_FIRST if _loses(held[period])]
    if losing:
        yield f"  it loses even if borrow is free: {', '.join(losing)}"


def _loses(row: Performance) -> bool:
    """Tell whether a period with shorts, and so with fees, would have lost without them too."""
    return row.breakeven_borrow is None and bool(row.borrow) and (row.total_return or 0.0) + (row.borrow or 0.0) <= 0.0


def _lags(report: BacktestReport) -> Iterator[str]:
    totals = {
        (each.choice, each.case): _total(row)
        for each in report.sensitivity
        for row in each.performance
        if row.period == "all" and row.total_return is not None
    }
    said = [f"{total} with lag {case}" for (choice, case), total in totals.items() if choice == "lag_sessions"]
    written = totals.get((AS_WRITTEN, ""))
    if said and written:
        yield f"  lag, all sessions: {written} as written, {', '.join(said)} (lag 0 is what nobody can trade)"


def _total(row: Performance) -> str:
    return percent_text(row.total_return, is_signed=True) + (" (ruined)" if "ruined" in row.flags else "")


def _too_short(held: dict[Period, Performance]) -> Iterator[str]:
    """Say why a period that has returns has no annualised figure."""
    short = [f"{p} ({held[p].n_sessions})" for p in OUT_OF_SAMPLE_FIRST if "too_short" in held[p].flags]
    if short:
        yield f"  nothing is annualised under 60 sessions: {', '.join(short)}"


def _affected(findings: Sequence[Finding]) -> Iterator[str]:
    """Say which names were not simply held, a line a kind, with the first day; the rest is in coverage."""
    if findings:
        names = counted(len({each.ticker for each in findings}), "name")
        yield f"{names} not simply held (--table coverage has every day and why)"
    yield from check_lines(findings)
