"""Charts as the tests read them: an XML tree without its namespace."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from screener.report.charts.chart import Chart

NAMESPACE = "{http://www.w3.org/2000/svg}"


def tree(chart: Chart) -> Element:
    """Return the chart's elements; anything that is not XML fails."""
    root = ET.fromstring(chart.svg)  # noqa: S314 - of our own making
    for each in root.iter():
        each.tag = each.tag.removeprefix(NAMESPACE)
    return root


def texts(chart: Chart) -> list[str]:
    """Return every text drawn, in order."""
    return ["".join(each.itertext()) for each in tree(chart).iter("text")]


def text_at(chart: Chart, said: str) -> tuple[float, float]:
    """Return where a text is drawn."""
    found = [each for each in tree(chart).iter("text") if "".join(each.itertext()) == said]
    assert len(found) == 1, (said, texts(chart))
    return float(found[0].get("x", "nan")), float(found[0].get("y", "nan"))


def paths(chart: Chart) -> list[str]:
    """Return the data of every path, in order."""
    return [each.get("d", "") for each in tree(chart).iter("path")]


def places(path: str) -> Iterator[tuple[float, float]]:
    """Yield the corners of a path of straight lines."""
    for run in path.split("M")[1:]:
        numbers = [float(each) for each in run.removesuffix("Z").removesuffix("h0").split()]
        yield from zip(numbers[::2], numbers[1::2], strict=True)


def lines(chart: Chart, **attributes: str) -> list[Element]:
    """Return the straight lines that have some attributes."""
    named = {key.replace("_", "-"): value for key, value in attributes.items()}
    return [each for each in tree(chart).iter("line") if all(each.get(key) == value for key, value in named.items())]
