"""One writer at a time, across processes, on every system."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RETRY_S = 0.01

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class LockTimeoutError(Exception):
    """Another process held the lock for longer than the caller would wait."""


@contextmanager
def locked(path: Path, wait_s: float | None = None) -> Iterator[None]:
    """Hold the lock that belongs to ``path`` while the block runs.

    Parameters
    ----------
    path : Path
        The guarded file. The lock is an empty file beside it that stays; the system frees it when its holder dies.
    wait_s : float or None
        How long to wait for another holder; None waits as long as it takes.

    Raises
    ------
    LockTimeoutError
        The lock was not free in time.
    OSError
        The lock file cannot be made.
    """
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, wait_s)
        try:
            yield
        finally:
            _release(descriptor)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, wait_s: float | None) -> None:
    give_up_at = None if wait_s is None else time.monotonic() + wait_s
    while not _try(descriptor):
        if give_up_at is not None and time.monotonic() >= give_up_at:
            raise LockTimeoutError
        time.sleep(_RETRY_S)
