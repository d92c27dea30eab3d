"""Answers that contradict what is held so much that keeping them needs a person's word."""

from dataclasses import dataclass

import numpy as np

from screener.prices.store.past import Past
from screener.records.prices import Dates, Received

# Below it, chance may make an honest series of corrections look like anything.
LEAST_COMMON = 20
MOST_UNEXPLAINED = 0.5
# Corrections scale whole stretches, so their ratio stands still from one session to the next; that of two companies'
# prices moves as far as prices move.
STILL = 1e-3
# Sources lose a session now and then, and one in twenty is a lost year in twenty.
MOST_MISSING = 0.05
MOST_MISSING_SESSIONS = 5


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
    n_asked = int((held.bars.session_on >= np.datetime64(fresh.from_on)).sum())
    if len(missing) > MOST_MISSING_SESSIONS and len(missing) > MOST_MISSING * n_asked:
        lacking = f"{len(missing)} of the {n_asked} sessions held from {fresh.from_on} on are missing"
        return Refusal(f"short answer: {lacking}, {missing[0]} to {missing[-1]}")
    n_common = len(past.session_on)
    left = np.log(past.left_of_close[np.isfinite(past.left_of_close)])
    if n_common < LEAST_COMMON or len(left) <= MOST_UNEXPLAINED * n_common:
        return None
    if np.mean(np.abs(np.diff(left)) <= STILL) >= MOST_UNEXPLAINED:
        return None
    unlike = f"{len(left)} of {n_common} closes differ from those held, by no constant ratio and for no known action"
    return Refusal(f"another company's prices? {unlike}")
