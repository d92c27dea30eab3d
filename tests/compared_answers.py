"""How two invented answers compare, in the words of the tests."""

import datetime as dt

from invented_answers import received, sessions

from screener.prices.store.changes import Change, compare
from screener.records.prices import Bars


def change(held: Bars, fresh: Bars) -> Change:
    """Compare bars as two answers of one source."""
    return compare(received(held), received(fresh))


def kinds(found: Change) -> list[str]:
    """Return the kinds of revision told, in order."""
    return [each.kind.value for each in found.revisions]


def day(number: int) -> dt.date:
    """Return the date of a session by its number."""
    return sessions(number + 1)[number].astype(object)


def only(found: Change, kind: str) -> tuple[dt.date, dt.date, int]:
    """Demand one revision, of one kind; return its first and last session and how many it concerns."""
    assert found.refusal is None
    assert kinds(found) == [kind]
    (told,) = found.revisions
    return told.first_on, told.last_on, told.n_sessions
