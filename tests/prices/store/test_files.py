"""What is at the store's path when it is no store of ours, or cannot be used."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from invented_answers import Listing, assert_same

from screener.errors import ExitCode, PriceError
from screener.prices.store.price_store import PriceStore
from screener.prices.store.schema import APPLICATION_ID, VERSION

NEEDS_PERMISSIONS = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do everything")
WAYS = pytest.mark.parametrize("way", [PriceStore.open, PriceStore.open_existing])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def assert_left_alone(path: Path, way, *told: str) -> None:
    before = contents(path.parent)
    with pytest.raises(PriceError) as caught:
        way(path)
    assert caught.value.exit_code is ExitCode.DATA
    assert all(words in str(caught.value) for words in (str(path), *told)), str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(path.parent) == before


@WAYS
@pytest.mark.parametrize("content", [b"date,close\n", b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 20, b"\0" * 4096])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, way, content: bytes) -> None:
    path = tmp_path / "prices.sqlite"
    path.write_bytes(content)
    assert_left_alone(path, way, "is no price store", "move it away, or name another file")


@WAYS
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_another_programs_database_is_left_as_it_is(tmp_path: Path, way, journal: str) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA journal_mode = {journal}")
        other.execute("CREATE TABLE series (series_id, ticker, source)")
        other.commit()
        # While the other program has it open, its last writes are in a file of their own.
        assert_left_alone(path, way, "another program", "name another file")
    assert_left_alone(path, way, "another program", "name another file")


@WAYS
def test_a_later_version_is_left_as_it_is(tmp_path: Path, way) -> None:
    path = tmp_path / "prices.sqlite"
    with closing(sqlite3.connect(path)) as later:
        later.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION + 1};")
    assert_left_alone(path, way, f"version {VERSION + 1}", "upgrade screener")


@WAYS
def test_a_folder_is_no_store(tmp_path: Path, way) -> None:
    (tmp_path / "prices").mkdir()
    assert_left_alone(tmp_path / "prices", way, "is a folder", "name the file itself")


def test_no_store_is_told_from_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "prices.sqlite"
    with pytest.raises(PriceError, match=r"no price store at .*prices\.sqlite; pull or import prices first"):
        PriceStore.open_existing(path)
    assert list(tmp_path.iterdir()) == []
    PriceStore.open(path).close()
    with PriceStore.open_existing(path) as store:
        assert store.series() == ()


def test_an_empty_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    path.touch()
    with pytest.raises(PriceError, match="no price store"):
        PriceStore.open_existing(path)
    with PriceStore.open(path) as store:
        assert not store.keep(Listing().answer(3)).refused


def test_a_name_that_an_address_could_misread(tmp_path: Path) -> None:
    path = tmp_path / "my prices?mode=memory#1 %41 é.sqlite"
    with PriceStore.open(path) as store:
        store.keep(Listing().answer(3))
    with PriceStore.open(path) as store:
        assert list(store.read(["XYZ"], "yahoo")) == ["XYZ"]
    assert path.stat().st_size > 0


def test_the_store_is_in_wal_mode_and_says_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    PriceStore.open(path).close()
    with closing(sqlite3.connect(path)) as plain:
        told = [
            plain.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "application_id", "user_version")
        ]
    assert told == ["wal", APPLICATION_ID, VERSION]


def test_a_damaged_store_is_told_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    with PriceStore.open(path) as store:
        store.keep(Listing().answer(500))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x55" * (len(whole) - 4096))
    broken = path.read_bytes()
    with pytest.raises(PriceError, match=r"prices\.sqlite is damaged .*-wal and"), PriceStore.open(path) as store:
        store.read(["XYZ"], "yahoo")
    assert path.read_bytes() == broken


def test_what_a_store_left_behind_is_not_played_into_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    holder = PriceStore.open(path)
    holder.keep(Listing().answer(500))
    left = path.with_name("prices.sqlite-wal").read_bytes()
    assert len(left) > 10_000
    holder.close()
    path.unlink()
    path.with_name("prices.sqlite-wal").write_bytes(left)
    with PriceStore.open(path) as store:
        assert store.series() == ()
    assert path.with_name("prices.sqlite-wal.leftover").read_bytes() == left


HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2].split(";"):
    held.execute(statement)
print("held", flush=True)
sys.stdin.read()
"""


def use(path: Path, is_readable: bool) -> None:
    with PriceStore.open(path, busy_s=0.1) as store:
        if is_readable:
            assert_same(store.read(["XYZ"], "yahoo")["XYZ"].bars, Listing().bars(30))
        store.keep(Listing().answer(31))


@pytest.mark.parametrize(
    ("statements", "is_readable"),
    [("BEGIN EXCLUSIVE", True), ("PRAGMA locking_mode = EXCLUSIVE;BEGIN EXCLUSIVE;SELECT * FROM series", False)],
)
def test_a_file_that_another_process_holds(tmp_path: Path, statements: str, is_readable: bool) -> None:
    path = tmp_path / "prices.sqlite"
    with PriceStore.open(path) as store:
        store.keep(Listing().answer(30))
    command = [sys.executable, "-c", HOLD, str(path), statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            before = path.read_bytes()
            with pytest.raises(
                PriceError, match=r"prices\.sqlite has been locked .* for 0\.1 s; wait for it or end it"
            ):
                use(path, is_readable)
            assert path.read_bytes() == before
        finally:
            holder.stdin.close()
            holder.wait(10)
    with PriceStore.open(path) as store:
        assert store.keep(Listing().answer(31)).n_new == 1


LIMITED = """
import resource, sys
from pathlib import Path
from invented_answers import Listing
from screener.errors import PriceError
from screener.prices.store.price_store import PriceStore

path, limit = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with PriceStore.open(path) as store:
        for number in range(200):
            store.keep(Listing(number, f"T{number}").answer(1000))
            print(number, flush=True)
except PriceError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes to set")
@pytest.mark.parametrize("limit", [0, 1_000, 500_000])
def test_a_full_disk_loses_nothing(tmp_path: Path, checkout: Path, limit: int) -> None:
    path = tmp_path / "prices.sqlite"
    if limit:
        with PriceStore.open(path) as store:
            store.keep(Listing().answer(100))
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(limit)],
        env=os.environ | {"PYTHONPATH": str(checkout / "tests")},
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    *written, told = ended.stdout.splitlines()
    assert str(path) in told
    assert len(written) < 200
    if not limit:
        assert not path.exists()
        return
    assert "the disk is full or fails" in told
    with PriceStore.open(path) as store:
        assert_same(store.read(["XYZ"], "yahoo")["XYZ"].bars, Listing().bars(100))
        for number in map(int, written):
            assert_same(
                store.read([f"T{number}"], "yahoo")[f"T{number}"].bars, Listing(number, f"T{number}").bars(1000)
            )
        assert len(store.series()) == 1 + len(written)
        assert store.keep(Listing(7, "T199").answer(1000)).n_new == 1000


@NEEDS_PERMISSIONS
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(PriceError, match="Permission denied"):
        PriceStore.open(folder / "prices.sqlite")
    with pytest.raises(PriceError, match="Permission denied"):
        PriceStore.open(folder / "more" / "prices.sqlite")


@NEEDS_PERMISSIONS
def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    PriceStore.open(path).close()
    path.chmod(0o400)
    with pytest.raises(PriceError, match="writable"), PriceStore.open(path) as store:
        store.keep(Listing().answer(3))
    path.chmod(0)
    with pytest.raises(PriceError, match="Permission denied"):
        PriceStore.open(path)


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    with pytest.raises(PriceError, match=r"prices\.sqlite"):
        PriceStore.open(tmp_path / "store" / "prices.sqlite")


def test_a_ticker_that_is_no_text(tmp_path: Path) -> None:
    with PriceStore.open(tmp_path / "prices.sqlite") as store:
        with pytest.raises(PriceError, match="is no text"):
            store.keep(Listing(ticker="\ud800").answer(3))
        assert store.series() == ()
