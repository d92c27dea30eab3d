"""How often list prices of a group moved in one direction."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from screener.measures.calendar_days import TWELVE_MONTHS
from screener.measures.groups import Groups
from screener.measures.price_list import PriceList, blended
from screener.records.fact import TokenPrice
from screener.records.measure import Reading, joined_sources, weakest


@dataclass(frozen=True, slots=True)
class PriceMoves:
    """List-price changes of a group's models in one direction over the last twelve months.

    Parameters
    ----------
    prices : PriceList
    groups : Groups
    name : str
        A group, or one model.
    direction : {"up", "down"}
        Of the blended price.

    Notes
    -----
    A move is a new price of a model that has one already and is in the group that day. A new model at another price is
    none: it is another product, and the gap shows it. Before the first price of any of them there is nothing to count.
    """

    prices: PriceList
    groups: Groups
    name: str
    direction: str

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the number of moves in the 365 days to ``day``, the day itself included."""
        models = self.groups.models(self.name)
        first_on = self.prices.first_on(models, known_by)
        if first_on is None or first_on > day:
            return self.prices.unpriced(self.name, models, day, known_by, "count")
        moves = [(old, new) for old, new in self._moves(known_by) if day - TWELVE_MONTHS < new.effective_on <= day]
        said = [
            f"{new.model} {blended(old):.4g} to {blended(new):.4g} on {new.effective_on}"
            for old, new in sorted(moves, key=lambda move: move[1].effective_on)
        ]
        return Reading(
            float(len(moves)),
            "count",
            measured_on=day,
            known_on=max((new.known_on for _, new in moves), default=None),
            is_known_on_assumed=any(new.known_on_assumed for _, new in moves),
            provenance=weakest([new.provenance for _, new in moves]),
            source=joined_sources([new.source for _, new in moves]),
            note="; ".join(said) or "no model's list price moved that way in twelve months",
        )

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days on which a price begins, or did so a year ago."""
        models = self.groups.models(self.name)
        year_ago = (row.effective_on + TWELVE_MONTHS for model in models for row in self.prices.rows(model, last))
        return (day for day in (*self.prices.change_days(models), *year_ago) if first <= day <= last)

    def _moves(self, known_by: dt.date) -> Iterator[tuple[TokenPrice, TokenPrice]]:
        is_up = self.direction == "up"
        for model in self.groups.models(self.name):
            for old, new in itertools.pairwise(self.prices.rows(model, known_by)):
                moved = blended(new) - blended(old)
                is_member = model in self.groups.members(self.name, new.effective_on)
                if is_member and (moved > 0.0 if is_up else moved < 0.0):
                    yield old, new
