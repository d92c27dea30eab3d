"""The HTTP session that yfinance works through: paced, with one timeout for all, and statuses taken as they are.

Left alone, yfinance asks again at once after any status of 400 or more, throws its cookie away and waits 30 s for each
host of the cookie ceremony. Prices need neither cookie nor crumb, and statements are asked for without them if need be:
so a host of that ceremony that fails once is not asked again in this run, and what the status of a request for data
says is said at once.
"""

import json
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from curl_cffi.requests import Session
from curl_cffi.requests.exceptions import ConnectionError as ConnectionFailedError
from curl_cffi.requests.exceptions import RequestException

from screener.prices.yahoo.refusals import EmptyError, GoneError, NoPricesError, RateLimitedError
from screener.records.fetching import FetchSettings

# Each with the keys under which its error answers carry Yahoo's own words.
_DATA_PATHS = {"/v8/finance/chart/": ("chart",), "/ws/fundamentals-timeseries/": ("timeseries", "finance")}
_TOO_MANY, _BAD_REQUEST, _UNAUTHORIZED, _NOT_FOUND = 429, 400, 401, 404
_NO_ROWS = "data doesn't exist"


class PacedSession(Session[Any]):
    """A browser-like session with our own pace and limits; one for all threads.

    Parameters
    ----------
    settings : FetchSettings
    """

    def __init__(self, settings: FetchSettings) -> None:
        super().__init__(impersonate="chrome")
        self._limits = settings
        self._turn = threading.Lock()
        self._next_start = 0.0
        self._pace_s = settings.pace_s
        self._dead_hosts: set[str] = set()
        self.is_reached = False
        self._last = threading.local()

    @property
    def last_status(self) -> int:
        """Status of this thread's last price or statement request; 0 before one was answered."""
        return getattr(self._last, "status", 0)

    def forget_status(self) -> None:
        """Begin another ticker on this thread."""
        self._last.status = 0

    def slow_down(self) -> None:
        """Halve the pace, after a refusal for asking too often."""
        with self._turn:
            self._pace_s *= 2

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> Any:
        """Send one request.

        Raises
        ------
        NoPricesError
            The status of a price or statement request says that there is nothing, and why.
        curl_cffi.requests.exceptions.RequestException
            The request failed on its way.
        """
        options["timeout"] = self._limits.timeout_s
        parts = urlsplit(url)
        said_under = next((keys for path, keys in _DATA_PATHS.items() if parts.path.startswith(path)), None)
        if said_under is None:
            return self._ask_ceremony(method, url, parts.hostname or "", *args, **options)
        self._wait_for_turn()
        answer = super().request(method, url, *args, **options)
        self._last.status = answer.status_code
        self.is_reached = True
        _raise_for(answer.status_code, answer.text if answer.status_code >= _BAD_REQUEST else "", said_under)
        return answer

    def _ask_ceremony(self, method: Any, url: str, host: str, *args: Any, **options: Any) -> Any:
        """Ask a cookie, consent or crumb address, unless its host failed before."""
        if host in self._dead_hosts:
            raise ConnectionFailedError(f"{host} failed before in this run")
        try:
            answer = super().request(method, url, *args, **options)
        except RequestException:
            self._dead_hosts.add(host)
            raise
        self.is_reached = True
        if answer.status_code == _TOO_MANY:
            # yfinance would keep the text of the refusal as its crumb.
            raise ConnectionFailedError(f"{host} refuses more requests")
        return answer

    def _wait_for_turn(self) -> None:
        with self._turn:
            start = max(time.monotonic(), self._next_start)
            self._next_start = start + self._pace_s
        time.sleep(max(0.0, start - time.monotonic()))


def _raise_for(status: int, body: str, said_under: Sequence[str]) -> None:
    """Raise what a status of 400 or more says; a stale crumb (401) is left to yfinance, which renews it once."""
    if status < _BAD_REQUEST or status == _UNAUTHORIZED:
        return
    if status == _TOO_MANY:
        raise RateLimitedError("Yahoo refuses more requests for now (HTTP 429)")
    said = _description(body, said_under)
    if status == _NOT_FOUND and said:
        raise GoneError(said)
    if status == _BAD_REQUEST and said.lower().startswith(_NO_ROWS):
        raise EmptyError(said)
    raise NoPricesError(f"HTTP {status}" + (f": {said}" if said else ""))


def _description(body: str, said_under: Sequence[str]) -> str:
    """Return Yahoo's own words from an error answer, or nothing."""
    for key in said_under:
        with suppress(ValueError, KeyError, TypeError):
            return " ".join(str(json.loads(body)[key]["error"]["description"]).split())[:200]
    return ""
