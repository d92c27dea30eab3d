"""The dates of a thesis and their order."""

import datetime as dt
from dataclasses import dataclass

from screener.thesis.findings import Findings
from screener.thesis.properties import Properties
from screener.thesis.scalars import read_date

# No price source reaches further back, no calendar further ahead.
EARLIEST_ON = dt.date(1970, 1, 1)
LATEST_ON = dt.date(2100, 12, 31)
_SPAN = f"{EARLIEST_ON.year} to {LATEST_ON.year}"

_NAMES = ("opened_on", "members_chosen_on", "closed_on", "horizon_on", "history_from")


@dataclass(frozen=True, slots=True)
class Dates:
    """As in :class:`~screener.records.thesis.Thesis`; ``opened_on`` is the calendar's first day after an error."""

    opened_on: dt.date
    members_chosen_on: dt.date
    closed_on: dt.date | None
    horizon_on: dt.date | None
    history_from: dt.date | None


def read_dates(properties: Properties, findings: Findings) -> Dates:
    """Read all dates; ``opened_on`` is required and is the default of ``members_chosen_on``."""
    found: dict[str, dt.date | None] = {}
    for name in _NAMES:
        value = properties.one(name)
        day = read_date(value, name, findings) if value else None
        if value and day is not None and not EARLIEST_ON <= day <= LATEST_ON:
            findings.error("T105", value, f"{name}: {value.text} is out of range", f"write a day of {_SPAN}")
            day = None
        found[name] = day
    if not properties.many("opened_on"):
        place = properties.key("opened_on") if properties.has("opened_on") else properties.top()
        hint = "write opened_on: YYYY-MM-DD, the day the view was written"
        findings.error("T102", place, "opened_on is missing", hint)
    opened_on = found["opened_on"] or dt.date.min
    dates = Dates(
        opened_on=opened_on,
        members_chosen_on=found["members_chosen_on"] or opened_on,
        closed_on=found["closed_on"],
        horizon_on=found["horizon_on"],
        history_from=found["history_from"],
    )
    _check_order(dates, properties, findings)
    return dates


def _check_order(dates: Dates, properties: Properties, findings: Findings) -> None:
    opened = dates.opened_on
    horizon = properties.one("horizon_on")
    if horizon and dates.horizon_on and dates.horizon_on <= opened:
        findings.error("T109", horizon, f"horizon_on is not after opened_on ({opened})", "write a later day")
    closed = properties.one("closed_on")
    if closed and dates.closed_on and dates.closed_on < opened:
        findings.error("T109", closed, f"closed_on is before opened_on ({opened})", "write that day or a later one")
