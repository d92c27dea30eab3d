"""Where a ticker is listed: its exchange, time zone and currency."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.csv_rows import Column, Row, merge, read_rows
from screener.dictionary.table_codes import EXCHANGE_ROW_CODES
from screener.records.problem import Problem
from screener.records.replacement import Replacement

COLUMNS = (
    Column("suffix", "text"),
    Column("mic", "text", required=True),
    Column("zone", "text", required=True),
    Column("currency", "text", required=True),
)


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


@dataclass(frozen=True, slots=True)
class ExchangesReading:
    """The exchanges of some files, what is wrong with their rows, and which rows replaced others."""

    exchanges: Exchanges
    problems: tuple[Problem, ...]
    replacements: tuple[Replacement, ...]


def read_exchanges(paths: Sequence[Path]) -> ExchangesReading:
    """Read ``exchanges.csv`` files, the shipped one first.

    Parameters
    ----------
    paths : sequence of Path
        A suffix of a later file adds, or replaces the same suffix; a bad row is left out and reported.
    """
    problems: list[Problem] = []
    files: list[list[tuple[Row, Exchange]]] = []
    for path in paths:
        reading = read_rows(path, COLUMNS, codes=EXCHANGE_ROW_CODES)
        problems.extend(reading.problems)
        files.append([(row, Exchange(*(row.text(column.name) for column in COLUMNS))) for row in reading.rows])
    merged = merge("exchanges", files, ("suffix",), lambda row: (row.suffix,), EXCHANGE_ROW_CODES.duplicate)
    return ExchangesReading(Exchanges(merged.records), (*problems, *merged.problems), merged.replacements)
