"""What a look at a machine finds: on a fresh one nothing wrong, on a broken one the place and the remedy."""

import datetime as dt
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from loopback_yahoo.market import make_listing, weekdays
from loopback_yahoo.server import LoopbackYahoo
from made_machine import NOW_AT, Machine, troubles

from screener.diagnosis import workspace as workspace_checks
from screener.diagnosis.versions import package_check
from screener.prices.store.price_store import PriceStore
from screener.records.diagnosis import Check, Terminal
from screener.records.prices import Bars, Fetched, FetchOutcome, Received
from screener.report.diagnosis_lines import diagnosis_lines, diagnosis_table
from screener.report.formats import render
from screener.sessions.calendar import sessions

NOTE = """\
---
type: thesis
thesis_id: mine
status: active
opened_on: 2025-06-02
long_chips: [NVDA]
short_software: [CRM]
---
"""


def of(checks: tuple[Check, ...], topic: str, subject: str) -> Check:
    (found,) = [each for each in checks if (each.topic, each.subject) == (topic, subject)]
    return found


def everything_below(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def keep_prices(machine: Machine, last_on: str, ticker: str = "NVDA") -> None:
    last = np.datetime64(last_on)
    day = np.arange(last - 9, last + 1)
    day = day[np.is_busday(day)]
    close = 100.0 + np.arange(float(len(day)))
    with PriceStore.open(machine.store) as store:
        bars = Bars(ticker, day, close, close, "split_adjusted")
        store.keep(Received(bars, "yahoo", NOW_AT - dt.timedelta(days=3), day[0].astype(object), "USD", "NMS"))


@pytest.fixture(scope="module")
def new_york(tmp_path_factory) -> Path:
    """Keep New York's calendar once, as a run would."""
    folder = tmp_path_factory.mktemp("calendars")
    sessions("XNYS", dt.date(2005, 1, 1), dt.date(2026, 12, 31), folder)
    return folder


def test_a_fresh_machine_has_no_error_and_one_warning_that_says_what_to_do(machine, tmp_path_factory, monkeypatch):
    # Where no workspace is, it is the user's data folder, which other tests may have used.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("fresh")))
    checks = machine.look(starts=(machine.home,), workspace=None)
    found = troubles(checks)

    assert set(found) == {"store: file"}
    assert found["store: file"].state == "warning"
    assert found["store: file"].remedy.startswith("screener prices pull")
    assert "it is not there yet" not in of(checks, "calendars", "XNYS").finding
    assert "made when first needed" in of(checks, "calendars", "XNYS").finding
    assert "there is none yet" in of(checks, "state", "trial ledger").finding
    assert list(machine.home.iterdir()) == [machine.workspace]


def test_a_store_is_not_missed_where_prices_come_from_elsewhere(machine):
    machine.environment["SCREENER_SOURCE"] = "simulated"

    assert troubles(machine.look()) == {}


def test_settings_that_cannot_be_read_are_told_and_the_rest_is_looked_at(machine):
    machine.file("screener.toml", "source = [")
    machine.file("theses/mine.md", NOTE)
    checks = machine.look()
    found = troubles(checks)

    assert found["workspace: screener.toml"].state == "error"
    assert "cannot be read as TOML" in found["workspace: screener.toml"].finding
    assert "screener init" in found["workspace: screener.toml"].remedy
    assert of(checks, "theses", "notes").finding == "5 found, 1 of them in the workspace; 2 active"


def test_settings_of_yahoo_that_cannot_be_are_told(machine):
    machine.file("screener.toml", "[yahoo]\ndeadline_s = -1\n")

    assert "deadline_s cannot be -1" in troubles(machine.look())["settings: yahoo"].finding


@pytest.mark.parametrize(("source", "said"), [("yaho", "no price source"), ("csv:prices", "prices is no folder")])
def test_a_price_source_that_cannot_be_opened_is_an_error(machine, source, said):
    machine.environment["SCREENER_SOURCE"] = source

    assert said in troubles(machine.look())["settings: source"].finding


def test_a_variable_that_nobody_reads_is_a_warning_and_its_value_is_never_shown(machine):
    machine.environment["SCREENER_SUORCE"] = "hunter2"
    checks = machine.look()

    assert troubles(checks)["settings: SCREENER_SUORCE"].remedy.startswith("did you mean SCREENER_SOURCE")
    assert "hunter2" not in str(checks)


def test_a_workspace_that_cannot_be_written_is_an_error(machine, monkeypatch):
    # The tests may run as a user whom no permission stops.
    real = os.access
    monkeypatch.setattr(
        workspace_checks.os, "access", lambda path, mode: Path(path) != machine.workspace and real(path, mode)
    )
    found = troubles(machine.look())

    assert found["workspace: writing"].state == "error"
    assert "--workspace" in found["workspace: writing"].remedy


def test_a_workspace_that_is_a_file_is_an_error_and_nothing_fails(machine):
    path = machine.file("note.md", "x")
    found = troubles(machine.look(workspace=path))

    assert "is a file" in found["workspace: screener.toml"].finding
    assert found["workspace: writing"].state == "error"


def test_notes_with_problems_are_named_with_the_first_of_the_worst(machine):
    machine.file("theses/mine.md", NOTE.replace("[NVDA]", "[NVDA 40%]"))
    machine.file("theses/odd.md", NOTE.replace("mine", "odd").replace("[CRM]", "[CRM]\nlag_sessions: 0"))
    found = troubles(machine.look())

    assert found["theses: theses/mine.md"].state == "error"
    assert "1 error; line 6: [T202]" in found["theses: theses/mine.md"].finding
    assert found["theses: theses/mine.md"].remedy == "screener thesis lint ~/theses-of-mine/theses/mine.md"
    assert found["theses: theses/odd.md"].state == "warning"


def test_a_broken_table_and_replaced_rows_are_named(machine):
    machine.file("data/exchanges.csv", "suffix,mic,zone,currency\n.HK,XHKG,Asia/Hong_Kong,USD\n.XX,,UTC,USD\n")
    machine.file("data/events.csv", "event_id,lab\n")
    checks = machine.look()
    found = troubles(checks)

    assert found["tables: data/events.csv"].state == "error"
    assert "[E102]" in found["tables: data/events.csv"].finding
    assert found["tables: data/events.csv"].remedy == "screener facts lint"
    assert "tables: data/exchanges.csv" in found
    replaced = of(checks, "tables", "exchanges")
    assert replaced.finding == ".HK: ~/theses-of-mine/data/exchanges.csv:2 replaces the shipped row"
    assert of(checks, "tables", "own tables").finding == "events.csv, exchanges.csv"


@pytest.mark.parametrize("content", [b"no store at all", b"SQLite format 3\0" + bytes(200)])
def test_a_store_that_cannot_be_read_is_an_error_and_stays_as_it_is(machine, content):
    machine.store.write_bytes(content)
    found = troubles(machine.look())

    assert found["store: file"].state == "error"
    assert "~/prices.db" in found["store: file"].finding
    assert machine.store.read_bytes() == content


def test_the_store_is_told_with_version_age_and_the_tickers_with_problems(machine, new_york):
    keep_prices(machine, "2026-11-20")
    keep_prices(machine, "2026-10-30", ticker="CRM")
    with PriceStore.open(machine.store) as store:
        store.note(Fetched("GONE", FetchOutcome.GONE, "no such symbol"), "yahoo", NOW_AT, dt.date(2020, 1, 1))
    checks = machine.look(cache_folder=new_york)
    found = troubles(checks)

    assert "version 2" in of(checks, "store", "file").finding
    said = "3 series, the last session 2026-11-20, last asked for 3 days ago"
    assert of(checks, "store", "prices").finding == said
    assert found["store: last asked: gone"].finding == "GONE"
    assert found["store: old prices"].finding == "over 5 sessions old: CRM"
    assert "ends_early 1" in of(checks, "store", "quality checks").finding


def test_without_a_kept_calendar_no_age_is_told_and_none_is_made(machine):
    keep_prices(machine, "2026-10-30")
    checks = machine.look()

    assert "store: old prices" not in troubles(checks)
    assert not machine.cache.exists()


def test_calendars_are_told_with_their_reach_and_one_that_is_over(machine, new_york):
    checks = machine.look(cache_folder=new_york)
    later = machine.look(cache_folder=new_york, asked_at=dt.datetime(2031, 1, 2, tzinfo=dt.UTC))

    assert of(checks, "calendars", "XNYS").finding == "2005-01-01 to 2027-12-31"
    assert "which is over" in of(later, "calendars", "XNYS").finding
    assert "1 file, " in of(checks, "cache", "folder").finding


def test_an_older_store_is_told_and_not_brought_up_to_date(machine):
    keep_prices(machine, "2026-11-20")
    with closing(sqlite3.connect(machine.store)) as connection:
        connection.execute("PRAGMA user_version = 1")
    checks = machine.look()

    assert "version 1, which the next pull brings to 2" in of(checks, "store", "file").finding


def test_trials_and_reviews_are_counted_and_what_cannot_be_read_is_a_warning(machine):
    line = {"key": "k", "thesis_id": "mine", "entered_at": "2026-11-01T00:00:00Z", "fingerprint": "f"}
    whole = json.dumps({**line, "options": {}, "sharpes": {}})
    machine.file("state/trials.jsonl", f"{whole}\n{whole}\nbroken\n")
    machine.file("state/snapshots/mine/2026-11-13.json", "{")
    checks = machine.look()
    found = troubles(checks)

    assert [each.finding for each in checks if each.subject == "trial ledger"] == [
        "~/theses-of-mine/state/trials.jsonl: 1 variant of mine",
        "not counted, since they cannot be read: 1, on line 3",
    ]
    assert found["state: trial ledger"].state == "warning"
    assert found["state: reviews of mine"].finding.startswith("~/theses-of-mine/state/snapshots/mine/2026-11-13.json")
    assert of(tuple(each for each in checks if each.state == "ok"), "state", "reviews of mine").finding == "0 stored"


def test_nothing_is_written(machine, new_york):
    machine.file("screener.toml", "")
    machine.file("theses/mine.md", NOTE)
    machine.file("state/trials.jsonl", "broken\n")
    keep_prices(machine, "2026-11-20")
    before = everything_below(machine.home), everything_below(new_york)

    machine.look(cache_folder=new_york)

    assert (everything_below(machine.home), everything_below(new_york)) == before


def test_neither_the_home_folder_nor_a_password_is_in_a_report(machine, monkeypatch):
    machine.file("theses/mine.md", "---\ntype: thesis\n---\n")
    machine.environment["SCREENER_SOURCE"] = "csv:http://me:hunter2@proxy/prices"
    checks = machine.look()
    told = render(diagnosis_table(checks), "json")

    assert "home-of-somebody" not in told
    assert "~/theses-of-mine" in told
    assert "hunter2" not in told


def test_a_home_that_is_the_root_is_left_as_it_is(machine):
    checks = machine.look(home=Path("/"))

    assert str(machine.workspace) in of(checks, "workspace", "folder").finding


@pytest.mark.parametrize(
    ("terminal", "environment", "subject", "state", "said"),
    [
        (Terminal(True, 40, True, "utf-8"), {}, "stdout", "warning", "40 columns"),
        (Terminal(True, 80, True, "ascii"), {}, "encoding", "warning", "ascii holds no bars"),
        (Terminal(True, 80, False, "utf-8"), {"NO_COLOR": "1"}, "colour", "ok", "NO_COLOR is set"),
        (Terminal(True, 80, False, "utf-8"), {"TERM": "dumb"}, "colour", "ok", "TERM is dumb"),
        (Terminal(False, 80, False, "utf-8"), {}, "stdout", "ok", "no terminal"),
    ],
)
def test_the_terminal_is_told(machine, terminal, environment, subject, state, said):
    machine.environment.update(environment)
    found = of(machine.look(terminal=terminal), "terminal", subject)

    assert found.state == state
    assert said in found.finding


@pytest.mark.parametrize(("mark", "state"), [(".", "ok"), (",", "warning")])
def test_a_decimal_comma_is_a_warning_for_spreadsheets(machine, monkeypatch, mark, state):
    monkeypatch.setattr("screener.diagnosis.terminal.locale.localeconv", lambda: {"decimal_point": mark})
    found = of(machine.look(), "terminal", "locale")

    assert found.state == state
    assert ("xlsx" in found.remedy) == (state == "warning")


@pytest.mark.parametrize(
    ("requirement", "state", "said"),
    [
        ("pytest>=1.0", "ok", "1.0 or later is needed"),
        ("pytest >= 999.0", "error", "999.0 or later is needed"),
        ("no-such-package-here>=2", "error", "not installed"),
        ('no-such-package-here>=2; extra == "universe"', "ok", "2 or later is optional"),
    ],
)
def test_packages_are_held_against_the_least_version(requirement, state, said):
    found = package_check(requirement)

    assert found is not None
    assert found.state == state
    assert said in found.finding


def test_packages_for_developers_are_left_out():
    assert package_check('pytest>=8.3; extra == "test"') is None


def test_lines_have_the_state_in_words_and_end_with_the_count(machine):
    (machine.store).write_bytes(b"no store")
    lines = list(diagnosis_lines(machine.look(), 80, lambda text, state: f"<{text}>" if state == "error" else text))

    assert any(line.startswith("<  error  >  file") for line in lines)
    assert any(line.strip().startswith("-> screener prices pull") for line in lines)
    assert lines[-1].startswith("1 error, 0 warnings in ")
    assert lines[-1].endswith(": store")


@pytest.fixture
def yahoo(tmp_path, warm_asking):
    days = weekdays("2026-11-02", "2026-11-23", holidays=[])
    with LoopbackYahoo(tmp_path, make_listing("SPY", days, seed=1), now_at=NOW_AT) as server:
        for name, value in server.environment.items():
            warm_asking.setenv(name, value)
        yield server


def test_yahoo_is_asked_only_on_demand_and_its_answer_is_not_kept(machine, yahoo):
    machine.look()
    assert yahoo.requests == []

    found = of(machine.look(has_network=True), "network", "Yahoo")

    assert (found.state, found.finding) == ("ok", "it answers: SPY up to 2026-11-20")
    assert list(machine.home.rglob("*.db")) == []


def test_a_refusal_of_yahoo_is_an_error_with_a_remedy_and_not_repeated(machine, yahoo):
    yahoo.fault("too_many")
    found = of(machine.look(has_network=True), "network", "Yahoo")

    assert found.state == "error"
    assert found.finding.startswith("rate_limited: ")
    assert "--offline" in found.remedy
    assert yahoo.count("chart") == 1
