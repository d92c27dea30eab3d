"""yfinance's own files: a broken one, a locked one and a folder that is taken harm nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.file_lock import locked
from screener.prices.yahoo.cache_files import cache_files

FILES = ("tkr-tz.db", "cookies.db", "isin-tkr.db")


@pytest.mark.parametrize("name", FILES)
def test_prices_come_past_a_broken_file_which_is_set_aside(yahoo, ask, tmp_path: Path, name):
    (tmp_path / "client").mkdir()
    (tmp_path / "client" / name).write_bytes(b"no database at all" * 100)

    assert ask("SPY", "NVDA").outcomes() == {"SPY": "ok", "NVDA": "ok"}
    assert (tmp_path / "client" / f"{name}.broken").read_bytes() == b"no database at all" * 100


def test_prices_come_past_a_locked_file(yahoo, ask, tmp_path: Path):
    (tmp_path / "client").mkdir()
    with closing(sqlite3.connect(tmp_path / "client" / "tkr-tz.db")) as holder:
        holder.execute("BEGIN EXCLUSIVE")

        assert ask("SPY", "NVDA").outcomes() == {"SPY": "ok", "NVDA": "ok"}


def test_prices_come_where_the_folder_cannot_be_made(yahoo, ask, tmp_path: Path):
    (tmp_path / "client").write_text("a file where the folder should be")

    assert ask("SPY").outcomes() == {"SPY": "ok"}


def test_a_second_process_gets_the_spare_folder(tmp_path: Path):
    folder, spare = tmp_path / "client", tmp_path / "spare"
    folder.mkdir()
    with locked(folder / "client"), cache_files(folder, spare) as other:
        assert other == spare
    with cache_files(folder, spare) as own:
        assert own == folder
