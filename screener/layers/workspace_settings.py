"""The settings that a workspace and the environment make, each with its layer."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType

from screener.config import SETTINGS_FILE, Workspace, WorkspacePlace, default_store
from screener.dictionary.setting_words import SETTINGS
from screener.fetch_settings import fetch_settings
from screener.records.fetching import FetchSettings
from screener.records.prices import YAHOO
from screener.records.setting import Layer, Setting

NO_OPTIONS: Mapping[str, str] = MappingProxyType({})
_HOW = {"nearest": f"the nearest parent with {SETTINGS_FILE}", "user": "the user data folder"}


def workspace_settings(
    place: WorkspacePlace,
    workspace: Workspace,
    environment: Mapping[str, str],
    options: Mapping[str, str] = NO_OPTIONS,
) -> tuple[Setting, ...]:
    """Return the settings in force, in the order of the dictionary.

    Parameters
    ----------
    place : WorkspacePlace
        Where the workspace is, and how it was found.
    workspace : Workspace
        What its ``screener.toml`` says.
    environment : mapping
        An empty variable counts as none.
    options : mapping
        Settings named on the command line itself, by name; they win over the environment.

    Raises
    ------
    UsageError
        A setting of ``[yahoo]`` that does not exist, or is no number in range.
    """
    return (
        _workspace(place, environment, options),
        _layered("source", workspace.source, YAHOO, workspace, environment, options),
        _layered("store", _text(workspace.store), str(default_store()), workspace, environment, options),
        _folders(workspace),
        *_fetching(workspace, environment),
    )


def _workspace(place: WorkspacePlace, environment: Mapping[str, str], options: Mapping[str, str]) -> Setting:
    word = SETTINGS["workspace"]
    if place.how != "named":
        return Setting("workspace", str(place.folder), "default", _HOW[place.how], _HOW["user"], word.meaning)
    by_variable = "workspace" not in options and environment.get(word.variable)
    layer: Layer = "environment" if by_variable else "option"
    said = word.variable if by_variable else "--workspace"
    return Setting("workspace", str(place.folder), layer, said, _HOW["user"], word.meaning)


def _layered(
    name: str,
    written: str | None,
    default: str,
    workspace: Workspace,
    environment: Mapping[str, str],
    options: Mapping[str, str],
) -> Setting:
    word = SETTINGS[name]
    if name in options:
        return Setting(name, options[name], "option", f"--{name}", default, word.meaning, word.unit)
    if environment.get(word.variable):
        value = environment[word.variable]
        return Setting(name, value, "environment", word.variable, default, word.meaning, word.unit)
    if written is not None:
        return Setting(name, written, "screener.toml", _file(workspace), default, word.meaning, word.unit)
    return Setting(name, default, "default", word.variable, default, word.meaning, word.unit)


def _folders(workspace: Workspace) -> Setting:
    word = SETTINGS["thesis_folders"]
    folders = ";".join(str(folder) for folder in workspace.vault_folders)
    layer: Layer = "screener.toml" if folders else "default"
    return Setting("thesis_folders", folders, layer, _file(workspace), "", word.meaning)


def _fetching(workspace: Workspace, environment: Mapping[str, str]) -> Iterator[Setting]:
    in_force, defaults = fetch_settings(environment, workspace.fetching), FetchSettings()
    for field in fields(FetchSettings):
        name = f"yahoo.{field.name}"
        word = SETTINGS[name]
        layer: Layer = "default"
        place = word.variable
        if environment.get(word.variable):
            layer = "environment"
        elif field.name in workspace.fetching:
            layer, place = "screener.toml", _file(workspace)
        value, default = (f"{getattr(each, field.name):g}" for each in (in_force, defaults))
        yield Setting(name, value, layer, place, default, word.meaning, word.unit)


def _file(workspace: Workspace) -> str:
    return str(workspace.folder / SETTINGS_FILE)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
