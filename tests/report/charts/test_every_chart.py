"""What holds for all charts: they speak, they are inert, they never fail for want of data, and text fits."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from made_reviews import FRIDAY, OPENED, make_charts, make_claim, make_lines, make_path
from read_drawings import texts, tree

from screener.records.review import Curve
from screener.report.charts.chart import Chart
from screener.report.charts.contribution_chart import contribution_chart
from screener.report.charts.criteria_chart import criteria_chart
from screener.report.charts.gap_chart import gap_chart
from screener.report.charts.labels import text_width
from screener.report.charts.legs_chart import legs_chart
from screener.report.charts.path_chart import path_chart
from screener.report.charts.spread_chart import Held, spread_chart

HOSTILE = "<script>alert(1)</script>\x1b[31m]]>\u202e\"'&lt;" + "W" * 300
Draw = Callable[[str], Chart]


def _named(name: str) -> Curve:
    return replace(make_charts().spread, name=name)


DRAWN: dict[str, Draw] = {
    "spread": lambda name: spread_chart("p", Held(_named(name), make_charts().drawdown, OPENED, OPENED, 0.3)),
    "legs": lambda name: legs_chart("p", (replace(_named(name), side="long"), *make_charts().legs)),
    "contribution": lambda name: contribution_chart("p", name, make_lines("week", ((name, name, "long", 0.01),))),
    "path": lambda name: path_chart("p", "before", tuple(replace(p, basket=name) for p in make_path())),
    "gap": lambda name: gap_chart("p", (_named(name),), ((name, 5.0),), FRIDAY),
    "criteria": lambda name: criteria_chart("p", [make_claim(name), make_claim(name, value=None, distance=None)]),
}
EMPTY: dict[str, Draw] = {
    "spread": lambda name: spread_chart(
        "p", Held(Curve(name, "spread", ()), Curve(name, "spread", ()), OPENED, OPENED)
    ),
    "legs": lambda _: legs_chart("p", ()),
    "contribution": lambda name: contribution_chart("p", name, ()),
    "path": lambda _: path_chart("p", "before", ()),
    "gap": lambda name: gap_chart("p", (Curve(name, "", ((OPENED, None),)),), (), FRIDAY),
    "criteria": lambda _: criteria_chart("p", ()),
}
ALL = [
    pytest.param(draw, name, id=f"{kind}-{chart}-{'hostile' if name == HOSTILE else 'plain'}")
    for kind, charts in (("drawn", DRAWN), ("empty", EMPTY))
    for chart, draw in charts.items()
    for name in ("spread", HOSTILE)
]


@pytest.mark.parametrize(("draw", "name"), ALL)
def test_a_chart_is_a_picture_with_a_title_and_a_description_of_its_own(draw, name):
    root = tree(draw(name))
    ids = [each.get("id") for each in root.iter() if each.get("id")]

    assert (root.tag, root.get("role")) == ("svg", "img")
    assert [each.tag for each in root[:2]] == ["title", "desc"]
    assert all((each.text or "").strip() for each in root[:2])
    assert (root.get("aria-labelledby") or "").split() == [each.get("id") for each in root[:2]]
    assert len(ids) == len(set(ids))
    assert all(each is not None and each.startswith("p-") for each in ids)


@pytest.mark.parametrize(("draw", "name"), ALL)
def test_a_chart_holds_nothing_that_runs_or_is_fetched(draw, name):
    chart = draw(name)
    kinds = {each.tag for each in tree(chart).iter()}
    attributes = {(key, value) for each in tree(chart).iter() for key, value in each.attrib.items()}

    assert kinds <= {"svg", "title", "desc", "g", "path", "line", "rect", "circle", "text"}
    assert not [key for key, _ in attributes if key.startswith("on") or key.endswith("href") or key == "style"]
    assert not [value for _, value in attributes if "url(" in value or "http" in value]
    assert chart.svg.count("http") == 1  # the name of SVG itself
    assert not set(chart.svg) & {"\x1b", "\u202e", "\n"}


@pytest.mark.parametrize(("draw", "name"), ALL)
def test_no_text_leaves_the_drawing(draw, name):
    root = tree(draw(name))
    _, _, width, height = (float(each) for each in (root.get("viewBox") or "").split())
    anchors = {child: each.get("text-anchor") for each in root.iter("g") for child in each}

    assert texts(draw(name))
    for each in root.iter("text"):
        x, y, room = float(each.get("x", "")), float(each.get("y", "")), text_width("".join(each.itertext()))
        anchor = each.get("text-anchor") or anchors.get(each)
        start = x - {"end": room, "middle": room / 2}.get(anchor or "", 0.0)
        assert 12 <= y <= height - 2, each.text
        assert start >= -room * 0.25, each.text
        assert start + room <= width + room * 0.25, each.text


@pytest.mark.parametrize("chart", EMPTY)
def test_without_data_a_chart_is_a_sentence(chart):
    drawing = EMPTY[chart]("spread")

    assert " ".join(texts(drawing)) == drawing.description
    assert drawing.description.endswith(".")


@pytest.mark.parametrize("chart", DRAWN)
def test_the_same_data_give_the_same_bytes(chart):
    assert DRAWN[chart]("spread").svg == DRAWN[chart]("spread").svg
