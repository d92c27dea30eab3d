"""``screener facts``: what is printed where, in which format, and how it ends."""

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.dictionary.fact_columns import FACT_TABLES, TOKEN_PRICE_COLUMNS
from screener.dictionary.tables import TABLES
from screener.facts import genai_prices
from screener.records.fact_proposal import ListedModel, ListedStep, PriceCollection

PRICES = "model,provider,input_usd_per_mtok,output_usd_per_mtok,effective_on,precision,source,provenance\n"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def mine(workspace: Path) -> Callable[[str, str], None]:
    """Write one of the workspace's own tables."""

    def write(name: str, text: str) -> None:
        (workspace / "data").mkdir(exist_ok=True)
        (workspace / "data" / f"{name}.csv").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the package list these models."""

    def give(*models: ListedModel) -> None:
        monkeypatch.setattr(genai_prices, "genai_prices", lambda: PriceCollection("a list 1.0", models))

    return give


def test_the_overview_has_a_row_a_table(screener, workspace) -> None:
    ran = screener("facts", "list")
    found = {row["table"]: row for row in rows(ran.out)}
    assert ran.code == 0
    assert list(found) == list(FACT_TABLES)
    assert [found["labs"][name] for name in ("n_seen", "first_on")] == ["", ""]
    assert all(row["as_of"] == "2026-11-23" for row in found.values())
    counted = found["token_prices"]
    assert int(counted["n_rows"]) == sum(int(counted[f"n_{each}"]) for each in ("seen", "mixed", "computed", "memory"))
    assert int(found["candidates"]["n_memory"]) > 0


def test_a_table_is_cut_at_the_day_asked_for(screener, workspace) -> None:
    ran = screener("facts", "list", "token_prices", "--as-of", "2025-12-15")
    found = rows(ran.out)
    assert ran.code == 0
    assert list(found[0]) == list(TABLES["facts_token_prices"])
    assert max(row["known_on"] for row in found) == "2025-12-11"
    assert {row["as_of"] for row in found} == {"2025-12-15"}
    n_all = len(rows(screener("facts", "list", "token_prices").out))
    assert f"token_prices: {n_all - len(found)} rows became known after 2025-12-15" in ran.err


def test_how_a_row_came_to_be_known_cannot_be_left_out(screener, workspace) -> None:
    found = rows(screener("facts", "list", "exposures", "--columns", "holder,lab").out)
    assert list(found[0]) == ["holder", "lab", "provenance"]
    assert "memory" in {row["provenance"] for row in found}
    named = rows(screener("facts", "list", "exposures", "--columns", "provenance,lab").out)
    assert list(named[0]) == ["provenance", "lab"]
    assert list(rows(screener("facts", "list", "labs", "--columns", "lab").out)[0]) == ["lab"]


@pytest.mark.parametrize("width", ["80", "120"])
def test_a_terminal_shows_how_rows_came_to_be_known(screener, workspace, monkeypatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for name in ("token_prices", "benchmark_gaps", "candidates", "exposures"):
        header = screener("facts", "list", name, "--format", "table").out.partition("──")[0]
        assert "provenance" in header, name


def test_every_format_has_the_same_rows(screener, workspace, tmp_path) -> None:
    as_csv = rows(screener("facts", "list", "usage").out)
    as_json = json.loads(screener("facts", "list", "usage", "--format", "json").out)
    assert [row["value"] for row in as_json] == [float(row["value"]) for row in as_csv]
    assert screener("facts", "list", "usage", "-o", str(tmp_path / "usage.md")).code == 0
    assert len((tmp_path / "usage.md").read_text().splitlines()) == len(as_csv) + 2


def test_a_workspaces_row_is_listed_and_told_where_it_replaces(screener, workspace, mine) -> None:
    mine("token_prices", PRICES + "gpt-5,openai,9,9,2025-08-07,day,me,memory\nnew,openai,1,2,2025-01-01,day,me,seen\n")
    ran = screener("facts", "list", "token_prices")
    found = {row["model"]: row for row in rows(ran.out)}
    assert (found["gpt-5"]["input_usd_per_mtok"], found["gpt-5"]["flags"]) == ("9", "known_on_assumed;memory")
    assert found["new"]["path"].startswith(str(workspace))
    assert "replaces gpt-5, 2025-08-07" in ran.err


def test_a_table_that_does_not_exist_is_wrong_usage(screener, workspace) -> None:
    ran = screener("facts", "list", "events")
    assert ran.code == 2
    assert "token_prices" in ran.err


def test_strict_ends_with_3_when_a_row_was_left_out(screener, workspace, mine) -> None:
    mine("usage", "measure,value,unit,measured_on,source,provenance\nx_pct,one,pct,2025-01-01,me,seen\n")
    assert screener("facts", "list", "usage").code == 0
    assert screener("facts", "list", "usage", "--strict").code == 3


def test_lint_ends_with_0_on_what_ships(screener, workspace) -> None:
    ran = screener("facts", "lint")
    assert ran.code == 0
    assert {row["severity"] for row in rows(ran.out)} == {"warning"}
    assert "warnings" in ran.err


def test_lint_ends_with_1_and_names_the_place(screener, workspace, mine) -> None:
    mine("token_prices", PRICES + "gpt-5,openai,9,9,2025-08-07,day,me,seen\nplan,openai,1,2,2026-11-24,day,me,seen\n")
    ran = screener("facts", "lint", "--format", "table")
    assert ran.code == 1
    place = f"{workspace / 'data' / 'token_prices.csv'}:3:17: error[F123]"
    assert place in ran.out
    assert "replaces gpt-5, 2025-08-07" in ran.err
    errors = [row for row in rows(screener("facts", "lint").out) if row["severity"] == "error"]
    assert [(row["code"], row["line"], row["column"]) for row in errors] == [("F123", "3", "17")]


def test_lint_reads_events_labs_and_exchanges_too(screener, workspace, mine) -> None:
    mine("labs", "lab,zone\nmine,Mars/Olympus\n")
    mine("exchanges", "suffix,mic\n.X,XXXX\n")
    codes = {row["code"] for row in rows(screener("facts", "lint").out) if row["severity"] == "error"}
    assert codes == {"E113", "X102"}


def flash(*steps: tuple[float, float, str | None]) -> ListedModel:
    return ListedModel(
        "deepseek",
        "deepseek-v4-flash",
        tuple(ListedStep(paid, made, on and dt.date.fromisoformat(on)) for paid, made, on in steps),
    )


def test_proposed_rows_are_ready_to_paste_but_for_their_provenance(screener, workspace, mine, listed) -> None:
    listed(flash((0.22, 0.66, None), (0.15, 0.6, "2026-09-10"), (0.1, 0.5, "2026-12-01")))
    ran = screener("facts", "propose", "--rows")
    assert ran.code == 0
    found = rows(ran.out)
    assert list(found[0]) == [column.name for column in TOKEN_PRICE_COLUMNS]
    assert [(row["effective_on"], row["known_on"], row["provenance"]) for row in found] == [
        ("2026-09-10", "", "proposed"),
        ("2026-12-01", "2026-11-23", "proposed"),
    ]
    assert {row["source"] for row in found} == {"a list 1.0"}
    # As they are no table takes them; once a person has said how they are known it does.
    mine("token_prices", ran.out)
    assert {row["code"] for row in rows(screener("facts", "lint").out) if row["severity"] == "error"} == {"F108"}
    mine("token_prices", ran.out.replace("proposed", "seen"))
    assert screener("facts", "lint").code == 0
    assert screener("facts", "propose", "--rows").out.count("\n") == 1


def test_as_of_holds_back_what_begins_later(screener, workspace, listed) -> None:
    listed(flash((0.22, 0.66, None), (0.15, 0.6, "2026-09-10"), (0.1, 0.5, "2026-12-01")))
    ran = screener("facts", "propose", "--as-of", "2026-11-20")
    assert [row["proposal"] for row in rows(ran.out) if row["model"] == "deepseek-v4-flash"] == ["new_price"]
    assert "held back, later than 2026-11-20: deepseek-v4-flash from 2026-12-01" in ran.err


def test_entries_without_a_model_of_ours_are_counted_and_listed_when_asked_for(screener, workspace, listed) -> None:
    listed(ListedModel("openai", "gpt-9", (ListedStep(1.0, 2.0, None),)))
    plain, full = screener("facts", "propose"), screener("facts", "propose", "--unmatched")
    assert {row["proposal"] for row in rows(plain.out)} == {"ours_only"}
    assert "1 entry of these labs is no model of ours" in plain.err
    (theirs,) = (row for row in rows(full.out) if row["proposal"] == "theirs_only")
    assert (theirs["model"], theirs["effective_on"], theirs["input_usd_per_mtok"]) == ("gpt-9", "", "1")


def test_ours_stand_beside_theirs(screener, workspace, listed) -> None:
    listed(ListedModel("openai", "gpt-5", (ListedStep(30.0, 60.0, None),)))
    (row,) = (row for row in rows(screener("facts", "propose").out) if row["proposal"] == "disagrees")
    assert (row["input_usd_per_mtok"], row["output_usd_per_mtok"]) == ("30", "60")
    assert (row["our_input_usd_per_mtok"], row["our_output_usd_per_mtok"]) == ("1.25", "10")
    assert (row["our_effective_on"], row["our_provenance"], row["provenance"]) == ("2025-08-07", "seen", "")


def test_proposing_writes_no_table(screener, workspace, listed) -> None:
    listed(flash((0.15, 0.6, "2026-09-10")))
    before = sorted(path for path in workspace.rglob("*") if path.is_file())
    assert screener("facts", "propose").code == 0
    assert sorted(path for path in workspace.rglob("*") if path.is_file()) == before


def test_the_real_package_is_compared(screener, workspace) -> None:
    ran = screener("facts", "propose")
    assert ran.code == 0
    assert "PyPI genai-prices " in ran.err
    # Most of our models have the same price there; a release that broke the matching would show here.
    assert int(ran.err.partition(" models agree")[0].rpartition(" ")[2]) > 40


def test_without_the_package_the_remedy_is_named(screener, workspace, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices.data", None)
    ran = screener("facts", "propose")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'thesis-screener[genai]'" in ran.err
