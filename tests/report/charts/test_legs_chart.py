import itertools

import pytest
from made_reviews import day, make_charts
from read_drawings import paths, places, text_at, tree

from screener.records.review import Curve
from screener.report.charts.legs_chart import legs_chart

LEGS = make_charts().legs


def strokes(chart, name):
    return [each.get(name) for each in tree(chart).iter("path") if each.get("stroke")]


def test_each_name_stands_beside_its_line_and_none_over_another():
    many = [
        Curve(f"long_{n}", "long", ((day("2025-12-01"), 1.0), (day("2025-12-02"), 1.0 + n / 100))) for n in range(9)
    ]
    chart = legs_chart("a", many)
    below = sorted(text_at(chart, curve.name)[1] for curve in many)

    assert all(b - a >= 16.9 for a, b in itertools.pairwise(below))


def test_lines_of_one_side_have_a_colour_in_common_and_dashes_of_their_own():
    chart = legs_chart("a", LEGS)
    lines = list(zip(strokes(chart, "stroke"), strokes(chart, "stroke-dasharray"), strict=True))[: len(LEGS)]

    blue, vermillion, grey = "var(--long,#0072b2)", "var(--short,#d55e00)", "var(--benchmark,#888)"
    assert [colour for colour, _ in lines] == [blue, blue, vermillion, grey]
    assert lines[0] != lines[1]


def test_the_line_follows_the_logarithm():
    chart = legs_chart("a", [Curve("long_a", "long", tuple(
        (day(f"2025-12-0{n}"), 10.0 ** (n - 1)) for n in (1, 2, 3)))])  # fmt: skip
    (first, second, third) = places(paths(chart)[0])

    assert second[1] == pytest.approx((first[1] + third[1]) / 2, abs=0.06)
    assert second[0] == pytest.approx((first[0] + third[0]) / 2, abs=0.06)


def test_the_words_rank_the_lines_and_say_how_to_read_a_short_leg():
    description = legs_chart("a", LEGS).description

    assert "highest first: long_chips 3x, long_memory 2.9x, SPY 1.02x, short_ai 0.5x its value" in description
    assert "where it falls, the thesis gains" in description


def test_a_leg_without_prices_is_named_and_not_drawn():
    chart = legs_chart("a", [*LEGS, Curve("short_api", "short", ((day("2025-12-01"), None),))])

    assert chart.description.endswith("Without prices: short_api.")
    assert len(strokes(chart, "stroke")) == 2 * len(LEGS)
