"""How well this very ranking did before: a walk forward over history, and the sentence that sums it up."""

from collections.abc import Sequence

import numpy as np

from screener.calc.screen.decision_dates import usable_dates
from screener.calc.screen.price_parts import carried
from screener.calc.screen.standard_scores import standard_scores
from screener.calc.screen.track_record import track_record
from screener.calc.screen.weekly_rows import weekly_rows
from screener.records.prices import Floats, Integers
from screener.records.track_record import TrackRecordRow
from screener.report.spoken import often
from screener.screening.board import Board
from screener.screening.run import Screened

HORIZONS = (5, 21, 63)
SAID_HORIZON = 21
# Momentum needs a year of prices; before that most names have no score to rank by.
WARM_UP_SESSIONS = 252


def validate(screened: Screened) -> tuple[TrackRecordRow, ...]:
    """Walk forward week by week: rank by what was known, and hold against what came after.

    Parameters
    ----------
    screened : Screened

    Returns
    -------
    tuple of TrackRecordRow
        Returns are total, less the first benchmark's, from the close traded at (the thesis's lag after the decision).
        Events, statements and stakes count from the day they were known, and an event's response once its window is
        over; prices are cut at each date, as they were fetched later. Members are those of today.
    """
    board, lag = screened.board, max(screened.priced.market.thesis.rules.lag_sessions, 1)
    weekly = weekly_rows(board.session_on, board.first, board.last)
    weekly = weekly[(weekly >= board.first + WARM_UP_SESSIONS) & (weekly < board.last)]
    chosen = np.searchsorted(screened.rows, weekly)
    rows = screened.rows[chosen]
    sides = board.sides.astype(np.int64)
    forward = np.stack([forward_returns(board, rows, horizon, lag) for horizon in HORIZONS], axis=2)
    momentum = np.where(screened.scores.available[chosen], screened.found.momentum[chosen], np.nan)
    step = float(np.diff(rows).mean()) if len(rows) > 1 else 5.0
    return track_record(
        screened.scores.score[chosen],
        forward,
        sides,
        board.leg_of,
        HORIZONS,
        step,
        leg_names=board.legs,
        momentum=standard_scores(momentum, sides) * sides,
    )


def forward_returns(board: Board, rows: Integers, horizon: int, lag: int) -> Floats:
    """Return what each name gained over the benchmark in the sessions after each decision was traded.

    Parameters
    ----------
    board : Board
    rows : array of shape (W,), int
    horizon, lag : int
        Sessions held, and from the decision to the close traded at.

    Returns
    -------
    array of shape (W, J), decimal
        NaN where the horizon is not over, or a name had no print within 5 sessions of either end.
    """
    level, market = carried(board.level), carried(board.benchmark[:, None])
    start = np.minimum(rows + lag, board.last)
    end = np.minimum(rows + lag + horizon, board.last)
    gained = level[end] / level[start] - market[end] / market[start]
    is_over = usable_dates(rows, horizon, lag, board.last)
    return np.where(is_over[:, None], gained, np.nan)


def validated(screened: Screened) -> tuple[tuple[TrackRecordRow, ...], str]:
    """Return the track record of a ranking, and the sentence that sums it up."""
    rows = validate(screened)
    return rows, spoken(screened, rows)


def spoken(screened: Screened, rows: Sequence[TrackRecordRow]) -> str:
    """Return the sentence that stands under every screen."""
    thesis, panel = screened.priced.market.thesis, screened.priced.panel
    found = {(row.ranking, row.group): row for row in rows if row.horizon_sessions == SAID_HORIZON}
    own = found.get(("screen", "all"))
    if own is None or own.mean_ic is None:
        return "track record: too few weeks of prices to rank five names before what came after"
    interval = ""
    if own.ic_ci_low is not None and own.ic_ci_high is not None:
        interval = f" (95 % {own.ic_ci_low:+.2f} to {own.ic_ci_high:+.2f})"
    luck = "" if own.p_random is None else f"; random rankings do as well {often(own.p_random)}"
    spread = "" if own.top_minus_bottom is None else f"; top less bottom third {100.0 * own.top_minus_bottom:+.1f} %"
    other = found.get(("momentum", "all"))
    alone = "" if other is None or other.mean_ic is None else f"; momentum alone {other.mean_ic:+.2f}"
    chosen = ""
    if panel.session_on[0] <= np.datetime64(thesis.live_from):
        chosen = f"; members chosen with hindsight up to {thesis.live_from}"
    return (
        f"track record: {own.n_dates} weekly rankings against the next {SAID_HORIZON} sessions, rank correlation "
        f"{own.mean_ic:+.2f}{interval}{luck}{spread}{alone}{chosen}; prices cut at each date, as fetched later"
    )
