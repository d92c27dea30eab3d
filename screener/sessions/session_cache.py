"""Sessions kept between runs: exchange_calendars needs seconds to say what a file says in milliseconds."""

import contextlib
import datetime as dt
import importlib.metadata
import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screener.dictionary.near_misses import did_you_mean
from screener.errors import UsageError
from screener.files import write_atomically

LIBRARY = "exchange_calendars"
# Raised when the arrays in the file change their meaning.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class WideSessions:
    """All sessions between two dates, as kept in one file.

    Parameters
    ----------
    answers_from_on, answers_to_on : datetime64[D]
        The dates asked of the library; before and after its own bounds there is nothing.
    session_on : array of shape (T,), datetime64[D]
    closes_at, opens_at : arrays of shape (T,), datetime64[s], UTC
    """

    answers_from_on: np.datetime64
    answers_to_on: np.datetime64
    session_on: NDArray[np.datetime64]
    closes_at: NDArray[np.datetime64]
    opens_at: NDArray[np.datetime64]


def load(mic: str, start_on: dt.date, end_on: dt.date, cache_folder: Path | None) -> WideSessions | None:
    """Return the kept sessions if they answer for ``start_on`` to ``end_on``; None if absent or broken."""
    wide = None if cache_folder is None else _kept(mic, cache_folder)
    if wide is None:
        return None
    answers = wide.answers_from_on <= np.datetime64(start_on, "D") and np.datetime64(end_on, "D") <= (
        wide.answers_to_on
    )
    return wide if answers else None


def kept_span(mic: str, cache_folder: Path) -> tuple[dt.date, dt.date] | None:
    """Return the first and last date that the kept sessions answer for; None if absent or broken."""
    wide = _kept(mic, cache_folder)
    if wide is None:
        return None
    first, last = (day.astype(object) for day in (wide.answers_from_on, wide.answers_to_on))
    return first, last


def _kept(mic: str, cache_folder: Path) -> WideSessions | None:
    try:
        return _decode((_path(mic, cache_folder)).read_bytes())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError):
        return None


def build(mic: str, start_on: dt.date, end_on: dt.date, cache_folder: Path | None) -> WideSessions:
    """Ask exchange_calendars for all sessions between two dates, and keep them.

    Raises
    ------
    UsageError
        The library has no calendar of this code.
    """
    wide = _ask_library(mic, start_on, end_on)
    if cache_folder is not None:
        # A folder that cannot be written costs the next run time, nothing else.
        with contextlib.suppress(OSError):
            write_atomically(_path(mic, cache_folder), _encode(wide))
    return wide


def _path(mic: str, cache_folder: Path) -> Path:
    name = re.sub(r"[^A-Za-z0-9]", "-", mic)
    return cache_folder / f"sessions-{name}-{importlib.metadata.version(LIBRARY)}-{FORMAT}.npz"


def _encode(wide: WideSessions) -> bytes:
    stream = io.BytesIO()
    np.savez(
        stream,
        answers=np.array([wide.answers_from_on, wide.answers_to_on]).astype(np.int64),
        session_on=wide.session_on.astype(np.int64),
        closes_at=wide.closes_at.astype(np.int64),
        opens_at=wide.opens_at.astype(np.int64),
    )
    return stream.getvalue()


def _decode(data: bytes) -> WideSessions:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        answers, session_on, closes_at, opens_at = (
            arrays[name] for name in ("answers", "session_on", "closes_at", "opens_at")
        )
    increasing = all(np.all(np.diff(array) > 0) for array in (session_on, closes_at, opens_at))
    if answers.shape != (2,) or not session_on.shape == closes_at.shape == opens_at.shape or not increasing:
        raise ValueError("the arrays do not fit together")
    from_on, to_on = answers.astype("datetime64[D]")
    return WideSessions(
        from_on,
        to_on,
        session_on.astype("datetime64[D]"),
        closes_at.astype("datetime64[s]"),
        opens_at.astype("datetime64[s]"),
    )


def _ask_library(mic: str, start_on: dt.date, end_on: dt.date) -> WideSessions:
    with warnings.catch_warnings():
        # The library meets newer pandas with deprecation warnings that a user can do nothing about.
        warnings.simplefilter("ignore")
        import exchange_calendars as xcals  # noqa: PLC0415 - a second to import, and mostly not needed

        try:
            calendar = xcals.get_calendar(mic, start=str(start_on), end=str(end_on))
        except xcals.errors.InvalidCalendarName as error:
            hint = did_you_mean(mic, xcals.get_calendar_names(include_aliases=False))
            raise UsageError(
                f"no trading calendar is called {mic[:40]!r}; correct its mic in exchanges.csv; {hint}".rstrip("; ")
            ) from error
        except ValueError:
            # The calendar reaches less far than asked; asking first would cost every other one a second calendar.
            calendar = _clipped(mic, start_on, end_on)
        if calendar is None:
            nothing = np.array([], dtype="datetime64[s]")
            schedule = {"sessions": nothing, "closes": nothing, "opens": nothing}
        else:
            schedule = {
                "sessions": calendar.sessions.to_numpy(),
                "closes": calendar.closes.dt.tz_convert(None).to_numpy(),
                "opens": calendar.opens.dt.tz_convert(None).to_numpy(),
            }
    return WideSessions(
        np.datetime64(start_on, "D"),
        np.datetime64(end_on, "D"),
        schedule["sessions"].astype("datetime64[D]"),
        schedule["closes"].astype("datetime64[s]"),
        schedule["opens"].astype("datetime64[s]"),
    )


def _clipped(mic: str, start_on: dt.date, end_on: dt.date) -> Any:
    """Return the calendar over what it has of the span, or None if it has nothing of it."""
    import exchange_calendars as xcals  # noqa: PLC0415 - as above

    # Without explicit dates the library reads the clock; this small calendar tells its bounds.
    kind = type(xcals.get_calendar(mic, start="2020-01-01", end="2020-03-31"))
    earliest, latest = kind.bound_min(), kind.bound_max()
    first_on = start_on if earliest is None else max(start_on, earliest.date())
    last_on = end_on if latest is None else min(end_on, latest.date())
    return xcals.get_calendar(mic, start=str(first_on), end=str(last_on)) if first_on <= last_on else None
