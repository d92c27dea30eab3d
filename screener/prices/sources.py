"""From the text of ``--source`` to a price source."""

import datetime as dt
from pathlib import Path

from screener.dictionary.near_misses import did_you_mean
from screener.errors import CodeError, UsageError
from screener.prices.csv_folder import CsvFolder
from screener.prices.simulated import Plant, SessionsBetween, SimulatedMarket
from screener.prices.stored import StoredPrices
from screener.records.prices import CSV, YAHOO, PriceSource
from screener.sessions.listings import Exchanges

SOURCES = (YAHOO, "csv:FOLDER", "simulated")


def open_source(
    text: str,
    *,
    exchanges: Exchanges,
    sessions_between: SessionsBetween,
    store_path: Path | None = None,
    known_at: dt.datetime | None = None,
    plants: tuple[Plant, ...] = (),
    noiseless: bool = False,
    has_volume: bool = False,
) -> PriceSource:
    """Return the price source that ``text`` names.

    Parameters
    ----------
    text : str
        ``yahoo``, ``csv:FOLDER`` or ``simulated``.
    exchanges, sessions_between, plants, noiseless
        What the simulated market is made from.
    store_path : Path or None
        The price store, which ``yahoo`` reads; it must have been pulled into.
    has_volume : bool
        Volumes are wanted too, where they cost time to read.
    known_at : datetime or None
        For ``yahoo`` only: prices as known at this instant.

    Raises
    ------
    UsageError
        Another text, a folder that is not there, or ``known_at`` for a source that keeps no past.
    """
    kind, colon, rest = text.strip().partition(":")
    if kind == YAHOO and not colon:
        if store_path is None:
            raise CodeError("prices of Yahoo are read from a store, and none was named")
        return StoredPrices(store_path, known_at)
    if known_at is not None:
        raise UsageError(f"only stored prices can be read as known on a date; leave --source {text[:80]} out")
    if kind == "simulated" and not colon:
        return SimulatedMarket(exchanges, sessions_between, plants, noiseless=noiseless)
    if kind == CSV:
        return _csv_folder(rest, has_volume=has_volume)
    raise UsageError(f"no price source is called {text[:80]!r}; {did_you_mean(kind, SOURCES)}")


def _csv_folder(text: str, *, has_volume: bool) -> CsvFolder:
    if not text:
        raise UsageError("csv needs a folder of TICKER.csv files; write csv:FOLDER")
    folder = Path(text).expanduser()
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name one that holds TICKER.csv files")
    return CsvFolder(folder, has_volume=has_volume)
