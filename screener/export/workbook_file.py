"""An export as one workbook; a workbook that somebody else made is never replaced."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from screener.errors import UsageError
from screener.files import write_atomically
from screener.records.export import Export
from screener.report.workbook.workbook import CREATOR, workbook

ENDING = ".xlsx"
_PROPERTIES = "docProps/core.xml"
_ENOUGH = 65_536


@dataclass(frozen=True, slots=True)
class WrittenWorkbook:
    """What was written, and what the workbook lacks of its tables, in words."""

    path: Path
    n_bytes: int
    lacks: tuple[str, ...]


def check_workbook(path: Path) -> None:
    """Refuse to replace what no export has made.

    Raises
    ------
    UsageError
        The path is a folder, or a file that does not name an export as its maker.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file that ends in {ENDING}, or a folder without that ending")
    if path.exists() and not _is_own(path):
        raise UsageError(f"{path} is there and no export made it; move it away, or name another file")


def write_workbook(export: Export, path: Path) -> WrittenWorkbook:
    """Write an export as one workbook, in one step.

    Raises
    ------
    UsageError
        See :func:`check_workbook`; or the disk refused.
    """
    check_workbook(path)
    made = workbook(export)
    try:
        write_atomically(path, made.data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}; name another file") from error
    return WrittenWorkbook(path, len(made.data), made.lacks)


def _is_own(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book, book.open(_PROPERTIES) as properties:
            return f"<dc:creator>{CREATOR}</dc:creator>".encode() in properties.read(_ENOUGH)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError):
        return False
