"""Writing files so that nobody ever reads half of one, and finding the files that ship."""

import os
import tempfile
from pathlib import Path

from screener.errors import CodeError


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step.

    Parameters
    ----------
    path : Path
        Its folder is made if missing. A symlink is followed, so the link survives.
    data : bytes
        The whole new content.

    Raises
    ------
    OSError
        The disk refused; the old file is untouched and no temporary file is left.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else _new_file_mode())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _new_file_mode() -> int:
    """Return the mode of a file that the user would make: the temporary one is private whatever their umask says."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def shipped(folder: str) -> Path:
    """Return the folder of files that ship: ``theses`` or ``data``.

    The wheel carries them as ``screener/_shipped``; a checkout has them at its top.

    Raises
    ------
    CodeError
        Neither place holds the folder: the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_shipped" / folder, package.parent / folder):
        if candidate.is_dir():
            return candidate
    raise CodeError(f"the shipped folder {folder!r} is missing; reinstall thesis-screener")
