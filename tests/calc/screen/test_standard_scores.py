import statistics

import numpy as np
import pytest

from screener.calc.screen.standard_scores import standard_scores

NAN = np.nan


def test_each_group_is_standardised_over_its_own_known_values():
    values = [0.3, 10.0, -0.2, 30.0, 0.5, 60.0, NAN, np.inf]
    groups = np.array([0, 1, 0, 1, 0, 1, 0, 1])
    found = standard_scores(np.array(values), groups)

    for group, known in ((0, [0.3, -0.2, 0.5]), (1, [10.0, 30.0, 60.0])):
        mean, sd = statistics.mean(known), statistics.stdev(known)
        expected = [(value - mean) / sd for value in known]
        np.testing.assert_allclose(found[groups == group][:3], expected, rtol=1e-13)
    assert found[6:].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("values", [[0.1, 0.1, 0.1, 0.1], [1.0, 5.0, NAN, NAN], [NAN] * 4, [7.0, NAN, NAN, NAN]])
def test_what_cannot_be_told_apart_is_in_the_middle(values):
    assert standard_scores(np.array(values), np.zeros(4, dtype=int)).tolist() == [0.0] * 4


def test_an_outlier_is_set_to_the_limit_and_the_others_keep_their_scores():
    values = np.append(np.arange(40.0), 1e4)
    free = standard_scores(values, np.zeros(41, dtype=int), limit=np.inf)
    kept = standard_scores(values, np.zeros(41, dtype=int))

    # One far value of n lies (n - 1) / sqrt(n) from the mean at most.
    assert free[-1] == pytest.approx(40 / np.sqrt(41), rel=1e-3)
    assert kept[-1] == 3.0
    assert standard_scores(-values, np.zeros(41, dtype=int))[-1] == -3.0
    np.testing.assert_array_equal(kept[:-1], free[:-1])


def test_rows_are_standardised_one_by_one():
    rng = np.random.default_rng(1)
    values = rng.standard_normal((6, 9))
    values[rng.random(values.shape) < 0.3] = NAN
    groups = rng.integers(0, 2, 9)
    together = standard_scores(values, groups)

    for row, alone in zip(together, values, strict=True):
        np.testing.assert_allclose(row, standard_scores(alone, groups), rtol=1e-13, atol=1e-15)


def test_unit_and_origin_of_the_values_do_not_matter():
    rng = np.random.default_rng(4)
    values, groups = rng.standard_normal(12), np.repeat([0, 1], 6)

    np.testing.assert_allclose(
        standard_scores(1e4 + 250.0 * values, groups), standard_scores(values, groups), rtol=1e-9, atol=1e-12
    )
