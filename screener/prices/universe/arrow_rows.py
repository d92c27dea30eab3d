"""Rows of ticker, date and price out of a Parquet file: the only importer of pyarrow."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from screener.errors import PriceError, UsageError
from screener.records.prices import Dates, Integers
from screener.records.universe import Levels

# Rows decoded at once, some 6 MB.
PART = 262_144
INSTALL = "reading a universe needs pyarrow; install 'thesis-screener[universe]'"


@dataclass(frozen=True, slots=True)
class ArrowRows:
    """An open Parquet file with a row a name and date.

    Parameters
    ----------
    ticker, date, price : str
        What the file calls its columns.
    is_float32 : bool
        Prices are single precision.
    has_dividends : bool
        ``price`` is adjusted for dividends.
    """

    ticker: str
    date: str
    price: str
    is_float32: bool
    has_dividends: bool
    _path: Path
    _file: Any

    def tickers(self) -> set[str]:
        """Return every ticker of the file, reading no other column."""
        found: set[str] = set()
        for (column,) in self._parts([self.ticker]):
            codes, words = _encoded(column)
            found.update(words[code] for code in np.unique(codes[codes >= 0]))
        return found

    def parts(self, place: Mapping[str, int]) -> Iterator[tuple[Integers, Dates, Levels]]:
        """Yield the rows part by part, as the file has them.

        Parameters
        ----------
        place : mapping
            Every ticker to its number.

        Yields
        ------
        names : array of shape (P,), int
            Number of each row's ticker; -1 where it has none.
        dates : array of shape (P,), datetime64[D]
            NaT where there is none.
        prices : array of shape (P,), float32 or float64
            NaN where there is none.
        """
        for tickers, dates, prices in self._parts([self.ticker, self.date, self.price]):
            codes, words = _encoded(tickers)
            number = np.array([*(place.get(word, -1) for word in words), -1], dtype=np.int64)
            yield number[codes], _dates(dates), prices.to_numpy(zero_copy_only=False)

    def _parts(self, columns: list[str]) -> Iterator[list[Any]]:
        with _told(self._path):
            for batch in self._file.iter_batches(batch_size=PART, columns=columns):
                yield [batch.column(name) for name in columns]


@contextmanager
def opened(path: Path) -> Iterator[ArrowRows]:
    """Open a file of prices.

    Raises
    ------
    UsageError
        pyarrow is not installed, or there is no such file.
    PriceError
        It is no Parquet file, lacks a column, or has one of another type. Reading on may raise it too.
    """
    parquet = _pyarrow().parquet
    if not path.is_file():
        raise UsageError(f"there is no file {path}; name a Parquet file of ticker, date and adj_close")
    with _told(path):
        file = parquet.ParquetFile(path)
    with file:
        yield _rows(file, path)


def _rows(file: Any, path: Path) -> ArrowRows:
    """Find the columns, whatever the case of their names."""
    types = _pyarrow().types
    schema = file.schema_arrow
    names = {name.strip().lower().replace(" ", "_"): name for name in schema.names}
    price = "adj_close" if "adj_close" in names else "close"
    for name in ("ticker", "date", price):
        if name not in names:
            wanted = "adj_close or close" if name == price else name
            raise PriceError(f"{path} has no column {wanted}; it has {', '.join(schema.names)}")
    ticker_type, date_type, price_type = (schema.field(names[name]).type for name in ("ticker", "date", price))
    words = ticker_type.value_type if types.is_dictionary(ticker_type) else ticker_type
    is_text = types.is_string(words) or types.is_large_string(words) or types.is_string_view(words)
    _require(is_text, path, names["ticker"], ticker_type, "text")
    is_date = types.is_date(date_type) or types.is_timestamp(date_type)
    _require(is_date, path, names["date"], date_type, "a date or a timestamp")
    is_float32 = types.is_float32(price_type)
    _require(is_float32 or types.is_float64(price_type), path, names[price], price_type, "float32 or float64")
    return ArrowRows(names["ticker"], names["date"], names[price], is_float32, price == "adj_close", path, file)


def _require(holds: bool, path: Path, name: str, found: object, wanted: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise PriceError(f"the column {name} of {path} is {found}; write it as {wanted}")


def _encoded(column: Any) -> tuple[Integers, list[str]]:
    """Return a text column as codes, -1 for nothing, and the words they stand for."""
    encoded = column if _pyarrow().types.is_dictionary(column.type) else column.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, encoded.dictionary.to_pylist()


def _dates(column: Any) -> Dates:
    """Return calendar dates: those on the wall clock of the column's zone, if it has one."""
    pa = _pyarrow()
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        column = pa.compute.local_timestamp(column)
    dates: Dates = column.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return dates


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what pyarrow says of a file as an error of ours."""
    try:
        yield
    except (_pyarrow().ArrowException, OSError) as error:
        raise PriceError(f"{path} cannot be read as Parquet: {error}") from error


def _pyarrow() -> Any:
    """Return pyarrow with its parts that are used, or tell how to get it."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional extra
        import pyarrow.compute  # noqa: PLC0415 - the same
        import pyarrow.parquet  # noqa: PLC0415 - the same
    except ImportError as error:
        raise UsageError(INSTALL) from error
    return pa
