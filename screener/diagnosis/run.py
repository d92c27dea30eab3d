"""All checks in order; one that cannot be made is told and the others go on."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from screener.config import Workspace, default_store, locate_workspace, read_workspace
from screener.diagnosis.caches import cache_checks, calendar_checks
from screener.diagnosis.network import network_checks
from screener.diagnosis.settings import price_source, setting_checks
from screener.diagnosis.state import state_checks
from screener.diagnosis.store import store_checks
from screener.diagnosis.terminal import terminal_checks
from screener.diagnosis.versions import version_checks
from screener.diagnosis.workspace import folder_checks, table_checks, thesis_checks
from screener.errors import ScreenerError, UsageError
from screener.records.diagnosis import Check, Surroundings
from screener.reference import read_reference

# What stands between // and @ in an address.
_CREDENTIALS = re.compile(r"//[^/@\s]+@")

Checks = Callable[[], Iterable[Check]]


def diagnose(around: Surroundings, *, has_network: bool = False) -> tuple[Check, ...]:
    """Look at everything that a run depends on.

    Parameters
    ----------
    around : Surroundings
    has_network : bool
        Whether Yahoo is asked; nothing else leaves the machine.

    Returns
    -------
    tuple of Check
        By topic. The user's home folder is written ``~`` in all of them.
    """
    place = locate_workspace(around.workspace, around.starts)
    try:
        workspace, broken = read_workspace(place.folder), ""
    except (UsageError, OSError) as error:
        workspace, broken = Workspace(place.folder), str(error)
    store = around.store or workspace.store or default_store()
    source = price_source(workspace, around)
    reference = read_reference(workspace)
    exchanges, at, cache = reference.exchanges, around.asked_at, around.cache_folder
    parts: list[tuple[str, Checks]] = [
        ("versions", version_checks),
        ("settings", lambda: setting_checks(place, workspace, around)),
        ("workspace", lambda: folder_checks(place, broken)),
        ("theses", lambda: thesis_checks(workspace, reference)),
        ("tables", lambda: table_checks(workspace, reference)),
        ("store", lambda: store_checks(store, source, exchanges, at, cache)),
        ("calendars", lambda: calendar_checks(exchanges, at, cache)),
        ("cache", lambda: cache_checks(cache)),
        ("state", lambda: state_checks(workspace)),
        ("terminal", lambda: terminal_checks(around)),
    ]
    if has_network:
        parts.append(("network", lambda: network_checks(around.environment, workspace.fetching, at)))
    return tuple(_private(check, around.home) for topic, checks in parts for check in _made(topic, checks))


def _made(topic: str, checks: Checks) -> Iterator[Check]:
    """Yield a part's checks; where the part itself fails, that is the finding."""
    try:
        yield from checks()
    except (ScreenerError, OSError) as error:
        yield Check(topic, topic, "error", str(error), "correct what the message names")


def _private(check: Check, home: Path) -> Check:
    """Return a check that may be shown to others: the home folder is written ``~``, and no address has a password."""
    homes = sorted({str(home), str(home.resolve())} - {"/", ""}, key=len, reverse=True)

    def clean(text: str) -> str:
        for each in homes:
            text = re.sub(rf"{re.escape(each)}(?![\w.-])", "~", text)
        return _CREDENTIALS.sub("//***@", text)

    return replace(check, subject=clean(check.subject), finding=clean(check.finding), remedy=clean(check.remedy))
