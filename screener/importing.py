"""From a folder of CSV files into the price store."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from screener.errors import PriceError
from screener.prices.csv_folder import read_file
from screener.prices.csv_table import DailyColumns
from screener.prices.store.price_store import PriceStore
from screener.pulling import Listener, keep
from screener.records.prices import Bars, Basis, Fetched, FetchOutcome, Received
from screener.records.problem import Problem
from screener.records.pulling import Pull, Pulled

SOURCE = "csv"
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
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".csv" and path.is_file())
    except OSError as error:
        raise PriceError(
            f"cannot list {folder}: {error.strerror or error}; name a folder of TICKER.csv files"
        ) from error
    listener.expect(len(files))
    pulled: list[Pulled] = []
    problems: list[Problem] = []
    with PriceStore.open(store_path) as store:
        for path in files:
            answer = read_file(path, has_extras=True)
            problems += answer.problems
            if answer.columns is None:
                failed = Fetched(path.stem, FetchOutcome.FAILED, answer.reason)
                store.note(failed, SOURCE, asked_at, _FROM_ON)
                pulled.append(Pulled(path.stem, FetchOutcome.FAILED, answer.reason))
            else:
                received = Received(bars_of(path.stem, answer.columns), SOURCE, asked_at, _FROM_ON)
                pulled.append(keep(store, received, accept=accept))
            listener.advance(path.stem)
    return Import(Pull(SOURCE, asked_at, tuple(pulled)), tuple(problems))


def bars_of(ticker: str, columns: DailyColumns) -> Bars:
    """Return a file's rows as bars; nothing is known of its dividends and splits but what is in the adjusted closes."""
    basis: Basis = "adjusted_only" if not (columns.close > 0).any() else "split_adjusted"
    opened, high, low, volume = columns.extras
    return Bars(ticker, columns.session_on, columns.close, columns.adj_close, basis, opened, high, low, volume)
