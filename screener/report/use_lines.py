"""What a backtest used of what it was asked for, and everything it dropped, by name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from screener.records.backtest import BacktestReport
from screener.records.event import Outcome
from screener.records.study import BasketEvent


def use_lines(report: BacktestReport) -> tuple[str, ...]:
    """Return *n used of n asked* for the primary basket and window, and what was dropped or needs a caution."""
    primary = [
        found
        for found in report.study.basket_events
        if found.basket == report.thesis.primary_basket and found.window == report.thesis.primary_window
    ]
    return (*_events(report, primary), *_tickers(report))


def _events(report: BacktestReport, primary: Sequence[BasketEvent]) -> Iterator[str]:
    used = [found for found in primary if found.outcome is Outcome.USED]
    days = len({found.studied.row for found in used})
    prices = f"prices {report.price_source} from {report.study.history_from} to {report.data_as_of}"
    yield f"{len(used)} used of {len(primary)} events asked for ({days} event day{'' if days == 1 else 's'}), {prices}"
    dropped: dict[str, list[str]] = defaultdict(list)
    for found in primary:
        if found.outcome is not Outcome.USED:
            dropped[found.outcome.value].append(found.studied.event.event_id)
    for outcome, ids in dropped.items():
        yield f"  {outcome}: {', '.join(ids)}"
    later = report.study.not_known_yet
    if later:
        yield f"  not known on {report.as_of}: {', '.join(event.event_id for event in later)}"
    overlapping = [found.studied.event.event_id for found in used if found.overlaps_with]
    if overlapping:
        yield f"  {len(overlapping)} with overlapping windows: {', '.join(overlapping)}"


def _tickers(report: BacktestReport) -> Iterator[str]:
    n_asked = len(report.coverage)
    yield f"{n_asked - len(report.unpriced)} used of {n_asked} tickers asked for"
    for each in report.unpriced:
        yield f"  not priced: {each.ticker} ({each.reason})"
    for each in report.coverage:
        if each.n_sessions and each.reason:
            yield f"  {each.reason}: {each.ticker}"
    differing: dict[str, set[str]] = defaultdict(set)
    for found in report.study.name_events:
        if "day0_differs" in found.flags:
            differing[found.ticker].add(found.studied.event.event_id)
    for ticker, ids in differing.items():
        yield f"  day 0 of {ticker} is another session on its own exchange for {len(ids)}: {', '.join(sorted(ids))}"
