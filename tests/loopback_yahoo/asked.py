"""What a request asks for, read from its host and path."""

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qs, unquote, urlsplit

Kind = Literal["chart", "tz", "cookie", "crumb", "consent", "statements", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)

HOSTS = (
    "query1.finance.yahoo.com",
    "query2.finance.yahoo.com",
    "fc.yahoo.com",
    "guce.yahoo.com",
    "consent.yahoo.com",
)

CHART = "/v8/finance/chart/"
STATEMENTS = "/ws/fundamentals-timeseries/v1/finance/timeseries/"
SUMMARY = "/v10/finance/quoteSummary/"
QUOTE = "/v7/finance/quote"
CRUMB = "/v1/test/getcrumb"


@dataclass(frozen=True)
class Asked:
    """One request; ``kind`` is ``tz`` for the chart of one day that only tells the time zone."""

    host: str
    path: str
    query: dict[str, str]
    kind: Kind
    symbol: str | None = None


def read(host: str, target: str) -> Asked:
    """Return what is asked of a host by a request's target, such as ``/v8/finance/chart/MSFT?range=1d``."""
    parts = urlsplit(target)
    path = unquote(parts.path)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    kind, symbol = _kind(host, path, query)
    return Asked(host, path, query, kind, symbol)


def _kind(host: str, path: str, query: dict[str, str]) -> tuple[Kind, str | None]:
    if not host.startswith("query"):
        return ("cookie" if host == "fc.yahoo.com" else "consent"), None
    if path == CRUMB:
        return "crumb", None
    if path.startswith(CHART):
        only_a_day = query.get("range") == "1d" and "period1" not in query
        return ("tz" if only_a_day else "chart"), path.removeprefix(CHART)
    if path.startswith(STATEMENTS):
        return "statements", path.removeprefix(STATEMENTS)
    if path.startswith(SUMMARY):
        return "other", path.removeprefix(SUMMARY)
    return "other", query.get("symbols") if path == QUOTE else None
