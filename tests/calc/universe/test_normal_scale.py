import numpy as np
import pytest
from scipy import stats

from screener.calc.universe.normal_scale import normal_scale


@pytest.mark.parametrize(("dof", "apart"), [(4, 0.07), (5, 0.05), (9, 0.02), (29, 0.002), (200, 0.0001)])
def test_it_lies_near_the_exact_quantile(dof, apart):
    exact = np.linspace(0.01, 4.0, 120)
    t = stats.t.isf(stats.norm.sf(exact), dof)

    np.testing.assert_allclose(normal_scale(t, np.float64(dof)), exact, rtol=0, atol=apart)
    np.testing.assert_allclose(normal_scale(-t, np.float64(dof)), -exact, rtol=0, atol=apart)


def test_it_keeps_the_order_at_one_number_of_degrees_of_freedom():
    t = np.sort(np.random.default_rng(1).standard_t(3, 500)) * 5

    assert (np.diff(normal_scale(t, np.float64(4))) > 0).all()


def test_the_same_t_is_less_unlikely_with_fewer_event_days():
    few, many = normal_scale(np.array([4.0, 4.0]), np.array([4.0, 29.0]))

    assert few < many < 4.0


def test_missing_stays_missing_and_nothing_is_nothing():
    found = normal_scale(np.array([np.nan, 0.0]), np.array([5.0, 5.0]))

    assert np.isnan(found[0])
    assert found[1] == 0.0
