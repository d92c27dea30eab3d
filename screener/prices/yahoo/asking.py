"""The asking process: reads one job on stdin, answers on stdout, and ends with whoever started it."""

import os
import sys
import threading

from screener.prices.yahoo.wire import read_job, write_message


def main() -> None:
    """Run one job."""
    # The answers keep the real stdout; whatever a library prints goes nowhere near them.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    job = read_job(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from screener.prices.yahoo.cache_files import cache_files  # noqa: PLC0415 - the job is read first
    from screener.prices.yahoo.client import Client  # noqa: PLC0415 - half a second
    from screener.prices.yahoo.rounds import ask_all  # noqa: PLC0415 - as above

    with cache_files(job.cache_folder, job.spare_folder) as folder:
        client = Client(folder, job.settings, job.fetched_at)
        ask_all(job.asks, client, job.settings, lambda message: write_message(answers, message))
    # All is said and flushed; taking the libraries down in order would cost a second more.
    os._exit(0)


def _end_with_parent() -> None:
    """Leave at once when stdin closes: the one who asked is gone, and nobody reads the answers."""
    sys.stdin.buffer.read()
    os._exit(1)
