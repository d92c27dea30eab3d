"""The wheel, away from the checkout."""

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


def test_the_installed_wheel_runs_the_whole_job_in_an_empty_folder(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    bin_folder = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    python = bin_folder / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True, timeout=600)
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
