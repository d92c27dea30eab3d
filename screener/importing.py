"""From a folder of CSV files into the price store."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from screener.prices.csv_folder import bars_of, csv_files, read_file
from screener.prices.csv_table import EXTRAS
from screener.prices.span import rows
from screener.prices.store.price_store import PriceStore
from screener.pulling import Listener, keep
from screener.records.prices import CSV, Bars, Fetched, FetchOutcome, Received
from screener.records.problem import Problem
from screener.records.pulling import Pull, Pulled

# A file is all there is of its ticker: whatever it lacks, it lacks from the beginning.
_FROM_ON = dt.date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Import:
    """What came of each file, and what is wrong with them."""

    pull: Pull
    problems: tuple[Problem, ...]


def import_folder(
    folder: Path, store_path: Path, asked_at: dt.datetime, listener: Listener, *, accept: bool = False
) -> Import:
    """Keep every ``TICKER.csv`` of a folder.

    Parameters
    ----------
    folder : Path
        Its files are those of ``--source csv:FOLDER``; the name before ``.csv`` is the ticker. Other files are passed
        over.
    store_path : Path
        Made if missing.
    asked_at : datetime
        Aware; from then on the prices count as known.
    listener : Listener
    accept : bool
        Keep also what contradicts the prices held.

    Raises
    ------
    PriceError
        The store cannot be used, or the folder not be listed.
    """
    files = csv_files(folder)
    listener.expect(len(files))
    pulled: list[Pulled] = []
    problems: list[Problem] = []
    with PriceStore.open(store_path) as store:
        for ticker, path in files.items():
            answer = read_file(path, extras=EXTRAS)
            problems += answer.problems
            if answer.columns is None:
                failed = Fetched(ticker, FetchOutcome.FAILED, answer.reason)
                store.note(failed, CSV, asked_at, _FROM_ON)
                pulled.append(Pulled(ticker, FetchOutcome.FAILED, answer.reason))
            else:
                pulled.append(_kept(store, bars_of(ticker, answer.columns), asked_at, accept=accept))
            listener.advance(ticker)
    return Import(Pull(CSV, asked_at, tuple(pulled)), tuple(problems))


def _kept(store: PriceStore, bars: Bars, asked_at: dt.datetime, *, accept: bool) -> Pulled:
    """Keep one file's rows up to today: what lies in the future is no price yet."""
    past = rows(bars, bars.session_on <= np.datetime64(asked_at.date()))
    if not len(past.session_on):
        return Pulled(bars.ticker, FetchOutcome.FAILED, f"all its rows lie after {asked_at.date()}")
    return keep(store, Received(past, CSV, asked_at, _FROM_ON), accept=accept)
