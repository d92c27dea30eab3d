"""What to know of an event before trusting any row made from it."""

from screener.records.event import Alignment, Event


def event_flags(event: Event, alignment: Alignment) -> list[str]:
    """Return the flags of an event; a caller may add its own."""
    flags: list[str] = []
    if alignment.day0_uncertain:
        flags.append("day0_uncertain")
    if event.known_on_assumed:
        flags.append("known_on_assumed")
    if event.is_hindsight:
        flags.append("chosen_with_hindsight")
    if event.provenance == "memory":
        flags.append("memory")
    return flags
