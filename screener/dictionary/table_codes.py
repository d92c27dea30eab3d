"""Problem codes of our CSV tables: E1xx for events and labs, F1xx for facts, X1xx for exchanges."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowCodes:
    """Which code each mistake in a CSV file gets.

    Parameters
    ----------
    unreadable : str
        The file is missing, not readable or not UTF-8.
    header : str
        A required column is missing, or one stands twice.
    extra_column : str
        A column nobody asked for (a warning).
    shape : str
        Wrong number of cells, a quote that is never closed, or a NUL byte.
    blank, date, number, choice : str
        A cell that cannot be read.
    duplicate : str
        The same key twice in one file.
    """

    unreadable: str
    header: str
    extra_column: str
    shape: str
    blank: str
    date: str
    number: str
    choice: str
    duplicate: str


EVENT_ROW_CODES = RowCodes("E101", "E102", "E103", "E104", "E105", "E106", "E107", "E108", "E109")
EXCHANGE_ROW_CODES = RowCodes("X101", "X102", "X103", "X104", "X105", "X106", "X107", "X108", "X109")
FACT_ROW_CODES = RowCodes("F101", "F102", "F103", "F104", "F105", "F106", "F107", "F108", "F109")

UNKNOWN_LAB = "E110"
PRECISION_MISMATCH = "E111"
NOTICED_BEFORE_RELEASE = "E112"
UNKNOWN_ZONE = "E113"
LAB_NAME_TWICE = "E114"
UNUSABLE_ID = "E115"

UNKNOWN_MODEL = "F110"
SPAN_BACKWARDS = "F111"
SPANS_OVERLAP = "F112"
NO_PRICE_YET = "F113"
GAP_MISMATCH = "F114"
UNKNOWN_HOLDING = "F115"

_ROW_MEANINGS = (
    "The file is missing, cannot be opened or is not UTF-8 text; save it as CSV UTF-8.",
    "The header lacks a required column or names one twice; the first line must hold the column names.",
    "The file has a column that is not part of the table; it is ignored.",
    "A row has a wrong number of cells, a quote that is never closed, or a NUL byte; it is left out.",
    "A required cell is blank; the row is left out.",
    "A cell is no date such as 2025-01-20 and no instant such as 2025-01-20T16:00:00Z; the row is left out.",
    "A cell is not a plain finite number in its range, such as 0.27; the row is left out.",
    "A cell is not one of the words its column allows; the row is left out.",
    "The same key stands twice in one file; the first row counts and the later one is left out.",
)

TABLE_CODES: dict[str, str] = {
    **{f"E{101 + place}": meaning for place, meaning in enumerate(_ROW_MEANINGS)},
    UNKNOWN_LAB: "An event names a lab that labs.csv does not know; the row is left out.",
    PRECISION_MISMATCH: "released_at and released_precision disagree: instant needs a time with its zone; day, "
    "month and planned need a bare date; the row is left out.",
    NOTICED_BEFORE_RELEASE: "market_noticed_on lies before the release; check both dates.",
    UNKNOWN_ZONE: "A lab's zone is not in the time-zone database; write one such as Asia/Shanghai.",
    LAB_NAME_TWICE: "Two labs share a name, so that name cannot be resolved; the later lab is left out.",
    UNUSABLE_ID: "An event id has other characters than letters, digits, . - and _; the row is left out.",
    **{f"F{101 + place}": meaning for place, meaning in enumerate(_ROW_MEANINGS)},
    **{f"X{101 + place}": meaning for place, meaning in enumerate(_ROW_MEANINGS)},
    UNKNOWN_MODEL: "A model group names a model that token_prices.csv does not have; the row is left out.",
    SPAN_BACKWARDS: "A span ends before it begins; the row is left out.",
    SPANS_OVERLAP: "A model is in one group twice at the same time; the later row is left out.",
    NO_PRICE_YET: "A model is in a group before its first known price; until then the group lacks it.",
    GAP_MISMATCH: "A benchmark gap is not frontier_score minus open_score; correct one of the three.",
    UNKNOWN_HOLDING: "An exposure names a lab that labs.csv does not know; the row is left out.",
}
"""What each code means, in one sentence."""
