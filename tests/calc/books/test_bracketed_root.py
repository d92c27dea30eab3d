import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from screener.calc.books.bracketed_root import bracketed_root


class Counted:
    """A function that counts how often it is asked."""

    def __init__(self, f):
        self.f, self.n = f, 0

    def __call__(self, x):
        self.n += 1
        return self.f(x)


SMOOTH = [
    (lambda x: math.cos(x) - x, 0.0, 1.0),
    (lambda x: 1.3 * math.exp(-x) - 1.0, 0.0, 100.0),
    (lambda x: (1.0 - x / 12.0) ** 24 - 0.5, 0.0, 3.0),
    (lambda x: x**9, -1.0, 4.0),
    (lambda x: 1e-9 * (x - 0.3), 0.0, 1.0),
    (lambda x: 1e9 * (x**3 - 2.0 * x - 5.0), 2.0, 3.0),
]


@pytest.mark.parametrize("case", SMOOTH)
@pytest.mark.parametrize("tolerance", [1e-3, 1e-6, 1e-10])
def test_it_agrees_with_brents_method(case, tolerance):
    f, low, high = case

    assert bracketed_root(f, low, high, tolerance) == pytest.approx(brentq(f, low, high, maxiter=1_000), abs=tolerance)


@settings(max_examples=200, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), st.booleans())
def test_a_jump_is_found_in_few_more_steps_than_halving_takes(place, above, below, is_falling):
    f = Counted(lambda x: above if (x < place) == is_falling else -below)
    if f(0.0) * f(1.0) > 0.0:
        return
    f.n = 0

    assert bracketed_root(f, 0.0, 1.0, 1e-6) == pytest.approx(place, abs=1e-6)
    # Twenty halvings take 1 to a millionth; both ends are asked for first.
    assert f.n <= 2 + 1 + 20 + 1


@settings(max_examples=100, deadline=None)
@given(st.floats(0.001, 10.0), st.integers(20, 400))
def test_a_product_of_fees_takes_a_handful_of_steps(gain, n):
    f = Counted(lambda rate: math.log1p(gain) + n * math.log1p(-rate / n) if rate < n else -1e3)
    root = -n * math.expm1(-math.log1p(gain) / n)

    assert bracketed_root(f, 0.9 * root, 1.1 * root, 1e-9) == pytest.approx(root, abs=1e-9)
    assert f.n <= 8


def test_a_line_is_met_at_once():
    f = Counted(lambda x: 0.25 - x)

    assert bracketed_root(f, 0.0, 1.0, 1e-12) == 0.25
    assert f.n == 3


@pytest.mark.parametrize(("low", "high"), [(0.0, 5.0), (-5.0, 0.0)])
def test_an_end_that_is_the_root_is_returned(low, high):
    assert bracketed_root(lambda x: x, low, high, 1e-9) == 0.0


def test_ends_closer_than_the_tolerance_are_not_parted():
    f = Counted(lambda x: 0.4 - x)

    assert bracketed_root(f, 0.3, 0.6, 0.5) in (0.3, 0.6)
    assert f.n == 2
