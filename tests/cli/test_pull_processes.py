"""Pulls as processes: killed, several at once, on a full disk, and what they print."""

import datetime as dt
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from loopback_yahoo.market import make_listing, weekdays
from loopback_yahoo.server import LoopbackYahoo

from screener.config import cache_folder
from screener.sessions.calendar import sessions

SESSIONS = weekdays("2024-01-02", "2027-06-30")
TICKERS = tuple(f"T{number:02}" for number in range(12))
PULL = (sys.executable, "-m", "screener", "prices", "pull", "--tickers", ",".join(TICKERS), "--since", "2024-01-02")


@pytest.fixture
def yahoo(tmp_path: Path) -> Iterator[LoopbackYahoo]:
    with LoopbackYahoo(tmp_path, *(make_listing(name, SESSIONS, seed=i) for i, name in enumerate(TICKERS))) as server:
        yield server


@pytest.fixture(scope="module")
def calendar() -> list[Path]:
    """New York's sessions as a run keeps them, so that not every test has to make them."""
    sessions("XNYS", dt.date(2024, 1, 2), dt.datetime.now(dt.UTC).date(), cache_folder())
    return list(cache_folder().glob("sessions-XNYS-*"))


@pytest.fixture
def environment(yahoo: LoopbackYahoo, tmp_path: Path, calendar: list[Path]) -> dict[str, str]:
    own_cache = tmp_path / "cache" / cache_folder().name
    own_cache.mkdir(parents=True)
    for path in calendar:
        shutil.copy(path, own_cache)
    return os.environ | yahoo.environment | {
        "SCREENER_STORE": str(tmp_path / "prices.db"),
        "SCREENER_WORKSPACE": str(tmp_path / "workspace"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "SCREENER_YAHOO_PACE_S": "0.01",
        "SCREENER_YAHOO_RETRY_PAUSE_S": "0.02",
        "SCREENER_YAHOO_LIMIT_PAUSE_S": "0.1",
    }  # fmt: skip


def rows_by_ticker(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = "SELECT ticker, count(session_on) FROM series LEFT JOIN bars USING (series_id) GROUP BY ticker"
        return dict(store.execute(query).fetchall())


def run(environment: dict[str, str], **options: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(PULL, env=environment, capture_output=True, text=True, timeout=60, check=False, **options)


@pytest.mark.parametrize(
    "n_kills", [5, pytest.param(50, marks=pytest.mark.soak)], ids=["a tenth", "full count"]
)  # fmt: skip
def test_a_killed_pull_leaves_whole_tickers_and_the_next_one_goes_on(environment, yahoo, tmp_path, n_kills):
    store = tmp_path / "prices.db"
    started = time.monotonic()
    assert run(environment).returncode == 0
    whole_s, whole = time.monotonic() - started, rows_by_ticker(store)
    moments = random.Random(7)
    for _ in range(n_kills):
        for path in tmp_path.glob("prices.db*"):
            path.unlink()
        process = subprocess.Popen(PULL, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.3, 1.0) * whole_s)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if store.exists() and store.stat().st_size:
            found = rows_by_ticker(store)
            assert {ticker: count for ticker, count in found.items() if count} == {
                ticker: whole[ticker] for ticker, count in found.items() if count
            }
        assert run(environment).returncode == 0
        assert rows_by_ticker(store) == whole
    assert len(whole) == len(TICKERS)


def test_nobody_asks_on_after_a_kill(environment, yahoo, tmp_path):
    yahoo.fault("hang")
    # The child's command names the places modules come from, and so this test alone.
    marker = str(tmp_path)
    environment = environment | {"PYTHONPATH": marker}

    def asking() -> bytes:
        found = subprocess.run(["pgrep", "-f", f"asking import main.*{marker}"], capture_output=True, check=False)
        return found.stdout

    process = subprocess.Popen(PULL, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not yahoo.requests and time.monotonic() < deadline:
        time.sleep(0.02)
    assert asking() != b""
    process.kill()
    process.wait()
    deadline = time.monotonic() + 1.0
    while (orphans := asking()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert orphans == b""


def test_four_pulls_at_once_all_end_well_with_one_set_of_rows(environment, yahoo, tmp_path):
    pulls = [
        subprocess.Popen(PULL, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    ended = [(pull.communicate(timeout=60), pull.returncode) for pull in pulls]

    assert [code for _, code in ended] == [0] * 4
    assert len(set(rows_by_ticker(tmp_path / "prices.db").values())) == 1
    # Three of them waited and found nothing left to ask.
    assert yahoo.count("chart") == len(TICKERS)


def test_only_our_own_lines_reach_stderr(environment):
    ran = run(environment)

    assert ran.returncode == 0
    assert [line.split(":")[0] for line in ran.stderr.splitlines()] == ["ok"]
    assert ran.stdout.startswith("ticker,outcome,")


def test_a_full_disk_is_told_and_what_was_stored_stays(environment, yahoo, tmp_path):
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    ran = run(environment, preexec_fn=small_files)

    assert ran.returncode == 3
    assert "prices.db" in ran.stderr
    assert "Traceback" not in ran.stderr
    counts = rows_by_ticker(tmp_path / "prices.db")
    assert len({count for count in counts.values() if count}) <= 1
    assert run(environment).returncode == 0
    assert len(set(rows_by_ticker(tmp_path / "prices.db").values())) == 1


# Ten seconds of waiting for the lock; the store's own tests wait a tenth of one.
@pytest.mark.soak
def test_a_locked_store_is_told(environment, tmp_path):
    assert run(environment).returncode == 0
    with closing(sqlite3.connect(tmp_path / "prices.db")) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        ran = run(environment | {"SCREENER_OUTPUT": ""})

    assert ran.returncode == 3
    assert "locked" in ran.stderr
    assert time.monotonic() - started < 30
