"""What a person has to decide: tripped criteria first, then what broke, changed or is missing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.records.backtest import BacktestReport
from screener.records.claim import ClaimRow
from screener.records.decision import Decision
from screener.records.position import PositionRow
from screener.records.review import Change, Ruling, RulingKind, Verdict
from screener.records.snapshot import Snapshot
from screener.records.thesis import Thesis
from screener.report.spoken import counted

_ORDER: tuple[RulingKind, ...] = (
    *("breaker", "watch", "claim", "horizon", "drift", "position", "price", "stale", "unknown", "question"),
)
_OVERRIDE = "override"
# What one act of a person or one new figure settles is told in one line: noun, state, what to do.
_TOGETHER: dict[RulingKind, tuple[str, str, str]] = {
    "question": ("question", "unanswered", "answer under judged"),
    "stale": ("figure", "stale", "too old to count; look for a newer one"),
    "unknown": ("figure", "unknown", "not known; screener claims says why"),
}
_RUNNING = ("idea", "active", "watching")


@dataclass(frozen=True, slots=True)
class Facing:
    """What the rulings of one review are made from.

    Parameters
    ----------
    thesis : Thesis
    as_of : date
    claims : sequence of ClaimRow
    backtest : BacktestReport
    previous : Snapshot or None
        A claim that was broken then has been seen.
    changes : sequence of Change
    positions : sequence of PositionRow
    decisions : sequence of Decision
    """

    thesis: Thesis
    as_of: dt.date
    claims: Sequence[ClaimRow]
    backtest: BacktestReport
    previous: Snapshot | None
    changes: Sequence[Change]
    positions: Sequence[PositionRow]
    decisions: Sequence[Decision]


def rulings(facing: Facing) -> tuple[Ruling, ...]:
    """Return what needs a ruling, breakers first, each as long as it stands.

    Notes
    -----
    A tripped criterion stays until the note or the facts change; one that a person has overridden in writing since it
    tripped stays too, with the day, and no longer counts in the verdict. A broken claim asks once, at the first
    review that sees it broken. Questions without an answer are one ruling, and so are stale figures and unknown ones.
    """
    found = [*_claims(facing), *_horizon(facing), *_drift(facing), *_positions(facing), *_prices(facing)]
    return tuple(sorted(found, key=_place))


def _place(ruling: Ruling) -> tuple[int, bool, int]:
    """Return where a ruling stands: by kind, what is overridden after what is not, the newest first."""
    age = ruling.n_days if ruling.n_days is not None else 0
    return _ORDER.index(ruling.kind), ruling.overridden_on is not None, age


def verdict(found: Sequence[Ruling]) -> Verdict:
    """Return the most that rulings ask for; what was overridden asks for nothing."""
    kinds = {each.kind for each in found if each.overridden_on is None}
    if "breaker" in kinds:
        return "breaker"
    return "ruling" if kinds else "quiet"


def _claims(facing: Facing) -> Iterator[Ruling]:
    statements: dict[tuple[str, str], list[ClaimRow]] = {}
    for row in facing.claims:
        statements.setdefault((row.role, row.claim), []).append(row)
    seen = {
        (each.role, each.claim)
        for each in (() if facing.previous is None else facing.previous.claims)
        if each.state == "broken"
    }
    waiting: dict[RulingKind, list[ClaimRow]] = {}
    for key, rows in statements.items():
        kind = _kind(rows, was_broken=key in seen)
        if kind in _TOGETHER:
            waiting.setdefault(kind, []).append(rows[0])
        elif kind is not None:
            yield _ruling(facing, kind, rows[0].claim, rows[0].state, rows[0].since_on, _reason(rows))
    for kind, found in waiting.items():
        yield _together(facing, kind, found)


def _kind(rows: Sequence[ClaimRow], *, was_broken: bool) -> RulingKind | None:
    row = rows[0]
    if row.state == "tripped":
        return "breaker" if row.severity == "breaker" else "watch"
    if row.state == "broken":
        return None if was_broken else "claim"
    if row.state in ("stale", "unknown") and (row.severity == "question" or not row.measure):
        return "question"
    if row.state == "stale":
        return "stale"
    return "unknown" if row.state == "unknown" and any(each.is_missing for each in rows) else None


def _together(facing: Facing, kind: RulingKind, found: Sequence[ClaimRow]) -> Ruling:
    """Return one ruling for all that waits for the same thing: a person's answer, or newer figures."""
    noun, state, remedy = _TOGETHER[kind]
    names = "; ".join(row.claim for row in found)
    return _ruling(facing, kind, counted(len(found), noun), state, None, f"{remedy}: {names}")


def _reason(rows: Sequence[ClaimRow]) -> str:
    return "; ".join(_figures(row) for row in rows)


def _figures(row: ClaimRow) -> str:
    if not row.measure:
        return row.note
    if row.value is None:
        return f"{row.measure}: {row.note or 'not known'}"
    unit = "" if row.unit in ("", "ratio") else f" {row.unit}"
    said = f"{row.measure} is {row.value:.4g}{unit}, asked {row.op} {row.threshold}"
    return f"{said}, for {row.for_n} {row.for_unit}" if row.for_n else said


def _horizon(facing: Facing) -> Iterator[Ruling]:
    thesis = facing.thesis
    if thesis.horizon_on is not None and thesis.horizon_on <= facing.as_of and thesis.status in _RUNNING:
        reason = "the horizon has come: resolve the thesis, and set its status to closed or invalidated"
        yield _ruling(facing, "horizon", thesis.thesis_id, "due", thesis.horizon_on, reason)


def _drift(facing: Facing) -> Iterator[Ruling]:
    for change in facing.changes:
        if change.is_drift:
            what = f"{change.kind} {change.subject}".strip()
            yield _ruling(facing, "drift", what, "edited", None, change.note)


def _positions(facing: Facing) -> Iterator[Ruling]:
    thesis = facing.thesis
    if thesis.status in _RUNNING and not any(each.role == "breaker" for each in thesis.kill):
        reason = "nothing would end this thesis: write a kill criterion that begins with breaker"
        yield _ruling(facing, "position", thesis.thesis_id, "no breaker", None, reason)
    for row in facing.positions:
        if "not_in_thesis" in row.flags:
            reason = f"held {row.side}, and the note does not name it on that side"
            yield _ruling(facing, "position", row.position.ticker, "unexplained", row.position.opened_on, reason)


def _prices(facing: Facing) -> Iterator[Ruling]:
    for each in facing.backtest.unpriced:
        yield _ruling(facing, "price", each.ticker, "not priced", None, each.reason)
    for each in facing.backtest.ended:
        yield _ruling(
            facing, "price", each.ticker, "ended", each.last_on, "its prices have ended: sold, renamed, or gone?"
        )


def _ruling(facing: Facing, kind: RulingKind, what: str, state: str, since_on: dt.date | None, reason: str) -> Ruling:
    n_days = None if since_on is None else (facing.as_of - since_on).days + 1
    return Ruling(kind, what, state, since_on, n_days, reason, _overridden(facing, what, since_on))


def _overridden(facing: Facing, what: str, since_on: dt.date | None) -> dt.date | None:
    days = [
        each.day_on
        for each in facing.decisions
        if each.decision == _OVERRIDE
        and each.criterion.casefold() == what.casefold()
        and each.day_on <= facing.as_of
        and (since_on is None or each.day_on >= since_on)
    ]
    return max(days, default=None)
