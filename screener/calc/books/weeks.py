"""Session returns compounded to calendar weeks."""

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from screener.calc.numbers import ROUNDING
from screener.records.prices import Dates, Floats


@dataclass(frozen=True, slots=True)
class WeeklyReturns:
    """Returns of the calendar weeks that have a session.

    Parameters
    ----------
    returns : array of shape (W,), decimal per week
    last_on : array of shape (W,), datetime64[D]
        Last session of each week in the period.
    """

    returns: Floats
    last_on: Dates

    @property
    def n_weeks(self) -> int:
        """Weeks with a session, partial ones included."""
        return len(self.returns)

    @property
    def hit_rate(self) -> float:
        """Share of weeks with a return above 0, between 0 and 1; NaN without a week.

        A week that ends where it began is no hit, whatever rounding has left of its return.
        """
        return float((self.returns > ROUNDING).mean()) if self.n_weeks else math.nan

    @property
    def worst(self) -> float:
        """Lowest weekly return, decimal; above 0 where every week gained, NaN without a week."""
        return float(self.returns.min()) if self.n_weeks else math.nan

    @property
    def worst_on(self) -> dt.date | None:
        """Last session of the worst week, the first of equally bad ones; None without a week."""
        if not self.n_weeks:
            return None
        first = int((self.returns <= self.returns.min() + ROUNDING).argmax())
        day: dt.date = self.last_on[first].astype(object)
        return day


def weekly_returns(returns: Floats, session_on: Dates) -> WeeklyReturns:
    """Compound session returns to calendar weeks.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite
        Only the last may be -1 or less: a ruined book ends there.
    session_on : array of shape (T,), datetime64[D]
        Increasing.

    Returns
    -------
    WeeklyReturns
        One row a week, known at its last session; a later session changes the last row only.

    Notes
    -----
    Product of (1 + r(t)) over the week's sessions, less 1: NAV at its end over NAV at its start, less 1. A week runs
    from Monday to Sunday (ISO 8601), so a Sunday session belongs to the week it ends. The first and the last week count
    as they are where the period cuts them, as does a week of one session between holidays; a week without a session is
    none.

    Examples
    --------
    Friday, Monday and Tuesday:

    >>> import numpy as np
    >>> days = np.array(["2024-05-03", "2024-05-06", "2024-05-07"], dtype="datetime64[D]")
    >>> weeks = weekly_returns(np.array([0.02, 0.1, -0.2]), days)
    >>> weeks.returns.round(12).tolist(), weeks.hit_rate, str(weeks.worst_on)
    ([0.02, -0.12], 0.5, '2024-05-07')
    """
    if len(returns) == 0:
        return WeeklyReturns(np.empty(0), session_on[:0])
    # 1970-01-01 was a Thursday, three days after a Monday.
    week = (session_on.astype("datetime64[D]").astype(np.int64) + 3) // 7
    is_last = np.append(week[1:] != week[:-1], True)
    starts = np.flatnonzero(np.append(True, is_last[:-1]))
    return WeeklyReturns(np.multiply.reduceat(1.0 + returns, starts) - 1.0, session_on[is_last])
