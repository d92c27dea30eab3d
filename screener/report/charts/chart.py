"""One chart: its title, what it says in words, and its SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from screener.report.charts.labels import SIZE, wrapped
from screener.report.charts.palette import INK, MUTED
from screener.report.charts.svg import at, element, escaped, group, words

WIDTH = 480.0
"""Of every chart, in the drawing's units."""

LINE_HEIGHT = 18.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that also speaks.

    Parameters
    ----------
    title : str
        A few words.
    description : str
        What the drawing shows, figures included, for whoever does not see it.
    svg : str
        One ``svg`` element with both inside; safe to stand in HTML as it is.
    """

    title: str
    description: str
    svg: str


def drawn(prefix: str, title: str, description: str, height: float, body: Sequence[str]) -> Chart:
    """Return the chart that a body makes.

    Parameters
    ----------
    prefix : str
        Begins every id inside; another chart on the page has another.
    title, description : str
    height : float
    body : sequence of str
        Elements.
    """
    label = f"{prefix}-t {prefix}-d"
    svg = element(
        "svg",
        element("title", escaped(title), id=f"{prefix}-t"),
        element("desc", escaped(description), id=f"{prefix}-d"),
        group(*body, fill=INK, font_family="system-ui,sans-serif", font_size=at(SIZE), stroke_linejoin="round"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {at(WIDTH)} {at(height)}",
        role="img",
        aria_labelledby=label,
    )
    return Chart(title, description, svg)


def nothing_to_draw(prefix: str, title: str, why: str) -> Chart:
    """Return a chart that says why there is nothing on it."""
    lines = wrapped(why, WIDTH - 40.0) or ("Nothing to draw.",)
    frame = element(
        "rect", x=0.5, y=0.5, width=WIDTH - 1.0, height=20.0 + LINE_HEIGHT * len(lines),
        fill="none", stroke=MUTED, stroke_dasharray="2 4",
    )  # fmt: skip
    said = [words(20.0, 24.0 + LINE_HEIGHT * place, line) for place, line in enumerate(lines)]
    return drawn(prefix, title, why, 21.0 + LINE_HEIGHT * len(lines), [frame, *said])
