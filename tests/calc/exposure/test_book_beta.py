"""The beta of positions: by hand, and as the slope of what they earn together."""

import numpy as np
import pytest
import statsmodels.api as sm

from screener.calc.books.holdings import History
from screener.calc.exposure.book_beta import book_beta

NAN = float("nan")


@pytest.mark.parametrize(
    ("weights", "betas", "beta", "n_assumed"),
    [
        ([0.5, 0.5, -1.0], [1.0, 2.0, 0.5], 1.0, 0),
        # Who is not held needs no beta.
        ([0.5, 0.5, 0.0], [1.0, 2.0, NAN], 1.5, 0),
        # The mean of the long side's others is (0.6 x 1 + 0.2 x 3) / 0.8 = 1.5.
        ([0.6, 0.2, 0.4, -1.0], [1.0, 3.0, NAN, 0.5], 1.3, 1),
        # Nothing is known of the short side.
        ([0.5, 0.5, -1.0], [1.0, 2.0, NAN], NAN, 1),
        ([0.5, NAN, -1.0], [1.0, 2.0, 0.5], NAN, 0),
        ([0.0, 0.0], [1.0, NAN], 0.0, 0),
    ],
)
def test_betas_are_weighed_and_unknown_ones_are_their_sides_mean(weights, betas, beta, n_assumed):
    found = book_beta(np.array(weights), np.array(betas))

    assert found.beta == pytest.approx(beta, abs=1e-12, nan_ok=True)
    assert found.n_assumed == n_assumed


def test_it_is_the_slope_of_what_the_positions_earn_together():
    rng = np.random.default_rng(3)
    market = rng.normal(0, 0.01, 260)
    returns = market[:, None] * np.array([0.5, 1.0, 1.8]) + rng.normal(0, 0.02, (260, 3))
    weights = np.array([0.7, 0.3, -0.9])
    betas = History(returns, market[:, None], 1).betas(np.array([259]))[0]

    slope = sm.OLS((returns @ weights)[-250:], sm.add_constant(market[-250:])).fit().params[1]

    assert book_beta(weights, betas).beta == pytest.approx(slope, rel=1e-9)
