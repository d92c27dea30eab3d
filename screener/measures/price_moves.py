"""How often list prices of a group moved in one direction."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from screener.measures.groups import Groups
from screener.measures.price_list import PriceList, blended
from screener.records.fact import TokenPrice
from screener.records.measure import Reading, joined_sources, weakest

SPAN = dt.timedelta(days=365)


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
    none: it is another product, and the gap shows it.
    """

    prices: PriceList
    groups: Groups
    name: str
    direction: str

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the number of moves in the 365 days to ``day``, the day itself included."""
        moves = [(old, new) for old, new in self._moves(known_by) if day - SPAN < new.effective_on <= day]
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
        """Yield the days on which a move begins to count, or has been a year ago."""
        for _, new in self._moves(last):
            for day in (max(new.effective_on, new.known_on), new.effective_on + SPAN):
                if first <= day <= last:
                    yield day

    def _moves(self, known_by: dt.date) -> Iterator[tuple[TokenPrice, TokenPrice]]:
        is_up = self.direction == "up"
        for model in self.groups.models(self.name):
            rows = [row for row in self.prices.rows(model) if row.known_on <= known_by]
            for old, new in itertools.pairwise(rows):
                moved = blended(new) - blended(old)
                is_member = model in self.groups.members(self.name, new.effective_on)
                if is_member and (moved > 0.0 if is_up else moved < 0.0):
                    yield old, new
