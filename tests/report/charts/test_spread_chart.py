import pytest
from made_reviews import day, make_charts
from read_drawings import lines, paths, places, text_at, texts

from screener.records.review import Curve
from screener.report.charts.spread_chart import Held, spread_chart

CHARTS = make_charts()


def held(**changes: object) -> Held:
    given = {"opened_on": day("2025-12-06"), "live_from": day("2025-12-06"), "limit": 0.3, **changes}
    return Held(CHARTS.spread, CHARTS.drawdown, **given)  # type: ignore[arg-type]


def test_each_doubling_is_the_same_height_on_the_logarithmic_scale():
    value = list(places(paths(spread_chart("a", held()))[-1]))

    # The plot goes from 58 to 414 across and from 180 up to 24; 4 % of the span is free at either end.
    free = 156 * 0.04 / 1.08
    assert value == [
        (58.0, pytest.approx(180 - free, abs=0.06)),
        (236.0, 102.0),
        (414.0, pytest.approx(24 + free, abs=0.06)),
    ]


def test_the_opening_is_an_upright_line_through_both_plots_with_its_date():
    chart = spread_chart("a", held())
    upright = [each for each in lines(chart) if each.get("x1") == each.get("x2") and each.get("y1") == "24"]

    # Five of twenty days into a plot from 58 to 414.
    assert [(each.get("x1"), each.get("y2")) for each in upright] == [("147", "280")]
    assert text_at(chart, "opened 2025-12-06")[0] == 153.0


def test_the_kill_limit_is_dashed_at_its_depth_from_the_opening_on():
    (dashed,) = lines(spread_chart("a", held()), stroke_dasharray="6 4")

    # The limit is deeper than any fall, so the plot of 70 from 210 down ends at 1.12 times it.
    assert float(dashed.get("y1", "")) == pytest.approx(210 + 70 / 1.12, abs=0.06)
    assert (dashed.get("x1"), dashed.get("x2")) == ("147", "414")


def test_the_drawdown_hangs_from_zero():
    area, line = paths(spread_chart("a", held()))[:2]

    middle = pytest.approx(210 + 70 * 10 / 33.6, abs=0.06)
    assert list(places(line)) == [(58.0, 210.0), (236.0, middle), (414.0, 210.0)]
    assert list(places(area)) == [(58.0, 210.0), (58.0, 210.0), (236.0, middle), (414.0, 210.0), (414.0, 210.0)]


def test_without_a_limit_there_is_no_dashed_line_and_the_words_say_so():
    chart = spread_chart("a", held(limit=None))

    assert not lines(chart, stroke_dasharray="6 4")
    assert "No criterion of the note limits the drawdown." in chart.description


@pytest.mark.parametrize(
    ("opened_on", "said"),
    [("2020-01-01", "before the first session shown"), ("2027-01-01", "after the last session shown")],
)
def test_an_opening_outside_the_sessions_is_told_and_not_drawn(opened_on, said):
    chart = spread_chart("a", held(opened_on=day(opened_on), live_from=day(opened_on)))

    assert said in chart.description
    assert not [text for text in texts(chart) if text.startswith("opened")]
    assert all(58 <= float(each.get("x1", "")) <= 414 for each in lines(chart))


def test_the_words_give_the_figures():
    description = spread_chart("a", held(live_from=day("2026-11-23"))).description

    assert "On 2025-12-21 the spread stands at 4x its value of 2025-12-01." in description
    assert "Its deepest drawdown was 10.0 % on 2025-12-11; at the end it is 0.0 %." in description
    assert "The thesis was opened on 2025-12-06" in description
    assert "chosen by 2026-11-23: up to then its author may have known these returns" in description
    assert "The kill limit is a drawdown of 30 %, counted from the opening." in description


def test_a_book_that_fell_to_nothing_is_drawn_on_a_straight_scale():
    ruined = Curve("spread", "spread", ((day("2025-12-01"), 1.0), (day("2025-12-02"), 0.0)))
    chart = spread_chart("a", Held(ruined, CHARTS.drawdown, day("2025-12-01"), day("2025-12-01")))

    assert "value, 1 on 2025-12-01" in texts(chart)
    assert texts(chart).count("0x") == 2  # on the axis, and at the end


def test_one_session_alone_is_a_dot():
    once = Curve("spread", "spread", ((day("2025-12-01"), 1.0),))
    chart = spread_chart("a", Held(once, once, day("2025-12-01"), day("2025-12-01")))

    assert paths(chart)[-1].endswith("h0")


def test_a_session_without_a_value_leaves_a_gap():
    holed = Curve("spread", "spread", tuple(zip(
        (day("2025-12-01"), day("2025-12-02"), day("2025-12-03"), day("2025-12-04"), day("2025-12-05")),
        (1.0, 1.1, None, 1.2, 1.3), strict=True)))  # fmt: skip
    chart = spread_chart("a", Held(holed, CHARTS.drawdown, day("2025-12-01"), day("2025-12-01")))

    assert paths(chart)[-1].count("M") == 2
