import os
import zipfile

import pytest
from made_exports import make_export

from screener.errors import UsageError
from screener.export import workbook_file
from screener.export.workbook_file import check_workbook, write_workbook

ONE = make_export({"sizing": [{"ticker": "NVDA", "leg": "long", "target_pct": 1.5}]})
TWO = make_export({})


def test_an_exports_workbook_is_replaced_by_the_next(tmp_path):
    path = tmp_path / "new" / "made.xlsx"
    first = write_workbook(ONE, path)
    kept = path.read_bytes()
    second = write_workbook(TWO, path)

    assert (first.path, first.n_bytes, first.lacks) == (path, len(kept), ())
    assert second.n_bytes == path.stat().st_size
    assert path.read_bytes() != kept
    assert [each.name for each in path.parent.iterdir()] == ["made.xlsx"]


def write_strange(path):
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("docProps/core.xml", "<dc:creator>A person</dc:creator>")


def write_spoilt(path):
    write_workbook(ONE, path)
    path.write_bytes(path.read_bytes()[:-200])


@pytest.mark.parametrize(
    "make",
    [
        write_strange,
        write_spoilt,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("mine"),
        lambda path: zipfile.ZipFile(path, "w").close(),
    ],
)
def test_a_workbook_that_no_export_made_is_refused_and_stays(tmp_path, make):
    path = tmp_path / "mine.xlsx"
    make(path)
    kept = path.read_bytes()

    with pytest.raises(UsageError, match=r"mine\.xlsx is there and no export made it; move it away, or name another"):
        write_workbook(ONE, path)
    assert path.read_bytes() == kept


def test_a_folder_of_that_name_is_refused(tmp_path):
    (tmp_path / "made.xlsx").mkdir()

    with pytest.raises(UsageError, match="is a folder"):
        check_workbook(tmp_path / "made.xlsx")


def test_a_disk_that_refuses_is_told_with_the_remedy_and_the_old_workbook_stays(tmp_path, monkeypatch):
    path = tmp_path / "made.xlsx"
    write_workbook(ONE, path)
    kept = path.read_bytes()

    def refuse(path, data):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(workbook_file, "write_atomically", refuse)
    with pytest.raises(UsageError, match="No space left on device; name another file"):
        write_workbook(TWO, path)
    assert path.read_bytes() == kept
