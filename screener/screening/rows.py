"""One row a name: its figures, what they add up to, and why it has the signal it has."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.numbers import finite
from screener.calc.screen.hysteresis import ENTER_AT, EXIT_AT
from screener.dictionary.screen_parts import SCORE_PARTS
from screener.records.prices import Bools, Coverage, Floats, Integers
from screener.records.screen import ScreenName, ScreenRow, Signal
from screener.reference import Reference
from screener.screening.board import Board
from screener.screening.features import Features
from screener.screening.scores import Scores
from screener.screening.suggested import whole_shares

_BARS = 13
_WEEK = 5
_LOW_PRICE = 5.0
_COLUMN_OF = tuple(part.column for part in SCORE_PARTS)
_SAID = {part.column: part.said for part in SCORE_PARTS}
_MOST_SAID = 2
_SIDE_ORDER = {1.0: 0, -1.0: 1, 0.0: 2}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided at one row.

    Parameters
    ----------
    row : int
        Of the board.
    signals : tuple of Signal, length J
    weights : array of shape (J,)
        Suggested, signed.
    gate : tuple of str
        Breakers that stand.
    capital : float or None
    weights_of_parts : sequence of float
        Of the score; what counts nothing need not be known.
    """

    row: int
    signals: tuple[Signal, ...]
    weights: Floats
    gate: tuple[str, ...]
    capital: float | None
    weights_of_parts: Sequence[float]


@dataclass(frozen=True, slots=True)
class Before:
    """What was decided at the row compared with."""

    row: int
    signals: tuple[Signal, ...]


def screen_rows(
    board: Board,
    rows: Integers,
    found: Features,
    scores: Scores,
    reference: Reference,
    decision: Decision,
    before: Before | None,
    coverage: Sequence[Coverage],
) -> tuple[ScreenRow, ...]:
    """Return every name once: long before short before neither, each by rank; names without data last.

    Parameters
    ----------
    board : Board
    rows : array of shape (R,), int
        Rows that figures and scores are of.
    found : Features
    scores : Scores
    reference : Reference
        Earnings days and currencies.
    decision : Decision
    before : Before or None
    coverage : sequence of Coverage
        Why a name has no prices.
    """
    r = int(np.searchsorted(rows, decision.row))
    b = None if before is None else int(np.searchsorted(rows, before.row))
    ranks = _ranks(board, scores.score[r])
    reasons = {each.ticker: each.reason for each in coverage if each.n_sessions == 0}
    unknown = _unknown(found.parts()[:, r], decision.weights_of_parts)
    made = []
    for j, name in enumerate(board.names):
        row = _measured(board, found, r, j, decision.row, name, reference)
        row = _scored(replace(row, rank=ranks[j], signal=decision.signals[j]), scores, r, j)
        row = _weighed(row, decision, j)
        if before is not None and b is not None:
            row = _compared(row, scores, before, b, j)
        why = _reasons(row, decision.gate, reasons.get(name.ticker, ""), [said for said, no in unknown if no[j]])
        made.append((_order(board, row, j), replace(row, reasons=why, flags=_flags(row, found, r, j))))
    return tuple(row for _, row in sorted(made, key=lambda pair: pair[0]))


def _order(board: Board, row: ScreenRow, j: int) -> tuple[bool, int, float, int]:
    return (
        row.signal == "no_data",
        _SIDE_ORDER[float(board.sides[j])],
        math.inf if row.rank is None else row.rank,
        j,
    )


def _ranks(board: Board, score: Floats) -> list[int | None]:
    """Return each name's rank within its side, 1 for the highest score; names with the same score share the best."""
    ranks: list[int | None] = []
    for j, own in enumerate(score.tolist()):
        others = score[board.sides == board.sides[j]]
        ranks.append(1 + int((others > own).sum()) if math.isfinite(own) else None)
    return ranks


def _measured(
    board: Board, found: Features, r: int, j: int, row: int, name: ScreenName, reference: Reference
) -> ScreenRow:
    exchange = reference.exchanges.of(name.ticker)
    day: dt.date = board.session_on[row].astype(object)
    known = [each for each in reference.facts.earnings if each.ticker == name.ticker and each.known_on <= day]
    coming = [each.reported_on for each in known if each.reported_on > day]
    n_events = found.n_events[r, j]
    return ScreenRow(
        name=name,
        rank=None,
        signal="no_data",
        close=finite(_last_close(board.close[: row + 1, j])),
        currency="" if exchange is None else exchange.currency,
        dollar_volume=finite(found.dollar_volume[r, j]),
        next_earnings_on=min(coming, default=None),
        event_response=finite(found.response[r, j]),
        event_response_error=finite(found.response_error[r, j]),
        n_events=int(n_events) if math.isfinite(n_events) else 0,
        since_event=finite(found.since[r, j]),
        momentum=finite(found.momentum[r, j]),
        resid_vol=finite(found.resid_vol[r, j]),
        beta=finite(found.beta[r, j]),
        gross_margin_change=finite(found.margin_change[r, j]),
        revenue_growth=finite(found.growth[r, j]),
        lab_overlap=finite(found.overlap[r, j]),
        path=_path(board, row, j),
    )


def _last_close(close: Floats) -> float:
    printed = np.flatnonzero(np.isfinite(close[-_WEEK:]))
    return float(close[-_WEEK:][printed[-1]]) if len(printed) else math.nan


def _path(board: Board, row: int, j: int) -> tuple[float, ...]:
    """Return the level over the benchmark's at the last 13 fifth sessions, oldest first; none with a gap in it."""
    rows = np.arange(row, -1, -_WEEK)[:_BARS][::-1]
    path = board.level[rows, j] / board.benchmark[rows]
    return tuple(path.tolist()) if np.isfinite(path).all() else ()


def _scored(row: ScreenRow, scores: Scores, r: int, j: int) -> ScreenRow:
    score = finite(scores.score[r, j])
    if score is None:
        return row
    addends = dict(zip(_COLUMN_OF, scores.addends[r, :, j].tolist(), strict=True))
    return replace(row, score=score, addends=addends)


def _weighed(row: ScreenRow, decision: Decision, j: int) -> ScreenRow:
    if row.signal not in ("enter", "hold", "reduce"):
        return row
    weight = float(decision.weights[j])
    shares = None
    if decision.capital is not None and row.close:
        shares = whole_shares(weight, decision.capital, row.close)
    return replace(row, weight=weight, shares=shares)


def _compared(row: ScreenRow, scores: Scores, before: Before, b: int, j: int) -> ScreenRow:
    """Add what the signal was, and which part moved the score most where it is another."""
    was, then = before.signals[j], finite(scores.score[b, j])
    change = None if then is None or row.score is None else row.score - then
    moved = ""
    if was != row.signal and change is not None and row.addends is not None:
        moves = {
            column: added - float(scores.addends[b, place, j])
            for place, (column, added) in enumerate(row.addends.items())
        }
        moved = max(moves, key=lambda column: abs(moves[column]))
    return replace(row, signal_before=was, score_change=change, moved_by=moved)


def _reasons(row: ScreenRow, gate: Sequence[str], unpriced: str, unknown: Sequence[str]) -> tuple[str, ...]:
    """Say in words why the signal is what it is, and what is not known."""
    if row.signal == "no_data":
        return (f"no prices: {unpriced}" if unpriced else "no price in the last five sessions, or outside its span",)
    if row.score is None:
        return ("no side: only watched",) if not row.name.side else ("no longer priced, or outside its span",)
    said = {
        "enter": f"score {row.score:+.2f} reached {ENTER_AT:+.2f}",
        "hold": f"score {row.score:+.2f} stays above {EXIT_AT:+.2f}",
        "reduce": f"score {row.score:+.2f} is nearer to {EXIT_AT:+.2f} than to {ENTER_AT:+.2f}",
        "exit": f"score {row.score:+.2f} fell to {EXIT_AT:+.2f}",
        "avoid": f"score {row.score:+.2f} has not reached {ENTER_AT:+.2f}",
    }[row.signal]
    if row.signal == "enter" and row.score < ENTER_AT:
        said = f"score {row.score:+.2f}: a member from now on, held until it falls to {EXIT_AT:+.2f}"
    if row.signal == "avoid" and gate and row.score >= ENTER_AT:
        said = f"score {row.score:+.2f} would enter, but a breaker stands: {', '.join(gate)}"
    return (said, *_largest(row), *([f"not known: {', '.join(unknown)}"] if unknown else []))


def _largest(row: ScreenRow) -> list[str]:
    addends = row.addends or {}
    most = sorted(addends, key=lambda column: -abs(addends[column]))[:_MOST_SAID]
    return [f"{_SAID[column]} {addends[column]:+.2f}" for column in most if addends[column]]


def _unknown(parts: Floats, weights: Sequence[float]) -> list[tuple[str, Bools]]:
    """Return each part that counts, in words, with the names of which it is not known.

    Without an event under way nothing is still to come for anybody, which is no gap in what is known.
    """
    is_unknown = np.logical_not(np.isfinite(parts))
    return [
        (part.said, lacks)
        for part, weight, lacks in zip(SCORE_PARTS, weights, is_unknown, strict=True)
        if weight and not (part.name == "since_event_pct" and lacks.all())
    ]


def _flags(row: ScreenRow, found: Features, r: int, j: int) -> tuple[str, ...]:
    holds = {
        "not_priced": row.signal == "no_data" and row.close is None,
        "price_under_5": row.close is not None and row.close < _LOW_PRICE,
        "stake_unknown": math.isnan(found.overlap[r, j]),
    }
    return tuple(flag for flag, is_set in holds.items() if is_set)
