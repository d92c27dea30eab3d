"""Answers that contradict what is held so much that keeping them needs a person's word."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from screener.prices.store.past import Past
from screener.records.prices import Bars, Bools, Dates, Floats, Received

# Below it, chance may make an honest series of corrections look like anything.
LEAST_COMMON = 20
MOST_UNEXPLAINED = 0.5
# Corrections scale whole stretches, so their ratio stands still from one session to the next, but for rounding; that
# of two companies' prices moves as far as prices move.
STILL = 0.6
# Of prices that do not move themselves.
STILL_AT_REST = 1e-3
AT_REST = 1e-5
# Sources lose a session now and then, and one in twenty is a lost year in twenty.
MOST_MISSING = 0.05
MOST_MISSING_SESSIONS = 5
# Two runs at once: the answer fetched first may come second, and then says nothing new. Older than a day, a clock is
# wrong or a file was restored, which somebody has to know.
OVERTAKEN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer is not stored.

    Parameters
    ----------
    message : str
    can_accept : bool
        Whether a person may overrule it; not where storing would join two scales.
    """

    message: str
    can_accept: bool = True


def outdated(held_at: dt.datetime, fetched_at: dt.datetime) -> Refusal:
    """Return the refusal of an answer fetched long before the one held."""
    now, then = (f"{each.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" for each in (fetched_at, held_at))
    return Refusal(f"fetched {now}, before the answer held of {then}: a wrong clock?")


def refusal(held: Received, fresh: Received, past: Past, missing: Dates) -> Refusal | None:
    """Return why ``fresh`` should not replace ``held``, if anything.

    Parameters
    ----------
    held, fresh : Received
    past : Past
        Of the two.
    missing : array of shape (M,)
        Sessions held, within the span asked for, that ``fresh`` lacks.
    """
    return _mixed_scales(held, fresh, past) or _contradiction(held, fresh, past, missing)


def _mixed_scales(held: Received, fresh: Received, past: Past) -> Refusal | None:
    kept_on = held.bars.session_on[held.bars.session_on < np.datetime64(fresh.from_on)]
    if not len(kept_on):
        return None
    changed = past.split | past.dividend | past.revised
    if len(changed) and not changed[0]:
        return None
    why = "prices at its start are on another scale" if len(changed) else "it has no session in common with those held"
    message = f"asked from {fresh.from_on} only, and {why}; ask from {min(held.from_on, fresh.from_on)}"
    return Refusal(message, can_accept=False)


def _contradiction(held: Received, fresh: Received, past: Past, missing: Dates) -> Refusal | None:
    if held.currency and fresh.currency and held.currency != fresh.currency:
        return Refusal(f"the currency was {held.currency} and is {fresh.currency}: another listing?")
    return _short(held, fresh, past, missing) or _another_company(fresh, past)


def _short(held: Received, fresh: Received, past: Past, missing: Dates) -> Refusal | None:
    if len(missing) and not len(past.session_on):
        return Refusal(f"short answer: none of the {len(missing)} sessions held from {fresh.from_on} on is in it")
    if not len(missing):
        return None
    final_on = fresh.bars.session_on[-1]
    n_later = int((missing > final_on).sum())
    if n_later > MOST_MISSING_SESSIONS:
        return Refusal(f"short answer: ends on {final_on}, before {n_later} sessions to {missing[-1]} that are held")
    n_asked = int((held.bars.session_on >= np.datetime64(fresh.from_on)).sum())
    if len(missing) <= MOST_MISSING_SESSIONS or len(missing) <= MOST_MISSING * n_asked:
        return None
    lacking = f"{len(missing)} of the {n_asked} sessions held from {fresh.from_on} on are missing"
    return Refusal(f"short answer: {lacking}, {missing[0]} to {missing[-1]}")


def _another_company(fresh: Received, past: Past) -> Refusal | None:
    n_common, is_left = len(past.session_on), np.isfinite(past.left_of_close)
    n_left = int(is_left.sum())
    if n_common < LEAST_COMMON or n_left <= MOST_UNEXPLAINED * n_common:
        return None
    if _stands_still(past.left_of_close[is_left], _closes(fresh.bars, past.session_on[is_left])):
        return None
    unlike = f"{n_left} of {n_common} closes differ from those held, by no constant ratio and for no known action"
    return Refusal(f"another company's prices? {unlike}")


def _stands_still(left: Floats, close: Floats) -> bool:
    """Tell whether a ratio moves less from session to session than the closes themselves do."""
    own = np.median(np.abs(np.diff(np.log(close))))
    most = STILL * own if own > AT_REST else STILL_AT_REST
    return bool(np.median(np.abs(np.diff(np.log(left)))) <= most)


def _closes(bars: Bars, session_on: Dates) -> Floats:
    at: Bools = np.isin(bars.session_on, session_on, assume_unique=True)
    return bars.adj_close[at] if np.isnan(bars.close[at]).all() else bars.close[at]
