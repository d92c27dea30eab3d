"""How many times as much one group of models costs as another."""

import datetime as dt
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.measures.groups import Groups
from screener.measures.price_list import PriceList, blended, seen_on
from screener.records.fact import TokenPrice
from screener.records.measure import Part, Reading, joined_sources, weakest


@dataclass(frozen=True, slots=True)
class PriceGap:
    """Median blended price of ``a`` over the lowest blended price of ``b``.

    Parameters
    ----------
    prices : PriceList
    groups : Groups
    a, b : str
        A group, or one model.

    Notes
    -----
    Only models of a tier that both sides have are compared, each from its launch on and while it is its lab's in the
    group. The dear side is its middle, since nobody has to buy the dearest; the cheap side is its lowest, since anybody
    can. A change of members moves the gap as a change of prices does: the note names who decides.
    """

    prices: PriceList
    groups: Groups
    a: str
    b: str

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the gap on a day, in multiples; every pair of models is a part."""
        dear, cheap = self._rows(self.a, day, known_by), self._rows(self.b, day, known_by)
        for name, rows in ((self.a, dear), (self.b, cheap)):
            if not rows:
                return self.prices.unpriced(name, self.groups.models(name), day, known_by, "x")
        tiers = {row.tier for row in dear} & {row.tier for row in cheap}
        if not tiers:
            return Reading(None, "x", note=self._apart(dear, cheap), why="no_common_tier")
        dear = [row for row in dear if row.tier in tiers]
        cheap = [row for row in cheap if row.tier in tiers]
        lowest = min(cheap, key=lambda row: (blended(row), row.model))
        if blended(lowest) <= 0.0:
            return Reading(None, "x", note=f"{lowest.model} costs nothing on {day}", why="zero_price")
        decisive = [*_middle(dear), lowest]
        return Reading(
            statistics.median(blended(row) for row in dear) / blended(lowest),
            "x",
            measured_on=min(seen_on(row, day, known_by) for row in decisive),
            known_on=max(row.known_on for row in decisive),
            is_known_on_assumed=any(row.known_on_assumed for row in decisive),
            provenance=weakest([row.provenance for row in decisive]),
            source=joined_sources([row.source for row in decisive]),
            note=self._note(dear, cheap, lowest, day),
            parts=tuple(
                Part(f"{one.model}/{other.model}", blended(one) / blended(other))
                for one in dear
                for other in cheap
                if blended(other) > 0.0
            ),
        )

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days on which a price, or a group's members, change."""
        models = {model for name in (self.a, self.b) for model in self.groups.models(name)}
        days = [*self.prices.change_days(sorted(models)), *self.groups.change_days([self.a, self.b])]
        return (day for day in days if first <= day <= last)

    def _rows(self, name: str, day: dt.date, known_by: dt.date) -> list[TokenPrice]:
        found = (self.prices.in_force(model, day, known_by) for model in self.groups.members(name, day))
        return [row for row in found if row is not None]

    def _apart(self, dear: Sequence[TokenPrice], cheap: Sequence[TokenPrice]) -> str:
        sides = zip((self.a, self.b), (dear, cheap), strict=True)
        said = [f"{name} is {', '.join(sorted({row.tier for row in rows}))}" for name, rows in sides]
        return f"the two have no tier in common: {' and '.join(said)}"

    def _note(self, dear: Sequence[TokenPrice], cheap: Sequence[TokenPrice], lowest: TokenPrice, day: dt.date) -> str:
        said = ", ".join(f"{row.model} {blended(row):.4g}" for row in sorted(dear, key=blended))
        unpriced = [
            model
            for name, rows in ((self.a, dear), (self.b, cheap))
            for model in self.groups.members(name, day)
            if model not in {row.model for row in rows}
        ]
        left_out = f"; left out, not priced or of another tier: {', '.join(unpriced)}" if unpriced else ""
        return (
            f"median of {self.a} ({said}) over the lowest of {len(cheap)} in {self.b} "
            f"({lowest.model} {blended(lowest):.4g}), blended USD{left_out}"
        )


def _middle(rows: Sequence[TokenPrice]) -> list[TokenPrice]:
    """Return the one or two rows that the median is made of."""
    ordered = sorted(rows, key=blended)
    return ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
