import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.report.charts.scales import Scale, linear_ticks, log_ticks, scale_over, ticks

FINITE = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


def test_a_straight_scale_divides_in_proportion():
    assert Scale(-10.0, 30.0, 200.0, 0.0).at(0.0) == 150.0


def test_a_logarithmic_scale_puts_equal_ratios_at_equal_distances():
    scale = Scale(1.0, 1000.0, 0.0, 300.0, is_log=True)

    assert [round(scale.at(value), 9) for value in (1.0, 10.0, 100.0, 1000.0)] == [0.0, 100.0, 200.0, 300.0]


def test_a_logarithmic_scale_is_straight_where_a_value_is_not_above_zero():
    assert not scale_over([0.0, 4.0], 0.0, 1.0, is_log=True).is_log


def test_room_is_a_share_of_the_span_on_either_side():
    scale = scale_over([10.0, 20.0], 0.0, 1.0, room=0.1)

    assert (scale.low, scale.high) == (9.0, 21.0)


def test_one_value_alone_lies_in_the_middle():
    assert scale_over([3.0], 0.0, 10.0).at(3.0) == pytest.approx(5.0)
    assert scale_over([0.0], 0.0, 10.0).at(0.0) == pytest.approx(5.0)
    assert scale_over([3.0], 0.0, 10.0, is_log=True).at(3.0) == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0.0, 1.0, 6, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (0.0, 1.0, 5, (0.0, 0.5, 1.0)),
        (-3.0, 12.0, 4, (0.0, 5.0, 10.0)),
        (-33.6, 0.0, 4, (-30.0, -20.0, -10.0, 0.0)),
        (0.1, 0.3, 3, (0.1, 0.2, 0.3)),
        (98_500.0, 101_200.0, 4, (99_000.0, 100_000.0, 101_000.0)),
    ],
)
def test_ticks_are_the_round_figures_chosen_by_hand(low, high, most, expected):
    assert linear_ticks(low, high, most) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.9, 30.0, (1.0, 2.0, 5.0, 10.0, 20.0)),
        (0.02, 3.0, (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)),
        (0.5, 20_000.0, (1.0, 10.0, 100.0, 1000.0, 10_000.0)),
        (0.95, 1.3, (1.0, 1.1, 1.2, 1.3)),
    ],
)
def test_logarithmic_ticks_are_the_round_figures_chosen_by_hand(low, high, expected):
    assert log_ticks(low, high, 7) == expected


@given(FINITE, st.floats(1e-3, 1e6), st.integers(2, 10))
def test_ticks_lie_inside_and_are_evenly_spaced(low, span, most):
    found = linear_ticks(low, low + span, most)
    slack = 1e-6 * span
    steps = [b - a for a, b in itertools.pairwise(found)]

    assert 1 <= len(found) <= most
    assert low - slack <= found[0]
    assert found[-1] <= low + span + slack
    assert all(math.isclose(step, steps[0], rel_tol=1e-6, abs_tol=1e-9 * abs(low)) for step in steps)


@given(st.floats(1e-4, 1e4), st.floats(1.01, 1e6), st.integers(3, 10))
def test_logarithmic_ticks_lie_inside_and_rise(low, ratio, most):
    found = ticks(Scale(low, low * ratio, 0.0, 1.0, is_log=True), most)

    assert 1 <= len(found) <= most
    assert list(found) == sorted(set(found))
    assert low * (1 - 1e-6) <= found[0]
    assert found[-1] <= low * ratio * (1 + 1e-6)
