"""A stand-in of Yahoo on the loopback, for the real yfinance: reached by environment only, nothing patched."""

import datetime as dt
import ssl
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme
from loopback_yahoo import answers, doors
from loopback_yahoo.answers import Answer
from loopback_yahoo.asked import HOSTS, KINDS, Asked, Kind, read
from loopback_yahoo.chart import chart
from loopback_yahoo.faults import DATA_FAULTS, STATEMENT_FAULTS, Fault
from loopback_yahoo.ledger import Ledger, RateLimit, Record
from loopback_yahoo.market import Listing, Market
from loopback_yahoo.plan import Plan
from loopback_yahoo.proxy import Proxy
from loopback_yahoo.statements import statements

CHARTS: tuple[Kind, ...] = ("chart", "tz")


class LoopbackYahoo:
    """Yahoo's prices and statements, served to whoever runs in its ``environment``; a context manager.

    Parameters
    ----------
    folder
        Where the certificate of the test's own authority is written.
    market
        What is listed: listings, or a market that the test goes on changing.
    now_at
        The clock, aware; None follows the real one.

    Attributes
    ----------
    now_at, limit_per_s
        May be set at any time. The limit counts charts, those for a time zone too.
    refused_hosts
        Every host, in order, that was asked for and is none of Yahoo's.
    unknown_paths
        Every host and path, in order, for which nothing is served.
    """

    def __init__(
        self, folder: Path, *listings: Listing, market: Market | None = None, now_at: dt.datetime | None = None
    ) -> None:
        self.market = Market() if market is None else market
        self.market.update(Market.of(*listings))
        self.now_at = now_at
        self.limit_per_s: float | None = None
        self.refused_hosts: list[str] = []
        self.unknown_paths: list[str] = []
        self.ca_path = folder / "loopback-yahoo-ca.pem"
        self._ledger, self._plan, self._limit = Ledger(), Plan(), RateLimit()
        self._errors: list[BaseException] = []
        self._lock = threading.Lock()  # one answer is made at a time, so that a test may count on their order
        self._proxy: Proxy | None = None

    def __enter__(self) -> Self:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_path)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.set_alpn_protocols(["http/1.1"])
        authority.issue_cert(*HOSTS).configure_cert(tls)
        self._proxy = Proxy(tls, HOSTS, self._respond, self.refused_hosts.append)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None and self._errors:
            raise RuntimeError("the stand-in of Yahoo failed") from self._errors[0]

    def stop(self) -> None:
        """Stop at once, whatever still hangs; a second time does nothing."""
        if self._proxy is not None:
            self._proxy.stop()
            self._errors += self._proxy.errors
            self._proxy = None

    @property
    def port(self) -> int:
        """Where the proxy listens."""
        if self._proxy is None:
            raise RuntimeError("the server does not run")
        return int(self._proxy.server_address[1])

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a process here, and nowhere else."""
        proxy = f"http://127.0.0.1:{self.port}"
        names = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
        bundles = ("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
        none = dict.fromkeys(("NO_PROXY", "no_proxy"), "")
        return dict.fromkeys(names, proxy) | dict.fromkeys(bundles, str(self.ca_path)) | none

    @property
    def symbols(self) -> list[str]:
        """What is listed, in order."""
        return sorted(self.market)

    @property
    def requests(self) -> list[Record]:
        """Every request since the last ``forget``, in order."""
        return self._ledger.records()

    def count(self, kind: Kind | None = None, symbol: str | None = None) -> int:
        """Return how many requests there were, of a kind or of a symbol."""
        return sum(kind in {None, each.kind} and symbol in {None, each.symbol} for each in self.requests)

    def forget(self) -> None:
        """Count requests from here on."""
        self._ledger.forget()

    def fault(
        self, fault: Fault | str, symbol: str | None = None, kind: Kind = "chart", times: int | None = None
    ) -> None:
        """Make requests go wrong: of one symbol or all, of one kind, always or the next few times.

        Several faults for the same requests are met one after the other, as each is used up.
        """
        fault = Fault(fault)
        if kind not in KINDS:
            raise ValueError(f"no such kind of request: {kind}")
        serves = (kind in CHARTS) or (kind == "statements" and fault in STATEMENT_FAULTS)
        if fault in DATA_FAULTS and not serves:
            raise ValueError(f"{fault} says nothing about {kind}")
        if fault is Fault.UNAPPLIED_SPLIT and symbol and not self.market[symbol].splits:
            raise ValueError(f"{symbol} has no split")
        if fault in {Fault.OTHER_COMPANY, Fault.OTHER_SYMBOL} and len(self.market) < 2:
            raise ValueError("there is no other company")
        self._plan.add(fault, symbol, kind, times)

    def heal(self) -> None:
        """Let nothing go wrong any more."""
        self._plan.clear()

    def _respond(self, host: str, target: str, is_first: bool) -> Answer:
        with self._lock:
            asked = read(host, target)
            try:
                answer, fault = self._limited_answer(asked, is_first=is_first)
            except Exception as error:  # noqa: BLE001
                self._errors.append(error)
                answer, fault = answers.html(f"the stand-in failed: {error!r}", 500), None
            self._ledger.note(asked, answer.status if answer.act == "send" else None, fault)
            return answer

    def _limited_answer(self, asked: Asked, *, is_first: bool) -> tuple[Answer, Fault | None]:
        if asked.kind in CHARTS and not self._limit.passes(self.limit_per_s):
            return answers.too_many(), None
        fault = self._plan.next_for(asked, is_first=is_first)
        return self._faulty_answer(asked, fault), fault

    def _faulty_answer(self, asked: Asked, fault: Fault | None) -> Answer:  # noqa: PLR0911
        match fault:
            case Fault.TOO_MANY:
                return answers.too_many()
            case Fault.SERVER_ERROR:
                return answers.html("<html><body>Internal Server Error</body></html>", 500)
            case Fault.UNAUTHORIZED:
                return answers.error(401, "Unauthorized", "Invalid Crumb")
            case Fault.DROP:
                return Answer(0, act="drop")
            case Fault.HANG:
                return Answer(0, act="hang")
            case Fault.HTML:
                return answers.html("<!doctype html><html><body>Will be right back...</body></html>")
            case Fault.GONE:
                return answers.gone("chart" if asked.kind in CHARTS else "finance")
            case Fault.CUT_JSON:
                whole = self._answer(asked, None)
                return Answer(whole.status, whole.body[: len(whole.body) // 2], whole.content_type, whole.headers)
        return self._answer(asked, fault)

    def _answer(self, asked: Asked, fault: Fault | None) -> Answer:
        now_at = self.now_at or dt.datetime.now(dt.UTC)
        match asked.kind:
            case "chart" | "tz":
                return chart(self.market, asked, now_at, fault)
            case "statements":
                return statements(self.market, asked, now_at, fault)
            case "cookie":
                return doors.cookie()
            case "crumb":
                return doors.crumb()
            case "consent" if answer := doors.consent(asked):
                return answer
        if asked.symbol is None:
            self.unknown_paths.append(asked.host + asked.path)
        return answers.gone()
