import datetime as dt

import numpy as np
import pytest

from screener.errors import CodeError
from screener.prices.until import last_on
from screener.sessions.instants import utc_instant

SEOUL = dt.timezone(dt.timedelta(hours=9))


def test_the_date_is_that_of_utc() -> None:
    assert last_on(dt.datetime(2025, 1, 2, 8, 59, tzinfo=SEOUL)) == dt.date(2025, 1, 1)
    assert last_on(dt.datetime(2025, 1, 2, 9, 0, tzinfo=SEOUL)) == dt.date(2025, 1, 2)


def test_the_instant_is_that_of_utc() -> None:
    assert utc_instant(dt.datetime(2025, 1, 2, 8, 59, tzinfo=SEOUL)) == np.datetime64("2025-01-01T23:59")


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(CodeError):
        last_on(dt.datetime(2025, 1, 2))  # noqa: DTZ001 - what is refused
