"""What real holdings have earned by their closes, and how much of the whole each one is."""

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np

from screener.calc.books.presence import printed_lately
from screener.records.prices import Bools, Dates, Floats


def known_closes(close: Floats, shut: Bools) -> Floats:
    """Return the last close known at each session.

    Parameters
    ----------
    close : array of shape (T, N)
        In the listing's currency; NaN where there is none.
    shut : array of shape (T, N)
        The listing's exchange is closed that day by calendar.

    Returns
    -------
    array of shape (T, N)
        NaN before the first close, and where the last 5 sessions on which the exchange was open have none.
        Row t uses sessions up to t.

    Examples
    --------
    >>> import numpy as np
    >>> close = np.array([[np.nan], [8.0], [np.nan], [9.0]])
    >>> known_closes(close, np.zeros((4, 1), dtype=bool))[:, 0].tolist()
    [nan, 8.0, 8.0, 9.0]
    """
    rows = np.arange(len(close))[:, None]
    last = np.maximum.accumulate(np.where(np.isfinite(close), rows, 0), axis=0)
    return np.asarray(np.where(printed_lately(close, shut), np.take_along_axis(close, last, axis=0), np.nan))


def span_profit(
    close: Floats, session_on: Dates, shares: float, cost: float, opened_on: dt.date, from_on: dt.date | None
) -> float:
    """Return what a holding has earned from the beginning of a span to the last session.

    Parameters
    ----------
    close : array of shape (T,)
        Of its listing, as :func:`known_closes` gives it, on the scale of ``cost``.
    session_on : array of shape (T,)
    shares : float
        Below 0 for a short.
    cost : float
        Paid or received a share.
    opened_on : date
    from_on : date or None
        First day of the span; None is the whole life of the holding.

    Returns
    -------
    float
        In the currency of ``close``, price changes alone. NaN without a session in the span since it was opened, and
        where the last close is not known, or that before the span.

    Notes
    -----
    shares x (close at the end - start). The start is the close known before ``from_on``, or ``cost`` where the holding
    was opened on that day or later.

    Examples
    --------
    >>> import datetime as dt
    >>> import numpy as np
    >>> days = np.array(["2026-05-22", "2026-05-25", "2026-05-26"], dtype="datetime64[D]")
    >>> monday, close = dt.date(2026, 5, 25), np.array([10.0, 11.0, 12.0])
    >>> span_profit(close, days, -5.0, 9.0, dt.date(2026, 5, 4), monday)
    -10.0
    >>> span_profit(close, days, -5.0, 11.5, monday, monday)
    -2.5
    """
    is_opened_inside = from_on is None or opened_on >= from_on
    begins_on = opened_on if from_on is None else max(opened_on, from_on)
    if not len(session_on) or session_on[-1] < np.datetime64(begins_on):
        return math.nan
    if is_opened_inside:
        start = cost
    else:
        before = int(np.searchsorted(session_on, np.datetime64(from_on))) - 1
        start = float(close[before]) if before >= 0 else math.nan
    return shares * (float(close[-1]) - start)


def gross_weights(values: Sequence[float], groups: Sequence[str]) -> Floats:
    """Return each value over the gross value of its group.

    Parameters
    ----------
    values : sequence of float, length P
        Signed; NaN where not known.
    groups : sequence of str, length P
        Such as currencies, which nothing adds up over.

    Returns
    -------
    array of shape (P,)
        Signed decimal; NaN where the value is not known, or the group is worth nothing. Values that are not known are
        left out of their group's gross value.

    Examples
    --------
    >>> gross_weights([30.0, -10.0, float("nan"), 5.0], ["USD", "USD", "USD", "EUR"]).tolist()
    [0.75, -0.25, nan, 1.0]
    """
    gross: dict[str, float] = {}
    for value, group in zip(values, groups, strict=True):
        gross[group] = gross.get(group, 0.0) + (abs(value) if math.isfinite(value) else 0.0)
    return np.array(
        [value / gross[group] if gross[group] > 0.0 else math.nan for value, group in zip(values, groups, strict=True)]
    )
