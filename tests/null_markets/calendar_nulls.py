"""How often a 5 % test rejects spreads that know nothing of the events, on one event calendar."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from null_markets.calendars import EventCalendar
from null_markets.markets import WINDOWS, null_markets, scores

from screener.calc.inference.event_tests import SIGNIFICANCE, overlapping
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.thesis import Window

TESTS = ("p_event", "p_bmp_event", "p_placebo")
VARIANCE_RATIOS = (1.0, 3.0)

# Spreads simulated at once: they share one benchmark, and their responses fit into memory.
_BATCH = 100


@dataclass(frozen=True, slots=True)
class CalendarSize:
    """Rejections of one window on one calendar.

    Parameters
    ----------
    n : int
        Spreads simulated.
    n_event_days : int
        K; below 5 only the placebo is a test.
    overlapping_share : float
        Share of event days whose window shares a session with another's.
    rejected : dict
        Test to the number of spreads with p < 0.05.
    """

    calendar: str
    variance_ratio: float
    window: Window
    n: int
    n_event_days: int
    overlapping_share: float
    rejected: dict[str, int]

    def share_pct(self, test: str) -> float:
        """Return the rejections of a test in percent."""
        return 100.0 * self.rejected[test] / self.n


def batches(n: int) -> Iterator[int]:
    """Part n spreads into batches."""
    yield from (min(_BATCH, n - done) for done in range(0, n, _BATCH))


def calendar_sizes(
    calendar: EventCalendar,
    variance_ratio: float,
    n: int,
    seed: int,
    windows: tuple[Window, ...] = WINDOWS,
    *,
    model: EventModel = DEFAULT_MODEL,
) -> tuple[CalendarSize, ...]:
    """Simulate n null spreads on a calendar and count the rejections, window by window."""
    rng = np.random.default_rng([seed, int(variance_ratio), *calendar.name.encode()])
    rejected = {window: dict.fromkeys(TESTS, 0) for window in windows}
    for size in batches(n):
        markets = null_markets(calendar, size, rng, variance_ratio=variance_ratio)
        for window, row in zip(windows, scores(markets, calendar, windows, model=model), strict=True):
            for test in TESTS:
                ps = (getattr(each, test) for each in row)
                rejected[window][test] += sum(p is not None and p < SIGNIFICANCE for p in ps)
    return tuple(
        CalendarSize(
            calendar.name,
            variance_ratio,
            window,
            n,
            len(calendar.used(window)),
            float(overlapping(calendar.used(window), window).mean()),
            counts,
        )
        for window, counts in rejected.items()
    )
