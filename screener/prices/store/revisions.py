"""The changes of the past in words and figures, one record a kind."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from screener.prices.store.action_changes import ActionChanges
from screener.prices.store.action_rows import ActionRow
from screener.prices.store.days import date_of
from screener.prices.store.nearness import unit
from screener.prices.store.past import Past
from screener.records.price_store import Revision, RevisionKind
from screener.records.prices import Bars, Dates, Floats, Received

# More dates than this make no sentence.
_MOST_NAMED = 3
_CONSTANT = 1e-3


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything in which a fresh answer differs from the one held.

    Parameters
    ----------
    past : Past
        Sessions both have.
    actions : ActionChanges
    filled : array of shape (F,)
        Sessions inside the span held that were missing.
    withdrawn : array of shape (W,)
        Sessions held that are missing now.
    """

    past: Past
    actions: ActionChanges
    filled: Dates
    withdrawn: Dates


def revisions(held: Received, fresh: Received, found: Differences) -> tuple[Revision, ...]:
    """Return one revision for each kind of change; corrected labels and actions are revisions of their own."""
    told = (
        *_of_scale(held, found),
        *_of_sessions(found, fresh.bars),
        *_of_labels(held, fresh, found),
        # With none given at all, naming each one gone would say it twice.
        *(() if fresh.bars.actions is None else _of_actions(found.actions)),
    )
    ticker, source, noted_at = fresh.bars.ticker, fresh.source, fresh.fetched_at
    return tuple(
        Revision(ticker, source, noted_at, each.kind, first_on, last_on, each.n_sessions, each.ratio, each.message)
        for each in told
        for first_on, last_on in (each.span,)
    )


@dataclass(frozen=True, slots=True)
class _Told:
    kind: RevisionKind
    span: tuple[dt.date, dt.date]
    n_sessions: int
    ratio: float
    message: str


def _of_scale(held: Received, found: Differences) -> Iterator[_Told]:
    past, new = found.past, found.actions.new
    if past.split.any():
        named = [f"{ratio:g} on {on}" for ratio, on in zip(past.applied_split, past.applied_split_on, strict=True)]
        message = f"rescaled for the split{_s(len(named))} {_named(named)}"
        yield _told(RevisionKind.SPLIT, past.session_on[past.split], past.split_factor[past.split], message)
    if past.dividend.any():
        named = [str(on) for on in past.applied_dividend_on]
        message = f"adjusted closes rescaled for the dividend{_s(len(named))} of {_named(named)}"
        factor = past.dividend_factor[past.dividend]
        yield _told(RevisionKind.DIVIDEND, past.session_on[past.dividend], factor, message)
    if held.bars.actions is None:
        return
    for kind, listed_on, applied_on in (
        (RevisionKind.SPLIT, new.split_on, past.applied_split_on),
        (RevisionKind.DIVIDEND, new.dividend_on, past.applied_dividend_on),
    ):
        late = listed_on[(listed_on <= held.bars.session_on[-1]) & ~np.isin(listed_on, applied_on)]
        if len(late):
            named = [str(on) for on in late]
            message = f"{kind.value}{_s(len(late))} of {_named(named)} booked late, no price rescaled"
            yield _Told(kind, _span(late), 0, np.nan, message)


def _of_sessions(found: Differences, bars: Bars) -> Iterator[_Told]:
    past = found.past
    if past.settled.any():
        n = int(past.settled.sum())
        moved = np.isfinite(past.left[past.settled])
        message = f"{n} bar{_s(n)} settled{'' if moved.any() else ', volume only'}"
        yield _told(RevisionKind.SETTLED, past.session_on[past.settled], past.left[past.settled], message)
    filled = np.union1d(found.filled, past.session_on[past.filled])
    if len(filled):
        n = len(found.filled)
        parts = [f"{n} missing session{_s(n)} came"] if n else []
        if past.filled.any():
            parts.append(f"values came for {past.filled.sum()} sessions that lacked some")
        yield _told(RevisionKind.FILLED, filled, np.array([]), " and ".join(parts))
    if len(found.withdrawn):
        n = len(found.withdrawn)
        message = f"{n} session{_s(n)} no longer given"
        yield _told(RevisionKind.WITHDRAWN, found.withdrawn, np.array([]), message)
    if past.revised.any():
        yield _told(RevisionKind.REVISION, past.session_on[past.revised], past.left[past.revised], _revised(past, bars))


def _revised(past: Past, bars: Bars) -> str:
    n, left = int(past.revised.sum()), past.left[past.revised]
    moved = left[np.isfinite(left)]
    message = f"{n} session{_s(n)} changed"
    if not len(moved):
        return f"{message}, values gone or no ratio"
    spread = np.ptp(moved) / moved.mean() if n > 1 and len(moved) == n else np.inf
    until = _maybe_paid_on(past, bars) if bars.actions is None and (moved < 1).all() else None
    if until is not None and spread <= _CONSTANT + _rounding(bars):
        return (
            f"adjusted closes before {until} changed by a constant factor of {np.median(moved):.6g}; "
            "without dividends in the file this cannot be told from a dividend"
        )
    if spread <= _CONSTANT:
        return f"{message} by a constant factor of {np.median(moved):.6g}"
    return f"{message}, by a factor of up to {_extreme(moved):.6g}"


def _maybe_paid_on(past: Past, bars: Bars) -> np.datetime64 | None:
    """Return the session after the revised ones when no close but adjusted ones moved, and all from the start."""
    final_on = past.session_on[past.revised][-1]
    later = bars.session_on[bars.session_on > final_on]
    is_whole = (past.revised | past.settled)[past.session_on <= final_on].all()
    is_adjusted_only = np.isnan(bars.close).all() or np.isnan(past.left_of_close[past.revised]).all()
    first_on: np.datetime64 | None = later[0] if len(later) and is_whole and is_adjusted_only else None
    return first_on


def _rounding(bars: Bars) -> float:
    """Return by what part of itself rounding may part the ratio of two adjusted closes from another."""
    return 2 * unit(bars.adj_close) / float(np.nanmin(bars.adj_close))


def _of_labels(held: Received, fresh: Received, found: Differences) -> Iterator[_Told]:
    changed = [
        f"{name} was {was} and is {now}"
        for name, was, now in (
            ("currency", held.currency, fresh.currency),
            ("basis", held.bars.basis, fresh.bars.basis),
        )
        if was and now and was != now
    ]
    if held.bars.actions is not None and fresh.bars.actions is None:
        changed.append("dividends and splits are no longer given")
    if changed:
        common = found.past.session_on if len(found.past.session_on) else held.bars.session_on
        yield _told(RevisionKind.REVISION, common, np.array([]), ", ".join(changed))


def _of_actions(actions: ActionChanges) -> Iterator[_Told]:
    if not actions.corrected:
        return
    named = [_correction(was, now) for was, now in actions.corrected]
    days = [was.day for was, _ in actions.corrected]
    yield _Told(
        RevisionKind.REVISION,
        (date_of(min(days)), date_of(max(days))),
        len(set(days)),
        np.nan,
        _named(named, "; "),
    )


def _correction(was: ActionRow, now: ActionRow | None) -> str:
    became = "is no longer listed" if now is None else f"became {now.value:g}"
    return f"the {was.kind} of {was.value:g} on {date_of(was.day)} {became}"


def _told(kind: RevisionKind, sessions: Dates, ratios: Floats, message: str) -> _Told:
    return _Told(kind, _span(sessions), len(sessions), _extreme(ratios[np.isfinite(ratios)]), message)


def _span(sessions: Dates) -> tuple[dt.date, dt.date]:
    first: dt.date = sessions[0].astype(object)
    last: dt.date = sessions[-1].astype(object)
    return first, last


def _extreme(ratios: Floats) -> float:
    return float(ratios[np.argmax(np.abs(np.log(ratios)))]) if len(ratios) else np.nan


def _named(names: list[str], separator: str = ", ") -> str:
    more = len(names) - _MOST_NAMED
    return separator.join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _s(n: int) -> str:
    return "" if n == 1 else "s"
