"""Findings by the check that made them, in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from screener.records.prices import Finding
from screener.report.spoken import counted

_MOST_NAMED = 6


def check_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Say what was found, an indented line a check, with tickers and the first date of each."""
    by_check: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for each in findings:
        by_check[each.check][each.ticker].append(each)
    for check in sorted(by_check):
        tickers = [f"{name} {_first(found)}" for name, found in by_check[check].items()]
        n_more = len(tickers) - _MOST_NAMED
        more = f" and {counted(n_more, 'more ticker')}" if n_more > 0 else ""
        yield f"  {check}: {', '.join(tickers[:_MOST_NAMED])}{more}"


def _first(found: Sequence[Finding]) -> str:
    n_more = len(found) - 1
    return f"{found[0].session_on}" + (f" and {n_more} more" if n_more else "")
