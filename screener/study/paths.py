"""The mean path of abnormal returns around the events, the band any calendar would stay in, and single events."""

from collections.abc import Iterator

import numpy as np

from screener.calc.inference.event_tests import mask_correction
from screener.calc.inference.placebo import placebo_band, ring_rows
from screener.calc.market import basket_side
from screener.records.event import PERIODS, Period
from screener.records.path import PathPoint
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window
from screener.study.frame import StudyFrame, event_rows


def all_paths(frame: StudyFrame) -> tuple[PathPoint, ...]:
    """Return the paths of every basket; see :func:`primary_path`."""
    return tuple(point for basket in frame.market.thesis.baskets for point in _paths(frame, basket))


def primary_path(frame: StudyFrame) -> tuple[PathPoint, ...]:
    """Return the paths of the primary basket.

    Parameters
    ----------
    frame : StudyFrame

    Returns
    -------
    tuple of PathPoint
        Each period's mean, then single events. Empty without an event whose whole path is over.

    Notes
    -----
    A path runs from the first session of any of the thesis's windows to the last. Only event days whose whole path can
    be scored are in it, so its end may rest on fewer event days than a shorter window's score. The band is that of
    :func:`~screener.calc.inference.placebo.placebo_band`, point by point and not for the path as a whole. Full-sample
    inference, as the placebo is.
    """
    return tuple(_paths(frame, frame.market.thesis.primary_basket))


def _paths(frame: StudyFrame, basket: str) -> Iterator[PathPoint]:
    first = min(window.start for window in frame.windows)
    last = max(window.end for window in frame.windows)
    steps = tuple(Window(first, end) for end in range(first, last + 1))
    car = frame.respond(basket, windows=steps).car
    scored: Bools = np.asarray(np.isfinite(car).all(axis=1))
    ring = ring_rows(np.where(scored, car[:, -1], np.nan))
    for period in PERIODS:
        rows = np.unique(event_rows([studied for studied in frame.placed if studied.is_in(period)]))
        days = rows[scored[rows]]
        if len(days):
            yield from _mean_path(frame, basket, period, car, ring, days, first)
    for studied in frame.placed:
        if studied.row is not None and scored[studied.row]:
            for step, value in enumerate(car[studied.row]):
                yield PathPoint(
                    basket,
                    basket_side(basket),
                    studied.period,
                    studied.event.event_id,
                    first + step,
                    float(value),
                    None,
                    None,
                    None,
                    1,
                )


def _mean_path(
    frame: StudyFrame, basket: str, period: Period, car: Floats, ring: Integers, days: Integers, first: int
) -> Iterator[PathPoint]:
    positions = np.searchsorted(ring, days).astype(np.int64)
    estimation = frame.model.fitted_on
    for step in range(car.shape[1]):
        around = car[ring, step]
        low, high, centre = None, None, None
        if not frame.is_hindsight and len(ring) > 1:
            window = Window(first, first + step)
            low, high = placebo_band(around, positions, mask_correction(days, window, estimation, frame.masked))
            centre = float(around.mean())
        yield PathPoint(
            basket,
            basket_side(basket),
            period,
            "",
            first + step,
            float(car[days, step].mean()),
            centre,
            low,
            high,
            len(days),
        )
