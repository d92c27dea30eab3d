"""What both sides of a thesis have in common, in words, before any pair of them is shown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from screener.records.overlap import PRIVATE, Overlap, OverlapRow
from screener.records.thesis import Side
from screener.report.percent import percent_text
from screener.report.spoken import counted

_SIDES: tuple[Side, Side] = ("long", "short")


def overlap_lines(overlap: Overlap) -> tuple[str, ...]:
    """Say how much of each side is in names that own part of what the other side is about.

    Parameters
    ----------
    overlap : Overlap

    Returns
    -------
    tuple of str
        Nothing where the sides have no lab in common and every private name is known.
    """
    return (*(line for side in _SIDES for line in _side(overlap, side)), *_unknown(overlap))


def _side(overlap: Overlap, side: Side) -> Iterator[str]:
    rows = overlap.opposed(side)
    if not rows:
        return
    weight = overlap.shared_weight(side)
    share = "names" if weight is None else f"{percent_text(weight)} of the weight"
    many = counted(len({row.ticker for row in rows}), "name")
    yield f"overlap: {share} on the {side} side ({many}) owns part of what the other side has, and moves with it"
    by_lab: dict[str, list[OverlapRow]] = defaultdict(list)
    for row in rows:
        by_lab[row.lab].append(row)
    for lab, found in by_lab.items():
        yield f"  {lab} ({_against(found)}): {', '.join(_stake(row) for row in found)}"


def _against(rows: Sequence[OverlapRow]) -> str:
    other = "short" if rows[0].side == "long" else "long"
    tickers = [ticker for ticker in rows[0].against if ticker != PRIVATE]
    said = [f"{other} in view" for _ in rows[:1] if PRIVATE in rows[0].against]
    return " and ".join([*said, *([f"{other} through {', '.join(tickers)}"] if tickers else [])])


def _stake(row: OverlapRow) -> str:
    memory = ", from memory" if row.provenance == "memory" else ""
    size = "a stake of unknown size" if row.stake is None else f"about {100.0 * row.stake:g} %"
    return f"{row.ticker} owns {size}{memory}"


def _unknown(overlap: Overlap) -> Iterator[str]:
    if overlap.unknown_private:
        names = ", ".join(overlap.unknown_private)
        yield f"overlap with {names} is not known: no lab of labs.csv has that name"
    if overlap.n_not_known_yet:
        yield f"overlap: {counted(overlap.n_not_known_yet, 'stake')} measured after --as-of left out"
