"""Each name's test across the event days on which it can be scored."""

from dataclasses import dataclass

import numpy as np

from screener.calc.inference.event_tests import event_test, mostly_overlapping, overlap_factor
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window


@dataclass(frozen=True, slots=True)
class NameTests:
    """N names across event days.

    Parameters
    ----------
    n : array of shape (N,), int
        Event days on which the name can be scored.
    caar : array of shape (N,), decimal
        NaN without an event day.
    t, p : array of shape (N,)
        NaN below 5 event days.
    is_overlapping : array of shape (N,)
        Over half of the name's event days share a session of their window with another.
    """

    n: Integers
    caar: Floats
    t: Floats
    p: Floats
    is_overlapping: Bools


def name_tests(
    car: Floats, day_rows: Integers, centre: Floats, window: Window, model: EventModel, masked: Bools | None = None
) -> NameTests:
    """Test every name across event days.

    Parameters
    ----------
    car : array of shape (E, N), decimal
        One CAR an event day and name; NaN where the name cannot be scored.
    day_rows : array of shape (E,), int
        Panel rows of the event days, distinct.
    centre : array of shape (N,), decimal
        Ring means.
    window : Window
    model : EventModel
    masked : array of shape (T,), optional
        Sessions left out of every fit.

    Returns
    -------
    NameTests
        Those of :func:`~screener.calc.inference.event_tests.event_test`, name by name: the correction for overlap is
        that of the name's own event days, since a name listed late has fewer of them.
    """
    n_names = car.shape[1]
    scored = np.isfinite(car)
    caar, t, p = (np.full(n_names, np.nan) for _ in range(3))
    is_overlapping = np.zeros(n_names, dtype=bool)
    for days, names in _by_event_days(scored):
        rows = day_rows[days]
        factor = overlap_factor(rows, window, model.fitted_on, masked)
        is_overlapping[names] = mostly_overlapping(rows, window)
        for name in names:
            values = car[days, name]
            test = event_test(values, float(centre[name]), factor)
            caar[name], t[name], p[name] = values.mean(), test.t, test.p
    return NameTests(scored.sum(axis=0), caar, t, p, is_overlapping)


def _by_event_days(scored: Bools) -> list[tuple[Bools, Integers]]:
    """Group names by the event days they have; those without any are left out."""
    patterns, group = np.unique(scored, axis=1, return_inverse=True)
    groups = group.ravel()
    return [
        (pattern, np.flatnonzero(groups == g).astype(np.int64)) for g, pattern in enumerate(patterns.T) if pattern.any()
    ]
