from pathlib import Path

import pytest

from screener.errors import ThesisError
from screener.thesis.find import duplicate_ids, find_thesis, thesis_id_of, thesis_paths


def write(folder: Path, name: str, properties: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"---\n{properties}\n---\ntype: thesis\n".encode())
    return path


@pytest.mark.parametrize(
    "properties",
    [
        "type: thesis",
        'type: "thesis"',
        "'type': 'thesis'",
        "type: [thesis]",
        "type:\n  - thesis",
        "a: 1\ntype: thesis # mine",
        "type: thesis\nbroken: [yaml",
        "type: thesis\r\na: 1",
    ],
)
def test_a_note_is_a_thesis_if_it_says_so(tmp_path: Path, properties: str) -> None:
    path = write(tmp_path, "a.md", properties)
    assert thesis_paths([tmp_path]) == (path,)


@pytest.mark.parametrize(
    "properties", ["type: concept", "a: 1", "note_type: thesis", "type: thesis-idea", "type:\nb: thesis"]
)
def test_every_other_note_is_left_alone(tmp_path: Path, properties: str) -> None:
    write(tmp_path, "a.md", properties)
    assert thesis_paths([tmp_path]) == ()


def test_hidden_and_template_folders_are_left_out(tmp_path: Path) -> None:
    kept = write(tmp_path, "sub/b.md", "type: thesis")
    for name in (".obsidian/a.md", ".trash/a.md", "templates/a.md", "Templates/a.md", ".hidden.md", "a.txt"):
        write(tmp_path, name, "type: thesis")
    assert thesis_paths([tmp_path, tmp_path / "missing"]) == (kept,)


def test_a_readme_counts_only_if_it_says_thesis(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("```\n---\ntype: thesis\n---\n```\n", encoding="utf-8")
    assert thesis_paths([tmp_path]) == ()


def test_what_cannot_be_read_as_text_is_no_thesis(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00---")
    (tmp_path / "dangling.md").symlink_to(tmp_path / "gone.md")
    assert thesis_paths([tmp_path]) == ()


def test_the_id_is_the_property_or_the_files_name(tmp_path: Path) -> None:
    assert thesis_id_of(write(tmp_path, "a.md", 'type: thesis\nthesis_id: "mine"')) == "mine"
    assert thesis_id_of(write(tmp_path, "b.md", "type: thesis")) == "b"


def test_a_thesis_is_found_by_path_id_or_file_name(tmp_path: Path) -> None:
    path = write(tmp_path, "view.md", "type: thesis\nthesis_id: mine")
    for reference in (str(path), "mine", "view", "view.md"):
        assert find_thesis(reference, [tmp_path]) == path


def test_the_first_folder_that_knows_the_id_wins(tmp_path: Path) -> None:
    mine = write(tmp_path, "mine/a.md", "type: thesis")
    write(tmp_path, "shipped/a.md", "type: thesis")
    assert find_thesis("a", [tmp_path / "mine", tmp_path / "shipped"]) == mine


def test_an_unknown_reference_has_near_misses(tmp_path: Path) -> None:
    write(tmp_path, "ai-commoditization.md", "type: thesis")
    with pytest.raises(ThesisError, match="did you mean ai-commoditization"):
        find_thesis("ai-comoditization", [tmp_path])
    with pytest.raises(ThesisError, match="no thesis"):
        find_thesis("a\x00b", [])


def test_two_notes_with_one_id_are_both_named(tmp_path: Path) -> None:
    one = write(tmp_path, "a.md", "type: thesis\nthesis_id: same")
    two = write(tmp_path, "b/c.md", "type: thesis\nthesis_id: same")
    with pytest.raises(ThesisError) as caught:
        find_thesis("same", [tmp_path])
    assert str(one) in str(caught.value)
    assert str(two) in str(caught.value)
    (problem,) = duplicate_ids([tmp_path])
    assert (problem.path, problem.code) == (str(two), "T119")
    assert caught.value.problems == (problem,)
    # The path itself is never ambiguous.
    assert find_thesis(str(one), [tmp_path]) == one
