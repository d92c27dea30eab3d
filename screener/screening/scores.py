"""From what is known of each name to its score and signal on a day, replayed week by week."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.screen.hysteresis import held_states, signal_of
from screener.calc.screen.price_parts import carried
from screener.calc.screen.scoring import addends
from screener.calc.screen.weekly_rows import weekly_rows
from screener.dictionary.screen_parts import SCORE_PARTS
from screener.records.prices import Bools, Floats, Integers
from screener.records.screen import Signal
from screener.records.thesis import Thesis
from screener.screening.board import Board
from screener.screening.features import Features


@dataclass(frozen=True, slots=True)
class Scores:
    """What J names add up to at R rows.

    Parameters
    ----------
    addends : array of shape (R, P, J)
        NaN for a name without a price, without a side, or outside its span.
    score : array of shape (R, J)
        Their sum.
    available : array of shape (R, J)
        Priced in the last five sessions, and in its span.
    """

    addends: Floats
    score: Floats
    available: Bools


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is held at one row, by the thresholds replayed up to it.

    Parameters
    ----------
    signals : tuple of Signal, length J
    held : array of shape (J,)
    """

    signals: tuple[Signal, ...]
    held: Bools


def part_weights(thesis: Thesis) -> tuple[tuple[str, float], ...]:
    """Return the weight of each part of the score, adding up to 1: the note's own, else the documented ones."""
    own = dict(thesis.score_weights)
    weights = {part.name: own.get(part.name, 0.0) if own else part.default_weight for part in SCORE_PARTS}
    total = sum(weights.values())
    return tuple((name, weight / total) for name, weight in weights.items())


def score_board(board: Board, rows: Integers, found: Features, weights: Sequence[tuple[str, float]]) -> Scores:
    """Score every name at every row; names that cannot be held there take no part.

    Parameters
    ----------
    board : Board
    rows : array of shape (R,), int
    found : Features
        At these rows.
    weights : sequence of (str, float)
        See :func:`part_weights`.
    """
    available = np.isfinite(carried(board.level))[rows] & board.valid[rows]
    values = np.where(available, found.parts(), np.nan)
    weight = np.array([weight for _, weight in weights])
    added = addends(np.moveaxis(values, 1, 0), board.sides.astype(np.int64), SCORE_PARTS, weight)
    added = np.where(available[:, None, :], added, np.nan)
    return Scores(added, added.sum(axis=1), available)


def _nothing_stands(_: int) -> bool:
    return False


def standing_at(
    board: Board, rows: Integers, scores: Scores, row: int, is_gated: Callable[[int], bool] = _nothing_stands
) -> Standing:
    """Replay the thresholds week by week up to a row.

    Parameters
    ----------
    board : Board
    rows : array of shape (R,), int
        Rows that are scored: every week's last session before ``row``, ``row`` itself, and any others.
    scores : Scores
    row : int
    is_gated : callable
        Tells of a row whether a breaker stood at its close: then no name comes in. Asked only where it matters.

    Returns
    -------
    Standing
        Members are taken for held before the first week, candidates are not. Through weeks without a price a name keeps
        the state that its last score gave it, though it cannot be held in them. The state before ``row`` is that of the
        last session of the week before. Nothing later than ``row`` is used.
    """
    replayed_rows = weekly_rows(board.session_on, board.first, row)
    replayed = np.searchsorted(rows, replayed_rows)
    is_member = np.array([each.universe == "member" for each in board.names])
    states = _replayed(scores.score[replayed], scores.available[replayed], is_member, replayed_rows, is_gated)
    before = states[-2] if len(states) > 1 else is_member & scores.available[replayed[-1]]
    now = states[-1]
    names = signal_of(before, now, np.nan_to_num(scores.score[replayed[-1]])).tolist()
    has_data = scores.available[replayed[-1]] | before
    signals: list[Signal] = [name if known else "no_data" for name, known in zip(names, has_data, strict=True)]
    return Standing(tuple(signals), now)


def _replayed(
    score: Floats, available: Bools, starts_held: Bools, rows: Integers, is_gated: Callable[[int], bool]
) -> Bools:
    """Replay the thresholds; at a gated decision no name comes in, nor comes back from weeks without a price.

    To judge a breaker takes long, so only the decisions are judged that let in, or back, who is held at one of the last
    two. Where one of them was gated the replay is done again, until all were open: further gates could keep nobody out.
    """
    week = np.arange(len(rows))[:, None]
    returns = available & np.logical_not(np.vstack([available[:1], available[:-1]]))
    gated, judged = np.zeros((2, len(rows)), dtype=bool)
    while True:
        # Who comes back to a gate is out until a score lets it in.
        seen = np.where(returns & gated[:, None], -np.inf, score)
        held = held_states(seen, starts_held, is_gated=gated)
        came_in = held & np.logical_not(np.vstack([starts_held[None, :], held[:-1]]))
        last = np.where(came_in, week, -1).max(axis=0)
        let_in = (week == last) | (returns & held & (week > last))
        counts = (held & available)[-2:].any(axis=0)
        new = np.flatnonzero(let_in[:, counts].any(axis=1) & np.logical_not(judged))
        judged[new] = True
        gated[new] = [is_gated(int(rows[w])) for w in new]
        if not gated[new].any():
            return held & available
