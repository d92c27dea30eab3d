"""Sessions of the exchange without a print."""

from screener.prices.checks.prints import Prints
from screener.prices.checks.runs import runs
from screener.prices.session_dates import matches
from screener.records.prices import Finding

# Yahoo fills late bars in within days, and a trading halt for news seldom lasts a week.
LATE_SESSIONS = 5


def gap(prints: Prints) -> list[Finding]:
    """Find sessions between the first and the last print without one, one finding a run of sessions."""
    if prints.open_on is None or not len(prints.session_on):
        return []
    inside = prints.open_on[(prints.open_on > prints.session_on[0]) & (prints.open_on < prints.session_on[-1])]
    first, past = (places.tolist() for places in runs(~matches(prints.session_on, inside)[1]))
    return [
        prints.finding(
            "gap",
            inside[start],
            inside[end - 1],
            end - start,
            f"no price on {end - start} session{'s' * (end - start > 1)} on which the exchange was open; "
            "fetch the ticker again, events whose window holds one are left out",
        )
        for start, end in zip(first, past, strict=True)
    ]


def ends_early(prints: Prints) -> list[Finding]:
    """Find that the last print is more than 5 sessions before the exchange's last session."""
    if prints.open_on is None or not len(prints.session_on):
        return []
    late = prints.open_on[prints.open_on > prints.session_on[-1]]
    if len(late) <= LATE_SESSIONS:
        return []
    return [
        prints.finding(
            "ends_early",
            late[0],
            late[-1],
            len(late),
            f"the last price is of {prints.session_on[-1]} and {len(late)} sessions have closed since; fetch it "
            "again, or end its membership if it was delisted, bought or renamed",
        )
    ]


def late(prints: Prints) -> list[Finding]:
    """Find that the last print is one to five sessions before the exchange's last session."""
    if prints.open_on is None or not len(prints.session_on):
        return []
    missing = prints.open_on[prints.open_on > prints.session_on[-1]]
    if not 0 < len(missing) <= LATE_SESSIONS:
        return []
    said = f"the last price is of {prints.session_on[-1]} and {len(missing)} more have closed since; pull again"
    return [prints.finding("late", missing[0], missing[-1], len(missing), said)]
