"""Timings of the price store beside plain SQLite and Parquet, all from one run.

    python benchmarks/store.py [--runs N]

Writing: 500 tickers of 2,520 sessions, six columns. Reading: 30 of them into one array of closes, six columns each.
Sides are timed in turn and the medians printed, because the machine's speed drifts.
"""

import argparse
import datetime as dt
import importlib.util
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

import numpy as np

from screener.prices.store.price_store import PriceStore
from screener.records.prices import Actions, Bars, Floats, Received

N_TICKERS, N_SESSIONS, N_READ = 500, 2_520, 30
FETCHED_AT = dt.datetime(2025, 1, 2, 12, tzinfo=dt.UTC)
FROM_ON = dt.date(2015, 1, 1)
COLUMNS = ("open", "high", "low", "close", "adj_close", "volume")


class Side(Protocol):
    """One way to keep prices in a folder of its own."""

    name: str

    def write(self, folder: Path, answers: list[Received]) -> None:
        """Write all answers, each so that a crash leaves whole tickers."""
        ...

    def read(self, folder: Path, tickers: list[str]) -> Floats:
        """Return closes of shape (T, N), with all six columns read."""
        ...


class Store:
    """The price store: bars, dividends, splits and what is needed to replay them."""

    name = "price store"

    def write(self, folder: Path, answers: list[Received]) -> None:
        """Keep every answer."""
        with PriceStore.open(folder / "prices.sqlite") as store:
            for answer in answers:
                store.keep(answer)

    def read(self, folder: Path, tickers: list[str]) -> Floats:
        """Read bars as the rest of the program gets them."""
        with PriceStore.open_existing(folder / "prices.sqlite") as store:
            held = store.read(tickers, "yahoo")
        return np.column_stack([held[ticker].bars.close for ticker in tickers])


class PlainSqlite:
    """One bare table with the same rows, one transaction a ticker."""

    name = "plain SQLite"

    def write(self, folder: Path, answers: list[Received]) -> None:
        """Insert every row."""
        with closing(sqlite3.connect(folder / "plain.sqlite", isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
            connection.execute(
                f"CREATE TABLE bars (ticker, session_on, {', '.join(COLUMNS)}, PRIMARY KEY (ticker, session_on)) "
                "WITHOUT ROWID"
            )
            for answer in answers:
                bars = answer.bars
                columns = [getattr(bars, name).tolist() for name in COLUMNS]
                days = bars.session_on.astype(np.int64).tolist()
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    "INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    zip([bars.ticker] * len(days), days, *columns, strict=True),
                )
                connection.execute("COMMIT")

    def read(self, folder: Path, tickers: list[str]) -> Floats:
        """Read one ticker after the other."""
        closes = []
        with closing(sqlite3.connect(folder / "plain.sqlite")) as connection:
            for ticker in tickers:
                rows = connection.execute(
                    f"SELECT session_on, {', '.join(COLUMNS)} FROM bars WHERE ticker = ? ORDER BY session_on",  # noqa: S608
                    (ticker,),
                )
                closes.append(np.array(rows.fetchall(), dtype=np.float64)[:, 4])
        return np.column_stack(closes)


class Parquet:
    """One file a ticker through pyarrow, each written beside and moved into place."""

    name = "Parquet, a file a ticker"

    def write(self, folder: Path, answers: list[Received]) -> None:
        """Write every file."""
        import pyarrow as pa  # noqa: PLC0415 - not everybody has it
        import pyarrow.parquet as pq  # noqa: PLC0415

        for answer in answers:
            bars = answer.bars
            columns = {name: getattr(bars, name) for name in COLUMNS}
            temporary = folder / f"{bars.ticker}.tmp"
            pq.write_table(pa.table({"session_on": bars.session_on, **columns}), temporary)
            temporary.replace(folder / f"{bars.ticker}.parquet")

    def read(self, folder: Path, tickers: list[str]) -> Floats:
        """Read one file after the other, whole."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - not everybody has it

        tables = [pq.read_table(folder / f"{ticker}.parquet") for ticker in tickers]
        return np.column_stack([[table[name].to_numpy() for name in COLUMNS][3] for table in tables])


def answers() -> list[Received]:
    """Return invented prices, four dividends a year and one split for each ticker."""
    rng = np.random.default_rng(1)
    session_on = np.arange("2015-01-01", "2026-01-01", dtype="datetime64[D]")
    session_on = session_on[np.is_busday(session_on)][:N_SESSIONS]
    made = []
    for number in range(N_TICKERS):
        close = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, N_SESSIONS)))
        dividend_on = session_on[30::63]
        actions = Actions(dividend_on, np.full(len(dividend_on), 0.25), session_on[1000:1001], np.array([4.0]))
        volume = rng.integers(10_000, 100_000_000, N_SESSIONS).astype(np.float64)
        bars = Bars(
            f"T{number:04d}",
            session_on,
            close,
            close * 0.9,
            "split_adjusted",
            close * 0.99,
            close * 1.02,
            close * 0.97,
            volume,
            actions,
        )
        made.append(Received(bars, "yahoo", FETCHED_AT, FROM_ON, "USD", "NYQ"))
    return made


def seconds(task: Callable[[], object]) -> float:
    """Return the wall time of one run."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def main() -> None:
    """Print every timing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    sides: list[Side] = [Store(), PlainSqlite()]
    if importlib.util.find_spec("pyarrow"):
        sides.append(Parquet())
    else:
        print("Parquet: skipped, pyarrow is not installed")
    given = answers()
    tickers = [answer.bars.ticker for answer in given[: N_READ * 10 : 10]]
    expected = np.column_stack([answer.bars.close for answer in given[: N_READ * 10 : 10]])
    wrote: dict[str, list[float]] = {side.name: [] for side in sides}
    took: dict[str, list[float]] = {side.name: [] for side in sides}
    for _ in range(runs):
        for side in sides:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                wrote[side.name].append(seconds(lambda: side.write(folder, given)))  # noqa: B023 - run at once
                if not np.array_equal(side.read(folder, tickers), expected):
                    raise SystemExit(f"{side.name} did not give back what was written")
                took[side.name].append(seconds(lambda: side.read(folder, tickers)))  # noqa: B023 - run at once
    print(f"median of {runs}: write {N_TICKERS} x {N_SESSIONS:,} rows, read {N_READ} of them")
    for side in sides:
        write_s, read_s = statistics.median(wrote[side.name]), statistics.median(took[side.name])
        print(f"  {side.name:26} {write_s:6.2f} s {read_s * 1e3:8.1f} ms")
    again(given)


def again(given: list[Received]) -> None:
    """Time keeping the same answers a second time, as on a day without news."""
    with tempfile.TemporaryDirectory() as name, PriceStore.open(Path(name) / "prices.sqlite") as store:
        for answer in given:
            store.keep(answer)
        same = seconds(lambda: [store.keep(answer) for answer in given])
    print(f"  the same {N_TICKERS} answers kept again: {same:.2f} s")


if __name__ == "__main__":
    main()
