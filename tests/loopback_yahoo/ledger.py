"""What was asked, when, and what came of it; and who asked too often."""

import threading
import time
from dataclasses import dataclass

from loopback_yahoo.asked import Asked, Kind


@dataclass(frozen=True)
class Record:
    """One request: ``status`` is None where nothing was answered, ``fault`` names what was made to go wrong."""

    host: str
    path: str
    symbol: str | None
    kind: Kind
    status: int | None
    fault: str | None
    at_s: float  # monotonic


class Ledger:
    """Every request, safe to read and write from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: list[Record] = []

    def note(self, asked: Asked, status: int | None, fault: str | None) -> None:
        """Write a request down."""
        record = Record(asked.host, asked.path, asked.symbol, asked.kind, status, fault, time.monotonic())
        with self._lock:
            self._records.append(record)

    def records(self) -> list[Record]:
        """Return all requests since the last ``forget``."""
        with self._lock:
            return list(self._records)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._records.clear()


class RateLimit:
    """A sliding window over all requests, those that it refuses included."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked_at: list[float] = []

    def passes(self, limit_per_s: float | None) -> bool:
        """Return whether one more request now is within so many a second."""
        if limit_per_s is None:
            return True
        window_s = max(1.0, 1.0 / limit_per_s)
        now_s = time.monotonic()
        with self._lock:
            self._asked_at = [each for each in self._asked_at if each > now_s - window_s]
            self._asked_at.append(now_s)
            return len(self._asked_at) <= limit_per_s * window_s + 1e-9
