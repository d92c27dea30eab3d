"""Sessions of the exchange without a print."""

from screener.prices.checks.prints import Prints
from screener.prices.checks.runs import runs
from screener.prices.session_dates import matches
from screener.records.prices import Dates, Finding

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
    missing = _after_the_last(prints)
    if len(missing) <= LATE_SESSIONS:
        return []
    said = (
        f"the last price is of {prints.session_on[-1]} and {len(missing)} sessions have closed since; fetch it again, "
        "or end its membership if it was delisted, bought or renamed"
    )
    return [prints.finding("ends_early", missing[0], missing[-1], len(missing), said)]


def late(prints: Prints) -> list[Finding]:
    """Find that the last print is one to five sessions before the exchange's last session."""
    missing = _after_the_last(prints)
    if not 0 < len(missing) <= LATE_SESSIONS:
        return []
    said = f"the last price is of {prints.session_on[-1]} and {len(missing)} more have closed since; pull again"
    return [prints.finding("late", missing[0], missing[-1], len(missing), said)]


def _after_the_last(prints: Prints) -> Dates:
    """Return the exchange's sessions after the last print; none where one of the two is not known."""
    if prints.open_on is None or not len(prints.session_on):
        return prints.session_on[:0]
    missing: Dates = prints.open_on[prints.open_on > prints.session_on[-1]]
    return missing
