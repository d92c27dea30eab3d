"""How often each test rejects a true null at 5 %: one date, 20 names, 6 sessions, 250 to estimate on, t(5) errors.

The shares that the tests must have are those of a textbook implementation on the same design, 3,000 draws.
"""

import numpy as np
import pytest

from screener.calc.pair_tests.battery import all_tests
from screener.calc.pair_tests.sample import pair_sample
from screener.records.event_model import EventModel
from screener.records.thesis import Window

WINDOW = Window(0, 5)

# Percent, for a residual correlation of 0 or 0.2 and a variance inside the window of 1 or 3 times that before.
TEXTBOOK_SIZES_PCT = {
    "t_cross_section": (4.5, 4.5, 38.1, 37.2),
    "patell": (5.5, 26.2, 36.3, 58.9),
    "bmp": (4.6, 4.8, 40.0, 39.6),
    "adjusted_bmp": (4.8, 4.9, 5.6, 5.6),
    "adjusted_patell": (5.6, 26.7, 5.6, 25.1),
    "cda": (5.2, 25.6, 5.9, 25.6),
    "corrado_rank": (5.4, 11.4, 5.4, 11.3),
    "grank_t": (7.2, 7.3, 7.5, 7.6),
    "generalized_sign": (4.8, 4.2, 31.0, 30.9),
}


def shares_rejected(n_draws, dates, correlation, variance, *, n_names=20):
    """Return the percent of draws in which each test rejects at 5 %."""
    rng = np.random.default_rng(20261124)
    n_rows = max(dates) + 10
    rejected: dict[str, int] = {}
    rows, columns = np.repeat(np.array(dates), n_names), np.tile(np.arange(n_names), len(dates))
    inside = np.zeros(n_rows, dtype=bool)
    for row in dates:
        inside[row : row + 6] = True
    for _ in range(n_draws):
        market = rng.standard_t(5, (n_rows, 1)) * 0.008
        common, own = rng.standard_t(5, (n_rows, 1)), rng.standard_t(5, (n_rows, n_names))
        noise = (np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own) * 0.015
        noise[inside] *= np.sqrt(variance)
        returns = market + noise
        for test in all_tests(pair_sample(returns, returns, market, rows, columns, WINDOW, EventModel())):
            rejected[test.test] = rejected.get(test.test, 0) + (test.p is not None and test.p < 0.05)
    return {name: 100 * count / n_draws for name, count in rejected.items()}


@pytest.mark.soak
@pytest.mark.parametrize(
    ("column", "correlation", "variance"), [(0, 0.0, 1.0), (1, 0.0, 3.0), (2, 0.2, 1.0), (3, 0.2, 3.0)]
)
def test_every_test_has_the_size_that_the_textbook_has_on_one_date(column, correlation, variance):
    sizes = shares_rejected(1500, [275], correlation, variance)
    print({name: round(size, 1) for name, size in sizes.items()})

    for name, figures in TEXTBOOK_SIZES_PCT.items():
        expected = figures[column]
        # Four standard errors of the difference between 1,500 draws and 3,000.
        allowed = 4 * np.sqrt(expected * (100 - expected) * (1 / 1500 + 1 / 3000))
        assert sizes[name] == pytest.approx(expected, abs=allowed), name


@pytest.mark.soak
@pytest.mark.parametrize("dates", [[275, 330, 390, 450, 520, 600], [275, 278, 281, 284, 287, 290]])
def test_the_adjusted_test_keeps_its_size_when_dates_are_apart_and_when_their_windows_overlap(dates):
    sizes = shares_rejected(800, dates, 0.2, 1.0)
    print({name: round(size, 1) for name, size in sizes.items()})

    assert sizes["bmp"] > 25
    assert sizes["adjusted_bmp"] == pytest.approx(5, abs=3.5)
