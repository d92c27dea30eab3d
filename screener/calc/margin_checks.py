"""Checks of one reported quarter, and of the step from one quarter to the next."""

from collections.abc import Iterator

from screener.records.income import IncomeFinding, IncomeQuarter

# On 296 quarters of 55 companies the step found one restated quarter and nothing else. A lasting boom or slump moves
# revenue and margin the same way (fixed costs), which is why they have to move against each other here.
_STEP_REVENUE = 0.30
_STEP_MARGIN = 0.10


def gross_profit_of(quarter: IncomeQuarter) -> float | None:
    """Return the gross profit as reported, else revenue less its cost, in the quarter's currency; None if neither."""
    if quarter.gross_profit is not None:
        return quarter.gross_profit
    if quarter.revenue is None or quarter.cost_of_revenue is None:
        return None
    return quarter.revenue - quarter.cost_of_revenue


def broken(quarter: IncomeQuarter) -> Iterator[IncomeFinding]:
    """Yield what makes a quarter's figures impossible, each one a reason not to use it."""
    revenue, cost = quarter.revenue, quarter.cost_of_revenue
    if revenue is None:
        return
    if revenue <= 0:
        yield finding(quarter, "revenue_not_positive", f"revenue is {money(revenue)}")
    if cost is not None and cost < 0:
        yield finding(quarter, "cost_negative", f"the cost of revenue is {money(cost)}")
    for name, value in (("gross profit", quarter.gross_profit), ("operating income", quarter.operating_income)):
        if value is not None and value > revenue:
            check = f"{name.replace(' ', '_')}_above_revenue"
            yield finding(quarter, check, f"the {name} is {money(value)} and revenue {money(revenue)}")


def step(before: IncomeQuarter, quarter: IncomeQuarter) -> str:
    """Say how far two quarters in a row lie apart if they cannot be on one basis; else nothing.

    Parameters
    ----------
    before, quarter : IncomeQuarter
        Neither one broken.

    Notes
    -----
    Revenue moves by more than 30 %, and the gross margin by more than 10 percentage points the other way: what a sold
    business leaves behind in a series that is not restated to its beginning.
    """
    profits = gross_profit_of(before), gross_profit_of(quarter)
    if not before.revenue or not quarter.revenue or profits[0] is None or profits[1] is None:
        return ""
    moved = quarter.revenue / before.revenue - 1
    margin_moved = profits[1] / quarter.revenue - profits[0] / before.revenue
    if abs(moved) <= _STEP_REVENUE or abs(margin_moved) <= _STEP_MARGIN or moved * margin_moved > 0:
        return ""
    return (
        f"from {before.period_end_on} to {quarter.period_end_on} revenue moved by {100 * moved:+.1f} % "
        f"and the gross margin by {100 * margin_moved:+.1f} points"
    )


def finding(quarter: IncomeQuarter, check: str, message: str) -> IncomeFinding:
    """Return a finding about a quarter."""
    return IncomeFinding(quarter.ticker, check, quarter.period_end_on, message)


def money(value: float) -> str:
    """Return an amount in millions, or whole where it is smaller.

    Examples
    --------
    >>> money(-488064000.0), money(1200.0)
    ('-488.1 million', '1200')
    """
    return f"{value / 1e6:.1f} million" if abs(value) >= 1e5 else f"{value:g}"
