import pytest
from made_facts import day, member, price, usage
from make_market import make_thesis

from screener.claims.judging import judge
from screener.expressions import parse_statement
from screener.measures.desk import Desk
from screener.records.fact import Facts

# The gap is 6; on the first of January 2026 its prices are fresh, and the margin of December 2024 is not.
FACTS = Facts(
    token_prices=(price("dear", 6, 6, "2025-09-01"), price("cheap", 1, 1, "2025-09-01")),
    model_groups=(member("frontier", "dear", "2025-01-01"), member("open", "cheap", "2025-01-01")),
    usage=(usage("margin_pct", "2024-12-31", 70.0),),
)


def judged(text, on, role):
    statement = parse_statement(text, default_role="claim" if role == "claim" else "watch")
    return judge(statement, role, Desk(make_thesis({"long_a": ["A"]}), FACTS), day(on))


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("usage(margin_pct) > 60 and token_price_gap_x(frontier, open) > 9", "claim", "broken"),
        ("usage(margin_pct) > 60 and token_price_gap_x(frontier, open) > 9", "kill", "clear"),
        # Both are false: the fresh one decides all the same.
        ("usage(margin_pct) > 80 and token_price_gap_x(frontier, open) > 9", "kill", "clear"),
        # The false one is the old one, so what is fresh decides nothing.
        ("usage(margin_pct) > 80 and token_price_gap_x(frontier, open) > 4", "kill", "stale"),
        ("usage(margin_pct) > 60 and token_price_gap_x(frontier, open) > 4", "kill", "stale"),
    ],
)
def test_a_fresh_false_comparison_decides_whatever_is_stale(text, role, expected):
    found = judged(f"x: {text}" if role == "claim" else f"watch x: {text}", "2026-01-01", role)

    assert [row.state for row in found.rows] == [expected] * 2
    assert found.rows[0].note.startswith("stale; ")
    assert "stale" not in found.rows[1].note


def test_a_criterion_is_not_near_by_a_stale_figure():
    # 6 is within a fifth of 7, and so is the old 70 of 75.
    text = "watch x: usage(margin_pct) > {} and token_price_gap_x(frontier, open) > 7"

    assert judged(text.format(75), "2025-12-31", "kill").rows[0].state == "near"
    assert judged(text.format(75), "2026-01-01", "kill").rows[0].state == "clear"
