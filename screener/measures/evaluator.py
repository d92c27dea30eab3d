"""What every measure can be asked."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from screener.records.measure import Reading


class Evaluator(Protocol):
    """A measure with its arguments filled in."""

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the value on ``day`` by what was known at the end of ``known_by``.

        Nothing that became known later changes it.
        """
        ...

    def change_days(self, first: dt.date, last: dt.date) -> Iterable[dt.date]:
        """Return the days from ``first`` to ``last`` on which the value, known the same day, may be another.

        Any order, any number of times.
        """
        ...
