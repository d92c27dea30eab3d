"""One function says where each setting comes from, and a run uses the same value."""

import datetime as dt
from pathlib import Path

import pytest

from screener.cli.invocation import Invocation
from screener.config import Workspace, WorkspacePlace, default_store, locate_workspace, read_workspace
from screener.errors import UsageError
from screener.layers.note_settings import note_settings
from screener.layers.variables import option_settings, unread_variables
from screener.layers.workspace_settings import workspace_settings
from screener.records.fetching import FetchSettings
from screener.records.setting import OptionVariable, Setting
from screener.reference import read_reference
from screener.theses import load

TOML = """\
source = "simulated"
store = "mine.db"
thesis_folders = ["notes"]
[yahoo]
pace_s = 0.5
threads = 2
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "screener.toml").write_text(TOML)
    return tmp_path


def settings(folder: Path, environment: dict[str, str], **options: str) -> dict[str, Setting]:
    place = locate_workspace(folder, ())
    found = workspace_settings(place, read_workspace(folder), environment, options)
    return {each.name: each for each in found}


def test_without_anything_all_are_defaults(tmp_path):
    found = settings(tmp_path, {})

    assert {name: each.layer for name, each in found.items() if each.layer != "default"} == {"workspace": "option"}
    assert found["source"].value == "yahoo"
    assert found["store"].value == str(default_store())
    assert found["yahoo.deadline_s"].value == "900"
    assert found["yahoo.deadline_s"].unit == "seconds"


def test_the_file_wins_over_the_default_and_the_environment_over_the_file(folder):
    found = settings(folder, {"SCREENER_STORE": "other.db", "SCREENER_YAHOO_THREADS": "5", "SCREENER_SOURCE": ""})
    file = str(folder / "screener.toml")

    def told(name: str) -> tuple[str, str, str, str]:
        each = found[name]
        return each.value, each.layer, each.place, each.default

    # An empty variable counts as none.
    assert told("source") == ("simulated", "screener.toml", file, "yahoo")
    assert told("store")[:3] == ("other.db", "environment", "SCREENER_STORE")
    assert told("thesis_folders")[:3] == (str(folder / "notes"), "screener.toml", file)
    assert told("yahoo.pace_s") == ("0.5", "screener.toml", file, "0.25")
    assert told("yahoo.threads") == ("5", "environment", "SCREENER_YAHOO_THREADS", "3")
    assert told("yahoo.attempts") == ("3", "default", "SCREENER_YAHOO_ATTEMPTS", "3")


def test_an_option_wins_over_everything(folder):
    found = settings(folder, {"SCREENER_STORE": "other.db"}, store="third.db", workspace=str(folder))

    assert (found["store"].value, found["store"].layer, found["store"].place) == ("third.db", "option", "--store")
    assert (found["workspace"].layer, found["workspace"].place) == ("option", "--workspace")


def test_how_the_workspace_was_found_is_told(folder, tmp_path):
    below = folder / "a" / "b"
    nearest = locate_workspace(None, (below,))
    named = settings(folder, {"SCREENER_WORKSPACE": str(folder)})["workspace"]

    assert nearest == WorkspacePlace(folder, "nearest")
    assert locate_workspace(tmp_path / "x", (below,)) == WorkspacePlace(tmp_path / "x", "named")
    assert (named.layer, named.place) == ("environment", "SCREENER_WORKSPACE")


def test_what_is_shown_is_what_a_run_uses(folder, monkeypatch):
    monkeypatch.setenv("SCREENER_YAHOO_TIMEOUT_S", "7")
    workspace = read_workspace(folder)
    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    run = Invocation(workspace, read_reference(workspace), noon, noon)
    found = settings(folder, {"SCREENER_YAHOO_TIMEOUT_S": "7"})

    assert found["source"].value == run.source(None)
    assert found["store"].value == str(run.store(None))
    for name in FetchSettings.__dataclass_fields__:
        assert found[f"yahoo.{name}"].value == f"{getattr(run.fetching, name):g}"


def test_a_setting_that_cannot_be_is_refused(folder):
    with pytest.raises(UsageError, match="no number"):
        settings(folder, {"SCREENER_YAHOO_PACE_S": "fast"})


OPTIONS = (
    OptionVariable("--format", "SCREENER_FORMAT", ("screen", "claims"), ""),
    OptionVariable("--anchor", "SCREENER_ANCHOR", ("backtest",), "released"),
    OptionVariable("--store", "SCREENER_STORE", ("backtest",), ""),
)


def test_options_are_shown_where_a_variable_sets_them_and_all_on_demand():
    environment = {"SCREENER_FORMAT": "md", "SCREENER_STORE": "p.db"}
    (found,) = option_settings(OPTIONS, environment, has_unset=False)
    every = option_settings(OPTIONS, environment, has_unset=True)

    assert (found.name, found.value, found.layer, found.place) == ("--format", "md", "environment", "SCREENER_FORMAT")
    assert found.meaning == "Option of screen, claims"
    # The store is a setting of its own.
    assert [(each.name, each.value, each.layer) for each in every] == [
        ("--format", "md", "environment"),
        ("--anchor", "released", "default"),
    ]


def test_variables_that_nobody_reads_have_near_misses():
    environment = {"SCREENER_ANCHR": "x", "SCREENER_YAHOO_PACE_S": "1", "SCREENER_ZZZ": "secret", "HOME": "/"}
    found = unread_variables(OPTIONS, environment)

    assert set(found) == {"SCREENER_ANCHR", "SCREENER_ZZZ"}
    assert found["SCREENER_ANCHR"].startswith("did you mean SCREENER_ANCHOR")
    assert "secret" not in str(found)


NOTE = """\
---
type: thesis
opened_on: 2025-06-02
long_chips: [NVDA, AVGO]
short_software: [CRM]
rebalance: weekly
gross: 1.5
delisting: [-30 %, "CRM price 1.25"]
event_windows: ["0..5"]
---
"""


def test_a_note_sets_what_it_names_and_leaves_the_rest(tmp_path):
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    thesis = load(note, read_reference(Workspace(tmp_path))).thesis
    assert thesis is not None
    found = {each.name.removeprefix("mine: "): each for each in note_settings(thesis)}

    def told(name: str) -> tuple[str, str, str]:
        return found[name].value, found[name].layer, found[name].default

    assert told("rebalance") == ("weekly", "thesis", "monthly")
    assert told("gross") == ("1.5", "thesis", "2")
    assert told("delisting") == ("-30 %;CRM price 1.25", "thesis", "last_price")
    assert told("event_windows") == ("0..5", "thesis", "-1..1, 0..5, 0..20")
    assert told("hedge") == ("dollar", "default", "dollar")
    assert told("members_chosen_on") == ("2025-06-02", "default", "opened_on")
    assert told("benchmark") == ("SPY", "default", "SPY")
    assert told("max_weight_pct") == ("", "default", "")
    assert {each.place for each in found.values()} == {str(note)}
