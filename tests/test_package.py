"""The wheel, away from the checkout."""

import os
import re
import shlex
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.registry


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, checkout], check=True, timeout=300
    )
    return next(folder.glob("*.whl"))


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_carries_theses_tables_and_types(wheel, checkout):
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder in ("theses", "data"):
        for path in (checkout / folder).iterdir():
            assert f"screener/_shipped/{folder}/{path.name}" in names
    assert "screener/py.typed" in names
    for path in (checkout / "screener" / "report" / "page" / "templates").iterdir():
        assert f"screener/report/page/templates/{path.name}" in names
    assert not [name for name in names if name.startswith("tests")]


@pytest.fixture(scope="module")
def bin_folder(wheel, tmp_path_factory) -> Path:
    """Return where the programs of a fresh environment are that has nothing but the wheel."""
    env = tmp_path_factory.mktemp("env")
    venv.create(env, with_pip=True)
    programs = env / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", wheel], check=True, timeout=600)
    return programs


def test_a_newcomer_gets_from_a_note_to_an_export_in_an_empty_folder(bin_folder, checkout, tmp_path):
    page = (checkout / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (note,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    (tmp_path / "my-note.md").write_text(note, encoding="utf-8")
    lines = re.findall(r"^screener (.+)$", page, re.MULTILINE)
    home = {**os.environ, "HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_CACHE_HOME": str(tmp_path / "cache")}  # fmt: skip

    for line in lines:
        ran = subprocess.run(
            [bin_folder / "screener", *shlex.split(line)], cwd=tmp_path, env=home, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, f"{line}\n{ran.stderr}"
        assert "Traceback" not in ran.stderr

    done = [line.split()[0] for line in lines]
    assert done == ["init", "thesis", "thesis", "backtest", "screen", "claims", "review", "export"]
    assert (tmp_path / "my-note.md").read_text(encoding="utf-8") == note
    assert {path.suffix for path in (tmp_path / "Reviews").iterdir()} == {".md", ".html"}
    assert (tmp_path / "export" / "latest" / "datapackage.json").is_file()


def test_the_installed_wheel_runs_the_whole_job_in_an_empty_folder(bin_folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()

    demo = subprocess.run(
        [bin_folder / "screener", "demo"], cwd=empty, capture_output=True, text=True, timeout=300, check=False
    )
    lint = subprocess.run(
        [bin_folder / "screener", "thesis", "lint"], cwd=empty, capture_output=True, text=True, timeout=60, check=False
    )

    note = empty / "screener-demo" / "theses" / "ai-commoditization.md"
    first = files_of(empty / "screener-demo")
    with note.open("a", encoding="utf-8") as stream:
        stream.write("\nmine\n")
    again = subprocess.run(
        [bin_folder / "screener", "demo"], cwd=empty, capture_output=True, text=True, timeout=300, check=False
    )
    second = files_of(empty / "screener-demo")

    assert demo.returncode == 0, demo.stderr
    assert again.stdout == demo.stdout
    assert note.read_text(encoding="utf-8").endswith("\nmine\n")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == [note]
    assert (empty / "screener-demo" / "export" / "latest" / "scores.csv").is_file()
    assert lint.returncode == 0, lint.stderr
    assert "4 notes checked" in lint.stderr
