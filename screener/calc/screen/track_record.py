"""The ranking's own track record: by group of names and horizon, against momentum and against chance."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.numbers import finite
from screener.calc.screen.mean_interval import mean_interval
from screener.calc.screen.random_ranks import N_RANDOM, SEED, RandomRankings
from screener.calc.screen.rank_correlation import rank_agreement
from screener.calc.screen.thirds import thirds, top_minus_bottom, turnover
from screener.records.prices import Floats, Integers
from screener.records.track_record import Ranking, TrackRecordRow

# A random ranking that only rounds differently is as good.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class _Group:
    """Names that are ranked against each other.

    Parameters
    ----------
    name : str
    columns : array of shape (n,), int
    random : RandomRankings
        Of them.
    """

    name: str
    columns: Integers
    random: RandomRankings


def track_record(
    score: Floats,
    forward: Floats,
    sides: Integers,
    leg_of: Integers,
    horizons: Sequence[int],
    step_sessions: float,
    *,
    leg_names: Sequence[str],
    momentum: Floats | None = None,
    n_random: int = N_RANDOM,
    seed: int = SEED,
) -> tuple[TrackRecordRow, ...]:
    """Tell how well past rankings ordered what came after them.

    Parameters
    ----------
    score : array of shape (W, J)
        At each decision; high is for the trade that the thesis wants of the name. NaN where a name was not ranked.
    forward : array of shape (W, J, H), decimal
        The stocks' own returns from the close traded at, over each horizon, relative to whatever; NaN where the horizon
        is not over (:func:`~screener.calc.screen.decision_dates.usable_dates`) or a print is missing.
    sides : array of shape (J,), int
        1 long, -1 short; 0 takes part in nothing.
    leg_of : array of shape (J,), int
        Index into ``leg_names``; below 0 for none.
    horizons : sequence of H int
        Sessions.
    step_sessions : float
        Sessions between two decisions, on average.
    leg_names : sequence of str
    momentum : array of shape (W, J) or None
        What momentum alone would rank by, signed as the score is.
    n_random, seed : int

    Returns
    -------
    tuple of TrackRecordRow
        For the screen and then for momentum: by group ``all``, ``long``, ``short`` and legs, as far as they have names;
        within it by horizon.

    Notes
    -----
    The forward return of a short name counts with its sign turned, in every group, so that positive figures are the
    ranking's merit everywhere. A decision counts with at least 5 names that have score and forward return.
    """
    signed = forward * sides[None, :, None]
    groups = tuple(_groups(sides, leg_of, leg_names, n_random, seed))
    overlaps = [horizon / step_sessions for horizon in horizons]
    rows: list[TrackRecordRow] = []
    other: list[TrackRecordRow] = []
    for group in groups:
        inside = np.ascontiguousarray(np.moveaxis(signed[:, group.columns], 2, 0))
        figures, ics = _figures("screen", group, score[:, group.columns], inside, horizons, overlaps)
        if momentum is not None:
            base, base_ics = _figures("momentum", group, momentum[:, group.columns], inside, horizons, overlaps)
            other += base
            above = zip(figures, ics, base_ics, overlaps, strict=True)
            figures = [_above(row, ic - base_ic, overlap) for row, ic, base_ic, overlap in above]
        rows += figures
    return (*rows, *other)


def _groups(sides: Integers, leg_of: Integers, leg_names: Sequence[str], n_random: int, seed: int) -> Iterator[_Group]:
    """Yield the groups that have names."""
    named = [("all", sides != 0), ("long", sides > 0), ("short", sides < 0)]
    named += [(name, (leg_of == k) & (sides != 0)) for k, name in enumerate(leg_names)]
    for name, inside in named:
        columns = np.flatnonzero(inside)
        if len(columns):
            yield _Group(name, columns, RandomRankings(sides[columns], n_random, seed))


def _figures(
    ranking: Ranking,
    group: _Group,
    score: Floats,
    forward: Floats,
    horizons: Sequence[int],
    overlaps: Sequence[float],
) -> tuple[list[TrackRecordRow], list[Floats]]:
    """Return one ranking's row for each horizon, and the coefficients behind it; ``forward`` has shape (H, W, n)."""
    replaced = finite(turnover(score))
    rows, ics = [], []
    for horizon, overlap, after in zip(horizons, overlaps, forward, strict=True):
        row, ic = _row(TrackRecordRow(ranking, group.name, horizon, 0, turnover=replaced), group, score, after, overlap)
        rows.append(row)
        ics.append(ic)
    return rows, ics


def _row(
    empty: TrackRecordRow, group: _Group, score: Floats, forward: Floats, overlap: float
) -> tuple[TrackRecordRow, Floats]:
    """Fill the row of one horizon."""
    agreement = rank_agreement(score, forward)
    ic = agreement.ic[np.isfinite(agreement.ic)]
    if not len(ic):
        return empty, agreement.ic
    mean = mean_interval(agreement.ic, overlap)
    spread = mean_interval(top_minus_bottom(thirds(score, agreement.known), forward), overlap)
    random = group.random.mean_ics(agreement)
    filled = replace(
        empty,
        n_dates=len(ic),
        n_names_mean=float(agreement.known.sum()) / len(ic),
        mean_ic=mean.mean,
        ic_ci_low=finite(mean.low),
        ic_ci_high=finite(mean.high),
        ic_sd=finite(float(ic.std(ddof=1)) if len(ic) > 1 else math.nan),
        share_positive=float((ic > 0.0).mean()),
        top_minus_bottom=spread.mean,
        top_minus_bottom_ci_low=finite(spread.low),
        top_minus_bottom_ci_high=finite(spread.high),
        p_random=(1 + int((random >= mean.mean - _ROUNDING).sum())) / (1 + len(random)),
    )
    return filled, agreement.ic


def _above(row: TrackRecordRow, difference: Floats, overlap: float) -> TrackRecordRow:
    """Add what the coefficient is above momentum's."""
    mean = mean_interval(difference, overlap)
    return replace(
        row,
        ic_above_momentum=finite(mean.mean),
        ic_above_momentum_ci_low=finite(mean.low),
        ic_above_momentum_ci_high=finite(mean.high),
    )
