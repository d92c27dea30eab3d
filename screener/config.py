"""Where things are: the workspace, its settings, the folders theses and tables are read from, and the caches."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import platformdirs

from screener.dictionary.near_misses import did_you_mean
from screener.errors import UsageError
from screener.files import shipped

SETTINGS_FILE = "screener.toml"
APP = "thesis-screener"

_KEYS = ("source", "store", "thesis_folders", "yahoo")
_STORE_FILE = "prices.db"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of the user's own theses and tables.

    Parameters
    ----------
    folder : Path
        Holds ``theses/``, ``data/``, ``reviews/`` and ``state/``, each made when first needed.
    source : str or None
        Price source named in ``screener.toml``.
    vault_folders : tuple of Path
        More folders of notes, from ``thesis_folders`` in ``screener.toml``.
    store : Path or None
        Price store named in ``screener.toml``.
    fetching : mapping
        The table ``[yahoo]`` of ``screener.toml``: how Yahoo is asked.
    """

    folder: Path
    source: str | None = None
    vault_folders: tuple[Path, ...] = ()
    store: Path | None = None
    fetching: Mapping[str, float] = field(default_factory=dict)

    @property
    def thesis_folders(self) -> tuple[Path, ...]:
        """Folders searched for theses, the workspace's first, those that ship last."""
        return (self.folder / "theses", *self.vault_folders, shipped("theses"))

    @property
    def ledger(self) -> Path:
        """The trial ledger."""
        return self.folder / "state" / "trials.jsonl"

    @property
    def snapshots(self) -> Path:
        """Stored reviews, a folder a thesis."""
        return self.folder / "state" / "snapshots"

    @property
    def data_folders(self) -> tuple[Path, ...]:
        """Folders of tables: the shipped one, then the workspace's."""
        return (shipped("data"), self.folder / "data")

    def tables(self, name: str) -> tuple[Path, ...]:
        """Files of one table: the shipped one, then the workspace's if it is there."""
        ship, own = (folder / f"{name}.csv" for folder in self.data_folders)
        return (ship, own) if own.exists() or own.is_symlink() else (ship,)


@dataclass(frozen=True, slots=True)
class WorkspacePlace:
    """Where a workspace is, and how it was found.

    Parameters
    ----------
    folder : Path
    how : {"named", "nearest", "user"}
        Named by option or environment, the nearest parent with ``screener.toml``, or the user's data folder.
    """

    folder: Path
    how: Literal["named", "nearest", "user"]


def locate_workspace(named: Path | None, starts: Sequence[Path]) -> WorkspacePlace:
    """Return the folder of the workspace, without looking into its settings; see :func:`find_workspace`."""
    if named is not None:
        return WorkspacePlace(named, "named")
    for start in starts:
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).is_file():
                return WorkspacePlace(folder, "nearest")
    return WorkspacePlace(Path(platformdirs.user_data_path(APP)), "user")


def find_workspace(named: Path | None, starts: Sequence[Path]) -> Workspace:
    """Return the workspace: the one named, else the nearest parent with ``screener.toml``, else the user's data folder.

    Parameters
    ----------
    named : Path or None
        ``--workspace`` or ``SCREENER_WORKSPACE``; need not exist yet.
    starts : sequence of Path
        Folders whose parents are searched, in order.

    Raises
    ------
    UsageError
        The named path is a file, or ``screener.toml`` cannot be read or has an unknown key.
    """
    return read_workspace(locate_workspace(named, starts).folder)


def cache_folder() -> Path:
    """Return the folder for what can be made again: exchange sessions, the price client's own files."""
    return Path(platformdirs.user_cache_path(APP))


def default_store() -> Path:
    """Return where prices are kept unless told otherwise: the user's data folder, never a vault."""
    return Path(platformdirs.user_data_path(APP)) / _STORE_FILE


def read_workspace(folder: Path) -> Workspace:
    """Read the settings of a workspace.

    Raises
    ------
    UsageError
        The folder is a file, or ``screener.toml`` cannot be read or has an unknown key.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"the workspace {folder} is a file; name a folder")
    path = folder / SETTINGS_FILE
    if not path.is_file():
        return Workspace(folder)
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{path} cannot be read as TOML in UTF-8: {error}; correct it there") from error
    for key in settings:
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS) or f"the keys are {', '.join(_KEYS)}"
            raise UsageError(f"{path}: unknown key {key!r}; {hint}")
    source, store = settings.get("source"), settings.get("store")
    folders = settings.get("thesis_folders", [])
    if source is not None and not isinstance(source, str):
        raise UsageError(f'{path}: source must be text, such as source = "yahoo"')
    if store is not None and not isinstance(store, str):
        raise UsageError(f'{path}: store must be text, such as store = "prices.db"')
    if not isinstance(folders, list) or not all(isinstance(each, str) for each in folders):
        raise UsageError(f'{path}: thesis_folders must be a list of folders, such as ["../Notes/Theses"]')
    absent = [each for each in folders if not _inside(folder, each).is_dir()]
    if absent:
        raise UsageError(f"{path}: thesis_folders names {absent[0]!r}, which is no folder; correct or remove it")
    return Workspace(
        folder,
        _beside(folder, source),
        tuple(_inside(folder, each) for each in folders),
        None if store is None else _inside(folder, store),
        _numbers(settings.get("yahoo", {}), path),
    )


def _numbers(table: object, path: Path) -> Mapping[str, float]:
    if not isinstance(table, dict) or not all(isinstance(value, (int, float)) for value in table.values()):
        raise UsageError(f"{path}: [yahoo] must be a table of numbers, such as deadline_s = 300")
    return table


def _beside(folder: Path, source: str | None) -> str | None:
    """Return the source; a relative ``csv:FOLDER`` lies beside the settings that name it."""
    kind, colon, path = (source or "").partition(":")
    return f"csv:{_inside(folder, path)}" if kind.strip() == "csv" and colon and path else source


def _inside(folder: Path, path: str) -> Path:
    try:
        return (folder / Path(path).expanduser()).resolve()
    except (RuntimeError, ValueError) as error:
        raise UsageError(f"{folder / SETTINGS_FILE}: {path[:80]!r} is no path: {error}") from error
