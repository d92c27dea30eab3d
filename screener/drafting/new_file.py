"""Writing a file that is not there yet, whole or not at all."""

from pathlib import Path

from screener.errors import UsageError
from screener.files import write_atomically


def write_new(path: Path, data: bytes) -> None:
    """Write a new file.

    Parameters
    ----------
    path : Path
        Its folder is made if missing. A file, folder or link of that name is never touched.
    data : bytes

    Raises
    ------
    UsageError
        There is something of that name already, or the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Taking the name first keeps a file safe that somebody else makes at the same time.
        path.open("xb").close()
    except FileExistsError as error:
        raise UsageError(
            f"{error.filename} is there already and is left as it is; name another file with -o"
        ) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}; name another file with -o") from error
    try:
        write_atomically(path, data)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"{path} cannot be written: {error.strerror or error}; name another with -o") from error
        raise
