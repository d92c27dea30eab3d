"""Asking processes that begin with yfinance imported: each is forked from one process that did nothing else.

The import takes half a second and is the same every time. All else is as in use: a process of its own with the current
environment and folder, that reads its job, writes its answers and can be killed.
"""

import multiprocessing
import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import IO
from unittest import mock

from screener.prices.yahoo import asking

_IMPORTED = [f"screener.prices.yahoo.{name}" for name in ("asking", "cache_files", "client", "rounds")]


class WarmProcess:
    """What the gate uses of ``subprocess.Popen``."""

    def __init__(self, command: tuple[str, ...], *, stdin: int, stdout: int, stderr: IO[bytes]) -> None:
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(_IMPORTED)
        their_stdin, to_them = forks.Pipe(duplex=False)
        from_them, their_stdout = forks.Pipe(duplex=False)
        theirs = (their_stdin, their_stdout, Connection(os.dup(stderr.fileno()), readable=False))
        self._process = forks.Process(target=_ask, args=(theirs, dict(os.environ), str(Path.cwd())), daemon=True)
        # multiprocessing would run the main module, which is the test runner's, again in each process.
        with mock.patch.dict(sys.modules, __main__=ModuleType("__main__")):
            self._process.start()
        self.stdin = os.fdopen(os.dup(to_them.fileno()), "wb")
        self.stdout = os.fdopen(os.dup(from_them.fileno()), "rb")
        for end in (*theirs, to_them, from_them):
            end.close()

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("asking", timeout or 0.0)
        return self._process.exitcode


WARM = SimpleNamespace(PIPE=subprocess.PIPE, TimeoutExpired=subprocess.TimeoutExpired, Popen=WarmProcess)


def _ask(streams: tuple[Connection, Connection, Connection], environment: dict[str, str], folder: str) -> None:
    """Take over the streams, environment and folder of the one who asks, and do the job."""
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    asking.main()
