import math

import pytest
from made_reviews import day, make_charts
from read_drawings import lines, paths, text_at, texts

from screener.records.review import Curve
from screener.report.charts.gap_chart import gap_chart

CHARTS = make_charts()
UNTIL = day("2025-12-31")


def test_a_gap_holds_until_it_changes_and_then_jumps():
    (path,) = paths(gap_chart("a", CHARTS.gaps, CHARTS.gap_limits, UNTIL))

    # 10 days each over a plot from 52 to 418, 190 high; 5 % of ln(20 / 5) free at either end.
    def y(gap: float) -> float:
        free = 0.05
        return 238.0 - 190.0 * (math.log(gap / 5.0) / math.log(4.0) + free) / (1.0 + 2.0 * free)

    numbers = [float(each) for each in path.replace("M", " ").replace("H", " ").replace("V", " ").split()]
    expected = [52.0, y(20), 174.0, y(10), 296.0, y(7.5), 418.0]
    assert path.translate(str.maketrans("", "", "0123456789. ")) == "MHVHVH"
    assert numbers == pytest.approx(expected, abs=0.06)


def test_thresholds_are_dashed_and_named():
    chart = gap_chart("a", CHARTS.gaps, CHARTS.gap_limits, UNTIL)

    assert len(lines(chart, stroke_dasharray="6 4")) == 2  # one in the key
    assert "threshold: price gap gone: < 5" in texts(chart)
    assert "5x" in texts(chart)


def test_the_last_gap_stands_at_the_end():
    assert text_at(gap_chart("a", CHARTS.gaps, (), UNTIL), "7.5x")[0] == 424.0


def test_what_becomes_known_after_the_day_is_not_drawn():
    known = gap_chart("a", CHARTS.gaps, CHARTS.gap_limits, day("2025-12-12"))
    (only,) = [Curve(curve.name, curve.side, curve.points[:2]) for curve in CHARTS.gaps]

    assert known == gap_chart("a", (only,), CHARTS.gap_limits, day("2025-12-12"))
    assert "is 10x on 2025-12-12" in known.description


def test_a_gap_that_ends_leaves_off_there():
    ended = Curve("gap", "", ((day("2025-12-01"), 4.0), (day("2025-12-11"), None)))
    (path,) = paths(gap_chart("a", (ended,), (), UNTIL))

    assert path.endswith("H174")


def test_the_words_give_first_last_highest_and_lowest():
    description = gap_chart("a", CHARTS.gaps, CHARTS.gap_limits, UNTIL).description

    assert "was 20x on 2025-12-01 and is 7.5x on 2025-12-31; highest 20x on 2025-12-01, lowest 7.5x on" in description
    assert description.endswith("The note's thresholds, dashed: price gap gone: < 5.")
