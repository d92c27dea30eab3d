import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.response.window_sums import padded_rows, window_sums


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 70))
def test_every_sum_is_the_exact_one(data, n_rows):
    lengths = tuple(data.draw(st.lists(st.integers(1, n_rows), min_size=1, max_size=4)))
    values = data.draw(st.lists(st.integers(-1000, 1000), min_size=n_rows, max_size=n_rows))

    sums = window_sums(np.array(values, dtype=float), lengths)

    for total, length in zip(sums, lengths, strict=True):
        assert [float(sum(values[i : i + length])) for i in range(n_rows - length + 1)] == total.tolist()


@pytest.mark.parametrize("length", [21, 128, 250])
def test_rounding_stays_within_a_few_of_the_windows_own_numbers(length):
    values = np.random.default_rng(1).normal(0, 1, 300)

    (sums,) = window_sums(values, (length,))

    for i, total in enumerate(sums):
        own = [Fraction(value) for value in values[i : i + length].tolist()]
        size = float(sum(abs(each) for each in own))
        assert abs(float(Fraction(float(total)) - sum(own))) <= math.ceil(math.log2(length)) * 2**-53 * size


def test_a_huge_number_leaves_no_trace_in_windows_that_do_not_hold_it():
    values = np.random.default_rng(2).normal(0, 0.01, 200)
    spoilt = values.copy()
    spoilt[50] = 1e12

    (clean,), (sums,) = window_sums(values, (30,)), window_sums(spoilt, (30,))

    without = np.r_[0:21, 51:171]
    np.testing.assert_array_equal(clean[without], sums[without])


def test_a_missing_value_spoils_exactly_the_windows_that_hold_it():
    values = np.ones((12, 2))
    values[5, 1] = np.nan

    (sums,) = window_sums(values, (3,))

    assert [3, 4, 5] == np.flatnonzero(np.isnan(sums[:, 1])).tolist()
    assert (sums[:, 0] == 3.0).all()


def test_no_length_gives_no_sum():
    assert window_sums(np.ones(3), ()) == []


def test_rows_that_do_not_exist_are_nan():
    values = np.arange(3.0)

    np.testing.assert_array_equal(padded_rows(values, -2, 2), [np.nan, np.nan, 0.0, 1.0])
    np.testing.assert_array_equal(padded_rows(values, 1, 5), [1.0, 2.0, np.nan, np.nan])
    np.testing.assert_array_equal(padded_rows(values, -1, 4), [np.nan, 0.0, 1.0, 2.0, np.nan])
    np.testing.assert_array_equal(padded_rows(values, 5, 7), [np.nan, np.nan])
    np.testing.assert_array_equal(padded_rows(values, -4, -2), [np.nan, np.nan])
    np.testing.assert_array_equal(padded_rows(values, 0, 3), values)
