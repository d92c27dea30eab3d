"""An export as CSV files: ``FOLDER/AS_OF`` for this day, and the same in ``FOLDER/latest`` for links that stay."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from screener.errors import UsageError
from screener.export.package_folder import PackageFolder, check_files, open_folder, write_files
from screener.records.export import Export
from screener.report.data_package import csv_name, data_package_text
from screener.report.delimited import PLAIN, Dialect, csv_text

LATEST = "latest"


@dataclass(frozen=True, slots=True)
class WrittenFolder:
    """What was written.

    Parameters
    ----------
    places : tuple of Path
        The day's folder, and the latest.
    n_files : int
        In each, the description included.
    n_bytes : int
        In each.
    """

    places: tuple[Path, ...]
    n_files: int
    n_bytes: int


def check_folder(folder: Path, as_of: dt.date) -> None:
    """Refuse a folder that cannot be written into, before anything is computed.

    Raises
    ------
    UsageError
        See :func:`write_folder`; files in the way are found only when there is something to write.
    """
    _open(folder, as_of)


def write_folder(export: Export, folder: Path, dialect: Dialect = PLAIN) -> WrittenFolder:
    """Write every table of an export, with a description of them.

    Parameters
    ----------
    export : Export
    folder : Path
        Made if missing.
    dialect : Dialect

    Returns
    -------
    WrittenFolder

    Raises
    ------
    UsageError
        The folder is a file, a place in it leads elsewhere, a file in the way is none of an export's, or the disk
        refused. In all but the last case nothing was written.
    """
    places = _open(folder, export.as_of)
    files = {csv_name(table.name): csv_text(table, dialect).encode() for table in export.tables}
    package = data_package_text(export, files, dialect).encode()
    try:
        for place in places:
            check_files(place, files)
        for place in places:
            write_files(place, files, package)
    except OSError as error:
        raise UsageError(_cannot(folder, error)) from error
    n_bytes = sum(map(len, files.values())) + len(package)
    return WrittenFolder(tuple(place.path for place in places), len(files) + 1, n_bytes)


def _open(folder: Path, as_of: dt.date) -> tuple[PackageFolder, ...]:
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name one, or a workbook that ends in .xlsx, with -o")
    try:
        return tuple(open_folder(folder / name) for name in (as_of.isoformat(), LATEST))
    except OSError as error:
        raise UsageError(_cannot(folder, error)) from error


def _cannot(folder: Path, error: OSError) -> str:
    return (
        f"cannot write {error.filename or folder}: {error.strerror or error}; make it writable, or name another folder"
    )
