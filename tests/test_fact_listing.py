"""Listing the tables of facts: what was known on a day, and nothing later."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from screener.config import Workspace
from screener.dictionary.fact_columns import FACT_TABLES
from screener.dictionary.flags import FLAGS
from screener.dictionary.tables import LAST_COLUMNS, TABLES
from screener.fact_listing import list_facts
from screener.facts import columns
from screener.records.fact_listing import FactTable
from screener.reference import read_reference

TODAY = dt.date(2026, 11, 28)
COLLECTED = dt.date(2026, 11, 23)
DATES = [dt.date(2024, 12, 8), dt.date(2025, 9, 1), dt.date(2025, 12, 15), dt.date(2026, 4, 23), COLLECTED]

# One row a table that became known on 2026-01-01, and what it is called.
LATER = {
    "token_prices": "model,provider,input_usd_per_mtok,output_usd_per_mtok,effective_on,precision,known_on,source,"
    "provenance\nlater,openai,1,2,2025-06-01,day,2026-01-01,page,seen\n",
    "model_groups": "group,model,from_on\nfrontier,gpt-5,2026-01-01\n",
    "benchmark_gaps": "benchmark,pair,measured_on,gap,unit,known_on,source,provenance\n"
    "later,us_china,2025-06-01,1,pp,2026-01-01,page,seen\n",
    "usage": "measure,value,unit,measured_on,known_on,source,provenance\n"
    "later_pct,1,pct,2025-06-01,2026-01-01,page,seen\n",
    "candidates": "ticker,name,leg,side,listed_on,source,provenance\nLATER,Later,chips,long,2026-01-01,page,seen\n",
    "exposures": "holder,lab,stake_pct,measured_on,source,provenance\nLATER,openai,1,2026-01-01,page,seen\n",
    "earnings": "ticker,reported_on,known_on,source,provenance\nLATER,2025-06-01,2026-01-01,page,seen\n",
    "income": "ticker,period_end_on,revenue,currency,known_on,source,provenance\n"
    "LATER,2025-03-31,1,USD,2026-01-01,page,seen\n",
}


def listed(folder: Path, name: str, as_of: dt.date = TODAY) -> FactTable:
    workspace = Workspace(folder)
    return list_facts(workspace, read_reference(workspace), name, as_of)


def write(folder: Path, name: str, text: str) -> None:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", FACT_TABLES)
def test_every_row_of_a_shipped_file_is_listed_with_its_place(tmp_path: Path, checkout: Path, name: str) -> None:
    found = listed(tmp_path, name)
    with (checkout / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert len(found.rows) == len(written)
    assert (found.n_later, found.n_replaced) == (0, 0)
    assert [Path(path).name for path in found.paths] == [f"{name}.csv"]
    if "provenance" in (written[0] if written else ()):
        assert Counter(row.provenance for row in found.rows) == Counter(row["provenance"] for row in written)
        assert found.count("memory") == sum(row["provenance"] == "memory" for row in written)
    if "path" in TABLES[f"facts_{name}"]:
        assert {row.values["line"] for row in found.rows} == set(range(2, len(written) + 2))


@pytest.mark.parametrize("name", FACT_TABLES)
def test_a_tables_columns_are_those_of_its_file(name: str) -> None:
    shown = [column.name for column in FACT_TABLES[name] if column.name not in ("path", "line")]
    of_file = getattr(columns, name.upper(), None)
    if of_file is not None:
        # income.csv has a note that only people read.
        assert shown == [column.name for column in of_file if name != "income" or column.name != "note"]
    assert TABLES[f"facts_{name}"][-5:] == LAST_COLUMNS


@pytest.mark.parametrize("name", LATER)
def test_what_becomes_known_later_changes_nothing_before(tmp_path: Path, name: str) -> None:
    before = {day: listed(tmp_path, name, day) for day in (*DATES, TODAY)}
    write(tmp_path, name, LATER[name])
    for day in DATES:
        after = listed(tmp_path, name, day)
        if day < dt.date(2026, 1, 1):
            assert after.rows == before[day].rows
            assert after.n_later == before[day].n_later + 1
        else:
            assert len(after.rows) == len(before[day].rows) + 1
    assert len(listed(tmp_path, name).rows) == len(before[TODAY].rows) + 1


@pytest.mark.parametrize("day", DATES)
@pytest.mark.parametrize("name", FACT_TABLES)
def test_no_day_later_than_as_of_is_told(tmp_path: Path, name: str, day: dt.date) -> None:
    found = listed(tmp_path, name, day)
    assert len(found.rows) + found.n_later == len(listed(tmp_path, name).rows)
    for row in found.rows:
        later = [key for key, value in row.values.items() if isinstance(value, dt.date) and value > day]
        assert later == [], row


def test_the_end_of_a_span_is_not_told_before_it_is_over(tmp_path: Path) -> None:
    def end(day: str) -> object:
        rows = listed(tmp_path, "model_groups", dt.date.fromisoformat(day)).rows
        return next(row.values["to_on"] for row in rows if row.values["model"] == "gpt-5")

    # GPT-5.1 followed on 2025-11-13.
    assert [end("2025-11-11"), end("2025-11-12"), end("2025-11-13")] == [None, None, dt.date(2025, 11, 12)]


def test_a_day_of_checking_is_not_told_before_it(tmp_path: Path) -> None:
    def checked(day: str) -> object:
        rows = listed(tmp_path, "token_prices", dt.date.fromisoformat(day)).rows
        return next(row.values["checked_on"] for row in rows if row.values["model"] == "gpt-5.1")

    assert [checked("2026-08-04"), checked("2026-08-05")] == [None, dt.date(2026, 8, 5)]


def test_rows_are_flagged_for_what_is_not_sure_of_them(tmp_path: Path) -> None:
    write(
        tmp_path,
        "token_prices",
        "model,provider,input_usd_per_mtok,output_usd_per_mtok,effective_on,precision,known_on,source,provenance\n"
        "plan,openai,1,2,2027-01-01,day,2026-11-01,page,seen\n",
    )
    prices = {row.values["model"]: row.flags for row in listed(tmp_path, "token_prices").rows}
    assert prices["plan"] == ("dated_ahead",)
    assert prices["gpt-5"] == ("known_on_assumed",)
    flags = [row.flags for row in listed(tmp_path, "candidates").rows if row.provenance == "memory"]
    assert flags
    assert all("memory" in each for each in flags)
    exposures = listed(tmp_path, "exposures").rows
    assert all(("undated" in row.flags) == (row.values["measured_on"] is None) for row in exposures)
    assert {flag for row in exposures for flag in row.flags} <= FLAGS.keys()


def test_replaced_rows_are_counted_and_both_files_named(tmp_path: Path) -> None:
    write(tmp_path, "usage", (LATER["usage"] + "openai_compute_margin_pct,1,pct,2025-10-31,,me,memory\n"))
    found = listed(tmp_path, "usage")
    assert found.n_replaced == 1
    assert [Path(path).parent.parent == tmp_path for path in found.paths] == [False, True]
    (mine,) = (row for row in found.rows if row.values["source"] == "me")
    assert (mine.values["value"], mine.values["line"]) == (1.0, 3)


def test_a_table_without_provenance_counts_none(tmp_path: Path) -> None:
    labs = listed(tmp_path, "labs")
    assert labs.count("seen") is None
    assert (labs.first_on, labs.last_on) == (None, None)
    names = {row.values["lab"]: row.values["names"] for row in labs.rows}
    assert names["zhipu"] == "Zhipu;Zhipu AI;Z.ai;ZAI;GLM;Knowledge Atlas"
