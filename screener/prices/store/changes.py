"""What a fresh answer changes of the one held."""

from dataclasses import dataclass

import numpy as np

from screener.prices.store.action_changes import ActionChanges, action_changes
from screener.prices.store.action_rows import ActionRow, action_rows
from screener.prices.store.past import past
from screener.prices.store.refusals import Refusal, refusal
from screener.prices.store.revisions import Differences, revisions
from screener.records.price_store import Revision
from screener.records.prices import Bars, Dates, Integers, Received


@dataclass(frozen=True, slots=True)
class Change:
    """How to get from the rows held to those of a fresh answer.

    Parameters
    ----------
    written : array of shape (W,)
        Rows of the fresh answer to write.
    superseded : array of shape (S,)
        Sessions whose held rows no longer stand; those without a row written were withdrawn.
    n_new : int
        Sessions outside the span held.
    actions_written, actions_superseded : tuple of ActionRow
    revisions : tuple of Revision
    refusal : Refusal or None
        Why none of this should be done.
    """

    written: Integers
    superseded: Dates
    n_new: int
    actions_written: tuple[ActionRow, ...] = ()
    actions_superseded: tuple[ActionRow, ...] = ()
    revisions: tuple[Revision, ...] = ()
    refusal: Refusal | None = None


# Prices are compared as received, so zero, infinite and absurd ones are divided too; the answers are NaN or unequal.
@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def compare(held: Received | None, fresh: Received) -> Change:
    """Return what ``fresh`` changes of ``held``.

    Parameters
    ----------
    held : Received or None
        Everything that stands now; None before the first answer.
    fresh : Received
        Sessions held before its ``from_on`` are left alone.
    """
    bars = fresh.bars
    if held is None:
        every = np.arange(len(bars.session_on))
        return Change(every, bars.session_on[:0], len(every), action_rows(bars.actions))
    if not len(held.bars.session_on):
        return _onto_nothing(held, bars, action_changes(held, fresh))
    actions = action_changes(held, fresh)
    same = past(held.bars, bars, actions.applicable)
    withdrawn = _withdrawn(held, fresh)
    is_held = np.isin(bars.session_on, held.bars.session_on, assume_unique=True)
    # Before the first session held nothing was there to be missing, unless it had been asked for.
    span = np.datetime64(held.from_on), held.bars.session_on[-1]
    inside = (bars.session_on >= span[0]) & (bars.session_on <= span[1])
    replaced = same.session_on[same.replaced]
    return Change(
        np.flatnonzero(~is_held | np.isin(bars.session_on, replaced, assume_unique=True)),
        np.sort(np.concatenate([replaced, withdrawn])),
        int((~is_held & ~inside).sum()),
        actions.written,
        actions.superseded,
        revisions(held, fresh, Differences(same, actions, bars.session_on[~is_held & inside], withdrawn)),
        refusal(held, fresh, same, withdrawn),
    )


def _onto_nothing(held: Received, bars: Bars, actions: ActionChanges) -> Change:
    every = np.arange(len(bars.session_on))
    return Change(every, held.bars.session_on[:0], len(every), actions.written, actions.superseded)


def _withdrawn(held: Received, fresh: Received) -> Dates:
    asked = held.bars.session_on[held.bars.session_on >= np.datetime64(fresh.from_on)]
    withdrawn: Dates = asked[~np.isin(asked, fresh.bars.session_on, assume_unique=True)]
    return withdrawn
