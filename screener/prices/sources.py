"""From the text of ``--source`` to a price source."""

from pathlib import Path

from screener.dictionary.near_misses import did_you_mean
from screener.errors import UsageError
from screener.prices.csv_folder import CsvFolder
from screener.prices.simulated import Plant, SessionsBetween, SimulatedMarket
from screener.prices.yahoo import Yahoo
from screener.records.prices import PriceSource
from screener.sessions.listings import Exchanges

SOURCES = ("yahoo", "csv:FOLDER", "simulated")


def open_source(
    text: str,
    *,
    exchanges: Exchanges,
    sessions_between: SessionsBetween,
    cache_folder: Path,
    plants: tuple[Plant, ...] = (),
    noiseless: bool = False,
) -> PriceSource:
    """Return the price source that ``text`` names.

    Parameters
    ----------
    text : str
        ``yahoo``, ``csv:FOLDER`` or ``simulated``.
    exchanges, sessions_between, plants, noiseless
        What the simulated market is made from.
    cache_folder : Path
        A folder that the sources may keep things in.

    Raises
    ------
    UsageError
        Another text, or a folder that is not there.
    """
    kind, colon, rest = text.strip().partition(":")
    if kind == "yahoo" and not colon:
        return Yahoo(cache_folder / "yahoo")
    if kind == "simulated" and not colon:
        return SimulatedMarket(exchanges, sessions_between, plants, noiseless=noiseless)
    if kind == "csv":
        return _csv_folder(rest)
    raise UsageError(f"no price source is called {text[:80]!r}; {did_you_mean(kind, SOURCES)}")


def _csv_folder(text: str) -> CsvFolder:
    if not text:
        raise UsageError("csv needs a folder of TICKER.csv files; write csv:FOLDER")
    folder = Path(text).expanduser()
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name one that holds TICKER.csv files")
    return CsvFolder(folder)
