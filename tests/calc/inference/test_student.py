import math

import numpy as np
import pytest
from scipy import stats

from screener.calc.inference.student import NORMAL_95, quantile, two_sided_p


@pytest.mark.parametrize("dof", [1, 4, 5.5, 30, 400])
def test_p_and_quantile_agree_with_scipy_stats(dof):
    for t in (-40.0, -2.5, -0.3, 0.0, 1e-9, 1.7, 12.0):
        assert two_sided_p(t, dof) == pytest.approx(2 * stats.t.sf(abs(t), dof), rel=1e-10)
    for probability in (0.001, 0.2, 0.5, 0.8, 0.975, 0.9999):
        assert quantile(probability, dof) == pytest.approx(stats.t.ppf(probability, dof), rel=1e-8, abs=1e-9)


def test_two_degrees_of_freedom_have_a_closed_form():
    # F(t) = 1/2 + t / (2 sqrt(2 + t^2)).
    for t in (0.1, 1.0, 4.3):
        assert two_sided_p(t, 2) == pytest.approx(1 - t / math.sqrt(2 + t * t), rel=1e-12)


def test_p_never_leaves_zero_to_one_and_knows_nothing_of_nan():
    assert two_sided_p(0.0, 7) == 1.0
    assert two_sided_p(math.inf, 7) == 0.0
    assert math.isnan(two_sided_p(math.nan, 7))
    assert math.isnan(quantile(1.0, 7))


def test_the_normal_constant_is_the_normal_quantile():
    assert stats.norm.ppf(0.975) == pytest.approx(NORMAL_95, rel=1e-15)
    np.testing.assert_allclose(quantile(0.975, 1e9), NORMAL_95, rtol=1e-6)
