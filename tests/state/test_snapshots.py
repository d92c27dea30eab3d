import datetime as dt

import pytest

from screener.state.snapshots import reviewed_on


def test_reviews_are_the_files_named_for_a_day(tmp_path):
    folder = tmp_path / "my-thesis"
    folder.mkdir()
    for name in ("2026-02-06.json", "2026-01-30.json", "notes.json", "2026-13-01.json", "2026-02-06.md"):
        (folder / name).write_text("{}")

    assert reviewed_on(tmp_path, "my-thesis") == (dt.date(2026, 1, 30), dt.date(2026, 2, 6))


@pytest.mark.parametrize("name", ["other", "../state", "..", ".", "a/b"])
def test_another_thesis_or_another_folder_has_none(tmp_path, name):
    (tmp_path / "2026-01-30.json").write_text("{}")

    assert reviewed_on(tmp_path / "snapshots", name) == ()
