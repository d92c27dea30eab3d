"""What only comparing the tables with each other, with events and with the day shows."""

import datetime as dt
from pathlib import Path

import pytest

from screener.config import Workspace
from screener.dictionary.table_codes import TABLE_CODES
from screener.fact_lint import lint_facts
from screener.facts.model_names import name_key
from screener.records.problem import Problem
from screener.reference import read_reference

TODAY = dt.date(2026, 11, 28)
PRICES = (
    "model,provider,input_usd_per_mtok,output_usd_per_mtok,effective_on,precision,tier,known_on,source,provenance\n"
)
GROUPS = "group,model,from_on\n"
GAPS = "benchmark,pair,measured_on,gap,unit,known_on,source,provenance\n"
USAGE = "measure,value,unit,measured_on,known_on,source,provenance\n"


def found(folder: Path, as_of: dt.date = TODAY, **tables: str) -> list[Problem]:
    """Lint the shipped tables with a workspace's; return what is wrong in the workspace's."""
    (folder / "data").mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    problems = lint_facts(read_reference(Workspace(folder)), as_of)
    return [each for each in problems if each.path.startswith(str(folder))]


def told(problems: list[Problem]) -> list[tuple[str, str, int, str]]:
    return [(each.code, each.severity, each.line, each.excerpt[each.column - 1 :][: each.width]) for each in problems]


def test_what_ships_has_no_error_and_warns_only_of_units_that_no_measure_takes(tmp_path: Path) -> None:
    problems = lint_facts(read_reference(Workspace(tmp_path)), TODAY)
    assert {(each.code, each.severity) for each in problems} == {("F125", "warning")}
    # One line a benchmark, however many rows it has.
    assert len(problems) == len({each.message.split()[0] for each in problems}) == 9
    assert {each.code for each in problems} <= TABLE_CODES.keys()


def test_what_reading_found_is_told_once(tmp_path: Path) -> None:
    text = PRICES + "x,openai,one,2,2025-01-01,day,,,page,seen\n"
    assert told(found(tmp_path, token_prices=text)) == [("F107", "error", 2, "one")]


@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        # GPT-5 was released on 2025-08-07.
        ("gpt-5,openai,1.25,10,2025-08-05,day", True),
        # The same day by another zone's calendar.
        ("gpt-5,openai,1.25,10,2025-08-06,day", False),
        # Another host's price says nothing of OpenAI's release.
        ("gpt-5,aws,1.25,10,2025-08-05,day", False),
        # Nor does GPT-5's release of another model.
        ("gpt-5-nano,openai,1.25,10,2025-08-05,day", False),
        # Of Claude Opus 4.5 only a latest instant is known.
        ("claude-opus-4-5,anthropic,5,25,2025-11-01,day", False),
        ("kimi-k2-thinking,moonshot,1,2,2025-11-01,day", True),
        ("deepseek-v3.2,deepseek,1,2,2025-11-01,upper_bound", True),
    ],
)
def test_a_price_before_its_models_release_is_a_warning_where_both_are_sure(
    tmp_path: Path, row: str, is_told: bool
) -> None:
    problems = found(tmp_path, token_prices=PRICES + f"{row},,,page,seen\n")
    day = row.split(",")[4]
    assert told(problems) == ([("F121", "warning", 2, day)] if is_told else [])


def test_names_of_models_and_events_meet_by_their_words_and_numbers(tmp_path: Path) -> None:
    reference = read_reference(Workspace(tmp_path))
    named = {(event.lab, name_key(event.name)) for event in reference.events}
    met = {price.model for price in reference.facts.token_prices if (price.provider, name_key(price.model)) in named}
    # A rule that met nothing would warn of nothing.
    assert met >= {"claude-opus-4-5", "deepseek-v3.2", "glm-4.6", "gpt-5", "kimi-k2.6", "minimax-m2", "qwen3-max"}
    assert len(met) > 35
    assert name_key("GPT-4.1") != name_key("GPT-41")
    assert name_key("Claude Opus 4.5") == name_key("claude-opus-4-5")


@pytest.mark.parametrize(("paid", "made", "wrong"), [("0", "1", "0"), ("1", "0.0", "0.0"), ("0", "0", "0")])
def test_a_price_of_zero_is_a_warning(tmp_path: Path, paid: str, made: str, wrong: str) -> None:
    (problem,) = found(tmp_path, token_prices=PRICES + f"free,openai,{paid},{made},2025-01-01,day,,,page,seen\n")
    assert told([problem]) == [("F122", "warning", 2, wrong)]
    before = problem.excerpt[: problem.column - 1].count(",")
    assert before == (2 if paid == "0" else 3)


@pytest.mark.parametrize(
    ("effective_on", "known_on", "wrong"),
    [
        ("2026-11-28", "", None),
        ("2026-11-29", "", "2026-11-29"),
        ("2026-12-01", "2026-11-28", None),
        ("2026-12-01", "2026-11-29", "2026-12-01"),
        ("2026-11-01", "2026-11-29", "2026-11-29"),
        ("2026-11-01", "2026-11-28", None),
    ],
)
def test_a_row_is_dated_ahead_only_with_an_earlier_day_of_knowledge(
    tmp_path: Path, effective_on: str, known_on: str, wrong: str | None
) -> None:
    text = PRICES + f"plan,openai,1,2,{effective_on},day,,{known_on},page,seen\n"
    assert told(found(tmp_path, token_prices=text)) == ([("F123", "error", 2, wrong)] if wrong else [])


def test_figures_are_dated_ahead_too_and_the_day_asked_for_counts(tmp_path: Path) -> None:
    tables = {
        "usage": USAGE + "share_pct,1,pct,2025-06-01,,page,seen\n",
        "benchmark_gaps": GAPS + "X,us_china,2025-06-01,1,pp,,page,seen\n",
    }
    assert found(tmp_path, **tables) == []
    early = found(tmp_path, dt.date(2025, 5, 31))
    assert told(early) == [("F123", "error", 2, "2025-06-01")] * 2


def test_groups_without_a_common_tier_are_told(tmp_path: Path) -> None:
    tables = {
        "token_prices": PRICES + "tiny,openai,1,2,2025-01-01,day,low,,page,seen\n",
        "model_groups": GROUPS + "cheap,tiny,2025-01-01\n",
    }
    problems = found(tmp_path, **tables)
    assert told(problems) == [("F124", "warning", 2, "cheap")] * 2
    assert [each.message.partition(" have")[0] for each in problems] == [
        "cheap (low) and frontier (flagship)",
        "cheap (low) and open (flagship)",
    ]


@pytest.mark.parametrize("tier", ["flagship", ""])
def test_a_group_with_a_common_tier_or_none_known_is_fine(tmp_path: Path, tier: str) -> None:
    tables = {
        "token_prices": PRICES + f"mid,openai,1,2,2025-01-01,day,{tier},,page,seen\n",
        "model_groups": GROUPS + "cheap,mid,2025-01-01\n",
    }
    assert found(tmp_path, **tables) == []


def test_a_unit_that_no_measure_takes_is_told_once_a_benchmark(tmp_path: Path) -> None:
    rows = "".join(f"X,us_china,2025-0{month}-01,1,points,,page,seen\n" for month in (1, 2, 3))
    (problem,) = found(tmp_path, benchmark_gaps=GAPS + "Y,us_china,2025-01-01,1,months,,page,seen\n" + rows)
    assert told([problem]) == [("F125", "warning", 3, "points")]
    assert "so are 2 more rows" in problem.message
    assert problem.hint == "measures take elo, months, pp"


@pytest.mark.parametrize(
    ("rows", "wrong", "said"),
    [
        (["x_pct,1,pct,2025-01-01"], None, ""),
        (["x_furlongs,1,furlongs,2025-01-01"], "furlongs", "is not known"),
        (["x_usd_bn,1,usd_m,2025-01-01"], "usd_m", "x_usd_bn is in usd_m"),
        (["share,1,pct,2025-01-01"], "pct", "share is in pct"),
    ],
)
def test_a_usage_figures_unit_is_known_and_ends_its_name(
    tmp_path: Path, rows: list[str], wrong: str | None, said: str
) -> None:
    problems = found(tmp_path, usage=USAGE + "".join(f"{row},,page,seen\n" for row in rows))
    assert told(problems) == ([("F126", "warning", 2, wrong)] if wrong else [])
    assert all(said in each.message for each in problems)
