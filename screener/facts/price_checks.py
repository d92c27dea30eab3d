"""What must agree inside one row of the token prices."""

from collections.abc import Sequence

from screener.csv_rows import Row
from screener.dictionary.table_codes import CHECKED_EARLY, OTHER_HOURS, OTHER_PRICE
from screener.facts.hours import minutes_of
from screener.records.fact import TokenPrice
from screener.records.problem import Problem

_OTHER = ("other_input_usd_per_mtok", "other_output_usd_per_mtok", "other_hours_utc")
_HALF_DAY_MINUTES = 12 * 60


def check_prices(pairs: Sequence[tuple[Row, TokenPrice]]) -> tuple[tuple[TokenPrice, ...], tuple[Problem, ...]]:
    """Keep the prices whose cells agree.

    Left out: a price that was checked before it took effect, and a second price by time of day that is not whole. A
    second price that holds for over half the day is a warning: it should be the row's own.
    """
    kept: list[TokenPrice] = []
    problems: list[Problem] = []
    for row, price in pairs:
        found = [problem for problem in (_checked(row, price), _other(row)) if problem is not None]
        problems.extend(found)
        if all(problem.severity == "warning" for problem in found):
            kept.append(price)
    return tuple(kept), tuple(problems)


def _checked(row: Row, price: TokenPrice) -> Problem | None:
    if price.checked_on is None or price.checked_on >= price.effective_on:
        return None
    message = f"the price was checked on {price.checked_on}, before it took effect on {price.effective_on}"
    return row.problem(CHECKED_EARLY, "checked_on", message, "correct one of the two dates, or empty checked_on")


def _other(row: Row) -> Problem | None:
    missing = [name for name in _OTHER if row.values[name] in (None, "")]
    if len(missing) == len(_OTHER):
        return None
    if missing:
        message = f"a second price by time of day needs {', '.join(_OTHER)}; {', '.join(missing)} is blank"
        return row.problem(OTHER_PRICE, missing[0], message, "fill in all three, or none")
    hours = row.text("other_hours_utc")
    minutes = minutes_of(hours)
    if minutes is None:
        message = f"other_hours_utc is {hours!r}, which are no spans of hours"
        return row.problem(OTHER_PRICE, "other_hours_utc", message, "write them as 01:00-04:00;06:00-10:00")
    if minutes > _HALF_DAY_MINUTES:
        message = f"the second price holds for {minutes / 60:g} hours of the day"
        hint = "write the price of most hours as the row's own, and that of the fewer as the other"
        return row.problem(OTHER_HOURS, "other_hours_utc", message, hint, "warning")
    return None
