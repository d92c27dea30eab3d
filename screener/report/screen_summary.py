"""What people read first of a screen: what changed, the ranking, and each name's path."""

from screener.records.screen import ScreenReport
from screener.records.table import Table, Value
from screener.report.formats import select_columns
from screener.report.screen_lines import screen_lines
from screener.report.terminal import render_banner, render_table, sparkline
from screener.report.wrapped_lines import wrapped

COLUMNS = ("ticker", "side", "signal", "score", "weight_pct", "momentum_pct", "event_response_pct", "path")
WIDE_COLUMNS = (
    *("ticker", "name", "universe", "leg", "side", "signal", "score", "rank", "weight_pct", "close", "momentum_pct"),
    *("event_response_pct", "since_event_pct", "resid_vol_pct", "beta", "gross_margin_change_pp", "path", "reasons"),
)

_MORE = "path: price over the benchmark's, a quarter by weeks; every column, and why: --format csv, or --wide"
TRACK_COLUMNS = (
    *("ranking", "group", "horizon_sessions", "n_dates", "mean_ic", "ic_ci_low", "ic_ci_high", "p_random"),
    *("top_minus_bottom_pct", "share_positive_pct"),
)


def screen_summary_text(
    report: ScreenReport,
    table: Table,
    width: int = 80,
    *,
    color: bool = False,
    encoding: str = "utf-8",
    is_wide: bool = False,
) -> str:
    """Return the first screen for one thesis.

    Parameters
    ----------
    report : ScreenReport
    table : Table
        Its rows, filtered, sorted and cut as asked.
    width, color, encoding
        See :func:`screener.report.terminal.render_table`.
    is_wide : bool
        More columns, however wide the terminal is.
    """
    with_path = _with_path(report, table, encoding)
    columns = WIDE_COLUMNS if is_wide else COLUMNS
    shown = select_columns(with_path, columns)
    room = max(width, 20 * len(columns)) if is_wide else width
    parts = [
        render_banner(width, color=color, encoding=encoding) if report.is_simulated else "",
        wrapped(screen_lines(report), width),
        render_table(shown, room, color=color, encoding=encoding, has_banner=False),
        wrapped([_MORE, f"fingerprint {report.fingerprint}"], width),
    ]
    return "\n".join(part for part in parts if part)


def _with_path(report: ScreenReport, table: Table, encoding: str) -> Table:
    """Add a sparkline of each name's price over the benchmark's."""
    # A ticker may have two spans, of which one is over.
    places = [table.columns.index(name) for name in ("ticker", "leg", "signal")]
    paths: dict[tuple[Value, ...], tuple[float, ...]] = {
        (row.name.ticker, row.name.leg, row.signal): row.path for row in report.rows
    }
    of_row = (paths.get(tuple(row[place] for place in places), ()) for row in table.rows)
    rows = tuple((*row, sparkline(path, encoding)) for row, path in zip(table.rows, of_row, strict=True))
    return Table(table.name, (*table.columns, "path"), rows)


def track_record_text(
    report: ScreenReport, table: Table, width: int = 80, *, color: bool = False, encoding: str = "utf-8"
) -> str:
    """Return a ranking's track record for a terminal: the sentence, then the table."""
    place = table.columns.index("n_dates")
    told = tuple(row for row in table.rows if row[place])
    shown = select_columns(Table(table.name, table.columns, told), TRACK_COLUMNS)
    said = [f"{report.thesis.title} - track record of this very ranking", f"  {report.track_record}"]
    if len(told) < len(table.rows):
        said.append(f"  {len(table.rows) - len(told)} rows of groups that never had 5 names to rank: --format csv")
    parts = [
        render_banner(width, color=color, encoding=encoding) if report.is_simulated else "",
        wrapped(said, width),
        render_table(shown, width, color=color, encoding=encoding, has_banner=False),
    ]
    return "\n".join(part for part in parts if part)
