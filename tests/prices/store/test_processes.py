"""Several processes on one store, and processes that die while they write."""

import datetime as dt
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from invented_answers import NOON, Listing, assert_same

from screener.prices.store.price_store import PriceStore

TICKERS = [f"T{number}" for number in range(12)]
DAY = dt.timedelta(days=1)

# Each round is a day later, and each tenth one a split, so that whole histories are superseded.
ROUNDS = """
import datetime as dt, sys
from pathlib import Path
from invented_answers import NOON, Listing
from screener.prices.store.price_store import PriceStore

path, first, past, tickers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].split(",")
print("ready", flush=True)
with PriceStore.open(path) as store:
    for number in range(first, past):
        for ticker in tickers:
            split = {300 + at: 2.0 for at in range(5, number + 1, 10)}
            listing = Listing(len(ticker), ticker, split=split, revised={number: 1.3})
            store.keep(listing.answer(300 + number, NOON + dt.timedelta(days=number)))
"""


def answer(ticker: str, number: int):
    split = {300 + at: 2.0 for at in range(5, number + 1, 10)}
    listing = Listing(len(ticker), ticker, split=split, revised={number: 1.3})
    return listing.answer(300 + number, NOON + dt.timedelta(days=number))


def start(checkout: Path, path: Path, first: int, past: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ROUNDS, str(path), str(first), str(past), ",".join(TICKERS)],
        env=os.environ | {"PYTHONPATH": str(checkout / "tests")},
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once_leave_one_set_of_rows(tmp_path: Path, checkout: Path) -> None:
    path = tmp_path / "prices.sqlite"
    writers = [start(checkout, path, 0, 7) for _ in range(2)]
    for writer in writers:
        _, told = writer.communicate(timeout=120)
        assert (writer.returncode, told) == (0, "")
    with PriceStore.open(path) as store, PriceStore.open(tmp_path / "alone.sqlite") as alone:
        for number in range(7):
            for ticker in TICKERS:
                alone.keep(answer(ticker, number))
        held, expected = (each.read(TICKERS, "yahoo") for each in (store, alone))
        for ticker in TICKERS:
            assert_same(held[ticker].bars, expected[ticker].bars)
        # An answer that came second may have been overtaken and left out; none is kept twice.
        for found, wanted in zip(store.series(), alone.series(), strict=True):
            assert (found.n_rows, found.fetched_at) == (wanted.n_rows, wanted.fetched_at)


@pytest.mark.parametrize("n_kills", [5, pytest.param(50, marks=pytest.mark.soak)])
def test_a_writer_killed_at_any_moment_leaves_whole_answers(tmp_path: Path, checkout: Path, n_kills: int) -> None:
    path, draws, number = tmp_path / "prices.sqlite", random.Random(n_kills), 0
    for _ in range(n_kills):
        writer = start(checkout, path, number, 10_000)
        assert writer.stdout.readline() == "ready\n"
        time.sleep(draws.uniform(0, 0.6))
        writer.kill()
        _, told = writer.communicate(timeout=60)
        assert told == ""
        with PriceStore.open(path) as store:
            held = store.read(TICKERS, "yahoo")
            for ticker, found in held.items():
                number = max(number, (found.fetched_at - NOON) // DAY)
                assert_same(found.bars, answer(ticker, (found.fetched_at - NOON) // DAY).bars, rtol=1e-12)
            number += 1
            for ticker in TICKERS:
                assert not store.keep(answer(ticker, number)).refused
        with closing(sqlite3.connect(path)) as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert plain.execute("SELECT DISTINCT fetched_at FROM answers WHERE outcome != 'ok'").fetchall() == []
        number += 1
    assert number > n_kills
    # A kill while the store is made may leave a hidden file beside it, nothing else.
    assert all(each.name == path.name or each.name.startswith(f".{path.name}.") for each in tmp_path.iterdir())
