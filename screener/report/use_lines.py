"""What a backtest used of what it was asked for, and everything it dropped, by name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from screener.records.backtest import BacktestReport
from screener.records.event import Outcome
from screener.records.prices import Finding
from screener.records.study import BasketEvent
from screener.report.book_lines import book_lines
from screener.report.check_lines import check_lines
from screener.report.robustness_lines import robustness_lines
from screener.report.selection_lines import selection_lines
from screener.report.spoken import counted


def use_lines(report: BacktestReport) -> tuple[str, ...]:
    """Return *n used of n asked* for the primary basket and window, and what was dropped or needs a caution."""
    return (
        *event_lines(report),
        _model(report),
        *ticker_lines(report),
        *finding_lines(report.findings, report.study.history_from),
        *book_lines(report),
        *selection_lines(report),
        *robustness_lines(report.thesis, report.robustness),
    )


def finding_lines(findings: Sequence[Finding], used_from: dt.date) -> Iterator[str]:
    """Say what the quality checks found, a line a check, with tickers and the first date; the rest is in coverage.

    Parameters
    ----------
    findings : sequence of Finding
    used_from : date
        What ended before is only counted: those prices were read and not used.
    """
    used = [each for each in findings if each.until_on >= used_from]
    if findings:
        n_before = len(findings) - len(used)
        before = f"; {n_before} before {used_from} in prices not used" if n_before else ""
        yield f"price checks found {len(used)} (--table coverage has them all){before}"
    yield from check_lines(used)


def event_lines(report: BacktestReport) -> Iterator[str]:
    """Say how many events the primary basket and window used, and what became of the others."""
    primary: Sequence[BasketEvent] = [
        found
        for found in report.study.basket_events
        if found.basket == report.thesis.primary_basket and found.window == report.thesis.primary_window
    ]
    used = [found for found in primary if found.outcome is Outcome.USED]
    n_days = len({found.studied.row for found in used})
    yield f"{len(used)} used of {len(primary)} events asked for ({counted(n_days, 'event day')})"
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
    disturbed = [found.studied.event.event_id for found in used if found.confounders]
    if disturbed:
        yield f"  {len(disturbed)} share day 0 with another known event or a member's report: {', '.join(disturbed)}"
    if report.study.n_with_estimation_overlap:
        yield f"  {report.study.n_with_estimation_overlap} with another event in their estimation window"


def _model(report: BacktestReport) -> str:
    """Say what responses are measured against, and that what was chosen by its effect is not tested."""
    model = report.study.model
    against = f" on {', '.join(report.thesis.benchmark)}" if model.return_model.startswith("market") else ""
    mask = ", events masked" if model.masks_events else ""
    fitted = f"sessions {model.estimation} with at least {model.min_returns} returns{mask}"
    said = f"abnormal returns: {model.return_model}{against}, {fitted}"
    return f"{said}; chosen with hindsight, so nothing is tested" if report.study.is_hindsight else said


def ticker_lines(report: BacktestReport) -> Iterator[str]:
    """Say how many tickers are priced, from when to when, and which are not, or end."""
    n_asked = len(report.coverage)
    prices = f"prices {report.price_source} from {report.study.history_from} to {report.data_as_of}"
    yield f"{n_asked - len(report.unpriced)} of {n_asked} tickers priced, benchmark included; {prices}"
    yield f"  history begins with {report.study.history_reason}"
    for each in report.unpriced:
        yield f"  not priced: {each.ticker} ({each.reason})"
    for each in report.coverage:
        if each.n_sessions and each.reason:
            yield f"  {each.reason}: {each.ticker}"
    for each in report.ended:
        yield f"  prices of {each.ticker} end on {each.last_on}"
    differing: dict[str, set[str]] = defaultdict(set)
    for found in report.study.name_events:
        if "day0_differs" in found.flags:
            differing[found.ticker].add(found.studied.event.event_id)
    for ticker, ids in differing.items():
        yield f"  day 0 of {ticker} is another session on its own exchange for {counted(len(ids), 'event')}"
