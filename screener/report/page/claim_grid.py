"""Claims and criteria as the page shows them: a row a comparison, with the figure beside its threshold."""

from collections.abc import Sequence

from screener.records.claim import ClaimRow
from screener.report.charts.figures import brief
from screener.report.page.grids import Cell, Grid, Head, cell_of_words
from screener.report.page.links import Part
from screener.report.spoken import counted

_HEADS = (
    Head("claim", "Its name, and what is measured", "w"),
    Head("state", "Of the whole statement", "d"),
    Head("value", "What the sources say", "n"),
    Head("threshold", "What the note says", "n"),
    Head("distance", "In the value's unit; positive while the comparison is true", "n"),
    Head("in breach", "How long a criterion has been true, or a claim false, and since when it is as it is", "s"),
    Head("figure of", "Day it is of, and where it comes from", "s"),
    Head("note", "How it was found, or why it is missing", "p"),
)
_UNSAID_UNITS = ("as_stated", "count")


def claim_grid(caption: str, rows: Sequence[ClaimRow]) -> Grid:
    """Return claims or criteria as a table.

    Parameters
    ----------
    caption : str
    rows : sequence of ClaimRow
        In the note's order; a statement of several comparisons has a row each.
    """
    return Grid(caption, _HEADS, tuple(_row(row) for row in rows))


def _row(row: ClaimRow) -> tuple[Cell, ...]:
    severity = f"{row.severity}: " if row.severity in ("breaker", "watch") else ""
    name = Cell((Part(f"{severity}{row.claim}"),), meaning=row.measure)
    said = "" if row.op is None else f"{row.op} {row.threshold}"
    far = "" if row.distance is None else _signed(row.distance)
    known = ("" if row.measured_on is None else str(row.measured_on), row.provenance)
    origin = ",\n".join(part for part in known if part)
    words = (_value(row), said, far, _length(row), origin)
    return (
        name,
        Cell((Part(row.state),), state=row.state),
        *(Cell((Part(each),)) for each in words),
        cell_of_words(row.note),
    )


def _value(row: ClaimRow) -> str:
    if row.value is None:
        return ""
    unit = "%" if row.unit == "pct" else row.unit.replace("_", " ")
    return brief(row.value) if row.unit in _UNSAID_UNITS else f"{brief(row.value)} {unit}"


def _signed(distance: float) -> str:
    return f"+{brief(distance)}" if distance > 0.0 else brief(distance)


def _length(row: ClaimRow) -> str:
    """Return how long it has stood in breach, of how long it takes, and since when it is as it is."""
    unit = (row.for_unit or "days").removesuffix("s")
    since = "" if row.since_on is None else f"since {row.since_on}"
    if not row.n_breach:
        return f"no,\n{since}" if since else ""
    so_long = f"{row.n_breach} of {counted(row.for_n, unit)}" if row.for_n else counted(row.n_breach, unit)
    return f"{so_long},\n{since}" if since else so_long
