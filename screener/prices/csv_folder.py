"""Prices from a folder of CSV files, one file a ticker."""

import datetime as dt
from pathlib import Path

import numpy as np

from screener.errors import PriceError
from screener.prices.csv_table import EXTRAS, DailyColumns, TableAnswer, read_daily
from screener.prices.span import between
from screener.prices.until import last_on
from screener.records.prices import CSV, Bars, Basis, Missing, PriceAnswer
from screener.records.problem import Problem


class CsvFolder:
    """A folder with one file ``TICKER.csv`` for each ticker.

    Parameters
    ----------
    folder : Path
        Its files hold ``date, open, high, low, close, adj_close, volume``: ``close`` is adjusted for
        splits, ``adj_close`` for dividends too, and either may be blank. Only date and these two are read.
    has_volume : bool
        Read ``volume`` too.

    Notes
    -----
    A ticker never becomes a path. The folder is listed, and a ticker is read only if a file with exactly
    its name is there; so neither ``../x`` nor a device name nor another case of the letters opens anything.
    """

    def __init__(self, folder: Path, *, has_volume: bool = False) -> None:
        self._folder = folder
        self._extras = ("volume",) if has_volume else ()

    @property
    def name(self) -> str:
        """``csv``."""
        return CSV

    def daily(self, tickers: tuple[str, ...], start_on: dt.date, until_at: dt.datetime) -> PriceAnswer:
        """Return the bars of ``tickers`` from ``start_on`` to the date at ``until_at`` in UTC.

        Raises
        ------
        PriceError
            The folder cannot be listed.
        """
        past_on = last_on(until_at)
        files = csv_files(self._folder)
        bars: list[Bars] = []
        missing: list[Missing] = []
        problems: list[Problem] = []
        for ticker in dict.fromkeys(tickers):
            read = self._read(ticker, files, problems)
            found = read if isinstance(read, Missing) else _bars(ticker, read, start_on, past_on)
            if isinstance(found, Bars):
                bars.append(found)
            else:
                missing.append(found)
        return PriceAnswer(self.name, tuple(bars), tuple(missing), tuple(problems))

    def _read(self, ticker: str, files: dict[str, Path], problems: list[Problem]) -> DailyColumns | Missing:
        shown = ticker if ticker.isprintable() and len(ticker) <= 40 else f"{ticker[:40]!r}"
        path = files.get(ticker)
        if path is None:
            return Missing(ticker, f"no file {shown}.csv in the folder")
        answer = read_file(path, extras=self._extras)
        problems += answer.problems
        return answer.columns or Missing(ticker, answer.reason)


def csv_files(folder: Path) -> dict[str, Path]:
    """Return the files ``TICKER.csv`` of a folder by ticker, in order.

    Raises
    ------
    PriceError
        The folder cannot be listed.
    """
    try:
        return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix == ".csv" and path.is_file()}
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PriceError(f"cannot list {folder}: {reason}; name a folder of TICKER.csv files") from error


def read_file(path: Path, *, extras: tuple[str, ...] = ()) -> TableAnswer:
    """Return what one file holds; one that cannot be opened has no columns and says why."""
    try:
        return read_daily(path.read_bytes(), str(path), extras=extras)
    except OSError as error:
        return TableAnswer(None, f"cannot read {path}: {error.strerror or type(error).__name__}")


def bars_of(ticker: str, columns: DailyColumns) -> Bars:
    """Return a file's rows as bars; nothing is known of its dividends and splits but what is in the adjusted closes."""
    basis: Basis = "adjusted_only" if np.isnan(columns.close).all() else "split_adjusted"
    opened, high, low, volume = (columns.extras.get(name) for name in EXTRAS)
    return Bars(ticker, columns.session_on, columns.close, columns.adj_close, basis, opened, high, low, volume)


def _bars(ticker: str, columns: DailyColumns, start_on: dt.date, past_on: dt.date) -> Bars | Missing:
    found = between(bars_of(ticker, columns), np.datetime64(start_on, "D"), np.datetime64(past_on, "D"))
    if not len(found.session_on):
        # What comes after the span is not known in it, be it only how long the file goes on.
        earlier = columns.session_on[columns.session_on < np.datetime64(start_on, "D")]
        other = f"its last one before is of {earlier[-1]}" if len(earlier) else "the file begins later"
        return Missing(ticker, f"no row from {start_on} to {past_on}; {other}")
    if np.isnan(found.adj_close).all() and not np.isnan(columns.adj_close).all():
        # Falling back on close here would make the way returns are made depend on the range asked for.
        return Missing(ticker, f"no adj_close from {start_on} to {past_on}, though the file has some")
    return found
