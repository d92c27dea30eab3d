"""Columns of the weekly review, of the history that its snapshots keep, and of the sheets an export adds."""

from screener.dictionary.column import (
    Column,
    count_column,
    date_column,
    number_column,
    pct_column,
    prose_column,
    share_column,
    text_column,
)


def _money(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "number", "units of currency", meaning, digits=2, is_signed=True, priority=priority)


def _points(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "number", "percentage points", meaning, digits=1, is_signed=True, priority=priority)


_REVIEW = (
    text_column(2, "week", "ISO week that the review is about, such as 2026-W22"),
    prose_column(1, "what", "What the row is about"),
    prose_column(1, "before", "What it was before; empty where there was nothing"),
    prose_column(1, "after", "What it is after; empty where there is nothing any more"),
    Column(
        "is_drift",
        "boolean",
        "true or false",
        "Whether the note's statement, criteria or odds were edited after a loss",
        priority=2,
    ),
    text_column(1, "ruling", "Why a person has to decide; see the list of rulings"),
    count_column(2, "n_days", "days", "Calendar days that it has stood so, or from as_of to a day ahead"),
    prose_column(2, "reason", "Why, with the figures"),
    date_column(3, "overridden_on", "Review in whose note a person wrote that they override it; empty without one"),
    text_column(1, "span", "week, month or opening: the week or month of as_of so far, or all since the opening"),
    text_column(1, "direction", "for or against the thesis, or neutral where the sign cannot be told"),
    text_column(1, "figure", "Which figure it is; see the lists of figures"),
    prose_column(1, "subject", "Basket, side, leg or ticker that the figure is of"),
    number_column(3, "limit", "as unit says", "Where the note's kill criteria set one"),
    pct_column(2, "target_pct", "Weight set at the last trade, over NAV; of real holdings, what the thesis gives it"),
    _points(1, "drift_pp", "weight_pct less target_pct"),
    text_column(1, "decision", "First word of what the person wrote: hold, add, trim, close or override"),
    prose_column(2, "criterion", "What was overridden"),
    share_column(3, "confidence_pct", "How sure the person was"),
    prose_column(4, "disconfirming", "What the person found against the thesis"),
    date_column(4, "next_review_on", "When the person wants to look again"),
)

_POSITIONS = (
    Column("cost", "number", "units of currency", "Paid or received a share", digits=2, priority=4),
    _money(2, "week_pnl", "Profit over the week so far, price changes alone"),
    _money(4, "month_pnl", "Profit over the month so far, price changes alone"),
    _money(1, "opening_pnl", "Profit since it was opened, price changes alone"),
)

_HISTORY = (date_column(1, "snapshot_on", "as_of of the stored review that the row was kept in"),)

_SHEETS = (
    Column("volume", "number", "shares", "Shares traded, where known", priority=4),
    Column("is_closed", "boolean", "true or false", "Whether the listing's exchange was closed and the level carried",
           priority=5),
    text_column(1, "table", "Name of the table"),
    text_column(3, "type", "text, date, integer, number, boolean or list"),
    prose_column(2, "meaning", "What the column says"),
)  # fmt: skip

REVIEW_COLUMNS = (*_REVIEW, *_POSITIONS, *_HISTORY, *_SHEETS)

_VALUE = Column("value", "number", "as unit says", "The figure; empty if not known", digits=2, priority=1)

# Two tables may use one word for two things; the promised column keeps the plain name.
OWN_MEANING: dict[tuple[str, str], Column] = {
    ("changes", "note"): prose_column(3, "note", "Why, or what it comes to"),
    ("changes", "kind"): text_column(4, "kind", "statement, criterion, claim, conviction, member, weight, rule, "
                                     "signal or state"),
    ("thesis_changes", "note"): prose_column(3, "note", "What to know of it"),
    ("thesis_changes", "kind"): text_column(4, "kind", "statement, criterion, claim, conviction, member, weight, rule "
                                            "or state"),
    ("rulings", "state"): text_column(1, "state", "Its state in one word"),
    ("rulings", "since_on"): date_column(2, "since_on", "First day that it has stood so"),
    ("pnl", "start_on"): date_column(5, "start_on", "First session of the span; empty where it has none yet"),
    ("pnl", "end_on"): date_column(5, "end_on", "Last session of the span"),
    ("evidence", "day_on"): date_column(1, "day_on", "Day it became known"),
    ("evidence", "kind"): text_column(2, "kind", "event, claim, token_price, benchmark, usage or margin"),
    ("evidence", "note"): prose_column(2, "note", "What it says"),
    ("risk", "value"): _VALUE,
    ("risk", "unit"): text_column(3, "unit", "pct, ratio, correlation or days: unit of value and limit"),
    ("risk", "note"): prose_column(4, "note", "What it is made of, or why there is none"),
    ("sizing", "weight_pct"): pct_column(1, "weight_pct", "Weight at the last close, over NAV, signed as held"),
    ("coming", "day_on"): date_column(1, "day_on", "The day"),
    ("coming", "kind"): text_column(2, "kind", "event, earnings, rebalance, member or horizon"),
    ("coming", "note"): prose_column(3, "note", "What is known of it"),
    ("scorecard", "value"): _VALUE,
    ("scorecard", "unit"): text_column(3, "unit", "pct, score or count: unit of value"),
    ("scorecard", "note"): prose_column(3, "note", "What it is made of, or why there is none"),
    ("decisions", "day_on"): date_column(1, "day_on", "as_of of the review in whose note it stands"),
    ("decisions", "note"): prose_column(3, "note", "Name of the note"),
    ("decisions", "reason"): prose_column(2, "reason", "Why, in the person's words"),
    ("positions", "shares"): number_column(2, "shares", "shares", "Shares held, with a minus for a short"),
    ("positions", "opened_on"): date_column(4, "opened_on", "Day the position was opened"),
    ("positions", "value"): _money(3, "value", "shares times close"),
    ("positions", "weight_pct"): pct_column(
        2, "weight_pct", "Value over the gross value of all holdings in the same currency, signed"
    ),
    ("signals_history", "rank"): count_column(3, "rank", "place", "Place by score within the side"),
    ("signals_history", "weight_pct"): pct_column(3, "weight_pct", "Suggested weight over NAV, signed"),
    ("claims_history", "value"): _VALUE,
    ("prices", "level"): Column("level", "number", "units of currency",
                                "Total-return level that every figure was made from", digits=4, priority=2),
    ("prices", "session_on"): date_column(1, "session_on", "Session of the benchmark's exchange"),
    ("dictionary", "column"): text_column(1, "column", "Name of the column"),
    ("dictionary", "unit"): text_column(3, "unit", "Unit of the column's numbers"),
}  # fmt: skip
