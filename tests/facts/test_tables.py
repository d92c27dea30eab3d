import datetime as dt
from pathlib import Path

import pytest

from screener.facts.tables import TABLES, read_facts
from screener.records.fact import Facts

FILES = {
    "token_prices": (
        "model,provider,input_usd_per_mtok,output_usd_per_mtok,effective_on,precision,tier,open_weights,"
        "known_on,source,provenance,note\n"
        "v3,deepseek,0.27,1.1,2025-02-09,day,flagship,yes,,page,seen,\n"
        "v3,deepseek,0.14,0.28,2024-12-26,day,flagship,yes,2024-12-27,page,seen,promotion\n"
        "gpt-5,openai,1.25,10,2025-08-07,day,flagship,no,,page,seen,\n"
    ),
    "model_groups": ("group,model,from_on,to_on,reason\nopen,v3,2024-12-26,2025-08-20,\nfrontier,gpt-5,2025-08-07,,\n"),
    "benchmark_gaps": (
        "benchmark,pair,measured_on,frontier_score,open_score,gap,unit,known_on,source,provenance,note\n"
        "MMLU,us_china,2023-12-31,,,17.5,pp,2025-04-07,page,seen,\n"
        "Arena,open_closed,2024-07-31,1286,1262,24,elo,,page,computed,\n"
    ),
    "usage": (
        "measure,value,unit,measured_on,known_on,source,provenance\n"
        "margin_pct,-90,pct,2024-12-31,2025-12-31,page,seen\n"
    ),
    "candidates": (
        "ticker,name,leg,side,listed_on,why,pitfalls,source,provenance\n"
        "NVDA,NVIDIA,chips,long,,,,page,seen\n"
        ",NVDA,closed_lab,private,,,,page,seen\n"
    ),
    "exposures": ("holder,lab,stake_pct,measured_on,source,provenance,note\nMSFT,OpenAI,27,,page,seen,\n"),
    "earnings": (
        "ticker,reported_on,known_on,source,provenance\n"
        "NVDA,2025-02-26,2025-02-05,page,seen\nMU,2025-03-20,,page,seen\n"
    ),
    "income": (
        "ticker,period_end_on,revenue,cost_of_revenue,gross_profit,operating_income,currency,known_on,"
        "source,provenance,note\n"
        "NVDA,2025-01-26,39331000000,10608000000,28723000000,24034000000,USD,,page,seen,\n"
        "MU,2024-11-28,8709000000,5361000000,,,usd,2024-12-19,page,seen,no gross profit given\n"
    ),
}


def folder(tmp_path: Path, name: str = "shipped", **files: str) -> Path:
    place = tmp_path / name
    place.mkdir()
    for table, text in (files if name != "shipped" else FILES | files).items():
        (place / f"{table}.csv").write_text(text, encoding="utf-8")
    return place


def body(table: str, *rows: str) -> str:
    return FILES[table].partition("\n")[0] + "\n" + "\n".join(rows) + "\n"


def found(facts: Facts) -> list[tuple[str, str, int]]:
    return [(problem.code, Path(problem.path).stem, problem.line) for problem in facts.problems]


def test_every_table_is_read_and_named_for_linting(tmp_path: Path) -> None:
    facts = read_facts([folder(tmp_path)])
    assert facts.problems == ()
    assert facts.models == {"v3", "gpt-5"}
    assert facts.groups == {"open", "frontier"}
    assert facts.gap_pairs == {("MMLU", "us_china"), ("Arena", "open_closed")}
    assert facts.usage_measures == {"margin_pct"}
    assert [candidate.name for candidate in facts.candidates] == ["NVIDIA", "NVDA"]
    assert facts.exposures[0].stake_pct == 27.0
    assert [(row.ticker, row.known_on_assumed) for row in facts.earnings] == [("MU", True), ("NVDA", False)]


def test_quarters_come_by_ticker_and_end_and_what_is_blank_is_missing(tmp_path: Path) -> None:
    mu, nvda = read_facts([folder(tmp_path)]).income
    assert (mu.ticker, mu.period_end_on, mu.currency) == ("MU", dt.date(2024, 11, 28), "USD")
    assert (mu.revenue, mu.cost_of_revenue, mu.gross_profit, mu.operating_income) == (8.709e9, 5.361e9, None, None)
    assert (mu.known_on, mu.known_on_assumed, mu.line) == (dt.date(2024, 12, 19), False, 3)
    assert nvda.operating_income == 24.034e9
    assert (nvda.source, nvda.provenance) == ("page", "seen")


@pytest.mark.parametrize(
    ("period_end_on", "reported_on", "known_on"),
    [
        ("2025-01-26", ["2025-02-26"], "2025-02-26"),
        ("2025-01-26", ["2025-05-28", "2025-02-26"], "2025-02-26"),
        ("2025-01-26", ["2025-05-26"], "2025-05-26"),  # the 120th day
        ("2025-01-26", ["2025-05-27"], "2025-03-27"),
        ("2025-01-26", ["2025-01-26"], "2025-03-27"),
        ("2025-01-26", [], "2025-03-27"),  # the 60th day
    ],
)
def test_a_quarter_without_its_day_is_known_from_the_report_or_after_sixty_days(
    tmp_path: Path, period_end_on: str, reported_on: list[str], known_on: str
) -> None:
    reports = body("earnings", *(f"NVDA,{day},,page,seen" for day in reported_on), "MU,2025-02-01,,page,seen")
    row = body("income", f"NVDA,{period_end_on},1,,,,USD,,page,seen,")
    (quarter,) = read_facts([folder(tmp_path, earnings=reports, income=row)]).income
    assert (str(quarter.known_on), quarter.known_on_assumed) == (known_on, True)


def test_a_quarter_reported_anew_is_another_row_and_the_same_day_replaces(tmp_path: Path) -> None:
    first = "APP,2024-03-31,1058115000,,,,USD,2024-05-08,page,seen,"
    shipped = folder(tmp_path, income=body("income", first, "APP,2024-03-31,678000000,,,,USD,2025-05-07,page,seen,"))
    mine = folder(tmp_path, "mine", income=body("income", "APP,2024-03-31,1,,,,USD,2025-05-07,me,memory,"))
    facts = read_facts([shipped, mine])
    assert facts.problems == ()
    assert [(str(row.known_on), row.revenue) for row in facts.income] == [("2024-05-08", 1058115000), ("2025-05-07", 1)]
    assert [each.key for each in facts.replacements] == ["APP, 2024-03-31, 2025-05-07"]


def test_prices_come_by_model_and_day_with_the_day_they_were_known(tmp_path: Path) -> None:
    prices = read_facts([folder(tmp_path)]).token_prices
    assert [(price.model, str(price.effective_on)) for price in prices] == [
        ("gpt-5", "2025-08-07"),
        ("v3", "2024-12-26"),
        ("v3", "2025-02-09"),
    ]
    assert [(str(price.known_on), price.known_on_assumed) for price in prices[1:]] == [
        ("2024-12-27", False),
        ("2025-02-09", True),
    ]


def test_a_workspace_row_adds_or_replaces(tmp_path: Path) -> None:
    mine = body(
        "token_prices",
        "v3,deepseek,9,9,2025-02-09,day,,,,me,memory,",
        "v4,deepseek,1,2,2026-04-24,day,,,,me,memory,",
    )
    facts = read_facts([folder(tmp_path), folder(tmp_path, "mine", token_prices=mine)])
    assert facts.problems == ()
    assert [price.input_usd_per_mtok for price in facts.token_prices] == [1.25, 0.14, 9.0, 1.0]
    assert [(each.table, each.key, each.replaced_line, each.line) for each in facts.replacements] == [
        ("token_prices", "v3, 2025-02-09", 2, 2)
    ]


def test_a_workspace_group_may_use_a_workspace_price(tmp_path: Path) -> None:
    mine = folder(
        tmp_path,
        "mine",
        token_prices=body("token_prices", "v4,deepseek,1,2,2026-04-24,day,,,,me,memory,"),
        model_groups=body("model_groups", "open,v4,2026-04-24,,mine"),
    )
    facts = read_facts([folder(tmp_path), mine])
    assert facts.problems == ()
    assert [member.model for member in facts.model_groups if member.group == "open"] == ["v3", "v4"]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("token_prices", "v3,deepseek,1,1,2025-02-09,day,,,,page,seen,"),
        ("model_groups", "open,v3,2024-12-26,,"),
        ("benchmark_gaps", "MMLU,us_china,2023-12-31,,,1,pp,,page,seen,"),
        ("usage", "margin_pct,1,pct,2024-12-31,,page,seen"),
        ("candidates", "NVDA,Other,chips,short,,,,page,seen"),
        ("candidates", ",NVDA,lab,watch,,,,page,seen"),
        ("exposures", "MSFT,OpenAI,1,,page,seen,"),
        ("income", "MU,2024-11-28,1,,,,USD,2024-12-19,page,seen,"),
        ("income", "NVDA,2025-01-26,1,,,,USD,,page,seen,"),
    ],
)
def test_the_same_key_twice_in_one_file_is_an_error(tmp_path: Path, table: str, row: str) -> None:
    facts = read_facts([folder(tmp_path, **{table: FILES[table] + row + "\n"})])
    assert found(facts) == [("F109", table, FILES[table].count("\n") + 1)]


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("token_prices", "x,openai,-1,1,2025-01-01,day,,,,page,seen,", "F107"),
        ("token_prices", "x,openai,,1,2025-01-01,day,,,,page,seen,", "F105"),
        ("token_prices", "x,openai,1,1,2025-01,day,,,,page,seen,", "F106"),
        ("token_prices", "x,openai,1,1,2025-01-01,day,huge,,,page,seen,", "F108"),
        ("token_prices", "x,openai,1,1,2025-01-01,day,,,,,seen,", "F105"),
        ("model_groups", "open,v33,2025-01-01,,", "F110"),
        ("model_groups", "frontier,v3,2025-03-01,2025-02-28,", "F111"),
        ("model_groups", "open,v3,2025-08-20,,", "F112"),
        ("model_groups", "open,v3,2024-12-27,2024-12-28,", "F112"),
        ("benchmark_gaps", "X,us_china,2025-01-01,,,,pp,,page,seen,", "F105"),
        ("usage", "x,1,,2025-01-01,,page,seen", "F105"),
        ("candidates", "X,X,chips,lnog,,,,page,seen", "F108"),
        ("exposures", "X,OpenAI,-1,,page,seen,", "F107"),
        ("exposures", "X,OpenAI,1,,page,hearsay,", "F108"),
        ("income", "X,2025-01-01,1,,,,,,page,seen,", "F105"),
        ("income", "X,2025-01-01,1 bn,,,,USD,,page,seen,", "F107"),
        ("income", "X,2025-01-01,1,,,,USD,2025-01-01,page,seen,", "F120"),
    ],
)
def test_a_wrong_row_is_left_out_and_reported(tmp_path: Path, table: str, row: str, code: str) -> None:
    facts = read_facts([folder(tmp_path, **{table: FILES[table] + row + "\n"})])
    assert found(facts) == [(code, table, FILES[table].count("\n") + 1)]
    assert len(getattr(facts, table)) == FILES[table].count("\n") - 1


def test_an_unknown_model_gets_near_misses(tmp_path: Path) -> None:
    text = FILES["model_groups"] + "frontier,gpt5,2025-08-08,,\n"
    assert read_facts([folder(tmp_path, model_groups=text)]).problems[0].hint == "did you mean gpt-5?"


def test_spans_that_only_touch_are_fine(tmp_path: Path) -> None:
    text = FILES["model_groups"] + "open,v3,2025-08-21,2025-09-01,\n"
    assert read_facts([folder(tmp_path, model_groups=text)]).problems == ()


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("model_groups", "other,v3,2024-12-01,,", "F113"),
        ("benchmark_gaps", "X,us_china,2025-01-01,80,70,12,pp,,page,seen,", "F114"),
    ],
)
def test_a_doubtful_row_stays_with_a_warning(tmp_path: Path, table: str, row: str, code: str) -> None:
    facts = read_facts([folder(tmp_path, **{table: FILES[table] + row + "\n"})])
    assert [(problem.code, problem.severity) for problem in facts.problems] == [(code, "warning")]
    assert len(getattr(facts, table)) == FILES[table].count("\n")


@pytest.mark.parametrize(
    "row",
    [
        "X,us_china,2025-01-01,80.16,70.1,10.1,pp,,page,seen,",
        "X,us_china,2025-01-01,80,,12,pp,,page,seen,",
        "X,us_china,2025-01-01,1503,1464,2.7,pct_elo,,page,seen,",
    ],
)
def test_rounded_or_rescaled_gaps_are_fine(tmp_path: Path, row: str) -> None:
    text = FILES["benchmark_gaps"] + row + "\n"
    assert read_facts([folder(tmp_path, benchmark_gaps=text)]).problems == ()


def test_exposures_are_bound_to_lab_ids_when_labs_are_given(tmp_path: Path) -> None:
    text = FILES["exposures"] + "AMZN,Nobody,1,,page,seen,\n"
    facts = read_facts([folder(tmp_path, exposures=text)], {"OpenAI": "openai"}.get)
    assert [exposure.lab for exposure in facts.exposures] == ["openai"]
    assert found(facts) == [("F115", "exposures", 3)]


def test_a_table_that_no_folder_has_is_an_error(tmp_path: Path) -> None:
    empty = folder(tmp_path, "empty")
    assert found(read_facts([empty])) == [("F101", table, 0) for table in TABLES]


def test_a_workspace_without_files_changes_nothing(tmp_path: Path) -> None:
    shipped = folder(tmp_path)
    assert read_facts([shipped, folder(tmp_path, "empty"), tmp_path / "none"]) == read_facts([shipped])


def test_group_spans_include_both_ends(tmp_path: Path) -> None:
    v3 = next(row for row in read_facts([folder(tmp_path)]).model_groups if row.model == "v3")
    days = [dt.date(2024, 12, 25), dt.date(2024, 12, 26), dt.date(2025, 8, 20), dt.date(2025, 8, 21)]
    assert [v3.is_valid_on(day) for day in days] == [False, True, True, False]
