"""All checks of one ticker."""

from collections.abc import Callable

import numpy as np

from screener.prices.checks.dividend_disagrees import dividend_disagrees, no_adj_close
from screener.prices.checks.gap import ends_early, gap, late
from screener.prices.checks.high_low import high_low
from screener.prices.checks.jump import jump
from screener.prices.checks.jump_undone import jump_undone
from screener.prices.checks.off_session import off_session
from screener.prices.checks.prints import Prints, prints_of
from screener.prices.checks.split_not_applied import split_not_applied
from screener.prices.checks.stale_run import stale_run
from screener.records.prices import Bars, Finding
from screener.sessions.calendar import ExchangeSessions

CHECKS: tuple[Callable[[Prints], list[Finding]], ...] = (
    stale_run,
    jump_undone,
    jump,
    gap,
    ends_early,
    late,
    off_session,
    high_low,
    split_not_applied,
    dividend_disagrees,
    no_adj_close,
)


def findings_of(bars: Bars, sessions: ExchangeSessions | None, until: np.datetime64) -> tuple[Finding, ...]:
    """Return what the checks find in one ticker's prices.

    Rows, dividends and splits after ``until`` are cut off first, so no finding knows them. A finding about
    one day stays the same as time goes on, but for a ``jump`` that the next print turns into ``jump_undone``; one
    about a run or a count of days grows with it.

    Parameters
    ----------
    bars : Bars
        As :func:`~screener.prices.checks.usable.usable` returns them; bad cells that are left have no level and
        are passed over.
    sessions : ExchangeSessions or None
        Of the ticker's own exchange. Dates outside them are not judged; with None, none of ``gap``,
        ``late``, ``ends_early`` and ``off_session`` is found.
    until : datetime64, UTC
        Sessions closed by this instant count; without sessions, the dates up to its own.

    Returns
    -------
    tuple of Finding
        By first session, then in the order of :data:`CHECKS`.
    """
    prints = prints_of(bars, sessions, until)
    found = [finding for check in CHECKS for finding in check(prints)]
    return tuple(sorted(found, key=lambda finding: finding.session_on))
