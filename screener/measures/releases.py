"""What labs release: how long ago, and under which licence."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.measures.calendar_days import ONE_DAY, TWELVE_MONTHS
from screener.records.event import Event
from screener.records.measure import Reading, joined_sources, weakest

RELEASE_KINDS = ("open_weights", "model_release")
# Licences that ask for nothing but their own text; a cap on users or a badge makes it another.
_PERMISSIVE = re.compile(r"(?i)\s*(MIT|Apache[- ]?2(\.0)?|BSD[\w -]*|CC0|CC-BY-4\.0)\s*(\(.*\))?\s*")


def _is_known(event: Event, day: dt.date, known_by: dt.date) -> bool:
    is_dated = event.released_precision != "planned"
    return is_dated and event.released_on <= day and event.known_on <= known_by


def _begins(event: Event) -> dt.date:
    return max(event.released_on, event.known_on)


@dataclass(frozen=True, slots=True)
class DaysSinceRelease:
    """Calendar days since a lab's latest catalogued release.

    Parameters
    ----------
    events : sequence of Event
        Of any lab.
    lab : str
        Canonical id.
    """

    events: Sequence[Event]
    lab: str

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the days from the latest release on or before ``day``."""
        own = [event for event in self._own() if _is_known(event, day, known_by)]
        if not own:
            return Reading(None, "days", note=f"no release of {self.lab} is catalogued by {day}", why="no_data")
        latest = max(own, key=lambda event: event.released_on)
        return Reading(
            float((day - latest.released_on).days),
            "days",
            measured_on=day,
            known_on=latest.known_on,
            is_known_on_assumed=latest.known_on_assumed,
            provenance=latest.provenance,
            source=latest.source,
            note=f"{latest.name}, released on {latest.released_on} ({latest.event_id})",
        )

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield every day from the first release on."""
        begun = min((_begins(event) for event in self._own()), default=last + ONE_DAY)
        start = max(first, begun)
        return (start + ONE_DAY * n for n in range((last - start).days + 1))

    def _own(self) -> list[Event]:
        return [event for event in self.events if event.lab == self.lab and event.kind in RELEASE_KINDS]


@dataclass(frozen=True, slots=True)
class PermissiveShare:
    """Share of the last twelve months' open-weight releases that came under a permissive licence, in percent.

    Parameters
    ----------
    events : sequence of Event

    Notes
    -----
    MIT, Apache 2.0, BSD, CC0 and CC-BY 4.0 are permissive; a "modified MIT", or one with a cap on users, is not. A
    release whose licence the catalogue lacks is left out and counted.
    """

    events: Sequence[Event]

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the share over the 365 days to ``day``."""
        recent = [
            event
            for event in self._own()
            if _is_known(event, day, known_by) and event.released_on > day - TWELVE_MONTHS
        ]
        known = [event for event in recent if event.licence]
        if not known:
            note = f"no open-weight release with a known licence in the twelve months to {day}"
            return Reading(None, "pct", note=note, why="no_data")
        n_permissive = sum(is_permissive(event.licence) for event in known)
        left_out = f"; {len(recent) - len(known)} without a known licence left out" if len(recent) > len(known) else ""
        return Reading(
            100.0 * n_permissive / len(known),
            "pct",
            measured_on=max(event.released_on for event in known),
            known_on=max(event.known_on for event in known),
            is_known_on_assumed=any(event.known_on_assumed for event in known),
            provenance=weakest([event.provenance for event in known]),
            source=joined_sources([event.source for event in known]),
            note=f"{n_permissive} of {len(known)} releases in twelve months{left_out}",
        )

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days on which a release begins to count, or has been a year ago."""
        for event in self._own():
            for day in (_begins(event), event.released_on + TWELVE_MONTHS):
                if first <= day <= last:
                    yield day

    def _own(self) -> list[Event]:
        return [event for event in self.events if event.kind == "open_weights"]


def is_permissive(licence: str) -> bool:
    """Tell whether a licence is permissive.

    Examples
    --------
    >>> [is_permissive(each) for each in ("MIT", "Apache-2.0", "Modified MIT", "Llama 2 Community (700M user cap)")]
    [True, True, False, False]
    """
    return _PERMISSIVE.fullmatch(licence) is not None
