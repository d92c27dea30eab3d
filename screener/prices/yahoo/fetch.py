"""Asks Yahoo in a process of its own, and holds it to a deadline."""

import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from screener.prices.yahoo.symbols import is_symbol
from screener.prices.yahoo.wire import Job, Message, Pause, job_line, key_of, read_messages, without_rows
from screener.records.prices import FetchOutcome

# The child finds its modules where this process does, and never in the current folder, as ``-m`` would.
_START = "import sys; sys.path[:] = sys.argv[1:]; from screener.prices.yahoo.asking import main; main()"
_NOT_A_SYMBOL = "not a symbol that Yahoo could know"


def fetch(job: Job) -> Iterator[Message]:
    """Ask Yahoo every question of a job.

    Yields
    ------
    Fetched, IncomeFetched or Pause
        Each question's last answer once, as it comes, and every wait in between. What has not come by
        ``job.settings.deadline_s`` is ``failed``: the process that asks is ended, whatever it hangs on.

    Notes
    -----
    Threads cannot be ended, and yfinance waits through locks of its own; a process can be. It also keeps yfinance's
    memory, its warnings and its settings out of ours.
    """
    waiting = {ask.key: ask for ask in job.asks}
    for ask in [ask for ask in waiting.values() if not is_symbol(ask.ticker)]:
        del waiting[ask.key]
        yield without_rows(ask, FetchOutcome.FAILED, _NOT_A_SYMBOL)
    if not waiting:
        return
    with tempfile.TemporaryDirectory() as spare:
        asking = _Asking(replace(job, asks=list(waiting.values()), spare_folder=Path(spare)))
        for message in asking.messages():
            if not isinstance(message, Pause):
                waiting.pop(key_of(message), None)
            yield message
    for ask in waiting.values():
        yield without_rows(ask, FetchOutcome.FAILED, asking.why_it_ended)


class _Asking:
    """One asking process, from its start to its end."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.why_it_ended = "the asking process was ended"

    def messages(self) -> Iterator[Message]:
        """Yield what the process says until it is done or the deadline has passed; then it is gone."""
        give_up_at = time.monotonic() + self._job.settings.deadline_s
        with tempfile.TemporaryFile() as said:
            command = (sys.executable, "-P", "-c", _START, *sys.path)
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)  # noqa: S603 - ours
            messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
            reader = threading.Thread(target=_read, args=(process, self._job, messages), daemon=True)
            reader.start()
            try:
                while (message := messages.get(timeout=max(0.0, give_up_at - time.monotonic()))) is not None:
                    yield message
                code = process.wait(max(0.1, give_up_at - time.monotonic()))
                self.why_it_ended = _last_line(said) if code > 0 else f"the asking process was ended (signal {-code})"
            except (queue.Empty, subprocess.TimeoutExpired):
                self.why_it_ended = f"no answer within {self._job.settings.deadline_s:g} s"
            finally:
                process.kill()
                process.wait()
                reader.join()
                for stream in (process.stdin, process.stdout):
                    if stream is not None:
                        stream.close()


def _read(process: "subprocess.Popen[bytes]", job: Job, messages: "queue.SimpleQueue[Message | None]") -> None:
    """Hand the job down and the messages up; None says that no more come."""
    try:
        if process.stdin is not None and process.stdout is not None:
            # Left open: its end tells the asking process that we are gone.
            process.stdin.write(job_line(job))
            process.stdin.flush()
            for message in read_messages(process.stdout):
                messages.put(message)
    except (OSError, ValueError, KeyError):
        # It ended before it read its job, or in the middle of a word; what it said last tells why.
        pass
    finally:
        messages.put(None)


def _last_line(said: IO[bytes]) -> str:
    """Return the last line that the asking process wrote to its stderr: why it broke."""
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return f"asking Yahoo broke: {lines[-1].strip()[:200] if lines else 'it gave no reason'}"
