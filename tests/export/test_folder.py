"""A folder that an export keeps up to date, with strangers' files, kills and tricks in it."""

import contextlib
import json
import os
from dataclasses import replace

import pytest
from made_exports import make_export

from screener import files as files_module
from screener.dictionary.tables import EXPORT_TABLES
from screener.errors import UsageError
from screener.export import package_folder
from screener.export.folder import check_folder, write_folder
from screener.export.package_folder import IN_PROGRESS
from screener.report.delimited import EXCEL

# Three tables are enough to be killed between, at every file that is written.
FEW = ("risk", "sizing", "scorecard")


def few(export):
    return replace(export, tables=tuple(table for table in export.tables if table.name in FEW))


ONE = few(make_export({"sizing": [{"ticker": "NVDA", "leg": "long", "target_pct": 1.5}]}))
TWO = few(make_export({"sizing": [{"ticker": "NVDA", "leg": "long", "target_pct": -2.5}]}, fingerprint="other"))
THREE = few(make_export({"sizing": [], "risk": [{"figure": "gross", "value": 200.0}]}, fingerprint="third"))
DAY = "2026-05-29"
NAMES = {*(f"{name}.csv" for name in FEW), "datapackage.json"}


class KilledError(Exception):
    """Stands in for a kill."""


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def without(export, name):
    return replace(export, tables=tuple(table for table in export.tables if table.name != name))


@pytest.fixture
def place(tmp_path):
    return tmp_path / "exports"


@pytest.fixture
def kill_after(monkeypatch):
    """Let the program die at its n-th file, with that file written or not."""

    def arm(n, *, is_written):
        count = iter(range(1, 10_000))

        def write(path, data):
            is_last = next(count) == n
            if not is_last or is_written:
                files_module.write_atomically(path, data)
            if is_last:
                raise KilledError

        monkeypatch.setattr(package_folder, "write_atomically", write)

    yield arm
    monkeypatch.undo()


def test_it_writes_every_table_for_the_day_and_the_same_into_latest(place):
    whole = make_export({"sizing": [{"ticker": "NVDA", "leg": "long", "target_pct": 1.5}]})
    made = write_folder(whole, place)

    assert {path.name for path in (place / DAY).iterdir()} == {
        *(f"{name}.csv" for name in EXPORT_TABLES),
        "datapackage.json",
    }
    assert tree(place / DAY) == tree(place / "latest")
    assert made.places == (place / DAY, place / "latest")
    assert made.n_files == len(EXPORT_TABLES) + 1
    assert made.n_bytes == sum(map(len, tree(place / DAY).values()))
    assert b"\nNVDA,long,,1.5," in tree(place)[f"{DAY}/sizing.csv"]


def test_the_same_export_writes_nothing_again(place):
    write_folder(ONE, place)
    for path in place.rglob("*"):
        os.utime(path, ns=(1, 1))
    write_folder(ONE, place)

    assert {path.stat().st_mtime_ns for path in place.rglob("*")} == {1}


def test_another_export_replaces_what_an_earlier_one_wrote(place, tmp_path):
    write_folder(ONE, place)
    write_folder(TWO, place)
    write_folder(TWO, tmp_path / "fresh")

    assert tree(place) == tree(tmp_path / "fresh")


def test_a_later_day_gets_its_own_folder_and_latest_follows(place):
    write_folder(ONE, place)
    first = tree(place / DAY)
    later = replace(TWO, theses=tuple(replace(each, as_of=each.as_of.replace(day=30)) for each in TWO.theses))
    write_folder(later, place)

    assert tree(place / DAY) == first
    assert tree(place / "2026-05-30") == tree(place / "latest")


def test_a_table_that_is_no_longer_written_is_removed_with_its_entry(place):
    write_folder(ONE, place)
    write_folder(without(ONE, "sizing"), place)

    for folder in (place / DAY, place / "latest"):
        assert {path.name for path in folder.iterdir()} == NAMES - {"sizing.csv"}
        listed = json.loads((folder / "datapackage.json").read_text())["resources"]
        assert "sizing.csv" not in {each["path"] for each in listed}


def test_files_of_other_names_are_left_alone(place):
    write_folder(ONE, place)
    for name in ("mine.csv", "notes.md", ".hidden"):
        (place / "latest" / name).write_text("mine")
    (place / "latest" / "sub").mkdir()
    (place / "latest" / "sub" / "sizing.csv").write_text("mine")
    write_folder(TWO, place)

    kept = tree(place / "latest")
    assert {name for name, data in kept.items() if data == b"mine"} == {
        "mine.csv",
        "notes.md",
        ".hidden",
        "sub/sizing.csv",
    }


def refused(place, export=ONE):
    before = tree(place.parent)
    with pytest.raises(UsageError) as raised:
        write_folder(export, place)
    assert tree(place.parent) == before
    return str(raised.value)


@pytest.mark.parametrize("folder", [DAY, "latest"])
def test_a_strangers_file_in_the_way_is_named_and_nothing_is_written(place, folder):
    (place / folder).mkdir(parents=True)
    (place / folder / "sizing.csv").write_text("mine")
    said = refused(place)

    assert f"{place / folder / 'sizing.csv'} is there and no export made it" in said
    assert "move it away, or name another folder" in said
    assert [path.name for path in place.iterdir()] == [folder]


def test_a_strangers_file_beside_an_export_without_that_table_is_refused_too(place):
    write_folder(without(ONE, "sizing"), place)
    (place / "latest" / "sizing.csv").write_text("mine")

    assert "latest/sizing.csv is there and no export made it" in refused(place)


def test_files_with_the_very_bytes_that_would_be_written_are_taken_for_an_exports(place):
    write_folder(ONE, place)
    for folder in (DAY, "latest"):
        (place / folder / "datapackage.json").unlink()
    write_folder(ONE, place)

    assert {path.name for path in (place / "latest").iterdir()} == NAMES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ("\xff", "cannot be read"),
        ("[]", "is not that of an export"),
        ('{"name": "prices-of-others", "resources": [{"path": "sizing.csv"}]}', "is not that of an export"),
        ('{"name": "screener-export", "resources": []}', "is not that of an export"),
        ('{"name": "screener-export", "screener": {}, "resources": {}}', "is not that of an export"),
        ('{"name": "screener-export", "screener": {}, "resources": [{"path": "../../x"}]}', "lists '../../x'"),
        ('{"name": "screener-export", "screener": {}, "resources": [{"path": "/etc/passwd"}]}', "lists '/etc/passwd'"),
        ('{"name": "screener-export", "screener": {}, "resources": [{"path": ".."}]}', "lists '..'"),
        ('{"name": "screener-export", "screener": {}, "resources": [{"path": "notes.md"}]}', "lists 'notes.md'"),
        ('{"name": "screener-export", "screener": {}, "resources": [{"path": "a.csv/../../x"}]}', "lists 'a.csv/"),
        ('{"name": "screener-export", "screener": {}, "resources": [{"path": ["a.csv"]}]}', "lists ['a.csv']"),
        ('{"name": "screener-export", "screener": {}, "resources": [1]}', "lists None"),
    ],
)
def test_a_list_that_is_broken_or_none_of_ours_is_refused_before_anything_is_computed(place, text, said):
    (place / "latest").mkdir(parents=True)
    (place / "latest" / "datapackage.json").write_bytes(text.encode("latin-1"))

    assert said in refused(place)
    with pytest.raises(UsageError, match=r"datapackage\.json"):
        check_folder(place, ONE.as_of)


def test_a_list_that_names_a_file_outside_removes_nothing_there(place):
    victim = place.parent / "x"
    victim.write_text("mine")
    write_folder(ONE, place)
    path = place / "latest" / "datapackage.json"
    path.write_text(path.read_text().replace('"sizing.csv"', '"../../x"'))
    refused(place, without(TWO, "sizing"))

    assert victim.read_text() == "mine"


def test_a_folder_that_is_a_file_is_refused(place):
    place.write_text("mine")

    assert "is no folder" in refused(place)


@pytest.mark.parametrize("folder", [DAY, "latest"])
def test_a_place_that_is_a_file_is_refused(place, folder):
    place.mkdir()
    (place / folder).write_text("mine")

    assert "is a file where an export needs a folder" in refused(place)


@pytest.mark.parametrize("folder", [DAY, "latest"])
def test_a_place_that_leads_elsewhere_is_refused(place, folder):
    elsewhere = place.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.csv").write_text("mine")
    place.mkdir()
    (place / folder).symlink_to(elsewhere)

    assert "is a symlink" in refused(place)
    assert [path.name for path in elsewhere.iterdir()] == ["mine.csv"]


@pytest.mark.parametrize("name", ["sizing.csv", "datapackage.json", IN_PROGRESS])
@pytest.mark.parametrize("is_dangling", [True, False])
def test_a_file_that_leads_elsewhere_is_refused(place, name, is_dangling):
    write_folder(ONE, place)
    outside = place.parent / "outside"
    if not is_dangling:
        outside.write_bytes((place / "latest" / "sizing.csv").read_bytes())
    (place / "latest" / name).unlink(missing_ok=True)
    (place / "latest" / name).symlink_to(outside)

    assert "is a symlink" in refused(place, TWO)
    assert outside.exists() is not is_dangling


def test_a_folder_named_like_a_table_is_refused(place):
    (place / "latest" / "sizing.csv").mkdir(parents=True)

    assert "is a folder where an export has a file" in refused(place)


def test_a_folder_that_the_user_has_linked_to_is_followed(place):
    real = place.parent / "real"
    real.mkdir()
    place.symlink_to(real)
    write_folder(ONE, place)

    assert {path.name for path in (real / "latest").iterdir()} == NAMES


def test_a_link_to_nowhere_is_refused(place):
    place.symlink_to(place.parent / "nowhere")

    assert "is no folder" in refused(place)


def test_a_disk_that_refuses_is_told_with_the_remedy(place, monkeypatch):
    def refuse(path, data):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(package_folder, "write_atomically", refuse)

    assert "No space left on device; make it writable, or name another folder" in refused(place)


# A first export into a place writes what is about to be, three tables and their list; the 6th to 10th are in latest.
KILLS = range(1, 11)


@pytest.mark.parametrize("is_written", [True, False])
@pytest.mark.parametrize("n", KILLS)
def test_after_a_kill_the_next_export_goes_on_though_its_tables_are_others(place, kill_after, n, is_written):
    kill_after(n, is_written=is_written)
    with pytest.raises(KilledError):
        write_folder(ONE, place)
    kill_after(0, is_written=True)
    write_folder(TWO, place)

    assert tree(place / DAY) == tree(place / "latest")
    assert {path.name for path in (place / DAY).iterdir()} == NAMES
    assert b",-2.5," in (place / DAY / "sizing.csv").read_bytes()


@pytest.mark.parametrize("n", KILLS)
def test_after_a_kill_a_folder_has_the_old_list_or_the_new_one(place, kill_after, n):
    write_folder(ONE, place)
    old = (place / DAY / "datapackage.json").read_bytes()
    kill_after(n, is_written=True)
    with contextlib.suppress(KilledError):
        write_folder(without(TWO, "scorecard"), place)
    kill_after(0, is_written=True)
    write_folder(without(TWO, "scorecard"), place.parent / "fresh")
    new = (place.parent / "fresh" / DAY / "datapackage.json").read_bytes()

    assert {(place / name / "datapackage.json").read_bytes() for name in (DAY, "latest")} <= {old, new}


def test_two_kills_with_different_tables_leave_nothing_that_a_third_export_does_not_know(place, kill_after):
    # The first is killed behind sizing.csv, the second before it.
    for export, n in ((ONE, 3), (TWO, 1)):
        kill_after(n, is_written=True)
        with pytest.raises(KilledError):
            write_folder(export, place)
    kill_after(0, is_written=True)
    write_folder(THREE, place)
    write_folder(THREE, place.parent / "fresh")

    assert tree(place) == tree(place.parent / "fresh")


def test_a_file_that_was_changed_since_a_kill_is_a_strangers(place, kill_after):
    kill_after(3, is_written=True)
    with pytest.raises(KilledError):
        write_folder(ONE, place)
    written = sorted((place / DAY).glob("*.csv"))[0]
    written.write_text("mine")
    kill_after(0, is_written=True)

    assert f"{written} is there and no export made it" in refused(place, TWO)


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "x"}', '{"name": "screener-export", "files": {"../x": []}}',
                                  '{"name": "screener-export", "files": {"sizing.csv": [1]}}'])  # fmt: skip
def test_a_record_of_what_was_about_to_be_written_that_is_none_is_refused(place, text):
    (place / DAY).mkdir(parents=True)
    (place / DAY / IN_PROGRESS).write_text(text)

    assert IN_PROGRESS in refused(place)


def test_the_excel_preset_is_in_every_file_and_in_the_description(place):
    write_folder(ONE, place, EXCEL)

    for path in (place / "latest").glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert b"\r\n" in path.read_bytes()
    said = json.loads((place / "latest" / "datapackage.json").read_text())
    assert {each["dialect"]["lineTerminator"] for each in said["resources"]} == {"\r\n"}
