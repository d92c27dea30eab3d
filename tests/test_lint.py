import re
from dataclasses import replace
from pathlib import Path

import pytest

from screener.dictionary.screen_parts import PART_NAMES
from screener.lint import KnownNames, bind, lint
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import ThesisReading, read_thesis_bytes

NAMES = KnownNames(
    labs={"zhipu": "zhipu", "Z.ai": "zhipu", "GLM": "zhipu", "deepseek": "deepseek", "DeepSeek": "deepseek"},
    kinds=frozenset({"open_weights", "price_cut", "market_shock"}),
    event_ids=frozenset({"E2025-01-20-r1"}),
    models=frozenset({"gpt-5", "claude-opus-4-5"}),
    groups=frozenset({"frontier", "open"}),
    benchmarks=frozenset({("MMLU", "us_china"), ("Arena-elo", "open_closed"), ("Arena-elo", "us_china")}),
    usage=frozenset({"openrouter_open_share_pct"}),
    suffixes=frozenset({"", ".KS", ".HK"}),
)


def read(properties: str) -> ThesisReading:
    text = f"---\n{properties}\ntype: thesis\nopened_on: 2025-01-01\nlong_a: [AAA]\nshort_a: [BBB]\n---\n"
    return read_thesis_bytes("note.md", text.encode(), lookup=no_note)


def no_note(target: str) -> LinkAnswer:
    return LinkAnswer(message=f"no note {target}")


@pytest.mark.parametrize(
    ("line", "wrong", "code", "hint"),
    [
        ("event_labs: [zhipu, depseek]", "depseek", "T401", "did you mean deepseek"),
        ('event_labs: ["[[Zipu]]"]', "[[Zipu]]", "T401", "did you mean zhipu"),
        ("event_kinds: [open_weight]", "open_weight", "T402", "did you mean open_weights"),
        ("event_direction: dwn", "dwn", "T403", "did you mean down"),
        ("event_ids: [E2025-01-20-r2]", "E2025-01-20-r2", "T404", "did you mean E2025-01-20-r1"),
        ("event_skip: [E9]", "E9", "T404", "E2025-01-20-r1"),
        ("long_x: [0700.HK, 7203.TK]", "7203.TK", "T405", "KS"),
        ("long_x: [BRK.B x2]", "BRK.B", "T405", "write BRK-B"),
        ("benchmark: X.QQ", "X.QQ", "T405", "HK, KS"),
        ("claims: [token_price_in_usd(gpt5) > 1]", "gpt5", "T406", "did you mean gpt-5"),
        ("claims: [token_price_in_usd(frontier) > 1]", "frontier", "T406", "gpt-5"),
        ('claims: ["a: token_price_gap_x(frontir, open) > 1"]', "frontir", "T406", "did you mean frontier"),
        ('claims: ["benchmark_gap_pp(MMMU, us_china) > 1"]', "MMMU", "T407", "did you mean MMLU"),
        ('claims: ["benchmark_gap_pp(MMLU, open_closed) > 1"]', "open_closed", "T407", "known: us_china"),
        ('kill: ["watch a: usage(openrouter_share) > 1"]', "openrouter_share", "T408", "openrouter_open_share_pct"),
        ('kill: ["watch a: days_since_release(Zpu) > 1"]', "Zpu", "T401", "did you mean zhipu"),
        ("resolves: token_price_in_usd(gpt-6) > 1", "gpt-6", "T406", "did you mean gpt-5"),
    ],
)
def test_an_unknown_name_is_an_error_with_near_misses(line: str, wrong: str, code: str, hint: str) -> None:
    (problem,) = lint(read(line), NAMES)
    assert (problem.line, problem.code, problem.severity) == (2, code, "error")
    assert problem.excerpt[problem.column - 1 :][: problem.width] == wrong
    assert hint in problem.hint


@pytest.mark.parametrize(
    "line",
    [
        'event_labs: [ZHIPU, z.ai, "[[DeepSeek]]"]',
        "event_kinds: [open_weights]",
        "event_direction: [up, down, flat, mixed]",
        "event_ids: E2025-01-20-r1",
        "long_x: [0700.HK, 000660.KS, ^GSPC, BRK-B, CL=F]",
        'claims: ["token_price_gap_x(gpt-5, open) > 1"]',
        'claims: ["benchmark_gap_elo(Arena-elo, open_closed) > 1"]',
        "claims: [usage(openrouter_open_share_pct) > 1 %]",
    ],
)
def test_known_names_pass(line: str) -> None:
    assert lint(read(line), NAMES) == ()


def test_a_whole_ticker_may_stand_among_the_suffixes() -> None:
    names = KnownNames(suffixes=frozenset({"X.QQ"}))
    assert lint(read("long_x: [X.QQ]"), names) == ()
    assert [problem.code for problem in lint(read("long_x: [Y.QQ]"), names)] == ["T405"]


def test_market_shocks_are_chosen_with_hindsight() -> None:
    (problem,) = lint(read("event_kinds: [price_cut, market_shock]"), NAMES)
    assert (problem.severity, problem.code, problem.column) == ("warning", "T411", 26)


def test_names_are_bound_even_when_the_note_has_errors() -> None:
    reading = read("gross: 99\nevent_labs: [nobody]\nlong_x: [A.ZZ, B/C]")
    assert reading.thesis is None
    found = [(problem.line, problem.code) for problem in lint(reading, NAMES)]
    assert found == [(2, "T105"), (3, "T401"), (4, "T405"), (4, "T201")]


def test_binding_gives_every_lab_its_canonical_id() -> None:
    reading = read(
        'event_labs: ["[[GLM]]", Z.AI, DeepSeek]\nclaims: [days_since_release(GLM) > 5]\n'
        "resolves: days_since_release(nobody) > 5"
    )
    assert reading.thesis is not None
    bound = bind(reading.thesis, NAMES)
    assert bound.events.labs == ("zhipu", "deepseek")
    assert bound.claims[0].comparisons[0].args == ("zhipu",)
    assert bound.resolves is not None
    assert bound.resolves.comparisons[0].args == ("nobody",)
    assert bind(bound, NAMES) == bound


UNITS = replace(
    NAMES,
    usage=frozenset({"openrouter_open_share_pct", "capex_usd_bn"}),
    gap_units={
        ("MMLU", "us_china"): frozenset({"pp"}),
        ("Arena-elo", "open_closed"): frozenset({"elo"}),
        ("Arena-elo", "us_china"): frozenset({"pct_elo"}),
    },
    usage_units={"openrouter_open_share_pct": frozenset({"pct"}), "capex_usd_bn": frozenset({"usd_bn"})},
)


@pytest.mark.parametrize(
    ("line", "wrong", "hint"),
    [
        ('claims: ["a: benchmark_gap_pp(Arena-elo, open_closed) < 30"]', "benchmark_gap_pp", "write benchmark_gap_elo"),
        ('kill: ["watch b: benchmark_gap_elo(MMLU, us_china) > 1"]', "benchmark_gap_elo", "write benchmark_gap_pp"),
        ('claims: ["benchmark_gap_elo(Arena-elo, us_china) > 1"]', "benchmark_gap_elo", "no measure takes that unit"),
    ],
)
def test_a_gap_in_another_unit_than_its_measure_takes_is_an_error(line: str, wrong: str, hint: str) -> None:
    (problem,) = lint(read(line), UNITS)
    assert (problem.line, problem.code, problem.severity, problem.hint) == (2, "T412", "error", hint)
    assert problem.excerpt[problem.column - 1 :][: problem.width] == wrong


@pytest.mark.parametrize(
    ("comparison", "wrong"),
    [
        ("usage(openrouter_open_share_pct) = 5 furlongs", "furlongs"),
        ("usage(capex_usd_bn) > 600 %", "%"),
        ("usage(capex_usd_bn) in 1..2 usd_m", "usd_m"),
        # Not behind the last number: the whole comparison is meant.
        ("usage(capex_usd_bn) in 1 %..2", "usage(capex_usd_bn) in 1 %..2"),
        ("usage(capex_usd_bn) > $600", "usage(capex_usd_bn) > $600"),
    ],
)
def test_a_unit_that_is_not_the_usage_figures_is_an_error(comparison: str, wrong: str) -> None:
    (problem,) = lint(read(f'claims: ["{comparison}"]'), UNITS)
    assert (problem.code, problem.severity) == ("T413", "error")
    assert problem.excerpt[problem.column - 1 :][: problem.width] == wrong


@pytest.mark.parametrize(
    "comparison",
    [
        "benchmark_gap_pp(MMLU, us_china) > 1",
        "benchmark_gap_elo(Arena-elo, open_closed) > 1",
        "usage(openrouter_open_share_pct) > 5",
        "usage(openrouter_open_share_pct) > 5 %",
        "usage(openrouter_open_share_pct) > 5 pct",
        "usage(capex_usd_bn) > 600 usd_bn",
    ],
)
def test_the_tables_own_units_pass(comparison: str) -> None:
    assert lint(read(f'claims: ["{comparison}"]'), UNITS) == ()


def test_an_unknown_benchmark_gets_no_second_error_about_its_unit() -> None:
    assert [each.code for each in lint(read('claims: ["benchmark_gap_pp(MMMU, us_china) > 1"]'), UNITS)] == ["T407"]


@pytest.mark.parametrize(
    ("line", "wrong", "code", "hint"),
    [
        ("screen: momentm_pct > 0", "momentm_pct", "T414", "did you mean momentum_pct?"),
        ('screen: ["signal = enter", "beta < 2 and reveneu_growth_pct > 5"]', "reveneu_growth_pct", "T414", "revenue"),
        ("screen: zzzzzzzz > 0", "zzzzzzzz", "T414", "the columns are: rank, ticker, name, universe"),
        ("screen: leg < long_a", "<", "T415", "compare it with = or !="),
        ("screen: next_earnings_on <= 2026-06-31", "2026-06-31", "T415", "YYYY-MM-DD"),
        ("screen: ['signal = entr']", "entr", "T416", "did you mean enter?"),
        ("screen: universe != membr", "membr", "T416", "did you mean member?"),
        ("screen: side = spread", "spread", "T416", "known: long, short"),
        ("screen: revenue_growth_pct > 20 pp", "pp", "T304", "write % or no unit"),
        ("screen: dollar_volume_usd > 5 %", "%", "T304", "write usd or no unit"),
        ("screen: score > 1 for 5 sessions", "for", "T314", "remove it"),
        ("screen: score > 1 on 2026-05-01", "on", "T314", "remove it"),
        ('screen: ["cheap: score > 1"]', "cheap:", "T314", "behind the colon"),
        ('screen: ["breaker cheap: score > 1"]', "breaker cheap:", "T314", "behind the colon"),
        ('screen: ["? score > 1"]', "?", "T314", "COLUMN"),
        ("screen: token_price_gap_x(frontier, open) > 3", "token_price_gap_x", "T414", "the columns are"),
        ("score_weights: [momentm_pct 2]", "momentm_pct", "T417", "did you mean momentum_pct?"),
        ("score_weights: [beta 1, score 2]", "score", "T417", "known: beta, dollar_volume_usd"),
        ("score_weights: [momentum_pct 2, beta -0.5]", "-0.5", "T418", "is fixed"),
        ("score_weights: [momentum_pct 0, beta 0]", "score_weights", "T418", "above 0"),
        ("score_weights: momentum_pct", "momentum_pct", "T114", "momentum_pct 2"),
        ("score_weights: [momentum_pct 2, momentum_pct 0]", "momentum_pct 0", "T114", "keep one"),
    ],
)
def test_a_screen_is_bound_to_the_screens_own_columns_and_parts(line: str, wrong: str, code: str, hint: str) -> None:
    reading = read(line)
    assert reading.thesis is None
    (problem,) = lint(reading, NAMES)
    assert (problem.path, problem.line, problem.code, problem.severity) == ("note.md", 2, code, "error")
    assert problem.excerpt[problem.column - 1 :][: problem.width] == wrong
    assert hint in problem.hint


def test_every_fault_of_a_screen_is_told_at_once_with_those_of_the_tables() -> None:
    reading = read(
        "screen:\n  - momentm_pct > 0\n  - score > 0\n  - beta < low\nscore_weights: [bta 1]\nevent_labs: [nobody]"
    )
    found = [(problem.line, problem.column, problem.code) for problem in lint(reading, NAMES)]
    assert found == [(3, 5, "T414"), (5, 12, "T305"), (6, 17, "T417"), (7, 14, "T401")]


def test_a_sound_screen_is_kept_with_its_places() -> None:
    reading = read(
        "screen:\n"
        "  - gross_margin_change_pp < 0 and revenue_growth_pct > 20 %\n"
        "  - signal != no_data\n"
        "  - next_earnings_on in 2026-06-01..2026-06-30\n"
        "score_weights: [momentum_pct 2, beta 0, dollar_volume_usd 0.5]"
    )
    assert lint(reading, NAMES) == ()
    assert reading.thesis is not None
    assert [each.line for each in reading.thesis.screen] == [3, 4, 5]
    comparisons = [each for statement in reading.thesis.screen for each in statement.comparisons]
    assert [(each.measure, each.op, each.low, each.words) for each in comparisons] == [
        ("gross_margin_change_pp", "<", 0.0, ()),
        ("revenue_growth_pct", ">", 20.0, ()),
        ("signal", "!=", 0.0, ("no_data",)),
        ("next_earnings_on", "in", 0.0, ("2026-06-01", "2026-06-30")),
    ]
    places = [each.place for each in comparisons if each.place is not None]
    assert [(place.line, place.column, place.width) for place in places] == [
        (3, 5, 26),
        (3, 36, 25),
        (4, 5, 17),
        (5, 5, 42),
    ]
    assert reading.thesis.score_weights == (("momentum_pct", 2.0), ("beta", 0.0), ("dollar_volume_usd", 0.5))


def test_the_parts_of_the_score_stand_in_the_notes_manual(checkout: Path) -> None:
    manual = (checkout / "theses" / "README.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"- The parts of the score: (.*?)\.\n", manual, re.DOTALL)
    assert tuple(re.findall(r"`(\w+)`", listed)) == PART_NAMES


def test_the_screen_in_the_notes_manual_is_sound(checkout: Path) -> None:
    manual = (checkout / "theses" / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(screen:.*?)```", manual, re.DOTALL)
    assert lint(read(example.rstrip()), NAMES) == ()
