from pathlib import Path

import pytest

from screener.events.labs import Labs, read_labs

HEADER = "lab,names,zone\n"
BASE = HEADER + "deepseek,DeepSeek;DeepSeek AI,Asia/Shanghai\nzhipu,Z.ai; GLM,Asia/Shanghai\n"


def read(tmp_path: Path, *texts: str) -> Labs:
    paths = []
    for number, text in enumerate(texts):
        path = tmp_path / f"labs{number}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return read_labs(paths)


@pytest.mark.parametrize(
    ("text", "lab"),
    [
        ("deepseek", "deepseek"),
        ("DEEPSEEK ai", "deepseek"),
        (" [[DeepSeek]] ", "deepseek"),
        ("[[Players/DeepSeek|the whale]]", "deepseek"),
        ("[[DeepSeek#R1]]", "deepseek"),
        ("z.AI", "zhipu"),
        ("GLM", "zhipu"),
        ("deep", None),
        ("", None),
        ("[[]]", None),
    ],
)
def test_ids_names_and_links_resolve_in_any_case(tmp_path: Path, text: str, lab: str | None) -> None:
    labs = read(tmp_path, BASE)
    assert labs.problems == ()
    assert labs.resolve(text) == lab


def test_an_unknown_lab_gets_near_misses(tmp_path: Path) -> None:
    assert read(tmp_path, BASE).hint("[[Deepseak]]") == "did you mean deepseek?"


def test_zones_come_by_id(tmp_path: Path) -> None:
    labs = read(tmp_path, BASE)
    assert labs.ids == ("deepseek", "zhipu")
    assert labs.zone("zhipu").key == "Asia/Shanghai"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "../etc/passwd", "CET+1"])
def test_an_unknown_zone_is_an_error_and_the_lab_is_left_out(tmp_path: Path, zone: str) -> None:
    labs = read(tmp_path, BASE + f"mars,Mars,{zone}\n")
    assert [(problem.code, problem.line, problem.column) for problem in labs.problems] == [("E113", 4, 11)]
    assert labs.resolve("Mars") is None


def test_a_name_of_another_lab_is_an_error(tmp_path: Path) -> None:
    labs = read(tmp_path, BASE + "other,glm,UTC\n")
    assert [(problem.code, problem.line) for problem in labs.problems] == [("E114", 4)]
    assert labs.resolve("GLM") == "zhipu"


def test_a_workspace_lab_replaces_the_shipped_one(tmp_path: Path) -> None:
    labs = read(tmp_path, BASE, HEADER + "deepseek,The Whale,UTC\nmine,Mine,UTC\n")
    assert labs.problems == ()
    assert labs.resolve("the whale") == "deepseek"
    assert labs.resolve("DeepSeek AI") is None
    assert labs.zone("deepseek").key == "UTC"
    assert [(each.table, each.key) for each in labs.replacements] == [("labs", "deepseek")]
