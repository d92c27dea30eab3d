"""The checks of quarterly income statements, each with what its name says."""

INCOME_CHECKS: dict[str, str] = {
    "revenue_not_positive": "Revenue is zero or negative: often a year less quarters on another basis; not used",
    "cost_negative": "The cost of revenue is negative; the quarter is not used",
    "gross_profit_above_revenue": "The gross profit is above the revenue; the quarter is not used",
    "operating_income_above_revenue": "The operating income is above the revenue; the quarter is not used",
    "revenue_step": "From one quarter to the next revenue moved by more than 30 % and the gross margin by more than 10 "
    "points the other way: figures of another basis, such as before and after a sale of a business; nothing is "
    "compared across it",
    "currency_changed": "The year-ago quarter is in another currency, so revenue is not compared with it",
    "blank_quarter": "A quarter is dated and has no revenue",
    "missing_quarter": "The quarter before is not there",
    "restated": "The figures of a quarter were reported again with other values; the latest known by the day count",
}

UNUSABLE = frozenset(
    {"revenue_not_positive", "cost_negative", "gross_profit_above_revenue", "operating_income_above_revenue"}
)
"""Checks that keep a quarter out of every figure, its own and those of others."""
