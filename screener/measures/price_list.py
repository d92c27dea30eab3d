"""Which list price of a model was in force on a day, by what was known on another."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from screener.records.fact import TokenPrice
from screener.records.measure import Reading


class PriceList:
    """The list prices of all models.

    Parameters
    ----------
    rows : sequence of TokenPrice

    Notes
    -----
    A price counts from its ``effective_on`` until the model's next one. Where several providers list a model, the one
    with the earliest row known, the lab itself, counts; a reseller's rows neither price it nor end its price.
    """

    def __init__(self, rows: Sequence[TokenPrice]) -> None:
        self._by_model: dict[str, list[TokenPrice]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.effective_on):
            self._by_model[row.model].append(row)

    def rows(self, model: str, known_by: dt.date) -> Sequence[TokenPrice]:
        """Return a model's own rows of those known by ``known_by``, oldest first."""
        known = [row for row in self._by_model.get(model, ()) if row.known_on <= known_by]
        return [row for row in known if row.provider == known[0].provider]

    def first_on(self, models: Iterable[str], known_by: dt.date) -> dt.date | None:
        """Return the first day on which any of the models has a price, by what was known; None where nothing was."""
        return min((row.effective_on for model in models for row in self.rows(model, known_by)), default=None)

    def unpriced(self, name: str, models: Iterable[str], day: dt.date, known_by: dt.date, unit: str) -> Reading:
        """Say why a model, or a group's ``models``, have no price on a day; what was known later is not spoken of."""
        first_on = self.first_on(models, known_by)
        if first_on is None:
            return Reading(None, unit, note=f"no price of {name} was known by {known_by}", why="not_known_yet")
        return Reading(
            None, unit, note=f"{name} has no price on {day}: the first is of {first_on}", why="before_launch"
        )

    def in_force(self, model: str, day: dt.date, known_by: dt.date) -> TokenPrice | None:
        """Return the row in force on ``day`` of those known by ``known_by``; None before the launch."""
        rows = [row for row in self.rows(model, known_by) if row.effective_on <= day]
        return rows[-1] if rows else None

    def change_days(self, models: Iterable[str]) -> Iterator[dt.date]:
        """Yield the days on which a price of these models, known the same day, begins or is checked."""
        for model in models:
            for row in self._by_model.get(model, ()):
                yield max(row.effective_on, row.known_on)
                if row.checked_on is not None:
                    yield row.checked_on


def blended(row: TokenPrice) -> float:
    """Return the price of a million tokens, three parts input to one part output, in USD."""
    return (3.0 * row.input_usd_per_mtok + row.output_usd_per_mtok) / 4.0


def seen_on(row: TokenPrice, day: dt.date, known_by: dt.date) -> dt.date:
    """Return the last day, up to ``day``, on which a price was known to be right: when checked, else its first."""
    checked_on = row.checked_on
    if checked_on is None or not row.effective_on < checked_on <= known_by:
        return row.effective_on
    return min(checked_on, day)
