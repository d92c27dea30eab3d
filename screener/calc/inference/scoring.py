"""One row of scores: a basket over the event days of one period and window."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.inference.event_tests import (
    event_test,
    mask_correction,
    mostly_overlapping,
    overlap_factor,
    smallest_detectable_effect,
)
from screener.calc.inference.placebo import placebo, ring_rows, shift_statistics
from screener.calc.inference.romano_wolf import romano_wolf
from screener.calc.inference.verdict import verdict
from screener.calc.numbers import finite
from screener.records.event import Period
from screener.records.event_model import ESTIMATION
from screener.records.prices import Bools, Floats, Integers
from screener.records.study import MIN_EVENT_DAYS, BasketSide, Score
from screener.records.thesis import Window


@dataclass(frozen=True, slots=True)
class Sample:
    """What one score is made from.

    Parameters
    ----------
    car, scar : array of shape (T,)
        The basket's response at every session for this window; NaN where it cannot be scored.
    event_rows : array of shape (n_used,), int
        Day 0 of each used event; events on one session count once in every statistic.
    n_events : int
        Events asked for in the period.
    is_primary : bool
        The one hypothesis with a verdict.
    estimation : Window or None
        Sessions the return model is fitted on; None when it estimates nothing.
    masked : array of shape (T,) or None
        Sessions left out of every fit.
    """

    basket: str
    side: BasketSide
    period: Period
    window: Window
    car: Floats
    scar: Floats
    event_rows: Integers
    n_events: int
    is_primary: bool
    estimation: Window | None = ESTIMATION
    masked: Bools | None = None

    @property
    def day_rows(self) -> Integers:
        """Distinct event days."""
        return np.unique(self.event_rows)

    @property
    def mask_correction(self) -> float:
        """What masking does to the real calendar's statistic and to no shifted one."""
        return mask_correction(self.day_rows, self.window, self.estimation, self.masked)

    @property
    def expected_sign(self) -> int:
        """The thesis's sign: rows of the short side show the stocks' own return."""
        return -1 if self.side == "short" else 1


def score(sample: Sample) -> Score:
    """Score one basket, period and window.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    Score
        Only counts without an event day; no test, interval or smallest detectable effect below 5 event days.
        ``p_adjusted`` is filled by :func:`adjust`.
    """
    days = sample.day_rows
    base = Score(
        basket=sample.basket,
        side=sample.side,
        period=sample.period,
        window=sample.window,
        n_events=sample.n_events,
        n_event_days=len(days),
        n_used=len(sample.event_rows),
        verdict="exploratory" if not sample.is_primary else "too_few_events",
    )
    if len(days) == 0:
        return base
    rows = ring_rows(sample.car)
    positions = np.searchsorted(rows, days).astype(np.int64)
    around = placebo(sample.car[rows], positions, sample.window.n_sessions, sample.mask_correction)
    values = sample.car[days]
    factor = overlap_factor(days, sample.window, sample.estimation, sample.masked)
    test = event_test(values, around.ring_mean, factor)
    bmp = event_test(sample.scar[days], _mean_of_known(sample.scar[rows]), factor)
    is_overlapping = mostly_overlapping(days, sample.window)
    judged = verdict(
        test.mean,
        len(days),
        test.p,
        around.p,
        expected_sign=sample.expected_sign,
        is_overlapping=is_overlapping,
    )
    return replace(
        base,
        caar=float(values.mean()),
        excess=test.mean,
        median_car=float(np.median(values)),
        hit_rate=float((values * sample.expected_sign > 0).mean()),
        t_event=finite(test.t),
        p_event=finite(test.p),
        bmp_event=finite(bmp.t),
        p_bmp_event=finite(bmp.p),
        p_placebo=around.p,
        placebo_mean=around.ring_mean,
        placebo_sd=finite(around.sd),
        n_placebo=around.n,
        n_placebo_eff=around.n_effective,
        ci_low=finite(test.mean - test.half_width),
        ci_high=finite(test.mean + test.half_width),
        mde=finite(smallest_detectable_effect(test.sd, len(days), factor, around.sd)),
        verdict=judged if sample.is_primary else "exploratory",
        flags=_flags(len(days), is_overlapping=is_overlapping),
    )


def adjust(samples: Sequence[Sample], scores: Sequence[Score]) -> tuple[Score, ...]:
    """Fill ``p_adjusted`` of every exploratory row of one period.

    Parameters
    ----------
    samples, scores : sequences of the same length
        All rows of one period.

    Returns
    -------
    tuple of Score

    Notes
    -----
    The family is every row but the primary's with at least 5 event days on the sessions at which the whole family
    can be scored: shifts are joint only on a common ring. A row below that has no adjusted p. A row's statistic may
    leave out an event day that its own, longer ring holds; its adjusted p is never below its own p.
    """
    family = [i for i, row in enumerate(scores) if not samples[i].is_primary and row.n_event_days >= MIN_EVENT_DAYS]
    if not family:
        return tuple(scores)
    common = np.all([np.isfinite(samples[i].car) for i in family], axis=0)
    rows = np.flatnonzero(common).astype(np.int64)
    columns, kept = [], []
    for i in family:
        days = samples[i].day_rows
        days = days[common[days]]
        if len(days) < MIN_EVENT_DAYS:
            continue
        positions = np.searchsorted(rows, days).astype(np.int64)
        columns.append(shift_statistics(samples[i].car[rows], positions, samples[i].mask_correction))
        kept.append(i)
    if not kept:
        return tuple(scores)
    adjusted = dict(zip(kept, romano_wolf(np.stack(columns, axis=1)), strict=True))
    return tuple(
        replace(row, p_adjusted=max(float(adjusted[i]), row.p_placebo or 0.0)) if i in adjusted else row
        for i, row in enumerate(scores)
    )


def without_inference(row: Score) -> Score:
    """Drop every p-value, test, interval and verdict: the events were chosen with hindsight."""
    return replace(
        row,
        t_event=None,
        p_event=None,
        bmp_event=None,
        p_bmp_event=None,
        p_placebo=None,
        p_adjusted=None,
        ci_low=None,
        ci_high=None,
        mde=None,
        verdict=None,
    )


def _mean_of_known(values: Floats) -> float:
    """Return the mean; a session whose fit left nothing over has no SCAR and is left out."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan


def _flags(n_event_days: int, *, is_overlapping: bool) -> tuple[str, ...]:
    if n_event_days < MIN_EVENT_DAYS:
        return ("assumes_equal_volatility",)
    return ("overlapping",) if is_overlapping else ()
