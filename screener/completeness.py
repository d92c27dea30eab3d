"""What was used of what was asked for, and what is not there, in words."""

from collections import defaultdict
from collections.abc import Iterator

from screener.dossier import Dossier
from screener.report.use_lines import event_lines, finding_lines, ticker_lines


def missing_lines(dossier: Dossier) -> Iterator[str]:
    """Yield what was used of what was asked for, what is not there, and what the prices' checks found.

    Parameters
    ----------
    dossier : Dossier

    Yields
    ------
    str
        The thesis's own prices and events first, then names that only the screen ranks, then statements.
    """
    report = dossier.backtest
    yield from (line.strip() for line in event_lines(report))
    yield from (line.strip() for line in ticker_lines(report))
    yield from (line.strip() for line in finding_lines(report.findings, report.study.history_from))
    own = {each.ticker for each in report.coverage}
    others = [each.ticker for each in dossier.screen.unpriced if each.ticker not in own]
    if others:
        yield f"of the names that are only screened, not priced: {', '.join(others)}"
    by_reason: dict[str, list[str]] = defaultdict(list)
    for company in dossier.claims.no_quarterly_data:
        if company.is_needed:
            by_reason[company.reason].append(company.ticker)
    yield from (f"{reason}: {', '.join(tickers)}" for reason, tickers in by_reason.items())
    yield from (f"{problem.code}: {problem.message}" for problem in report.problems)


def is_incomplete(dossier: Dossier) -> bool:
    """Tell whether anything asked for is missing: prices, rows of them, a statement needed, or a claim's value."""
    screen = dossier.screen
    return bool(dossier.backtest.is_incomplete or dossier.claims.is_incomplete or screen.unpriced or screen.problems)
