"""Paths of lines: straight from point to point, or in steps; a point without a value leaves a gap."""

from collections.abc import Iterable, Iterator

from screener.report.charts.svg import at

Places = Iterable[tuple[float, float | None]]


def line_path(places: Places) -> str:
    """Return the path through places; a lone place between two gaps is a dot of the line's width.

    Examples
    --------
    >>> line_path([(0, 1), (10, 2.25), (20, None), (30, 4)])
    'M0 1 10 2.2M30 4h0'
    """
    return "".join(_joined(run) for run in _runs(places))


def step_path(places: Places, until: float) -> str:
    """Return the path of a value that holds until the next place, the last one until ``until``.

    Examples
    --------
    >>> step_path([(0, 1), (10, 2), (20, None), (30, 4)], 40)
    'M0 1H10V2H20M30 4H40'
    """
    drawn, before = "", None
    for x, y in places:
        if before is not None:
            drawn += f"H{at(x)}"
        if y is not None:
            drawn += f"M{at(x)} {at(y)}" if before is None else f"V{at(y)}"
        before = y
    return drawn if before is None else f"{drawn}H{at(until)}"


def band_path(lower: Iterable[tuple[float, float]], upper: Iterable[tuple[float, float]]) -> str:
    """Return the closed path between two lines."""
    around = [*lower, *list(upper)[::-1]]
    return f"M{' '.join(f'{at(x)} {at(y)}' for x, y in around)}Z" if around else ""


def _runs(places: Places) -> Iterator[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for x, y in places:
        if y is not None:
            run.append((x, y))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _joined(run: list[tuple[float, float]]) -> str:
    path = "M" + " ".join(f"{at(x)} {at(y)}" for x, y in run)
    return path if len(run) > 1 else f"{path}h0"
