"""What a corrected t should reject on a calendar, from the covariance of its event days' responses."""

import math

import numpy as np
from null_markets.calendars import FIRST_SCORED, EventCalendar
from null_markets.markets import moved_sessions
from scipy import stats

from screener.calc.inference.event_tests import SIGNIFICANCE
from screener.records.event_model import ESTIMATION
from screener.records.prices import Floats
from screener.records.thesis import Window


def expected_size(calendar: EventCalendar, window: Window, variance_ratio: float) -> float:
    """Return the share of true nulls that the t across event days rejects at 5 %.

    Notes
    -----
    The correction f holds for white noise of one variance, and for deviations from a known centre. With V the variance
    of each session's noise and H the loadings of the responses on the sessions, less those of the ring's mean, the
    covariance is H V H', and the factor that it asks for is f'. The test rejects where abs(T) > t(.975) f' / f.

    Around events of more volatility f' exceeds f: an event's noise is in the estimation windows of the events that
    follow, with the opposite sign, and is as loud there, while what two estimation windows share is mostly quiet. So
    responses differ from event to event by more than their mean does from nothing.
    """
    used = calendar.used(window)
    own = np.stack([_loadings(row, window, calendar.n_sessions) for row in used])
    variance = np.ones(calendar.n_sessions)
    variance[moved_sessions(calendar)] = variance_ratio
    assumed = _factor(own, np.ones(calendar.n_sessions))
    needed = _factor(own - _ring_mean(calendar, window), variance)
    dof = len(used) - 1
    critical = stats.t.ppf(1.0 - SIGNIFICANCE / 2.0, dof)
    return float(2.0 * stats.t.sf(critical * needed / assumed, dof))


def _loadings(row: int, window: Window, n_sessions: int) -> Floats:
    """Return what each session's noise weighs in the response at a session: no beta, as the noise is not the market."""
    loadings = np.zeros(n_sessions)
    loadings[row + window.start : row + window.end + 1] = 1.0
    fitted = slice(max(row + ESTIMATION.start, 1), row + ESTIMATION.end + 1)
    loadings[fitted] -= window.n_sessions / (fitted.stop - fitted.start)
    return loadings


def _ring_mean(calendar: EventCalendar, window: Window) -> Floats:
    total, rows = np.zeros(calendar.n_sessions), range(FIRST_SCORED, calendar.n_sessions - window.end)
    for row in rows:
        total += _loadings(row, window, calendar.n_sessions)
    return total / len(rows)


def _factor(loadings: Floats, variance: Floats) -> float:
    """Return sqrt(expected sample variance of the mean / its true variance)."""
    covariance = (loadings * variance) @ loadings.T
    n = len(covariance)
    of_mean = covariance.sum() / n**2
    return math.sqrt((np.trace(covariance) / n - of_mean) / (n - 1) / of_mean)
