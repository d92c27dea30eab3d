"""Chances and periods as a sentence says them."""

from collections.abc import Collection

from screener.records.event import Period

OUT_OF_SAMPLE_FIRST: tuple[Period, ...] = ("live", "after", "before", "all")
"""The periods as they are told: what the author may have known last."""


def period_name(period: Period, flags: Collection[str]) -> str:
    """Return a period with what its flags say about hindsight.

    Examples
    --------
    >>> period_name("before", ("hindsight",)), period_name("live", ())
    ('before (hindsight)', 'live')
    """
    if "hindsight" in flags:
        return f"{period} (hindsight)"
    return f"{period} (members chosen later)" if "members_chosen_later" in flags else period


def counted(count: int, noun: str) -> str:
    """Return a number of things.

    Examples
    --------
    >>> counted(1, "close"), counted(1_200, "close")
    ('1 close', '1,200 closes')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def often(*chances: float) -> str:
    """Return how often, from the lowest to the highest chance.

    Examples
    --------
    >>> often(0.412, 0.38), often(0.012, 0.0095), often(0.011, 0.01)
    ('38 to 41 times in 100', '10 to 12 times in 1,000', 'once in 100')
    """
    unit = 100 if min(chances) >= 0.01 else 1_000
    low, high = (round(unit * chance) for chance in (min(chances), max(chances)))
    if low == high:
        return f"once in {unit:,}" if low == 1 else f"{low} times in {unit:,}"
    return f"{low} to {high} times in {unit:,}"
