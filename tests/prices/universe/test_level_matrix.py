import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.prices.universe.level_matrix import LevelMatrix
from screener.records.universe import LeftOutReason

NAN = np.nan
# A week without its Wednesday.
SESSIONS = np.array(["2025-01-06", "2025-01-07", "2025-01-09", "2025-01-10"], dtype="datetime64[D]")


def days(*written):
    return np.array(written, dtype="datetime64[D]")


def left_out(matrix):
    return {each.reason.value: each.n_rows for each in matrix.left_out}


def test_rows_in_any_order_land_on_their_name_and_session():
    matrix = LevelMatrix(SESSIONS, [None, None], np.float64)

    matrix.add(np.array([1, 0, 1]), days("2025-01-10", "2025-01-06", "2025-01-07"), np.array([3.0, 1.0, 2.0]))
    matrix.add(np.array([0]), days("2025-01-09"), np.array([4.0]))

    np.testing.assert_array_equal(matrix.level, [[1.0, NAN], [NAN, 2.0], [4.0, NAN], [NAN, 3.0]])
    assert (matrix.n_rows, matrix.left_out) == (4, ())


@pytest.mark.parametrize(
    ("name", "day", "price", "reason"),
    [
        (-1, "2025-01-06", 1.0, "no_ticker"),
        (-1, "NaT", NAN, "no_ticker"),
        (0, "NaT", 1.0, "no_date"),
        (1, "2025-01-06", 1.0, "exchange_differs"),
        (1, "2025-01-08", -1.0, "exchange_differs"),
        (0, "2025-01-03", 1.0, "outside_span"),
        (0, "2025-01-13", 0.0, "outside_span"),
        (0, "1815-06-18", 1.0, "outside_span"),
        (0, "2025-01-08", 1.0, "off_session"),
        (0, "2025-01-06", NAN, "not_finite"),
        (0, "2025-01-06", np.inf, "not_finite"),
        (0, "2025-01-06", -np.inf, "not_finite"),
        (0, "2025-01-06", 0.0, "not_positive"),
        (0, "2025-01-06", -5.0, "not_positive"),
    ],
)
def test_an_unusable_row_is_counted_under_the_first_reason_that_holds(name, day, price, reason):
    matrix = LevelMatrix(SESSIONS, [None, LeftOutReason.EXCHANGE_DIFFERS], np.float64)

    matrix.add(np.array([name]), days(day), np.array([price]))

    assert left_out(matrix) == {reason: 1}
    assert np.isnan(matrix.level).all()


def test_of_several_rows_for_one_session_the_first_usable_one_stands():
    matrix = LevelMatrix(SESSIONS, [None], np.float64)

    matrix.add(np.zeros(4, dtype=int), days(*["2025-01-07"] * 4), np.array([NAN, 5.0, 6.0, 7.0]))
    matrix.add(np.zeros(2, dtype=int), days("2025-01-07", "2025-01-06"), np.array([8.0, 9.0]))

    np.testing.assert_array_equal(matrix.level[:, 0], [9.0, 5.0, NAN, NAN])
    assert left_out(matrix) == {"duplicate": 3, "not_finite": 1}


def test_prints_beside_the_sessions_kept_are_outside_the_span():
    matrix = LevelMatrix(SESSIONS, [None, None], np.float64)
    matrix.add(np.array([0, 0, 1, 1]), days("2025-01-06", "2025-01-09", "2025-01-07", "2025-01-10"), np.ones(4))

    matrix.cut(1, 2)

    np.testing.assert_array_equal(matrix.level, [[NAN, 1.0], [1.0, NAN]])
    assert left_out(matrix) == {"outside_span": 2}


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.sampled_from([np.float32, np.float64]))
def test_every_row_is_in_the_matrix_or_counted_whatever_the_parts(seed, n_parts, dtype):
    rng = np.random.default_rng(seed)
    n = 120
    names = rng.integers(-1, 4, n)
    dates = np.datetime64("2025-01-05") + rng.integers(0, 8, n)
    dates[rng.random(n) < 0.1] = np.datetime64("NaT")
    prices = rng.choice([NAN, -1.0, 0.0, 1.0, 2.0, 3.0], n).astype(dtype)
    refusals = [None, None, None, LeftOutReason.EXCHANGE_UNKNOWN]
    matrix = LevelMatrix(SESSIONS, refusals, dtype)

    for part in np.array_split(np.arange(n), n_parts):
        matrix.add(names[part], dates[part], prices[part])

    expected = {}
    for name, day, price in zip(names, dates, prices, strict=True):
        if 0 <= name < 3 and day in SESSIONS and price > 0:
            expected.setdefault((day, name), price)
    found = {(SESSIONS[t], j): matrix.level[t, j] for t, j in zip(*np.nonzero(np.isfinite(matrix.level)), strict=True)}
    assert found == expected
    assert matrix.level.dtype == dtype
    assert matrix.n_rows == n
    assert len(found) + sum(each.n_rows for each in matrix.left_out) == n
