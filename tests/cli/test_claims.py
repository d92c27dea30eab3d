import csv
import io

import pytest
from made_claims import give_claims

from screener.dictionary.claim_columns import CLAIM_STATES
from screener.dictionary.tables import CLAIM_TABLES, TABLES


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def claims(workspace, rewrite):
    return give_claims(workspace, rewrite)


def states(text):
    return {row["claim"]: row["state"] for row in rows(text)}


def test_each_claim_is_judged_by_what_was_known_that_day(claims, screener):
    then = screener("claims", "small", "--source", "csv:prices", "--as-of", "2025-12-15")
    now = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20")

    assert then.code == now.code == 0
    assert tuple(rows(now.out)[0]) == TABLES["claims"]
    assert {row["state"] for row in rows(now.out)} <= CLAIM_STATES.keys()
    assert states(then.out)["price gap today"] == "holds"
    assert states(now.out)["price gap today"] == "broken"
    assert states(now.out)["gap closes"] == "tripped"
    assert states(then.out)["tools keep their price"] == "unknown"
    assert states(now.out)["tools keep their price"] == "weak"
    # NVDA's margin fell from 70 to 60, known from August 2026; AVGO has 80.
    assert states(then.out)["margin"] == "unknown"
    assert states(now.out)["margin"] == "tripped"
    assert {row["claim"]: row["value"] for row in rows(now.out)}["chips keep their margin"] == "70"


def test_what_the_note_quotes_stands_beside_what_the_sources_say(claims, screener):
    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20")
    (row,) = (row for row in rows(ran.out) if row["claim"] == "GPT-5 in")

    assert (row["quoted"], row["value"], row["state"]) == ("30", "1.25", "broken")
    assert row["source"]
    assert row["provenance"] == "seen"
    assert "GPT-5 in: the note says 30; the sources say 1.25 usd (seen" in ran.err
    assert "MMLU gap then: compares the United States with China, not closed with open models" in ran.err


@pytest.mark.parametrize("table", CLAIM_TABLES)
def test_every_table_has_its_columns_and_two_runs_are_the_same_to_the_byte(claims, screener, table):
    arguments = ("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20", "--table", table)

    one, other = screener(*arguments), screener(*arguments)

    assert one.out == other.out
    assert one.out.splitlines()[0] == ",".join(TABLES[table])


def test_history_has_every_pair_and_every_value_of_a_gap(claims, screener):
    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2025-12-31", "--history")
    gap = [row for row in rows(ran.out) if row["claim"] == "price gap today"]
    values = [float(row["value"]) for row in gap if row["day_on"] == "2025-12-11" and row["part"] and row["value"]]
    (whole,) = (float(row["value"]) for row in gap if row["day_on"] == "2025-12-11" and not row["part"])

    # GPT-5.2 comes with 4.8125 against 0.315 for DeepSeek-V3.2; with 4.5, 6 and 10 beside it the median is 5.40625.
    assert whole == pytest.approx(5.40625 / 0.315)
    assert max(values) == pytest.approx(4.8125 / 0.315)


def test_a_terminal_reads_what_needs_a_ruling_first_and_values_as_sparklines(claims, screener):
    ran = screener(
        "claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20", "--history", "--format", "table"
    )

    lines = ran.out.splitlines()
    assert lines[0].startswith("A small thesis - as of 2026-11-20:")
    assert "needs a ruling: watch gap closes" in ran.out
    assert "token_price_gap_x(frontier, open), x," in ran.out
    assert any(set(line) & set("▁▂▃▅▇") for line in lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(("gate", "code"), [("breaker", 1), ("watch", 1), ("stale", 1)])
def test_a_gate_ends_with_1_and_says_a_line_each(claims, screener, gate, code):
    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-03-31", "--fail-on", gate)
    later = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20", "--fail-on", gate)

    expected = {
        "breaker": (1, "small: tripped: breaker drawdown"),
        # The prices end in March: by November they are stale, and a stale criterion is not a tripped one.
        "watch": (1, "small: tripped: watch gap closes"),
        "stale": (1, "small: stale: breaker drawdown"),
    }[gate]
    shown = ran if gate == "breaker" else later
    assert (shown.code, expected[1] in shown.err) == (expected[0], True)


def test_a_gate_says_a_criterion_once_and_nothing_that_drives_a_terminal(claims, screener, rewrite):
    two = "token_price_in_usd(gpt-5) < 9 and token_price_out_usd(gpt-5) < 99"
    rewrite("kill:\n", f'kill:\n  - "watch \\e[2Jcheap: {two}"\n')

    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20", "--fail-on", "watch")

    assert ran.code == 1
    assert ran.err.count("small: tripped: watch \N{REPLACEMENT CHARACTER}[2Jcheap\n") == 1
    assert ran.err.count("cheap") == 2  # the ruling asked for, and the gate
    assert "\x1b" not in ran.err


def test_a_day_before_a_dated_claim_s_own_the_note_asks_nothing_wrong(claims, screener, rewrite):
    rewrite('  - "? tools', '  - "ahead: token_price_gap_x(frontier, open) > 3 on 2025-12-08"\n  - "? tools')

    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2024-03-01")

    assert ran.code == 0
    assert states(ran.out)["ahead"] == "unknown"
    assert "C501" not in ran.err


def test_without_prices_all_else_is_judged_and_strict_says_what_is_missing(claims, screener):
    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20")
    for path in (claims / "prices").iterdir():
        path.unlink()
    bare = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20")
    strict = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20", "--strict")

    assert bare.code == 0
    assert states(bare.out)["drawdown"] == "unknown"
    assert states(bare.out)["gap closes"] == states(ran.out)["gap closes"]
    assert "no prices:" in bare.err
    assert strict.code == 3


def test_statements_that_cannot_be_are_named_and_not_used(claims, screener):
    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20", "--table", "margins")
    by_ticker = {(row["ticker"], row["period_end_on"]): row for row in rows(ran.out)}

    assert by_ticker["CRM", "2026-07-31"]["checks"] == "revenue_not_positive"
    assert by_ticker["CRM", "2026-07-31"]["gross_margin_pct"] == ""
    assert by_ticker["ADBE", ""]["finding"] == "no quarterly data: income.csv has no row of it"
    assert "  ADBE: no quarterly data: income.csv has no row of it" in ran.err.splitlines()
    nvda = by_ticker["NVDA", "2026-07-31"]
    assert (nvda["gross_margin_pct"], nvda["gross_margin_change_pp"], nvda["revenue_growth_pct"]) == ("60", "-10", "50")
    assert nvda["is_growth_with_falling_margin"] == "true"


def test_simulated_prices_are_labelled_and_no_real_margin_stands_beside_them(claims, screener):
    ran = screener("claims", "small", "--source", "simulated", "--as-of", "2026-11-20")

    assert {row["claim"] for row in rows(ran.out) if "simulated" in row["flags"]} == {"drawdown"}
    assert {row["price_source"] for row in rows(ran.out)} == {"simulated"}
    assert states(ran.out)["margin"] == "unknown"
    assert "SIMULATED" in ran.err.upper()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "x: token_price_in_usd(gpt-5) = 30 on 2025-01-01",
            "gpt-5 has no price on 2025-01-01: the first is of 2025-08-07",
        ),
        ("x: token_price_in_usd(gpt-5x) = 30", "did you mean gpt-5"),
        ("x: benchmark_gap_pp(Arena-elo, open_closed) > 5", "elo"),
    ],
)
def test_a_question_that_cannot_be_asked_has_its_place_and_ends_with_2(claims, screener, rewrite, line, said):
    path = rewrite('  - "? tools', f'  - "{line}"\n  - "? tools')

    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20")

    number = path.read_text().splitlines().index(f'  - "{line}"') + 1
    assert ran.code == 2
    assert said in ran.err
    assert f"small.md:{number}:" in ran.err


def test_a_thesis_without_claims_has_an_empty_table(workspace, screener):
    ran = screener("claims", "small", "--offline")

    assert (ran.code, ran.out) == (0, ",".join(TABLES["claims"]) + "\n")


def test_history_and_another_table_cannot_both_be_asked_for(claims, screener):
    ran = screener("claims", "small", "--history", "--table", "margins")

    assert ran.code == 2
    assert "choose one" in ran.err
