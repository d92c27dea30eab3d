"""Listings drawn from a seed."""

import datetime as dt

import numpy as np
import pytest
from loopback_yahoo.client import COLUMNS
from loopback_yahoo.example import SESSIONS, SPLIT_ON
from loopback_yahoo.market import make_listing, weekdays


def test_the_same_seed_draws_the_same_listing():
    first, second, other = (make_listing("X", SESSIONS, seed=seed, splits={SPLIT_ON: (4, 1)}) for seed in (5, 5, 6))

    assert all(np.array_equal(getattr(first, name), getattr(second, name)) for name in COLUMNS)
    assert not np.array_equal(first.close, other.close)
    assert (first.low > 0).all()
    assert (first.low <= np.minimum(first.open, first.close)).all()
    assert (np.maximum(first.open, first.close) <= first.high).all()
    assert np.array_equal(first.close, first.close.astype(np.float32))
    at = first.place(SPLIT_ON)
    assert first.close[at] / first.close[at - 1] == pytest.approx(0.25, rel=0.2)


def test_an_ex_date_without_session_is_refused():
    with pytest.raises(ValueError, match="no session"):
        make_listing("X", SESSIONS, seed=1, dividends={dt.date(2023, 1, 1): 1.0})


def test_weekdays_leave_holidays_out():
    assert weekdays("2023-07-03", "2023-07-10", holidays=["2023-07-04"]).astype(str).tolist() == [
        "2023-07-03",
        "2023-07-05",
        "2023-07-06",
        "2023-07-07",
        "2023-07-10",
    ]
