import datetime as dt
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from screener.sessions import session_cache
from screener.sessions.calendar import sessions

START, END = dt.date(2025, 1, 1), dt.date(2025, 6, 30)


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_warm_cache_answers_without_importing_the_library(tmp_path: Path) -> None:
    cold = sessions("XNYS", START, END, tmp_path)
    code = (
        "import datetime as dt, sys; from pathlib import Path\n"
        "from screener.sessions.calendar import sessions\n"
        f"known = sessions('XNYS', dt.date(2025, 1, 1), dt.date(2025, 6, 30), Path({str(tmp_path)!r}))\n"
        "print(len(known.session_on), 'exchange_calendars' in sys.modules, 'pandas' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(len(cold.session_on)), "False", "False"]


def test_cold_warm_and_uncached_answers_are_the_same(tmp_path: Path) -> None:
    answers = [sessions("XNYS", START, END, folder) for folder in (None, tmp_path, tmp_path)]
    for other in answers[1:]:
        assert np.array_equal(answers[0].session_on, other.session_on)
        assert np.array_equal(answers[0].closes_at, other.closes_at)
        assert np.array_equal(answers[0].opens_at, other.opens_at)


def test_a_later_end_within_the_next_year_is_answered_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions("XNYS", START, END, tmp_path)
    monkeypatch.setattr(session_cache, "_ask_library", None)
    assert len(sessions("XNYS", dt.date(2006, 1, 1), dt.date(2026, 12, 31), tmp_path).session_on)


def test_asking_beyond_the_file_makes_it_again(tmp_path: Path) -> None:
    sessions("XNYS", START, END, tmp_path)
    later = sessions("XNYS", START, dt.date(2028, 3, 31), tmp_path)
    assert later.session_on[-1] == np.datetime64("2028-03-31")
    earlier = sessions("XNYS", dt.date(1985, 1, 1), END, tmp_path)
    assert earlier.session_on[0] == np.datetime64("1985-01-02")
    assert len(list(tmp_path.iterdir())) == 1


def cut_in_half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip_one_bit(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def nothing(data: bytes) -> bytes:
    return data[:0]


def text(data: bytes) -> bytes:
    return b"not a calendar" + data[:0]


@pytest.mark.parametrize("damage", [cut_in_half, flip_one_bit, nothing, text])
def test_a_broken_file_is_made_again(tmp_path: Path, damage: object) -> None:
    whole = sessions("XNYS", START, END, tmp_path)
    file = only_file(tmp_path)
    good = file.read_bytes()
    assert callable(damage)
    file.write_bytes(damage(good))
    again = sessions("XNYS", START, END, tmp_path)
    assert np.array_equal(whole.closes_at, again.closes_at)
    assert file.stat().st_size == len(good)
    assert session_cache.load("XNYS", START, END, tmp_path) is not None


def test_arrays_that_do_not_fit_together_are_not_believed(tmp_path: Path) -> None:
    sessions("XNYS", START, END, tmp_path)
    file = only_file(tmp_path)
    with np.load(file) as arrays:
        kept = dict(arrays)
    kept["closes_at"] = kept["closes_at"][:-1]
    with file.open("wb") as stream:
        np.savez(stream, **kept)
    assert session_cache.load("XNYS", START, END, tmp_path) is None


def test_a_file_of_another_library_version_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions("XNYS", START, END, tmp_path)
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "0.0")
    assert session_cache.load("XNYS", START, END, tmp_path) is None


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    file = tmp_path / "a file, not a folder"
    file.write_text("", encoding="utf-8")
    assert len(sessions("XNYS", START, END, file / "below").session_on)


def test_a_mic_with_a_slash_stays_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert len(sessions("24/7", START, END, folder).session_on) == 181
    assert len(list(folder.iterdir())) == 1
