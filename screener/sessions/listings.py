"""Where a ticker is listed: its exchange, time zone and currency."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from screener.errors import UsageError

COLUMNS = ("suffix", "mic", "zone", "currency")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One row of ``exchanges.csv``.

    Parameters
    ----------
    suffix : str
        What a ticker ends with (``.HK``), a whole ticker (``^N225``), or empty: a ticker without a dot.
    mic : str
        ISO 10383 code of the exchange whose sessions hold, such as ``XNYS``.
    zone : str
        Its IANA time zone.
    currency : str
        ISO 4217 code its listings trade in.
    """

    suffix: str
    mic: str
    zone: str
    currency: str


class Exchanges:
    """All exchanges known, looked up by ticker.

    Parameters
    ----------
    rows : iterable of Exchange
        A later row with the same suffix replaces an earlier one, so a workspace's rows go last.

    Examples
    --------
    >>> exchanges = Exchanges([Exchange("", "XNYS", "America/New_York", "USD")])
    >>> exchanges.of("NVDA").mic
    'XNYS'
    >>> exchanges.of("7203.T") is None
    True
    """

    def __init__(self, rows: Iterable[Exchange]) -> None:
        self._by_suffix = {row.suffix: row for row in rows}

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._by_suffix.values())

    def of(self, ticker: str) -> Exchange | None:
        """Return the exchange of ``ticker``, or None when nothing says where it trades.

        A row for the whole ticker wins; then the suffix after the last dot; a ticker without a dot
        belongs to the row with the empty suffix. An unknown suffix is never guessed.
        """
        if not ticker:
            return None
        if ticker in self._by_suffix:
            return self._by_suffix[ticker]
        _, dot, suffix = ticker.rpartition(".")
        return self._by_suffix.get(f".{suffix}" if dot else "")


def exchange_of_row(row: Mapping[str, str | None], where: str) -> Exchange:
    """Return the exchange that one CSV row describes.

    Parameters
    ----------
    row : mapping
        Column to text; an empty suffix is a value, the other columns must be filled.
    where : str
        ``path:line``, for the message.

    Raises
    ------
    UsageError
        A column is missing or blank.
    """
    values = {column: (row.get(column) or "").strip() for column in COLUMNS}
    for column in COLUMNS[1:]:
        if not values[column]:
            raise UsageError(f"{where}: {column} is blank; every exchange needs {', '.join(COLUMNS[1:])}")
    return Exchange(**values)


def read_exchanges(*paths: Path) -> Exchanges:
    """Return the exchanges of one or more CSV files; rows of later files replace earlier ones.

    Raises
    ------
    UsageError
        A file that cannot be read, a header without the four columns, or a blank cell.
    """
    rows: list[Exchange] = []
    for path in paths:
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.DictReader(stream)
                absent = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
                if absent:
                    raise UsageError(f"{path}: no column {', '.join(absent)}; write {','.join(COLUMNS)}")
                rows += [exchange_of_row(row, f"{path}:{reader.line_num}") for row in reader]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UsageError(f"cannot read {path}: {error}; save it as CSV in UTF-8") from error
    return Exchanges(rows)
