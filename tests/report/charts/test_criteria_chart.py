import pytest
from made_reviews import make_claim
from read_drawings import texts, tree

from screener.report.charts.criteria_chart import criteria_chart
from screener.report.charts.marks import mark

CLEAR = make_claim("price gap gone")


def marked(chart, tag):
    return [each for each in tree(chart).iter(tag) if each.get("cx")]


@pytest.mark.parametrize(
    ("changes", "x"),
    [
        # The track goes from 12 to 286, its threshold at 149.
        ({"value": 7.5, "distance": -2.5}, 149 - 137 * 0.5),
        ({"value": 5.0, "distance": 0.0}, 149.0),
        ({"value": 4.0, "distance": 1.0}, 149 + 137 * 0.2),
        ({"value": 500.0, "distance": -495.0}, 12.0),
        ({"value": -5.0, "distance": 10.0}, 286.0),
        ({"op": ">", "threshold": "-4", "value": -5.0, "distance": -1.0}, 149 - 137 * 0.25),
        ({"op": "in", "threshold": "10..30", "value": 33.0, "distance": -3.0}, 149 - 137 * 0.1),
    ],
)
def test_a_criterion_lies_as_far_from_its_threshold_as_it_is_in_parts_of_it(changes, x):
    (circle,) = marked(criteria_chart("a", [make_claim("gap", **changes)]), "circle")

    assert float(circle.get("cx", "")) == pytest.approx(x, abs=0.06)


def test_state_and_figures_are_told_in_words():
    said = texts(criteria_chart("a", [make_claim("gap", state="tripped", value=4.2, distance=0.8, unit="pct")]))

    assert "tripped" in said
    assert "4.2 %, kills at < 5" in said


def test_every_state_but_its_twin_of_the_claims_has_a_shape_of_its_own():
    drawn = {state: mark(state, 0.0, 0.0) for state in ("tripped", "near", "clear", "stale", "unknown")}

    assert len(set(drawn.values())) == 5
    assert (mark("broken", 0, 0), mark("weak", 0, 0), mark("holds", 0, 0)) == (
        drawn["tripped"],
        drawn["near"],
        drawn["clear"],
    )


def test_a_criterion_without_a_place_is_named_below():
    rows = [
        make_claim("no figure", value=None, distance=None, state="unknown"),
        make_claim("growth turns", threshold="0", value=-3.0, distance=3.0, state="tripped"),
        make_claim("a question", severity="question", measure="", value=None, op=None, threshold="", distance=None),
    ]
    chart = criteria_chart("a", rows)

    assert "Without a figure to place (3): no figure; growth turns; a question." in " ".join(texts(chart))
    assert not marked(chart, "circle")


def test_comparisons_of_one_criterion_are_counted():
    said = texts(criteria_chart("a", [make_claim("both fall"), make_claim("both fall", value=9.0, distance=-4.0)]))

    assert "both fall (1 of 2)" in said
    assert "both fall (2 of 2)" in said


def test_claims_are_not_criteria():
    chart = criteria_chart("a", [make_claim("gap today", role="claim", severity="")])

    assert chart.description == "The note has no kill criterion: nothing would end this thesis."


def test_the_words_say_which_side_of_the_threshold():
    rows = [CLEAR, make_claim("margin", state="tripped", value=4.0, distance=1.0)]
    description = criteria_chart("a", rows).description

    assert "price gap gone is clear: 7.5 x, kills at < 5, 50 % of the threshold away from it" in description
    assert "margin is tripped: 4 x, kills at < 5, 20 % of the threshold past it" in description
