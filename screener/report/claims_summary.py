"""What people read first of a thesis's claims: what needs a ruling, the table, and values over time as sparklines."""

from collections.abc import Iterator, Sequence

from screener.records.claim import ClaimPoint, ClaimRole, ClaimsReport
from screener.report.cell_text import one_line
from screener.report.claim_lines import claim_lines, price_check_lines
from screener.report.claim_tables import claims_table
from screener.report.formats import select_columns
from screener.report.terminal import render_banner, render_table, sparkline
from screener.report.wrapped_lines import wrapped

COLUMNS = ("claim", "severity", "state", "value", "op", "threshold", "since_on")
MAX_BARS = 60
_MORE = (
    "what each value is made of, and its source: --format csv, or --columns claim,value,source,note",
    "values over time: --history; statements behind margins: --table margins",
)


def claims_summary_text(report: ClaimsReport, width: int = 80, *, color: bool = False, encoding: str = "utf-8") -> str:
    """Return the first screen of one thesis's claims.

    Parameters
    ----------
    report : ClaimsReport
        With its history, values over time follow the table.
    width, color, encoding
        See :func:`screener.report.terminal.render_table`.
    """
    table = select_columns(claims_table(report, "claims"), COLUMNS)
    parts = [
        render_banner(width, color=color, encoding=encoding) if report.is_simulated else "",
        wrapped(claim_lines(report), width),
        render_table(table, width, color=color, encoding=encoding, has_banner=False),
        "".join(_histories(report, width, encoding)),
        wrapped(price_check_lines(report), width),
        wrapped(_MORE, width),
        wrapped([f"fingerprint {report.fingerprint}"], width),
    ]
    return "\n".join(part for part in parts if part)


def _histories(report: ClaimsReport, width: int, encoding: str) -> Iterator[str]:
    """Yield each measure over time: a line of words, a sparkline, and the parts as they stand."""
    by_measure: dict[str, dict[tuple[ClaimRole, str], list[ClaimPoint]]] = {}
    for point in report.history:
        by_measure.setdefault(point.measure, {}).setdefault((point.role, point.claim), []).append(point)
    for measure, statements in by_measure.items():
        # Several statements about one measure have one history; one about a single day has only that of it.
        points = max(statements.values(), key=len)
        own = [point for point in points if not point.part]
        if len(own) > 1:
            yield wrapped([_spoken(measure, own)], width)
            yield f"{sparkline(_by_day(own, min(MAX_BARS, width)), encoding)}\n"
            yield wrapped(_parts(points), width)


def _spoken(measure: str, points: Sequence[ClaimPoint]) -> str:
    values = [point.value for point in points if point.value is not None]
    first, last = points[0], points[-1]
    now = "unknown" if last.value is None else f"{last.value:.4g}"
    return one_line(
        f"{measure}, {last.unit}, {first.day_on} to {last.day_on}: {values[0]:.4g} to {now}, "
        f"between {min(values):.4g} and {max(values):.4g}, {len(points)} values"
    )


def _by_day(points: Sequence[ClaimPoint], n_bars: int) -> list[float | None]:
    """Return the value at evenly spaced days, so that a bar's place is its time."""
    first, last = points[0].day_on.toordinal(), points[-1].day_on.toordinal()
    n = max(2, min(n_bars, last - first + 1))
    days = [first + (last - first) * bar // (n - 1) for bar in range(n)]
    found: list[float | None] = []
    place = 0
    for day in days:
        while place + 1 < len(points) and points[place + 1].day_on.toordinal() <= day:
            place += 1
        found.append(points[place].value)
    return found


def _parts(points: Sequence[ClaimPoint]) -> Iterator[str]:
    """Yield every part as it stands at the end, largest first."""
    latest = {point.part: point.value for point in points if point.part}
    standing = sorted(((name, value) for name, value in latest.items() if value is not None), key=lambda part: -part[1])
    if standing:
        yield "  now: " + one_line(", ".join(f"{name} {value:.3g}" for name, value in standing))
