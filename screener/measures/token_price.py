"""The list price of one model."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from screener.measures.price_list import PriceList, blended, seen_on
from screener.records.fact import TokenPrice
from screener.records.measure import Reading

Which = Literal["in", "out", "blended"]
_PRICES: dict[Which, Callable[[TokenPrice], float]] = {
    "in": lambda row: row.input_usd_per_mtok,
    "out": lambda row: row.output_usd_per_mtok,
    "blended": blended,
}


@dataclass(frozen=True, slots=True)
class TokenPriceOf:
    """A model's list price for a million tokens.

    Parameters
    ----------
    prices : PriceList
    model : str
    which : {"in", "out", "blended"}
    """

    prices: PriceList
    model: str
    which: Which

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the price in force on a day, in USD; none before the launch."""
        row = self.prices.in_force(self.model, day, known_by)
        if row is None:
            return self.prices.unpriced(self.model, [self.model], day, known_by, "usd")
        return Reading(
            _PRICES[self.which](row),
            "usd",
            measured_on=seen_on(row, day, known_by),
            known_on=row.known_on,
            is_known_on_assumed=row.known_on_assumed,
            provenance=row.provenance,
            source=row.source,
            note=f"{row.provider}, in force since {row.effective_on}" + _other(row),
        )

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days on which the price changes."""
        return (day for day in self.prices.change_days([self.model]) if first <= day <= last)


def _other(row: TokenPrice) -> str:
    """Say that a price holds at most hours only, and what is asked at the others."""
    if row.other is None:
        return ""
    prices = f"{row.other.input_usd_per_mtok:g}/{row.other.output_usd_per_mtok:g}"
    return f"; {prices} in {row.other.hours_utc} UTC"
