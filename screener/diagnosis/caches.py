"""What is kept to save time: exchange calendars and the cache folder, which may be deleted at any time."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from screener.diagnosis.workspace import is_writable
from screener.records.diagnosis import Check
from screener.sessions.listings import Exchanges
from screener.sessions.session_cache import kept_span


def calendar_checks(exchanges: Exchanges, asked_at: dt.datetime, cache_folder: Path) -> Iterator[Check]:
    """Yield the first and last day that the kept calendar of each exchange answers for."""
    for mic in dict.fromkeys(each.mic for each in exchanges):
        span = kept_span(mic, cache_folder)
        if span is None:
            yield Check("calendars", mic, "ok", "not kept yet; made when first needed")
        elif not span[0] <= asked_at.date() <= span[1]:
            yield Check("calendars", mic, "ok", f"{span[0]} to {span[1]}, which is over; made anew when needed")
        else:
            yield Check("calendars", mic, "ok", f"{span[0]} to {span[1]}")


def cache_checks(cache_folder: Path) -> Iterator[Check]:
    """Yield where the cache is, how large, and whether it can be written."""
    if not is_writable(cache_folder):
        remedy = "make it writable, or set XDG_CACHE_HOME to another folder"
        finding = f"{cache_folder} cannot be written: every run makes its calendars anew, which takes seconds"
        yield Check("cache", "folder", "warning", finding, remedy)
        return
    if not cache_folder.is_dir():
        yield Check("cache", "folder", "ok", f"{cache_folder} is not there yet; the first run makes it")
        return
    files = [path for path in cache_folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    counted = f"{len(files)} file{'' if len(files) == 1 else 's'}"
    yield Check("cache", "folder", "ok", f"{cache_folder}, {counted}, {size / 1e6:.1f} MB")
