"""A Parquet file of prices as a list of names."""

from pathlib import Path

import numpy as np

from screener.records.prices import Bools
from screener.records.screen import ScreenName
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.reference import Reference
from screener.screening.listed_prices import ListedPrices
from screener.screening.names import leg_for
from screener.universe import read

# As long as a price counts for a figure; a name silent for longer cannot be held.
_MOST_SILENT_SESSIONS = 5
_SILENT = "no print in the last five sessions of the file's prices up to"


def read_listed_prices(path: Path, thesis: Thesis, reference: Reference, settings: Settings) -> ListedPrices:
    """Read names and prices of a Parquet file.

    Parameters
    ----------
    path : Path
        See :func:`screener.prices.universe.parquet_file.read_parquet`.
    thesis : Thesis
        A name of the file is taken for its long side, or for its only one.
    reference : Reference
    settings : Settings

    Raises
    ------
    UsageError, PriceError
        The file cannot be read, lacks a column, or has no price of the first benchmark.
    """
    universe = read(thesis, reference.exchanges, settings, path)
    side = thesis.sides[0]
    leg = leg_for(thesis, "listed", side)
    printed: Bools = np.asarray(np.isfinite(universe.level[-_MOST_SILENT_SESSIONS:]).any(axis=0))
    names = [ScreenName(ticker, "", "listed", leg, side) for ticker in universe.tickers]
    silent = [
        (name, f"{_SILENT} {universe.data_as_of}")
        for name, has_print in zip(names, printed, strict=True)
        if not has_print
    ]
    refused = [(ScreenName(each.ticker, "", "listed", leg, side), each.reason) for each in universe.unpriced]
    kept = tuple(name for name, has_print in zip(names, printed, strict=True) if has_print)
    return ListedPrices(kept, universe, (*silent, *refused))
