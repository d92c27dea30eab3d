import math

import numpy as np
import pytest

from screener.calc.screen.thirds import thirds, top_minus_bottom, turnover

NAN = np.nan


@pytest.mark.parametrize(("n", "size"), [(4, 0), (5, 1), (6, 2), (8, 2), (9, 3)])
def test_a_third_is_rounded_down_and_needs_five_names(n, size):
    score = np.arange(float(n))[None, :]
    found = thirds(score, np.ones((1, n), dtype=bool))

    assert found.bottom[0].tolist() == [j < size for j in range(n)]
    assert found.top[0].tolist() == [j >= n - size for j in range(n)]


def test_equal_scores_never_put_a_name_in_both_thirds():
    found = thirds(np.zeros((1, 7)), np.ones((1, 7), dtype=bool))

    assert found.top.sum() == found.bottom.sum() == 2
    assert not (found.top & found.bottom).any()


def test_the_spread_is_the_top_thirds_mean_less_the_bottoms():
    score = np.array([[6.0, 1.0, 2.0, 5.0, 4.0, 3.0], [1.0, 2.0, 3.0, 4.0, NAN, NAN]])
    forward = np.array([[0.05, -0.02, 0.01, 0.03, 9.0, 9.0], [0.1] * 6])
    found = top_minus_bottom(thirds(score, np.isfinite(score)), forward)

    # (5 + 3) / 2 - (-2 + 1) / 2 percent; four names make no thirds.
    np.testing.assert_allclose(found, [0.045, NAN], rtol=1e-13)


def test_turnover_is_the_share_of_the_top_third_that_is_new():
    ranks = np.array(
        [
            [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            # Column 3 takes the place of column 4.
            [1.0, 2.0, 3.0, 5.0, 4.0, 6.0],
            # A decision without a ranking: neither it nor the next is compared.
            [NAN] * 6,
            [6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
            # Column 0 is gone, and column 2 moves up in a third of one.
            [NAN, 4.0, 5.0, 3.0, 2.0, 1.0],
        ]
    )

    # Half, and all: the only top name, column 2, was not among columns 0 and 1.
    assert turnover(ranks) == pytest.approx((0.5 + 1.0) / 2)


def test_a_single_decision_has_no_turnover():
    assert math.isnan(turnover(np.arange(6.0)[None, :]))
