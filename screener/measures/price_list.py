"""Which list price of a model was in force on a day, by what was known on another."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from screener.records.fact import TokenPrice


class PriceList:
    """The list prices of all models.

    Parameters
    ----------
    rows : sequence of TokenPrice

    Notes
    -----
    A price counts from its ``effective_on`` until the model's next one. Where several providers list a model, the one
    with the earliest row, the lab itself, counts; a reseller's rows neither price it nor end its price.
    """

    def __init__(self, rows: Sequence[TokenPrice]) -> None:
        self._by_model: dict[str, list[TokenPrice]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.effective_on):
            own = self._by_model[row.model]
            if not own or own[0].provider == row.provider:
                own.append(row)

    def rows(self, model: str) -> Sequence[TokenPrice]:
        """Return a model's own rows, oldest first."""
        return self._by_model.get(model, ())

    def launched_on(self, model: str) -> dt.date | None:
        """Return the first day a model has a price on; None for a model without one."""
        rows = self.rows(model)
        return rows[0].effective_on if rows else None

    def in_force(self, model: str, day: dt.date, known_by: dt.date) -> TokenPrice | None:
        """Return the row in force on ``day`` of those known by ``known_by``; None before the launch."""
        found = None
        for row in self.rows(model):
            if row.effective_on <= day and row.known_on <= known_by:
                found = row
        return found

    def change_days(self, models: Iterable[str]) -> Iterator[dt.date]:
        """Yield the days on which a price of these models, known the same day, begins or is checked."""
        for model in models:
            for row in self.rows(model):
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
