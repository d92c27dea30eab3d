"""Reading and writing notes in somebody's folder."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.errors import UsageError
from screener.vault.marked_block import replace_block
from screener.vault.note_file import read_note_file, write_note_file

BEGIN, END = b"%% screener:begin review %%", b"%% screener:end review %%"
ODD_LINES = [
    b"",
    b"---",
    b"key: &anchor value  # a comment",
    b"key: again",
    b"tags: [a, a]",
    b"text ^block-id   ",
    b"%% a comment %%",
    b"{{title}} <% tp.date.now() %>",
    b"> [!warning]- Title",
    b"```\n" + BEGIN + b"\n```",
    b"- ~~~\n  " + END + b"\n  ~~~",
    "\N{ROCKET} e\N{COMBINING ACUTE ACCENT} \N{RIGHT-TO-LEFT OVERRIDE} \u2028 \x0c".encode(),
    b"x" * 200_000,
]
TEXT = "\ufeffone\r\ntwo \N{ROCKET} e\N{COMBINING ACUTE ACCENT}"


def put(path: Path, data: bytes = TEXT.encode()) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_note_is_read_as_it_is_and_a_missing_one_is_none(tmp_path):
    put(tmp_path / "n.md")

    assert read_note_file(tmp_path, "n").text == TEXT
    assert read_note_file(tmp_path, "other").text is None
    assert read_note_file(tmp_path / "not yet", "n").text is None


def test_a_new_note_is_made_with_its_folders(tmp_path):
    assert write_note_file(read_note_file(tmp_path / "Reviews", "2026/n"), TEXT)
    assert (tmp_path / "Reviews" / "2026" / "n.md").read_bytes() == TEXT.encode()


def test_the_same_text_is_not_written_again(tmp_path):
    path = put(tmp_path / "n.md")
    os.utime(path, ns=(1, 1))

    assert not write_note_file(read_note_file(tmp_path, "n"), TEXT)
    assert path.stat().st_mtime_ns == 1


def test_a_mode_stays(tmp_path):
    put(tmp_path / "n.md").chmod(0o640)
    write_note_file(read_note_file(tmp_path, "n"), "new")

    assert (tmp_path / "n.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("meanwhile", [lambda path: path.write_bytes(b"mine"), lambda path: path.unlink()])
def test_a_note_that_was_changed_or_removed_meanwhile_is_not_written(tmp_path, meanwhile):
    path = put(tmp_path / "n.md")
    note = read_note_file(tmp_path, "n")
    meanwhile(path)
    kept = path.read_bytes() if path.exists() else None

    with pytest.raises(UsageError, match="changed while the review ran"):
        write_note_file(note, "new")
    assert (path.read_bytes() if path.exists() else None) == kept


def test_a_note_that_appeared_meanwhile_is_not_written_over(tmp_path):
    note = read_note_file(tmp_path, "n")
    put(tmp_path / "n.md", b"mine")

    with pytest.raises(UsageError, match="changed while the review ran"):
        write_note_file(note, "new")
    assert (tmp_path / "n.md").read_bytes() == b"mine"


def test_a_read_only_note_is_left_alone(tmp_path):
    path = put(tmp_path / "n.md")
    path.chmod(0o444)

    with pytest.raises(UsageError, match="read-only"):
        write_note_file(read_note_file(tmp_path, "n"), "new")
    assert path.read_bytes() == TEXT.encode()


def test_a_link_inside_the_folder_is_followed_and_stays_a_link(tmp_path):
    put(tmp_path / "real" / "n.md")
    (tmp_path / "n.md").symlink_to(tmp_path / "real" / "n.md")
    write_note_file(read_note_file(tmp_path, "n"), "new")

    assert (tmp_path / "n.md").is_symlink()
    assert (tmp_path / "real" / "n.md").read_text() == "new"


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    outside = put(tmp_path / "outside.md")
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "n.md").symlink_to(outside)
    (tmp_path / "vault" / "sub").symlink_to(tmp_path)

    for name in ("n", "sub/outside"):
        with pytest.raises(UsageError, match="leads to"):
            read_note_file(tmp_path / "vault", name)


def test_a_link_to_nothing_is_refused(tmp_path):
    (tmp_path / "n.md").symlink_to(tmp_path / "gone.md")

    with pytest.raises(UsageError, match="link to a file that is not there"):
        read_note_file(tmp_path, "n")


def test_a_folder_in_a_notes_place_and_a_file_in_a_folders_place_are_refused(tmp_path):
    (tmp_path / "n.md").mkdir()
    put(tmp_path / "file")

    with pytest.raises(UsageError, match="is not a file"):
        read_note_file(tmp_path, "n")
    with pytest.raises(UsageError, match="is no folder"):
        read_note_file(tmp_path / "file", "n")


def test_a_name_that_differs_only_in_case_is_refused(tmp_path):
    put(tmp_path / "N.md")

    with pytest.raises(UsageError, match="only in case"):
        read_note_file(tmp_path, "n")


@pytest.mark.parametrize("data", ["ä".encode("latin-1"), "ab".encode("utf-16")])
def test_what_is_not_utf_8_is_refused(tmp_path, data):
    put(tmp_path / "n.md", data)

    with pytest.raises(UsageError, match="not UTF-8"):
        read_note_file(tmp_path, "n")


def test_obsidians_own_folder_is_refused(tmp_path):
    for name in (".obsidian", ".Obsidian"):
        with pytest.raises(UsageError, match="Obsidian's own"):
            read_note_file(tmp_path / name / "notes", "n")


def test_a_link_to_what_is_hidden_in_the_folder_is_refused(tmp_path):
    put(tmp_path / ".obsidian" / "own.md")
    (tmp_path / "n.md").symlink_to(tmp_path / ".obsidian" / "own.md")
    (tmp_path / "sub").symlink_to(tmp_path / ".obsidian")

    for name in ("n", "sub/new", ".obsidian/own"):
        with pytest.raises(UsageError, match="is hidden"):
            read_note_file(tmp_path, name)


def test_links_in_a_circle_are_refused(tmp_path):
    (tmp_path / "n.md").symlink_to(tmp_path / "n.md")

    with pytest.raises(UsageError, match="remove the link"):
        read_note_file(tmp_path, "n")


def test_a_link_that_leads_elsewhere_meanwhile_is_not_written_through(tmp_path):
    for name in ("one", "two"):
        put(tmp_path / f"{name}.md")
    (tmp_path / "n.md").symlink_to(tmp_path / "one.md")
    note = read_note_file(tmp_path, "n")
    (tmp_path / "n.md").unlink()
    (tmp_path / "n.md").symlink_to(tmp_path / "two.md")

    with pytest.raises(UsageError, match="changed while the review ran"):
        write_note_file(note, "new")
    assert (tmp_path / "two.md").read_bytes() == TEXT.encode()


def test_a_file_anywhere_on_the_way_to_a_note_is_refused(tmp_path):
    put(tmp_path / "file")

    for folder, name in ((tmp_path, "file/n"), (tmp_path / "file" / "sub", "n")):
        with pytest.raises(UsageError, match="file is no folder"):
            read_note_file(folder, name)


def test_a_name_too_long_for_the_disk_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_note_file(tmp_path, "n" * 300)


def test_a_new_name_must_differ_from_others_in_more_than_accents_and_folders_count(tmp_path):
    put(tmp_path / "e\N{COMBINING ACUTE ACCENT}.md")
    put(tmp_path / "reviews" / "n.md")

    for name in ("\N{LATIN SMALL LETTER E WITH ACUTE}", "Reviews/n"):
        with pytest.raises(UsageError, match="only in case or accents"):
            read_note_file(tmp_path, name)


def test_text_that_no_file_can_hold_leaves_the_note_alone(tmp_path):
    path = put(tmp_path / "n.md")

    with pytest.raises(UsageError, match="is no character"):
        write_note_file(read_note_file(tmp_path, "n"), "\udcff")
    assert path.read_bytes() == TEXT.encode()
    assert os.listdir(tmp_path) == ["n.md"]  # noqa: PTH208


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(ODD_LINES), max_size=6), st.lists(st.sampled_from(ODD_LINES), max_size=6),
    st.lists(st.sampled_from([b"\n", b"\r\n"]), min_size=14, max_size=14), st.booleans(), st.booleans(),
)  # fmt: skip
def test_on_disk_no_byte_outside_the_block_changes_and_a_second_run_writes_nothing(
    tmp_path_factory, before, after, ends, bom, is_closed
):
    folder = tmp_path_factory.mktemp("vault")
    following = iter(ends)
    head = (b"\xef\xbb\xbf" if bom else b"") + b"".join(line + next(following) for line in before)
    begin = BEGIN + (newline := next(following))
    tail = END + b"".join(next(following) + line for line in after) + (b"\n" if is_closed else b"")
    path = put(folder / "n.md", head + begin + b"old\n" + tail)

    def run():
        note = read_note_file(folder, "n")
        return write_note_file(note, replace_block(note.text, "review", "new\nlines\n", "n.md"))

    assert run()
    assert path.read_bytes() == head + begin + b"new" + newline + b"lines" + newline + tail
    os.utime(path, ns=(1, 1))
    assert not run()
    assert path.stat().st_mtime_ns == 1


def test_a_huge_note_is_refused(tmp_path):
    put(tmp_path / "n.md", b"x" * 5_000_001)

    with pytest.raises(UsageError, match="larger than 5 MB"):
        read_note_file(tmp_path, "n")
