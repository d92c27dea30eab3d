"""The settings in force, variables that nobody reads, and a price source that cannot be used."""

from collections.abc import Iterator
from pathlib import Path

from screener.config import Workspace, WorkspacePlace
from screener.errors import UsageError
from screener.layers.variables import option_settings, unread_variables
from screener.layers.workspace_settings import workspace_settings
from screener.records.diagnosis import Check, Surroundings
from screener.records.prices import CSV, YAHOO
from screener.records.setting import Setting

_SIMULATED = "simulated"
_YAHOO = "yahoo."


def setting_checks(place: WorkspacePlace, workspace: Workspace, around: Surroundings) -> Iterator[Check]:
    """Yield a check a setting, with the layer it comes from."""
    try:
        found = workspace_settings(place, workspace, around.environment, around.given)
    except UsageError as error:
        yield Check("settings", "yahoo", "error", str(error), "correct it there; docs/prices.md has the settings")
        found = workspace_settings(place, Workspace(workspace.folder), {}, around.given)
    untouched = [setting for setting in found if setting.layer == "default" and setting.name.startswith(_YAHOO)]
    for setting in (*found, *option_settings(around.options, around.environment, has_unset=False)):
        if setting not in untouched:
            yield _check(setting)
    if untouched:
        yield Check("settings", "[yahoo]", "ok", f"{len(untouched)} settings at their defaults")
    for name, hint in unread_variables(around.options, around.environment).items():
        yield Check("settings", name, "warning", "this environment variable is read by no command", hint)


def price_source(workspace: Workspace, around: Surroundings) -> str:
    """Return the price source in force."""
    return (around.environment.get("SCREENER_SOURCE") or workspace.source or YAHOO).strip()


def _check(setting: Setting) -> Check:
    value = f"{setting.value} {setting.unit}".strip() or "none"
    origin = setting.place if setting.layer != "default" or setting.name == "workspace" else "default"
    finding = f"{value} [{origin}]"
    problem, remedy = _source_problem(setting) if setting.name == "source" else ("", "")
    if problem:
        return Check("settings", setting.name, "error", f"{finding}: {problem}", remedy)
    return Check("settings", setting.name, "ok", finding)


def _source_problem(setting: Setting) -> tuple[str, str]:
    """Return what is wrong with a price source, and the remedy; nothing where it can be opened."""
    kind, colon, folder = setting.value.strip().partition(":")
    if kind in (YAHOO, _SIMULATED) and not colon:
        return "", ""
    if kind != CSV or not folder:
        return "no price source is called so", "write yahoo, csv:FOLDER or simulated"
    if not Path(folder).expanduser().is_dir():
        return f"{folder} is no folder", "name a folder that holds TICKER.csv files"
    return "", ""
