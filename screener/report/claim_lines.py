"""What a thesis's claims come to, in words: what needs a ruling, what the note quotes wrong, what is missing."""

from collections.abc import Iterator, Sequence

from screener.records.claim import ClaimRow, ClaimsReport
from screener.records.income import MarginQuarter
from screener.report.cell_text import number_text, one_line
from screener.report.check_lines import check_lines

_ORDER = ("tripped", "near", "broken", "weak", "stale", "unknown", "holds", "clear")
_MOST_NAMED = 8


def claim_lines(report: ClaimsReport) -> Iterator[str]:
    """Say what the claims and criteria come to.

    Parameters
    ----------
    report : ClaimsReport

    Yields
    ------
    str
        A line without its end: the counts, what needs a ruling, figures the note quotes beside those of the sources,
        and what could not be judged.
    """
    for line in _lines(report):
        # What a note calls its claims must not drive a terminal.
        indent = line[: len(line) - len(line.lstrip(" "))]
        yield indent + one_line(line)


def _lines(report: ClaimsReport) -> Iterator[str]:
    yield f"{report.thesis.title} - as of {report.as_of}: {_counts(report)}"
    for row in _first_of_each(report.needs_ruling("watch")):
        so_long = f" for {_length(row)}" if row.n_breach else ""
        since = f", since {row.since_on}" if row.since_on else ""
        yield f"  needs a ruling: {row.severity} {row.claim}: {_compared(row)}{so_long}{since}"
    for row in report.rows:
        if row.role == "claim" and row.state == "broken" and _is_quoted(row):
            sourced = f"{_number(row.value)} {row.unit} ({_origin(row)})"
            yield f"  {row.claim}: the note says {_said(row)}; the sources say {sourced}"
    for row in report.rows:
        if row.role == "claim" and "us_china" in row.measure:
            yield from (f"  {row.claim}: {said}" for said in row.note.split("; ") if said.startswith("compares"))
    yield from _missing(report)


def _is_quoted(row: ClaimRow) -> bool:
    """Tell whether the note states a figure, or the range that it lies in."""
    return row.value is not None and (row.quoted is not None or row.op == "in")


def _counts(report: ClaimsReport) -> str:
    states = [row.state for row in _first_of_each(report.rows)]
    return ", ".join(f"{states.count(state)} {state}" for state in _ORDER if state in states)


def _first_of_each(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """Return one row a statement, where several comparisons make one."""
    return list({(row.role, row.claim, row.line): row for row in reversed(rows)}.values())[::-1]


def _compared(row: ClaimRow) -> str:
    return f"{row.measure or row.note} {_number(row.value)} {row.op or ''} {row.threshold}".strip()


def _length(row: ClaimRow) -> str:
    unit = row.for_unit or "days"
    return f"{row.n_breach} {unit}"


def _said(row: ClaimRow) -> str:
    return row.threshold if row.quoted is None else _number(row.quoted)


def _origin(row: ClaimRow) -> str:
    known = f", known {row.known_on}" if row.known_on else ""
    return f"{row.provenance or 'prices'}, of {row.measured_on}{known}"


def _number(value: float | None) -> str:
    return "unknown" if value is None else number_text(float(f"{value:.4g}"))


def _missing(report: ClaimsReport) -> Iterator[str]:
    if report.no_prices:
        yield f"  no prices: {report.no_prices}"
    for each in report.unpriced:
        yield f"  not priced: {each.ticker} ({each.reason})"
    by_reason: dict[str, list[str]] = {}
    for none in report.no_quarterly_data:
        by_reason.setdefault(none.reason, []).append(none.ticker)
    for reason, tickers in by_reason.items():
        yield f"  {_named(tickers)}: {reason}"
    missing = list(dict.fromkeys(row.claim for row in report.rows if row.is_missing))
    if missing:
        yield f"  without a value for want of data: {_named(missing)} (the column note says why)"
    unusable = {
        f"{finding.ticker} {finding.period_end_on} {finding.check}"
        for row in report.margins
        for finding in row.findings
    }
    if unusable:
        yield f"  statements: {_named(sorted(unusable))} (--table margins says why)"
    falling = sorted({row.ticker for row in _latest(report) if row.is_growth_with_falling_margin})
    if falling:
        yield f"  growth with falling margin in the latest quarter: {', '.join(falling)}"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def price_check_lines(report: ClaimsReport) -> Iterator[str]:
    """Say what the checks of price quality found, a line a check; what ended before the prices used is only counted.

    Parameters
    ----------
    report : ClaimsReport

    Yields
    ------
    str
        A line without its end; none where nothing was found or no price was used.
    """
    if report.prices_from is None or not report.findings:
        return
    used = [each for each in report.findings if each.until_on >= report.prices_from]
    n_before = len(report.findings) - len(used)
    before = f"; {n_before} before {report.prices_from} in prices not used" if n_before else ""
    yield f"price checks found {len(used)} (screener backtest --table coverage has them all){before}"
    yield from check_lines(used)


def _latest(report: ClaimsReport) -> Iterator[MarginQuarter]:
    """Yield each name's latest quarter that can be used."""
    latest = {row.ticker: row for row in report.margins if row.is_used}
    yield from latest.values()
