"""Columns of the tables of claims: claims, claim_values and margins."""

from screener.dictionary.column import (
    Column,
    count_column,
    date_column,
    list_column,
    number_column,
    pct_column,
    prose_column,
    share_column,
    text_column,
)

_CLAIMS = (
    prose_column(1, "claim", "Name of the claim or criterion, or its text where it has none"),
    text_column(5, "role", "claim for what the note says is so, kill for what would end it, pillar for a question"),
    text_column(4, "severity", "Of a criterion: breaker asks for a ruling, watch for attention, question for a person"),
    prose_column(3, "measure", "The measure with its arguments; empty for a question in words"),
    text_column(5, "unit", "Unit of value, quoted and distance"),
    text_column(2, "op", "How the value is compared with the threshold"),
    text_column(2, "threshold", "What the value is compared with; LOW..HIGH for a range"),
    Column(
        "quoted",
        "number",
        "as unit says",
        "Figure that the note states as a fact (=); value beside it is what the sources say",
        digits=2,
        priority=6,
    ),
    number_column(
        4, "distance", "as unit says", "How far value lies from the threshold; positive while the comparison is true"
    ),
    text_column(1, "state", "What the statement comes to; see the list of states"),
    count_column(6, "for_n", "as for_unit says", "How long the statement must be true; 0 without such a clause"),
    count_column(
        4,
        "n_breach",
        "as for_unit says",
        "How long a criterion has been true or a claim false, days without for_unit; 0 if it is not",
    ),
    date_column(3, "since_on", "First day of the present truth, by what was known each day; the day asked for with on"),
    text_column(7, "for_unit", "sessions, days or weeks of for_n; empty without such a clause"),
    Column("is_true", "boolean", "true or false", "Whether this comparison alone holds; empty if unknown", priority=6),
)

_HISTORY = (
    text_column(4, "part", "One of the numbers behind the value, such as a pair of models; empty for the value itself"),
    date_column(1, "day_on", "First day with this value, known the same day; it stands until the next row"),
)

_MARGINS = (
    date_column(1, "period_end_on", "Last day of the quarter"),
    Column("revenue", "number", "units of currency", "Revenue of the quarter", digits=0, priority=4),
    text_column(5, "currency", "ISO 4217 code of the figures"),
    share_column(1, "gross_margin_pct", "Gross profit, else revenue less its cost, over revenue"),
    Column(
        "gross_margin_change_pp",
        "number",
        "percentage points",
        "Gross margin less that of the year-ago quarter",
        digits=1,
        is_signed=True,
        priority=1,
    ),
    pct_column(1, "revenue_growth_pct", "Revenue over that of the year-ago quarter, less one"),
    Column(
        "gross_margin_trend_pp",
        "number",
        "percentage points a year",
        "Least-squares slope of the gross margin over the last 8 quarters in a row, at least 4",
        digits=1,
        is_signed=True,
        priority=3,
    ),
    Column(
        "is_growth_with_falling_margin",
        "boolean",
        "true or false",
        "Whether revenue grew over the year while the gross margin fell; empty if either is not known",
        priority=2,
    ),
    list_column(4, "checks", "Checks that found something in the quarter; see the list of checks of statements"),
)

CLAIM_COLUMNS = (*_CLAIMS, *_HISTORY, *_MARGINS)

# Two tables may use one word for two things; the promised column keeps the plain name.
OWN_MEANING: dict[tuple[str, str], Column] = {
    ("claims", "value"): Column(
        "value", "number", "as unit says", "What the measure says by what was known; empty if not known",
        digits=2, priority=1,
    ),
    ("claim_values", "value"): Column(
        "value", "number", "as unit says", "The measure's value from this day on; empty where a part has ended",
        digits=2, priority=1,
    ),
    ("claims", "measured_on"): date_column(
        4, "measured_on", "Day that the figure is of, the oldest where several decide; staleness counts from it"
    ),
    ("claim_values", "measured_on"): date_column(5, "measured_on", "Day that the figure is of"),
    ("claims", "known_on"): date_column(6, "known_on", "Day on which the last of what decides became known"),
    ("claim_values", "known_on"): date_column(6, "known_on", "Day on which the figure became known"),
    ("claims", "provenance"): text_column(
        6, "provenance", "Of the weakest figure that decides: seen, computed, mixed or memory; empty for stock prices"
    ),
    ("claims", "note"): prose_column(5, "note", "What the value is made of, or why there is none"),
    ("claim_values", "note"): prose_column(5, "note", "What the value is made of"),
    ("margins", "leg"): list_column(3, "leg", "Property names of the legs that hold the ticker, joined by ;"),
    ("margins", "finding"): prose_column(5, "finding", "What the checks found, in words, or why there is no quarter"),
}  # fmt: skip

CLAIM_STATES: dict[str, str] = {
    "holds": "A claim that is true",
    "weak": "A claim that is true within 20 % of its threshold, or true but not yet for as long as it must be",
    "broken": "A claim that is false",
    "clear": "A criterion that is false, and not near",
    "near": "A criterion that is false within 20 % of its threshold, or true but not yet for as long as it must be",
    "tripped": "A criterion that is true, and has been for as long as it must be",
    "stale": "The last figure known is older than its measure may be; the note says what it comes to",
    "unknown": "Nothing is known, or a person has not answered yet",
}
