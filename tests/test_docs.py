"""What the documents promise is what the program does."""

import dataclasses
import datetime as dt
import importlib.util
import os
import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from loopback_yahoo.market import make_listing, weekdays
from loopback_yahoo.server import LoopbackYahoo

from screener.cli.main import run, screener
from screener.config import Workspace
from screener.dictionary.tables import BACKTEST_TABLES
from screener.files import shipped
from screener.prices.store.price_store import PriceStore
from screener.prices.yahoo.symbols import symbol
from screener.pricing import tickers_of
from screener.records.fetching import FetchSettings
from screener.records.prices import Bars, Received
from screener.reference import read_reference
from screener.theses import load


@pytest.fixture
def readme(checkout) -> str:
    return (checkout / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
        else:
            found.append(((*path, name), command))
    return found


def made_page(checkout, script):
    """Return what a script of the documents makes, and what is kept of it."""
    spec = importlib.util.spec_from_file_location(script, checkout / "docs" / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("script", ["make_command_line", "make_tables"])
def test_pages_made_by_the_program_are_its_own(checkout, script):
    module = made_page(checkout, script)

    assert module.page() == module.PAGE.read_text(encoding="utf-8"), f"old: run python docs/{script}.py"


@pytest.mark.parametrize(("path", "command"), commands(screener), ids=str)
def test_every_command_has_help_and_an_example_and_a_section(path, command, checkout):
    page = (checkout / "docs" / "command-line.md").read_text(encoding="utf-8")

    assert command.help
    assert f"screener {' '.join(path)}" in (command.epilog or "")
    assert f"## screener {' '.join(path)}\n" in page


@pytest.mark.parametrize("name", sorted(screener.commands))
def test_every_first_word_stands_in_the_readme(readme, name):
    assert f"screener {name}" in readme


@pytest.mark.parametrize(("path", "command"), commands(screener), ids=str)
def test_every_option_has_help_and_an_environment_variable(path, command):
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert parameter.help, parameter.name
            assert str(parameter.envvar).startswith("SCREENER_"), parameter.name


@pytest.fixture
def yahoo(tmp_path, monkeypatch, warm_asking):
    """Stand in for Yahoo, with every ticker of the shipped theses."""
    theses = [load(path, read_reference(Workspace(tmp_path))).thesis for path in shipped("theses").glob("[a-z]*.md")]
    sessions = weekdays("2024-01-02", "2027-06-30")
    symbols = {symbol(ticker) for thesis in theses if thesis for ticker in tickers_of(thesis)}
    with LoopbackYahoo(tmp_path, *(make_listing(name, sessions, seed=i) for i, name in enumerate(symbols))) as server:
        for name, value in {**server.environment, "SCREENER_YAHOO_PACE_S": "0"}.items():
            monkeypatch.setenv(name, value)
        yield server


def write_universe(path):
    """Write a Parquet file of made-up prices: the first thesis's American names and two strangers."""
    days = weekdays("2021-01-04", "2026-11-20")
    tickers = [*(each for each in tickers_of(load_first()) if "." not in each), "AAA", "BBB"]
    moves = np.random.default_rng(5).normal(0.0003, 0.02, (len(tickers), len(days)))
    rows = {
        "ticker": np.repeat(tickers, len(days)),
        "date": np.tile(days, len(tickers)),
        "adj_close": 100.0 * np.cumprod(1.0 + moves, axis=1).ravel(),
    }
    pq.write_table(pa.table(rows), path)


def load_first():
    return load(shipped("theses") / "ai-commoditization.md", read_reference(Workspace(shipped("theses")))).thesis


def shell_lines(text):
    return [
        line
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("screener ") and "csv:prices" not in line
    ]


@pytest.fixture(scope="module")
def simulated_runs() -> set[str]:
    """Commands on simulated prices that ended well: two documents show some of the slowest."""
    return set()


def assert_runs(line, source, simulated_runs, capsys):
    plain = line.replace(" --source simulated", "")
    is_simulated = source == "simulated" or plain != line
    if not (is_simulated and plain in simulated_runs):
        assert run(shlex.split(line)[1:]) == 0, f"{line}\n{capsys.readouterr().err}"
    if is_simulated and plain.startswith(("screener backtest ", "screener export ", "screener review ")):
        simulated_runs.add(plain)


def test_commands_of_the_event_study_page_run_offline(checkout, yahoo, tmp_path, monkeypatch, capsys, simulated_runs):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENER_SOURCE", "yahoo")
    write_universe(tmp_path / "prices.parquet")
    assert run(["prices", "pull", "ai-commoditization"]) == 0

    page = (checkout / "docs" / "event-study.md").read_text(encoding="utf-8")
    lines = shell_lines(page)

    assert len(lines) == 4
    for line in lines:
        assert_runs(line, "yahoo", simulated_runs, capsys)
    told: dict[str, Any] = {}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], told)  # noqa: S102
    assert {name.ticker for name in told["found"].names} >= {"NVDA", "AAA", "BBB"}


@pytest.mark.parametrize(
    ("name", "n_lines"),
    [("backtest.md", 3), ("claims.md", 4), ("screen.md", 4), ("review.md", 4), ("recipes.md", 3), ("export.md", 2)],
)
def test_commands_of_the_pages_on_simulated_prices_run(
    name, n_lines, checkout, tmp_path, monkeypatch, capsys, simulated_runs
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "screener.toml").write_text("", encoding="utf-8")
    lines = shell_lines((checkout / "docs" / name).read_text(encoding="utf-8"))

    assert len(lines) == n_lines
    for line in lines:
        assert_runs(line, "simulated", simulated_runs, capsys)


def test_the_tutorial_leads_from_its_note_to_a_review(checkout, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    page = (checkout / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (note,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    (kill,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "my-note.md").write_text(note, encoding="utf-8")
    draft = tmp_path / "my-theses" / "theses" / "cheap-tokens-feed-the-chip-makers.md"

    for line in shell_lines(page):
        assert run(shlex.split(line)[1:]) == 0, f"{line}\n{capsys.readouterr().err}"
        if " lint " in line:
            text = draft.read_text(encoding="utf-8")
            draft.write_text(text.replace("claims:\n", f"{kill}claims:\n", 1), encoding="utf-8")
    assert (tmp_path / "my-note.md").read_text(encoding="utf-8") == note
    assert {path.suffix for path in (tmp_path / "Reviews").iterdir()} == {".md", ".html"}
    assert (tmp_path / "export" / "latest" / "signals.csv").is_file()


def test_the_pictures_are_the_programs_own(checkout):
    made = made_page(checkout, "make_pictures").pictures()

    kept = {path.name: path.read_text(encoding="utf-8") for path in (checkout / "docs" / "pictures").iterdir()}
    assert made == kept, "docs/pictures are old: run python docs/make_pictures.py"


def test_the_python_of_the_recipes_runs(checkout, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "screener.toml").write_text("", encoding="utf-8")
    (tmp_path / "export" / "latest").mkdir(parents=True)
    (tmp_path / "export" / "latest" / "signals.csv").write_text("ticker,score\nNA,\nON,0.5\n", encoding="utf-8")
    page = (checkout / "docs" / "recipes.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    assert len(blocks) == 2
    for block in blocks:
        told: dict[str, Any] = {}
        exec(block, told)  # noqa: S102
        if "signals" in told:
            assert told["signals"]["ticker"].tolist() == ["NA", "ON"]
    assert "max_drawdown_pct" in capsys.readouterr().out


def test_readme_commands_run_offline(readme, yahoo, tmp_path, monkeypatch, capsys, simulated_runs):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENER_SOURCE", "simulated")
    (tmp_path / "prices").mkdir()
    (tmp_path / "prices" / "DEAD.csv").write_text("date,close\n2025-01-02,1.5\n", encoding="utf-8")
    write_universe(tmp_path / "prices.parquet")
    (tmp_path / "names.csv").write_text("ticker,side\nTSM,long\n", encoding="utf-8")
    lines = shell_lines(readme)

    assert len(lines) >= 6
    source = "simulated"
    for line in lines:
        if "prices verify" in line:
            source = "yahoo"
            monkeypatch.setenv("SCREENER_SOURCE", source)
        assert_runs(line, source, simulated_runs, capsys)


def test_the_page_on_the_backtest_names_every_table_of_it(checkout):
    page = (checkout / "docs" / "backtest.md").read_text(encoding="utf-8")
    for name in BACKTEST_TABLES:
        assert f"`{name}`" in page


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "theses/README.md",
        "data/README.md",
        "docs/prices.md",
        "docs/event-study.md",
        "docs/backtest.md",
        "docs/claims.md",
        "docs/screen.md",
        "docs/review.md",
        "docs/recipes.md",
        "docs/tutorial.md",
        "docs/command-line.md",
        "docs/export.md",
    ],
)
def test_links_between_the_documents_lead_somewhere(name, checkout):
    document = checkout / name
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (document.parent / target).exists(), target


def test_contributing_is_one_page(checkout):
    assert len((checkout / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 65


def test_no_document_or_source_names_a_place_of_one_machine(checkout):
    for folder, _, files in os.walk(checkout):
        if any(part.startswith(".") or part == "__pycache__" for part in Path(folder).relative_to(checkout).parts):
            continue
        for name in files:
            if name.endswith((".py", ".md", ".csv", ".toml")):
                text = Path(folder, name).read_text(encoding="utf-8")
                assert "/" + "work/" not in text, name


def test_every_command_a_document_names_exists(checkout):
    known = {" ".join(path) for path, _ in commands(screener)}
    for name in ("README.md", "theses/README.md", "data/README.md", "CONTRIBUTING.md"):
        for line in re.findall(r"`screener ([a-z ]+)", (checkout / name).read_text(encoding="utf-8")):
            words = line.split()
            is_group = words[0] in screener.commands and len(words) == 1
            assert " ".join(words[:2]) in known or words[0] in known or is_group, f"{name}: screener {line}"


def test_the_page_on_prices_has_every_setting_with_its_default(checkout):
    page = (checkout / "docs" / "prices.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", page, re.MULTILINE))

    assert told == {field.name: f"{field.default:g}" for field in dataclasses.fields(FetchSettings)}


def test_the_query_on_the_page_on_prices_runs(checkout, tmp_path):
    (query,) = re.findall(r"```sql\n(.*?)```", (checkout / "docs" / "prices.md").read_text(encoding="utf-8"), re.DOTALL)
    day, one = np.array(["2025-01-02"], dtype="datetime64[D]"), np.array([1.5])
    at = dt.datetime(2025, 1, 3, tzinfo=dt.UTC)
    with PriceStore.open(tmp_path / "prices.db") as store:
        store.keep(Received(Bars("A", day, one, one, "split_adjusted"), "csv", at, dt.date(2025, 1, 1)))

    with closing(sqlite3.connect(tmp_path / "prices.db")) as connection:
        assert connection.execute(query).fetchall() == [("A", "csv", "2025-01-02", 1.5, 1.5, None)]


def test_the_formats_example_runs_through_a_backtest(checkout, tmp_path, monkeypatch, capsys):
    text = (checkout / "theses" / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)
    assert example is not None
    (tmp_path / "example.md").write_text(example[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "screener.toml").write_text("", encoding="utf-8")

    assert run(["backtest", "example.md", "--source", "simulated"]) == 0
    assert "chips-over-stories" in capsys.readouterr().out
