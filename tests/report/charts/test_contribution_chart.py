import pytest
from made_reviews import make_lines
from read_drawings import texts, tree

from screener.report.charts.contribution_chart import contribution_chart

LINES = make_lines("week")


def bars(chart):
    """Return x, width and fill of each bar, those of the key left out."""
    found = [each for each in tree(chart).iter("rect") if each.get("y") != "6"]
    return [(float(each.get("x", "")), float(each.get("width", "")), each.get("fill-opacity")) for each in found]


def labels(chart):
    return [text for text in texts(chart) if "%" not in text and text not in ("long", "short (hollow)")]


def test_gains_come_first_and_the_sum_last():
    assert labels(contribution_chart("a", "Week", LINES)) == ["NVDA", "MU", "AI", "cost", "borrow", "cash", "net"]


def test_bars_are_as_long_as_their_figures_and_losses_lie_left_of_zero():
    nvda, mu, ai, cost, borrow, _ = bars(contribution_chart("a", "Week", LINES))

    assert nvda[0] == mu[0]
    assert nvda[1] / mu[1] == pytest.approx(4.0, abs=0.02)
    assert nvda[1] / ai[1] == pytest.approx(2.0, abs=0.01)
    assert ai[0] + ai[1] == pytest.approx(nvda[0], abs=0.11)
    assert cost[0] + cost[1] == pytest.approx(nvda[0], abs=0.11)
    assert borrow[1] / cost[1] == pytest.approx(2.0, abs=0.05)


def test_every_figure_has_its_sign_and_a_mark():
    said = [text for text in texts(contribution_chart("a", "Week", LINES)) if text.endswith("%")]

    # 2 + 0.5 - 1 - 0.1 - 0.2 + 0.05 = 1.25
    assert said == ["▲ +2.00 %", "▲ +0.50 %", "▼ -1.00 %", "▼ -0.10 %", "▼ -0.20 %", "▲ +0.05 %", "▲ +1.25 %"]


def test_shorts_are_hollow():
    assert [opacity for *_, opacity in bars(contribution_chart("a", "Week", LINES))[:3]] == [None, None, "0.15"]


def test_of_many_names_the_smallest_moves_are_one_bar_that_adds_up():
    names = tuple((f"T{n}", "long_a", "long", 0.001 * n * (-1) ** n) for n in range(1, 11))
    chart = contribution_chart("a", "Week", make_lines("week", names), most=4)
    said = dict(zip(labels(chart), [text for text in texts(chart) if text.endswith(" %")], strict=True))

    # The four largest moves are of T10, T9, T8 and T7; the others add up to -1+2-3+4-5+6 = 3 thousandths.
    assert list(said)[:5] == ["T10", "T8", "T7", "T9", "6 others"]
    assert said["6 others"] == "▲ +0.30 %"


def test_a_span_in_which_all_lost_has_its_zero_at_the_right():
    names = (("A", "long_a", "long", -0.02), ("B", "long_a", "long", -0.01))
    a, b, *_ = bars(contribution_chart("a", "Week", make_lines("week", names)))[1::-1]

    assert a[0] + a[1] == pytest.approx(b[0] + b[1], abs=0.11)


def test_the_words_give_each_figure():
    description = contribution_chart("a", "Week", LINES).description

    assert "NVDA +2.00, MU +0.50, AI -1.00, cost -0.10, borrow -0.20, cash +0.05. Net +1.25." in description
