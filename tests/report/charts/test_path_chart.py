from dataclasses import replace

import pytest
from made_reviews import make_path
from read_drawings import lines, paths, places, texts

from screener.report.charts.path_chart import path_chart

PATH = make_path()


def test_day_0_is_an_upright_line_at_its_place():
    (upright,) = lines(path_chart("a", "before", PATH), stroke_dasharray="4 3")

    # Sessions -1 to 3 over a plot from 58 to 418.
    assert (upright.get("x1"), upright.get("x2")) == ("148", "148")


def test_the_mean_the_band_and_single_events_lie_where_their_figures_say():
    band, first, second, mean = paths(path_chart("a", "before", PATH))
    scale = 210 / (1.04 * 9)  # 210 high, from -4 % (the band) to 5 % (an event), 2 % of that free at either end

    def y(pct: float) -> float:
        return pytest.approx(234 - scale * (pct + 4 + 0.02 * 9), abs=0.06)

    xs = [58.0, 148.0, 238.0, 328.0, 418.0]
    assert list(places(mean)) == [(x, y(session)) for x, session in zip(xs, range(-1, 4), strict=True)]
    assert list(places(first)) == [(x, y(session + 2)) for x, session in zip(xs, range(-1, 4), strict=True)]
    assert list(places(second)) == [(x, y(session - 2)) for x, session in zip(xs, range(-1, 4), strict=True)]
    assert list(places(band)) == [*((x, y(-4)) for x in xs), *((x, y(4)) for x in xs[::-1])]


def test_the_number_of_event_days_stands_below():
    assert "N = 12 event days" in texts(path_chart("a", "before", PATH))


def test_the_words_give_mean_and_band():
    description = path_chart("a", "before", PATH).description

    assert "The mean of 12 event days of the spread adds up to +3.0 % over sessions -1 to 3 and +0.0 %" in description
    assert "95 put the mean between -4.0 % and +4.0 % (shaded)" in description
    assert "The thin lines are 2 single events." in description


def test_two_periods_share_one_scale():
    wild = tuple(replace(point, period="live", car=10 * point.car) for point in PATH)
    alone, beside = path_chart("a", "before", PATH), path_chart("a", "before", (*PATH, *wild))
    (other,) = [text for text in texts(path_chart("a", "live", (*PATH, *wild))) if text == "40 %"]

    assert other in texts(beside)
    assert other not in texts(alone)


def test_events_chosen_with_hindsight_have_no_band():
    bare = tuple(replace(point, band_low=None, band_high=None, placebo_mean=None) for point in PATH)
    chart = path_chart("a", "before", bare)

    assert len(paths(chart)) == 3
    assert "There is no placebo band." in chart.description


def test_a_period_without_events_says_so():
    chart = path_chart("a", "live", PATH)

    assert "out of sample" in chart.description
    assert "no mean response to draw" in chart.description
