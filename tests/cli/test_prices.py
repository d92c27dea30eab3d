"""The price commands, with the real client on a loopback Yahoo and a clock that moves."""

import csv
import dataclasses
import datetime as dt
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from loopback_yahoo.market import Listing, make_listing, weekdays
from loopback_yahoo.server import LoopbackYahoo

from screener.cli import clock
from screener.file_lock import locked

SESSIONS = weekdays("2021-06-01", "2026-02-27", holidays=[])
TICKERS = ("NVDA", "AVGO", "CRM", "ADBE", "SPY")
DAY = dt.datetime(2025, 11, 12, 22, tzinfo=dt.UTC)
NEXT_DAY = DAY + dt.timedelta(days=1)
DIVIDEND_ON, SPLIT_ON = dt.date(2025, 11, 20), dt.date(2025, 12, 3)
AFTER_SPLIT = dt.datetime(2025, 12, 5, 22, tzinfo=dt.UTC)

QUICK = {
    "PACE_S": "0.001",
    "TIMEOUT_S": "1",
    "RETRY_PAUSE_S": "0.02",
    "LIMIT_PAUSE_S": "0.1",
    "DEADLINE_S": "20",
}


def listings() -> list[Listing]:
    # Real closed days of New York are in it: what the exchange has not traded the panel does not ask for.
    plain = [make_listing(name, SESSIONS, seed=seed) for seed, name in enumerate(TICKERS[1:], start=1)]
    moving = make_listing(
        "NVDA", SESSIONS, seed=9, dividends={dt.date(2024, 5, 15): 1.0, DIVIDEND_ON: 2.0}, splits={SPLIT_ON: (4, 1)}
    )
    return [moving, *plain]


class World:
    """A loopback Yahoo and this program's clock, moved together."""

    def __init__(self, server: LoopbackYahoo, patch: pytest.MonkeyPatch) -> None:
        self.server = server
        self._patch = patch

    def move_to(self, now_at: dt.datetime) -> None:
        self.server.now_at = now_at
        self.server.forget()
        self._patch.setattr(clock, "now", lambda: now_at)

    def asked(self) -> list[str]:
        return [record.symbol for record in self.server.requests if record.kind == "chart"]


@pytest.fixture
def world(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_asking) -> Iterator[World]:
    (workspace / "screener.toml").write_text('source = "yahoo"\nstore = "prices.db"\n')
    note = workspace / "theses" / "small.md"
    note.write_text(note.read_text().replace("event_kinds", "members_chosen_on: 2025-06-02\nevent_kinds"))
    for name, value in QUICK.items():
        monkeypatch.setenv(f"SCREENER_YAHOO_{name}", value)
    with LoopbackYahoo(tmp_path, *listings(), now_at=DAY) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        world = World(server, monkeypatch)
        world.move_to(DAY)
        yield world


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_pull_brings_all_and_the_same_day_asks_for_nothing_more(world, screener):
    first = screener("prices", "pull", "small")
    assert first.code == 0
    assert {row["outcome"] for row in rows(first.out)} == {"ok"}
    assert sorted(world.asked()) == sorted(TICKERS)
    assert first.err.startswith("ok: 5 of 5 tickers, 0 with nothing new to ask for")

    world.server.forget()
    again = screener("prices", "pull", "small")
    assert again.code == 0
    assert world.server.requests == []
    assert {row["is_asked"] for row in rows(again.out)} == {"false"}


def test_the_next_day_asks_once_for_each_ticker(world, screener):
    screener("prices", "pull", "small")
    world.move_to(NEXT_DAY)

    ran = screener("prices", "pull", "small")

    assert [row["n_new"] for row in rows(ran.out)] == ["1"] * 5
    assert sorted(world.asked()) == sorted(TICKERS)
    assert world.server.count("tz") == 0


def test_the_running_session_is_not_used_and_comes_once_it_is_over(world, screener):
    world.move_to(dt.datetime(2025, 11, 12, 16, tzinfo=dt.UTC))
    screener("prices", "pull", "small")
    assert {row["last_on"] for row in rows(screener("prices", "status").out)} == {"2025-11-11"}

    # At the bell the last prices are still on their way.
    world.move_to(dt.datetime(2025, 11, 12, 21, 10, tzinfo=dt.UTC))
    screener("prices", "pull", "small")
    assert world.asked() == []

    world.move_to(DAY)
    screener("prices", "pull", "small")
    assert {row["last_on"] for row in rows(screener("prices", "status").out)} == {"2025-11-12"}


def test_an_earlier_start_asks_again_for_the_whole_span(world, screener):
    assert screener("prices", "pull", "--tickers", "NVDA", "--since", "2024-01-01").code == 0
    assert screener("prices", "pull", "--tickers", "NVDA", "--since", "2024-06-01").code == 0
    assert len(world.asked()) == 1

    assert screener("prices", "pull", "--tickers", "NVDA", "--since", "2022-01-03").code == 0
    assert rows(screener("prices", "status").out)[0]["first_on"] == "2022-01-03"


def test_a_backtest_pulls_by_itself_and_not_when_offline(world, screener):
    offline = screener("backtest", "small", "--offline")
    assert offline.code == 3
    assert "there is no price store at" in offline.err
    assert world.server.requests == []

    online = screener("backtest", "small", "--table", "performance")
    assert online.code == 0
    assert {row["price_source"] for row in rows(online.out)} == {"yahoo"}
    assert sorted(world.asked()) == sorted(TICKERS)

    world.server.fault("server_error")
    world.move_to(NEXT_DAY)
    again = screener("backtest", "small", "--table", "performance", "--offline")
    assert again.code == 0
    assert world.server.requests == []


def test_a_backtest_goes_on_with_what_is_stored_and_says_what_did_not_come(world, screener):
    screener("prices", "pull", "small")
    world.move_to(NEXT_DAY)
    world.server.fault("server_error", "CRM")

    ran = screener("backtest", "small", "--table", "performance")

    assert ran.code == 0
    assert "failed: 1: CRM (HTTP 500)" in ran.err
    assert screener("backtest", "small", "--table", "performance", "--strict").code == 3


def test_past_a_dividend_and_a_split_all_is_as_from_an_empty_store(world, screener, workspace):
    screener("prices", "pull", "small")
    for day in (1, 2, 5, 8, 9, 20, 21, 22, 23):
        world.move_to(DAY + dt.timedelta(days=day))
        screener("prices", "pull", "small")
    moved = screener("backtest", "small", "--table", "equity")
    (workspace / "prices.db").rename(workspace / "old.db")
    fresh = screener("backtest", "small", "--table", "equity")

    ours, theirs = rows(moved.out), rows(fresh.out)
    assert len(ours) == len(theirs) > 1000
    for one, other in zip(ours, theirs, strict=True):
        assert float(one["value"]) == pytest.approx(float(other["value"]), rel=1e-9)
    status = {row["ticker"]: row for row in rows(screener("prices", "status", "--store", "old.db").out)}
    assert {"split:1", "dividend:1"} <= set(status["NVDA"]["revisions"].split(";"))
    assert "revision" not in status["NVDA"]["revisions"]


def test_as_known_on_before_the_split_reproduces_the_report_byte_for_byte(world, screener):
    tables = ("scores", "performance", "attribution", "equity", "coverage")
    before = [screener("backtest", "small", "--table", name) for name in tables]
    world.move_to(AFTER_SPLIT)
    after = [screener("backtest", "small", "--table", name) for name in tables]
    world.server.forget()

    replayed = [screener("backtest", "small", "--table", name, "--as-known-on", f"{DAY:%Y-%m-%d}") for name in tables]

    assert [ran.out for ran in replayed] == [ran.out for ran in before]
    assert [ran.out for ran in replayed] != [ran.out for ran in after]
    assert world.server.requests == []
    prints = [re.search("fingerprint ([0-9a-f]+)", ran.err).group(1) for ran in (before[0], replayed[0], after[0])]
    assert prints[0] == prints[1] != prints[2]


def test_before_the_first_fetch_nothing_was_known(world, screener):
    screener("prices", "pull", "small")

    ran = screener("backtest", "small", "--as-known-on", "2025-11-11")

    assert ran.code == 3
    assert "nothing was known of it by 2025-11-11" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-known-on", "2099-01-01"), "lies in the future"),
        (("--as-known-on", "2025-11-10", "--as-of", "2025-11-11"), "lies after --as-known-on"),
        (("--as-known-on", "2025-11-10", "--source", "simulated"), "only stored prices"),
    ],
)
def test_what_cannot_have_been_known_is_a_usage_error(world, screener, arguments, said):
    ran = screener("backtest", "small", *arguments)

    assert ran.code == 2
    assert said in ran.err


def test_nothing_usable_is_exit_3_and_missing_only_under_strict(world, screener):
    assert screener("prices", "pull", "--tickers", "SPY,NONE").code == 0
    strict = screener("prices", "pull", "--tickers", "SPY,NONE", "--strict")
    assert strict.code == 3
    assert "gone: 1: NONE (No data found, symbol may be delisted)" in strict.err
    assert screener("prices", "pull", "--tickers", "NONE").code == 3


@pytest.mark.parametrize("ticker", ["../../x", "CON", "a\tb", "x" * 300, "'; drop table bars;--", "=1+1", "[red]"])
def test_a_hostile_ticker_stays_a_name(world, screener, ticker, workspace):
    ran = screener("prices", "pull", "--tickers", ticker)

    assert ran.code == 3
    assert {record.symbol for record in world.server.requests if record.symbol} <= {ticker} & {"CON"}
    assert screener("prices", "status").code == 0
    assert {path.name for path in workspace.iterdir()} <= {
        "screener.toml", "theses", "prices.db", "prices.db-wal", "prices.db-shm", ".prices.db.lock",
        "loopback-yahoo-ca.pem",
    }  # fmt: skip


def test_another_companys_prices_are_not_stored(world, screener):
    screener("prices", "pull", "small")
    world.move_to(NEXT_DAY)
    world.server.fault("other_company", "CRM")

    ran = screener("prices", "pull", "small")

    row = next(row for row in rows(ran.out) if row["ticker"] == "CRM")
    assert (row["outcome"], row["n_new"]) == ("failed", "0")
    assert "another company" in row["reason"]
    # The next pull asks again, and the right prices heal it.
    world.server.heal()
    world.server.forget()
    assert rows(screener("prices", "pull", "small").out)[2]["outcome"] == "ok"
    assert world.asked() == ["CRM"]


def test_a_short_answer_is_not_stored(world, screener):
    screener("prices", "pull", "small")
    world.move_to(NEXT_DAY)
    world.server.fault("short", "CRM")

    row = next(row for row in rows(screener("prices", "pull", "small").out) if row["ticker"] == "CRM")

    assert row["outcome"] == "failed"
    assert "short answer" in row["reason"]


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("null_row", "no_price"),
        ("missing_day", "gap"),
        ("infinite_adjclose", "infinite"),
        ("no_adjclose", "no_adj_close"),
        ("hundredfold_day", "jump_undone"),
    ],
)
def test_a_bad_row_is_named_by_its_check_in_status_and_coverage(world, screener, fault, check):
    world.server.fault(fault, "NVDA")
    screener("prices", "pull", "small")

    status = {row["ticker"]: row["checks"] for row in rows(screener("prices", "status").out)}
    coverage = rows(screener("backtest", "small", "--offline", "--table", "coverage").out)
    summary = screener("backtest", "small", "--offline", "--format", "table")

    assert f"{check}:1" in status["NVDA"].split(";")
    assert check in {row["check"] for row in coverage if row["ticker"] == "NVDA"}
    assert check not in {row["check"] for row in coverage if row["ticker"] == "AVGO"}
    assert f"{check}: NVDA" in summary.out


def test_a_split_that_yahoo_did_not_apply_makes_no_false_return(world, screener):
    world.move_to(AFTER_SPLIT)
    good = rows(screener("backtest", "small", "--table", "equity", "--store", "good.db").out)
    world.server.fault("unapplied_split", "NVDA")
    bad = rows(screener("backtest", "small", "--table", "equity", "--store", "bad.db").out)

    assert [float(row["value"]) for row in bad] == pytest.approx([float(row["value"]) for row in good], rel=1e-5)
    status = {row["ticker"]: row["checks"] for row in rows(screener("prices", "status", "--store", "bad.db").out)}
    assert "split_not_applied:1" in status["NVDA"]


@pytest.mark.parametrize(
    ("fault", "kind"), [("settled_volume", "settled"), ("deep_revision", "revision"), ("missing_day", "withdrawn")]
)
def test_a_changed_past_is_told_by_its_kind(world, screener, fault, kind):
    screener("prices", "pull", "small")
    world.move_to(NEXT_DAY)
    world.server.fault(fault, "NVDA")

    ran = screener("prices", "pull", "small")

    assert next(row for row in rows(ran.out) if row["ticker"] == "NVDA")["revisions"] == kind
    assert f"{kind}: 1" in ran.err
    footer = screener("backtest", "small", "--offline", "--table", "scores").err
    check = {"revision": "revised", "withdrawn": "withdrawn"}.get(kind)
    assert ("revised: NVDA" in footer or "withdrawn: NVDA" in footer) == (check is not None)


def test_imported_files_stand_in_for_what_yahoo_has_not(world, screener, workspace):
    screener("prices", "pull", "small")
    days = [str(day) for day in SESSIONS if str(day) <= "2025-11-12"]
    (workspace / "own").mkdir()
    lines = [
        "date,open,high,low,close,adj_close,volume",
        *(f"{day},{2 + i},,,{2 + i},,7" for i, day in enumerate(days)),
    ]
    (workspace / "own" / "DEAD.csv").write_text("\n".join(lines))
    (workspace / "own" / "NVDA.csv").write_text("\n".join(lines))
    assert screener("prices", "import", "own").code == 0
    note = workspace / "theses" / "small.md"
    note.write_text(note.read_text().replace("[NVDA, AVGO]", "[NVDA, AVGO, DEAD]"))

    ran = screener("backtest", "small", "--table", "performance")

    assert {row["price_source"] for row in rows(ran.out)} == {"csv;yahoo"}
    assert "not priced" not in ran.err
    assert screener("prices", "verify", "--source", "csv:own").code == 0
    verified = rows(screener("prices", "verify", "--tickers", "NVDA").out)
    assert verified == []


def test_verify_takes_settled_volumes_and_dividends_for_what_they_are(world, screener):
    screener("prices", "pull", "small")
    world.server.fault("settled_volume", "CRM")
    world.move_to(dt.datetime(2025, 11, 21, 22, tzinfo=dt.UTC))

    ran = screener("prices", "verify")

    assert ran.code == 0
    assert {row["kind_of_change"] for row in rows(ran.out)} <= {"settled", "dividend"}


def test_verify_names_an_answer_that_a_pull_would_refuse(world, screener):
    screener("prices", "pull", "small")
    world.server.fault("other_company", "CRM")

    ran = screener("prices", "verify", "--tickers", "CRM,SPY")

    assert ran.code == 1
    assert "contradicts" in {row["kind_of_change"] for row in rows(ran.out)}


def test_verify_tells_what_the_source_says_otherwise_and_stores_nothing(world, screener, workspace):
    screener("prices", "pull", "small")
    world.server.fault("deep_revision", "NVDA")
    with closing(sqlite3.connect(workspace / "prices.db")) as store:
        count = store.execute("SELECT count(*) FROM bars").fetchone()

    ran = screener("prices", "verify")

    assert ran.code == 1
    (row,) = rows(ran.out)
    assert (row["ticker"], row["kind_of_change"], row["n_sessions"]) == ("NVDA", "revision", "3")
    assert float(row["ratio"]) == pytest.approx(1.02, rel=0.001)
    with closing(sqlite3.connect(workspace / "prices.db")) as store:
        assert store.execute("SELECT count(*) FROM bars").fetchone() == count


def test_a_store_that_is_none_is_named_and_left_alone(world, screener, workspace):
    (workspace / "prices.db").write_bytes(b"something else entirely" * 400)

    for arguments in (("prices", "pull", "small"), ("prices", "status"), ("backtest", "small")):
        ran = screener(*arguments)
        assert ran.code == 3
        assert "prices.db" in ran.err
    assert (workspace / "prices.db").read_bytes() == b"something else entirely" * 400


def test_settings_are_checked(world, screener, monkeypatch):
    monkeypatch.setenv("SCREENER_YAHOO_DEADLINE_S", "soon")
    assert "is 'soon', which is no number" in screener("prices", "pull", "small").err
    monkeypatch.setenv("SCREENER_YAHOO_DEADLINE_S", "0")
    assert "[yahoo] deadline_s cannot be 0; it must be a number from 0.001" in screener("prices", "pull", "small").err


def test_equal_values_of_sixty_tickers_over_ten_years(world, screener, monkeypatch, workspace):
    sessions = weekdays("2015-10-01", "2025-11-12")
    names = [f"T{number:02}" for number in range(60)]
    listed = {name: make_listing(name, sessions, seed=number) for number, name in enumerate(names)}
    world.server.market.update(listed)

    assert screener("prices", "pull", "--tickers", ",".join(names)).code == 0

    with closing(sqlite3.connect(workspace / "prices.db")) as store:
        for name in names:
            got = store.execute(
                "SELECT open, high, low, close, volume FROM bars JOIN series USING (series_id)"
                " WHERE ticker = ? AND superseded_by = 0 ORDER BY session_on",
                (name,),
            ).fetchall()
            listing = listed[name]
            served = [listing.open, listing.high, listing.low, listing.close, listing.volume]
            assert np.array_equal(np.array(got), np.column_stack(served))


def test_a_failed_earlier_start_leaves_what_is_complete_as_it_was(world, screener):
    screener("prices", "pull", "small")
    world.server.fault("server_error")
    assert screener("prices", "pull", "small", "--since", "2010-01-01").code == 3
    world.server.heal()
    world.server.forget()

    ran = screener("prices", "pull", "small", "--strict")

    assert ran.code == 0
    assert {row["outcome"] for row in rows(ran.out)} == {"ok"}
    assert world.asked() == []


def test_prices_that_could_not_be_refreshed_say_so_even_offline(world, screener):
    screener("prices", "pull", "small")
    world.move_to(NEXT_DAY)
    world.server.fault("server_error", "CRM")
    screener("prices", "pull", "small")

    ran = screener("backtest", "small", "--offline", "--table", "scores")

    assert "not_refreshed: CRM 2025-11-12" in ran.err


def test_an_earlier_clock_does_not_lose_a_wider_answer(world, screener):
    screener("prices", "pull", "--tickers", "NVDA", "--since", "2025-01-02")
    world.move_to(DAY - dt.timedelta(seconds=30))

    ran = screener("prices", "pull", "--tickers", "NVDA", "--since", "2022-01-03")

    assert int(rows(ran.out)[0]["n_new"]) > 700
    assert rows(screener("prices", "status").out)[0]["first_on"] == "2022-01-03"


def test_a_strict_backtest_passes_with_an_imported_ticker_and_says_when_it_is_not_used(world, screener, workspace):
    (workspace / "own").mkdir()
    days = [str(day) for day in SESSIONS if str(day) <= "2025-11-12"]
    text = "\n".join(["date,close,adj_close", *(f"{day},{2 + i},{2 + i}" for i, day in enumerate(days))])
    (workspace / "own" / "DEAD.csv").write_text(text)
    (workspace / "own" / "NVDA.csv").write_text(text)
    (workspace / "own" / "LATER.csv").write_text("date,close\n2099-01-01,1\n")
    imported = rows(screener("prices", "import", "own").out)
    assert {row["ticker"]: row["outcome"] for row in imported} == {"DEAD": "ok", "NVDA": "ok", "LATER": "failed"}
    note = workspace / "theses" / "small.md"
    note.write_text(note.read_text().replace("[NVDA, AVGO]", "[NVDA, AVGO, DEAD]"))

    ran = screener("backtest", "small", "--table", "performance", "--strict")

    assert ran.code == 0
    assert "gone: 1: DEAD" in ran.err
    assert "import_unused: NVDA" in ran.err


def test_a_refused_answer_is_not_told_as_a_change(world, screener):
    screener("prices", "pull", "small")
    world.move_to(NEXT_DAY)
    world.server.fault("short", "NVDA")

    ran = screener("prices", "pull", "small")

    row = next(row for row in rows(ran.out) if row["ticker"] == "NVDA")
    assert row["revisions"] == ""
    assert "withdrawn" not in ran.err
    assert "--accept stores it" in row["reason"]
    world.server.forget()
    assert rows(screener("prices", "pull", "small", "--accept").out)[0]["outcome"] == "ok"


def test_what_is_not_due_waits_for_nobody(world, screener, workspace, monkeypatch):
    screener("prices", "pull", "small")
    monkeypatch.setenv("SCREENER_YAHOO_DEADLINE_S", "0.2")
    with locked(workspace / "prices.db"):
        assert screener("prices", "pull", "small").code == 0
        world.move_to(NEXT_DAY)
        ran = screener("prices", "pull", "small")
    assert ran.code == 3
    assert "another pull has held" in ran.err


@pytest.mark.parametrize("tickers", [",", " ", ""])
def test_no_ticker_named_is_a_usage_error(world, screener, tickers):
    for command in ("pull", "status", "verify"):
        ran = screener("prices", command, "--tickers", tickers)
        assert ran.code == 2
        assert "names no ticker" in ran.err


def test_one_listing_is_one_series_however_it_is_written(world, screener):
    screener("prices", "pull", "--tickers", "nvda, NVDA,Nvda")

    assert [row["ticker"] for row in rows(screener("prices", "status").out)] == ["NVDA"]


def test_a_session_that_yahoo_says_is_running_is_not_used_whatever_the_calendar_says(world, screener):
    # An instrument of New York's suffix whose day ends later than New York's.
    late = dataclasses.replace(listings()[1], symbol="LATE", closes=dt.time(23, 30))
    world.server.market["LATE"] = late
    world.move_to(dt.datetime(2025, 11, 13, 2, tzinfo=dt.UTC))

    screener("prices", "pull", "--tickers", "LATE")

    assert rows(screener("prices", "status").out)[0]["last_on"] == "2025-11-11"


def test_a_folder_with_python_files_runs_none_of_them(world, screener, workspace, warm_asking):
    warm_asking.undo()
    for name in ("yfinance", "random", "screener", "curl_cffi"):
        (workspace / f"{name}.py").write_text("open('ran', 'w'); raise SystemExit(9)")

    ran = screener("prices", "pull", "small")

    assert ran.code == 0
    assert not (workspace / "ran").exists()


@pytest.mark.parametrize("written", ['store = "~nobody-here/x"', 'store = "a\\u0000b"', "deadline = 1"])
def test_a_setting_that_cannot_be_is_told(world, screener, workspace, written):
    (workspace / "screener.toml").write_text(written + "\n")

    ran = screener("prices", "status")

    assert ran.code == 2
    assert "screener.toml" in ran.err


def test_a_bar_that_yahoo_brings_late_is_named_and_asked_for_again_after_an_hour(world, screener):
    nvda = world.server.market["NVDA"]
    kept = np.array([str(day) != "2025-11-12" for day in nvda.session_on])
    cut = {name: getattr(nvda, name)[kept] for name in ("session_on", "open", "high", "low", "close", "volume")}
    world.server.market["NVDA"] = dataclasses.replace(nvda, **cut)
    screener("prices", "pull", "small")
    late = screener("backtest", "small", "--table", "scores", "--strict")
    assert late.code == 3
    assert "late: NVDA 2025-11-12" in late.err

    world.server.market["NVDA"] = nvda
    world.move_to(DAY + dt.timedelta(minutes=59))
    screener("prices", "pull", "small")
    assert world.asked() == []
    world.move_to(DAY + dt.timedelta(minutes=61))
    assert screener("backtest", "small", "--table", "scores", "--strict").code == 0
    assert world.asked() == ["NVDA"]


def test_a_report_made_before_the_close_is_reproduced_too(world, screener):
    world.move_to(dt.datetime(2025, 11, 12, 15, tzinfo=dt.UTC))
    before = screener("backtest", "small", "--table", "coverage")
    world.move_to(AFTER_SPLIT)
    screener("prices", "pull", "small")

    assert screener("backtest", "small", "--table", "coverage", "--as-known-on", "2025-11-12").out == before.out
