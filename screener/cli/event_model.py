"""From options to the return model of an event study."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from screener.errors import UsageError
from screener.records.event_model import EventModel, minimum_returns

# Fewer leave a fit without the degrees of freedom that any of the tests needs.
LEAST_RETURNS = 20

if TYPE_CHECKING:
    from screener.records.thesis import Thesis


def event_model(given: dict[str, Any], theses: "Sequence[Thesis]") -> EventModel:
    """Return the event model that the options describe.

    Raises
    ------
    UsageError
        The estimation window cannot be read, is shorter than the returns it must hold, or reaches into an event window
        of one of the theses.
    """
    from screener.thesis.scalars import parse_window

    text = given["estimation"]
    window = parse_window(text)
    if window is None or window.start > window.end:
        raise UsageError(f"--estimation {text[:40]!r} is no window; write two sessions such as -270..-21")
    for thesis in theses:
        first = min(thesis.windows)
        if window.end >= first.start:
            raise UsageError(
                f"--estimation {window} reaches into the event window {first} of {thesis.thesis_id}; end it earlier"
            )
    masks_events = given["mask_events"]
    least = given["min_returns"] or max(minimum_returns(window, masks_events=masks_events), LEAST_RETURNS)
    if least > window.n_sessions:
        raise UsageError(f"--estimation {window} has {window.n_sessions} sessions, and a fit needs {least} returns")
    return EventModel(given["return_model"], window, least, masks_events)
