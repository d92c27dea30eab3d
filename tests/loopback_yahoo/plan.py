"""Which requests are to go wrong, and how often."""

import threading
from dataclasses import dataclass

from loopback_yahoo.asked import Asked, Kind
from loopback_yahoo.faults import Fault


@dataclass
class _Planned:
    fault: Fault
    symbol: str | None
    kind: Kind
    left: int | None  # None: for ever

    def meets(self, asked: Asked) -> bool:
        return self.kind == asked.kind and self.symbol in {None, asked.symbol}


class Plan:
    """Faults in the order they were planned: each request meets the first that fits and is not used up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[_Planned] = []

    def add(self, fault: Fault, symbol: str | None, kind: Kind, times: int | None) -> None:
        """Plan a fault for requests of a symbol and a kind."""
        with self._lock:
            self._planned.append(_Planned(fault, symbol, kind, times))

    def clear(self) -> None:
        """Plan nothing any more."""
        with self._lock:
            self._planned.clear()

    def next_for(self, asked: Asked, *, is_first: bool) -> Fault | None:
        """Return what this request meets, and count it.

        A dropped connection that had carried an earlier request is not counted: libcurl asks again at once over a
        new connection and tells nobody, so that only the drop of a new connection reaches the program.
        """
        with self._lock:
            found = next((each for each in self._planned if each.left != 0 and each.meets(asked)), None)
            if found is None:
                return None
            if found.left is not None and (is_first or found.fault is not Fault.DROP):
                found.left -= 1
            return found.fault
