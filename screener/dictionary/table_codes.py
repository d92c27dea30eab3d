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
OTHER_PRICE = "F116"
OTHER_HOURS = "F117"
CHECKED_EARLY = "F118"
KNOWN_EARLY = "F120"

# Found only by comparing tables with each other, with events or with the day: screener facts lint.
PRICED_BEFORE_RELEASE = "F121"
ZERO_PRICE = "F122"
DATED_AHEAD = "F123"
NO_COMMON_TIER = "F124"
UNIT_WITHOUT_MEASURE = "F125"
USAGE_UNIT = "F126"

# Of positions.csv, which is read for a day.
NOTHING_HELD = "F130"
UNUSABLE_COST = "F131"
NO_CURRENCY = "F132"
NOT_HELD_YET = "F133"
UNKNOWN_THESIS = "F134"

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
    OTHER_PRICE: "A second price by time of day lacks input, output or hours, or its hours cannot be read; the row is "
    "left out.",
    OTHER_HOURS: "A second price by time of day holds for over half the day; the price of most hours is the row's own.",
    CHECKED_EARLY: "A price was checked before it took effect; the row is left out.",
    PRICED_BEFORE_RELEASE: "A model has a price before the day on which the catalogue says that it was released.",
    ZERO_PRICE: "A price is zero; no gap over it can be computed.",
    DATED_AHEAD: "A row is dated ahead, and does not say that its plan is known by then: it needs an earlier known_on.",
    NO_COMMON_TIER: "The models of two groups have no tier in common, so there is no price gap between them.",
    UNIT_WITHOUT_MEASURE: "No measure takes the unit of a benchmark's gaps, so no claim can compare them.",
    USAGE_UNIT: "A usage figure's unit is not a known one, not what its name ends in, or not its other rows'.",
    KNOWN_EARLY: "A quarter's figures are said to be known before the quarter was over; the row is left out.",
    NOTHING_HELD: "A holding has 0 shares; the row is left out.",
    UNUSABLE_COST: "What a share of a holding cost is not above 0; the row is left out.",
    NO_CURRENCY: "A holding's currency is no code of three letters such as USD; the row is left out.",
    NOT_HELD_YET: "A holding was opened after the day that is asked about; the row is left out.",
    UNKNOWN_THESIS: "A holding is of a thesis that is not among those known.",
}
"""What each code means, in one sentence."""
