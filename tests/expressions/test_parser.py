import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.dictionary.measures import MEASURES
from screener.expressions import ExpressionError, argument_spans, parse_statement
from screener.records.expression import Comparison, Statement


def parsed(text: str) -> Statement:
    found = parse_statement(text)
    assert isinstance(found, Statement), found
    return found


def fault(text: str) -> ExpressionError:
    found = parse_statement(text)
    assert isinstance(found, ExpressionError), found
    return found


def test_a_bare_comparison_takes_the_default_role() -> None:
    found = parse_statement("spread_return_pct > 0", default_role="watch", line=7)
    assert found == Statement(
        text="spread_return_pct > 0",
        role="watch",
        name="",
        comparisons=(Comparison("spread_return_pct", (), ">", 0.0, 0.0, "", 0, 21),),
        line=7,
    )


def test_every_part_of_the_grammar_at_once() -> None:
    text = (
        "breaker two signs: spread_drawdown_pct >= 20% and token_price_gap_x(frontier, open) in 1..2.5x"
        " for 10 sessions on 2026-05-01"
    )
    found = parsed(text)
    assert (found.role, found.name) == ("breaker", "two signs")
    first, second = found.comparisons
    assert (first.op, first.low, first.unit) == (">=", 20.0, "%")
    assert (second.args, second.op, second.low, second.high, second.unit) == (
        ("frontier", "open"),
        "in",
        1.0,
        2.5,
        "x",
    )
    assert text[first.start : first.end] == "spread_drawdown_pct >= 20%"
    assert text[second.start : second.end] == "token_price_gap_x(frontier, open) in 1..2.5x"
    assert (found.for_n, found.for_unit, found.on) == (10, "sessions", dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    ("written", "op"),
    [(">", ">"), (">=", ">="), ("<", "<"), ("<=", "<="), ("=", "="), ("!=", "!="), ("==", "="), ("\u2265", ">=")],
)
def test_operators(written: str, op: str) -> None:
    assert parsed(f"spread_return_pct {written} 5").comparisons[0].op == op
    assert parsed(f"spread_return_pct{written}5").comparisons[0].op == op


@pytest.mark.parametrize(
    ("written", "number"),
    [("5", 5.0), ("-5", -5.0), ("+5", 5.0), ("0.5", 0.5), (".5", 0.5), ("1e3", 1000.0), ("\u22125", -5.0)],
)
def test_numbers(written: str, number: float) -> None:
    assert parsed(f"spread_return_pct > {written}").comparisons[0].low == number


@pytest.mark.parametrize("written", ["for 1 day", "for 1 days", "FOR 1 Day"])
def test_singular_and_capital_durations(written: str) -> None:
    found = parsed(f"spread_return_pct > 0 {written}")
    assert (found.for_n, found.for_unit) == (1, "days")


def test_a_number_is_not_eaten_by_the_range_behind_it() -> None:
    found = parsed("token_price_gap_x(a, b) in 10..30").comparisons[0]
    assert (found.low, found.high) == (10.0, 30.0)
    found = parsed("token_price_gap_x(a, b) in -1.5x .. 0x").comparisons[0]
    assert (found.low, found.high) == (-1.5, 0.0)


@pytest.mark.parametrize("written", ["$30", "30$", "30 usd", "30USD", "30"])
def test_dollars_may_stand_on_either_side(written: str) -> None:
    assert parsed(f"token_price_in_usd(gpt-5) = {written}").comparisons[0].low == 30.0


def test_a_usage_figure_takes_any_unit() -> None:
    assert parsed("usage(openrouter share) > 30 tokens").comparisons[0].unit == "tokens"


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("token_price_in_usd(gpt-4 (8K)) > 1", ("gpt-4 (8K)",)),
        ("token_price_in_usd(deepseek:free) > 1", ("deepseek:free",)),
        ("gross_margin_pct(^GSPC) > 1", ("^GSPC",)),
        ("gross_margin_pct( 000660.KS ) > 1", ("000660.KS",)),
        ("event_response_pct(spread, -1..1) > 1", ("spread", "-1..1")),
        ("benchmark_gap_pp(lag17-private-low, us_china) > 1", ("lag17-private-low", "us_china")),
    ],
)
def test_arguments_are_raw_text(text: str, args: tuple[str, ...]) -> None:
    found = parsed(text)
    assert found.comparisons[0].args == args
    assert tuple(text[a:b] for a, b in argument_spans(text, found.comparisons[0])) == args


@pytest.mark.parametrize(
    ("text", "name", "n_comparisons"),
    [
        ("? brand keeps its price", "brand keeps its price", 0),
        ("?brand", "brand", 0),
        ("? brand: does it keep its price", "brand", 0),
        ("? brand: gross_margin_pct(DUOL) > 70", "brand", 1),
        ("? gross_margin_pct(DUOL) > 70", "", 1),
    ],
)
def test_a_question_may_be_free_text(text: str, name: str, n_comparisons: int) -> None:
    found = parsed(text)
    assert (found.role, found.name, len(found.comparisons)) == ("question", name, n_comparisons)


def test_a_severity_needs_no_name() -> None:
    found = parsed("watch: spread_return_pct > 0")
    assert (found.role, found.name) == ("watch", "")


def test_a_name_may_begin_like_a_severity() -> None:
    assert parsed("watching brands: spread_return_pct > 0").role == "claim"
    assert parsed("breakers: spread_return_pct > 0").name == "breakers"


# Each mistake: text, the wrong part, code, and a part of the hint.
MISTAKES = [
    ("", "", "T302", "spread_drawdown_pct >= 20"),
    ("price gap:", "", "T302", "spread_drawdown_pct >= 20"),
    ("?", "?", "T302", "the question"),
    ("spread_retrn_pct > 0", "spread_retrn_pct", "T301", "did you mean spread_return_pct"),
    ("gap: Spread_Return_Pct > 0", "Spread_Return_Pct", "T301", "did you mean spread_return_pct"),
    ("? gap: brand > 0", "brand", "T301", "has no < > or ="),
    ("spread_return_pct", "", "T302", "spread_return_pct > 5"),
    ("spread_return_pct 5", "5", "T302", "spread_return_pct > 5"),
    ("spread_return_pct => 5", "=>", "T302", "write >="),
    ("spread_return_pct > ", "", "T305", "5"),
    ("spread_return_pct > five", "five", "T305", "5"),
    ("spread_return_pct > 1,000", ",", "T305", "1000"),
    ("spread_return_pct > 1e999", "1e999", "T305", ""),
    ("spread_return_pct > 5x", "x", "T304", "write %"),
    ("token_price_gap_x(a, b) > 5 %", "%", "T304", "write x"),
    ("token_price_gap_x(a, b) > $5", "$", "T304", "write x"),
    ("token_price_gap_x(a, b) in 5%..6", "%", "T304", "write x"),
    ("token_price_gap_x(a) > 5", "token_price_gap_x(a)", "T303", "token_price_gap_x(group_or_model, group_or_model)"),
    ("gross_margin_pct > 5", "gross_margin_pct", "T303", "gross_margin_pct(ticker_or_leg)"),
    ("spread_return_pct(x) > 5", "spread_return_pct(x)", "T303", "spread_return_pct"),
    ("token_price_gap_x(a,) > 5", ")", "T303", ""),
    ("gross_margin_pct(NVDA > 5", "(", "T302", "quotes"),
    ("spread_return_pct in 5", "", "T302", "10..30"),
    ("spread_return_pct in 30..10", "10", "T306", "LOW..HIGH"),
    ("spread_return_pct > 5 for ten days", "ten", "T307", "for 10 sessions"),
    ("spread_return_pct > 5 for 0 days", "0", "T307", "for 10 sessions"),
    ("spread_return_pct > 5 for 999999 days", "999999", "T307", "for 10 sessions"),
    ("spread_return_pct > 5 for 10 months", "months", "T307", "for 10 sessions"),
    ("spread_return_pct > 5 for 10", "", "T307", "for 10 sessions"),
    ("spread_return_pct > 5 on", "", "T308", "YYYY-MM-DD"),
    ("spread_return_pct > 5 on 2025-02-29", "2025-02-29", "T308", "YYYY-MM-DD"),
    ("spread_return_pct > 5 on 1.5.2026", "1.5.2026", "T308", "YYYY-MM-DD"),
    ("spread_return_pct > 5 or spread_return_pct < 1", "or", "T302", "two statements"),
    ("spread_return_pct > 5, spread_return_pct < 9", ",", "T302", "and"),
    ("spread_return_pct > 5 on 2026-01-01 for 5 days", "for", "T302", "order"),
    ("breaker spread_return_pct > 5", "breaker", "T309", "breaker NAME:"),
    ("watch gap spread_return_pct > 5", "watch", "T309", "watch NAME:"),
    ("price: gap: spread_return_pct > 5", ":", "T309", "one colon"),
]


@pytest.mark.parametrize(("text", "wrong", "code", "hint"), MISTAKES)
def test_a_mistake_has_its_place_code_and_remedy(text: str, wrong: str, code: str, hint: str) -> None:
    found = fault(text)
    assert (text[found.start : found.end], found.code) == (wrong, code)
    assert hint in found.hint
    assert found.message
    assert not found.message.endswith(".")


def test_a_mistake_at_the_end_points_behind_the_text() -> None:
    found = fault("spread_return_pct > ")
    assert (found.start, found.end) == (20, 20)


def test_every_measure_can_be_written() -> None:
    for measure in MEASURES.values():
        args = f"({', '.join('a' for _ in measure.arguments)})" if measure.arguments else ""
        assert parsed(f"{measure.name}{args} > 1").comparisons[0].measure == measure.name


PARTS = [
    "breaker",
    "watch",
    "?",
    ":",
    "(",
    ")",
    ",",
    ">",
    "<=",
    "in",
    "..",
    "for",
    "on",
    "and",
    "5",
    "-",
    "x",
    "%",
    "2026-01-01",
    "\u0665",
    "\u00b2",
    "1e999",
    "days",
]
PIECES = st.sampled_from([*MEASURES, *PARTS, " ", "\n"])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=20).map(" ".join), st.lists(PIECES).map("".join)))
def test_no_text_raises_and_every_span_lies_inside(text: str) -> None:
    found = parse_statement(text)
    if isinstance(found, ExpressionError):
        assert 0 <= found.start <= found.end <= len(text)
    else:
        for each in found.comparisons:
            assert text[each.start : each.end].startswith(each.measure)
            assert len(argument_spans(text, each)) == len(each.args)


def test_a_long_hostile_text_is_read_quickly() -> None:
    assert isinstance(parse_statement("(" * 200_000), ExpressionError)
    assert isinstance(parse_statement("gross_margin_pct(" + "," * 200_000), ExpressionError)
    assert isinstance(parse_statement("spread_return_pct > " + "9" * 200_000), ExpressionError)
