"""Every column that a table may print."""

from dataclasses import replace

from screener.dictionary.book_columns import BOOK_COLUMNS
from screener.dictionary.book_columns import OWN_MEANING as BOOK_MEANING
from screener.dictionary.claim_columns import CLAIM_COLUMNS
from screener.dictionary.claim_columns import OWN_MEANING as CLAIM_MEANING
from screener.dictionary.column import (
    Column,
    chance_column,
    count_column,
    date_column,
    list_column,
    number_column,
    pct_column,
    prose_column,
    share_column,
    text_column,
)
from screener.dictionary.fact_columns import FACT_COLUMNS
from screener.dictionary.fact_columns import OWN_MEANING as FACT_MEANING
from screener.dictionary.help_columns import HELP_COLUMNS
from screener.dictionary.help_columns import OWN_MEANING as HELP_MEANING
from screener.dictionary.price_columns import OWN_MEANING, PRICE_COLUMNS
from screener.dictionary.review_columns import OWN_MEANING as REVIEW_MEANING
from screener.dictionary.review_columns import REVIEW_COLUMNS
from screener.dictionary.screen_columns import OWN_MEANING as SCREEN_MEANING
from screener.dictionary.screen_columns import SCREEN_COLUMNS
from screener.dictionary.study_columns import OWN_MEANING as STUDY_MEANING
from screener.dictionary.study_columns import STUDY_COLUMNS
from screener.dictionary.sweep_columns import OWN_MEANING as SWEEP_MEANING
from screener.dictionary.sweep_columns import SWEEP_COLUMNS

_LAST = (
    text_column(8, "thesis_id", "The thesis that the row belongs to; empty where no thesis was named"),
    date_column(9, "as_of", "The day the run speaks for: nothing later was used"),
    text_column(
        8, "price_source", "Where the prices came from: yahoo, csv, parquet or simulated; empty where none were"
    ),
    date_column(9, "data_as_of", "Last session in the prices used; empty where none were used"),
    list_column(8, "flags", "What to know before trusting the row, as words joined by ;"),
)

_EVENT_DAY = (
    text_column(1, "basket", "A leg's property name, or long, short or spread"),
    text_column(4, "side", "long, short or spread; rows of a short side show the stocks' own return"),
    text_column(1, "period", "before, after, live or all: before the opening date is hindsight, live is out of sample"),
    text_column(1, "window", "Event window as first..last session relative to day 0, both included"),
    text_column(7, "anchor", "The date that day 0 is found from: released, or noticed (chosen with hindsight)"),
    list_column(7, "benchmark", "Tickers that abnormal returns are measured against"),
    count_column(6, "n_events", "events", "Events asked for in the period"),
    count_column(
        2, "n_event_days", "event days", "Distinct day 0 among the used events; events on one session are one event day"
    ),
    count_column(5, "n_used", "events", "Events used, of the n_events asked for"),
)

_SCORES = (
    pct_column(4, "caar_pct", "Mean cumulative abnormal return over the used event days"),
    pct_column(1, "excess_pct", "The effect: caar_pct minus the ring mean, which is what any day of the span gave"),
    pct_column(6, "median_car_pct", "Median cumulative abnormal return over the used event days"),
    share_column(4, "hit_rate_pct", "Share of used event days whose response has the thesis's sign"),
    number_column(
        4, "t_event", "standard errors", "Event-level t of excess_pct, corrected for overlap; empty under 5 event days"
    ),
    chance_column(3, "p_event", "Two-sided p of t_event with n_event_days - 1 degrees of freedom"),
    number_column(
        6, "bmp_event", "standard errors", "Boehmer-Musumeci-Poulsen t across event days: mean over spread of the SCAR"
    ),
    chance_column(6, "p_bmp_event", "Two-sided p of bmp_event with n_event_days - 1 degrees of freedom"),
    chance_column(
        1, "p_placebo", "Share of circular shifts of the whole event calendar at least as extreme as the real one"
    ),
    pct_column(
        7,
        "placebo_mean_pct",
        "The ring mean: what the same calendar gave on average wherever it was laid; caar_pct less it is excess_pct",
    ),
    share_column(
        7, "placebo_sd_pct", "Standard deviation over the shifts of the placebo's mean cumulative abnormal return"
    ),
    count_column(7, "n_placebo", "shifts", "Shifts of the event calendar: T - 1 for a ring of T sessions"),
    Column(
        "n_placebo_eff",
        "number",
        "windows",
        "Windows among the shifts that share no session: (T - 1) / L for windows of L sessions",
        digits=1,
        priority=7,
    ),
    chance_column(5, "p_adjusted", "Romano-Wolf step-down p over the exploratory baskets and windows of the period"),
    pct_column(3, "ci_low_pct", "Lower end of the 95 % interval of excess_pct, corrected for overlap"),
    pct_column(3, "ci_high_pct", "Upper end of the 95 % interval of excess_pct, corrected for overlap"),
    share_column(
        1, "mde_pct", "Smallest effect the sample could have seen: 80 % power at 5 % two-sided; empty under 5 days"
    ),
    text_column(3, "verdict", "The primary hypothesis's result in this period; exploratory on every other row"),
)

_SUMMARY = (
    count_column(2, "live_n_event_days", "event days", "n_event_days of the primary window, out of sample"),
    pct_column(1, "live_excess_pct", "excess_pct of the primary window, out of sample"),
    chance_column(2, "live_p_placebo", "p_placebo of the primary window, out of sample"),
    share_column(6, "live_mde_pct", "mde_pct of the primary window, out of sample"),
    count_column(
        3, "before_n_event_days", "event days", "n_event_days of the primary window, before the opening: hindsight"
    ),
    pct_column(2, "before_excess_pct", "excess_pct of the primary window, before the opening: hindsight"),
    chance_column(3, "before_p_placebo", "p_placebo of the primary window, before the opening: hindsight"),
    share_column(2, "before_mde_pct", "mde_pct of the primary window, before the opening: hindsight"),
)

_EVENTS = (
    text_column(1, "event_id", "The event's id in the catalogue"),
    prose_column(2, "name", "The event's name in the catalogue"),
    text_column(3, "lab", "Canonical id of the lab behind the event"),
    text_column(4, "kind", "What kind of event it is, such as open_weights, price_cut or market_shock"),
    date_column(6, "released_at", "Release instant in UTC; empty where only the day is known", unit="UTC instant"),
    date_column(3, "released_on", "Release date in the lab's zone"),
    text_column(6, "released_precision", "How well the release is known: instant, upper_bound, day, month or planned"),
    date_column(
        2, "session_on", "Session of the row; for an event its day 0: the first whose close is at or after the anchor"
    ),
    count_column(4, "lag_days", "days", "Calendar days from released_on to session_on"),
    date_column(4, "market_noticed_on", "Day the market visibly reacted, where documented; known only with hindsight"),
    pct_column(
        1, "car_pct", "Cumulative abnormal return over the window: the return minus what the return model expects"
    ),
    number_column(
        4,
        "scar",
        "standard deviations",
        "car_pct over its own standard deviation, prediction error of the fit included",
    ),
    count_column(5, "n_names", "names", "Names of the basket that were used for this event"),
    count_column(6, "n_asked", "names", "Names that the basket holds on this event's date"),
    text_column(1, "outcome", "How the event or the name ended: used, or the one reason why it was not"),
    list_column(6, "overlaps_with", "Other events of the basket whose window shares a session with this one"),
    text_column(6, "price_direction", "Where the event moved token prices: up, down, flat or mixed"),
    text_column(7, "provenance", "How the row came to be known: seen in a source, mixed, memory or computed"),
    text_column(7, "confidence", "How sure the catalogue is of the row: high, medium or low"),
)

_NAMES = (
    text_column(1, "ticker", "The listing's ticker as written in the note"),
    text_column(3, "leg", "Property name of the leg that holds the ticker"),
    pct_column(1, "day0_return_pct", "The listing's total return on day 0, market not removed"),
    number_column(
        4,
        "beta",
        "ratio",
        "Slope on the first benchmark over the estimation window; the lagged slope, where there is one, is added",
    ),
)

_THESIS = (
    prose_column(2, "title", "The thesis in one line, as its note says it"),
    text_column(2, "status", "idea, active, watching, closed or invalidated"),
    date_column(3, "opened_on", "Day the view was written; what came before is hindsight"),
    date_column(5, "members_chosen_on", "Day the members were chosen; live starts at the later of this and opened_on"),
    count_column(3, "n_long", "names", "Distinct tickers on the long side"),
    count_column(3, "n_short", "names", "Distinct tickers on the short side"),
    prose_column(4, "path", "The file, as it was named or found"),
    count_column(3, "n_errors", "errors", "Errors in the note; a thesis with errors is not run"),
    count_column(4, "n_warnings", "warnings", "Warnings in the note; they stop nothing"),
    share_column(2, "weight_pct", "The name's share of its side at a rebalance, dates aside"),
    date_column(4, "from_on", "First day of the member's span; empty means from the start"),
    date_column(4, "to_on", "Last day of the member's span, included; empty means open"),
    text_column(4, "mic", "Market identifier code of the exchange whose sessions the listing follows"),
)

_PROBLEMS = (
    count_column(
        2, "column", "characters", "Position in the line of the first wrong character, from 1; 0 is the whole line"
    ),
    text_column(1, "severity", "error or warning"),
    text_column(1, "code", "The problem's stable code"),
    prose_column(2, "message", "What is wrong, in one sentence"),
    prose_column(4, "hint", "What to do about the problem"),
)

_PLANTED = (
    pct_column(
        2, "planted_pct", "Sum of the returns planted in the window, with the basket's sign; both sides' for the spread"
    ),
    pct_column(2, "expected_pct", "excess_pct of the same study on prices without the names' own noise"),
)

# Two tables may use one word for two things; the promised column keeps the plain name.
_OWN_MEANING: dict[tuple[str, str], Column] = {
    **BOOK_MEANING,
    **CLAIM_MEANING,
    **FACT_MEANING,
    **HELP_MEANING,
    **OWN_MEANING,
    **STUDY_MEANING,
    **REVIEW_MEANING,
    **SCREEN_MEANING,
    **SWEEP_MEANING,
    ("thesis_list", "thesis_id"): text_column(1, "thesis_id", "The thesis's id: the word that commands take"),
    ("thesis_problems", "line"): count_column(2, "line", "lines", "Line of the problem in the file, from 1"),
}

# Where a row is one event, its outcome is worth more room than its period; a listing is read for its dates.
_OWN_PRIORITY: dict[tuple[str, str], int] = {
    ("events", "period"): 4,
    ("names", "period"): 4,
    ("events", "basket"): 1,
    ("events", "side"): 6,
    ("names", "side"): 6,
    ("robustness", "basket"): 7,
    ("robustness", "side"): 8,
    ("robustness", "n_event_days"): 1,
    ("events_list", "session_on"): 1,
    ("events_list", "released_on"): 1,
    ("events_list", "lag_days"): 2,
    ("events_list", "market_noticed_on"): 2,
    ("events_list", "name"): 3,
    ("events_list", "lab"): 4,
}

COLUMNS: dict[str, Column] = {
    column.name: column
    for group in (
        # First, since a word that another table has too keeps that table's meaning; see _OWN_MEANING.
        FACT_COLUMNS,
        HELP_COLUMNS,
        _EVENT_DAY,
        _SCORES,
        _SUMMARY,
        _EVENTS,
        _NAMES,
        BOOK_COLUMNS,
        _THESIS,
        _PROBLEMS,
        _PLANTED,
        PRICE_COLUMNS,
        STUDY_COLUMNS,
        SCREEN_COLUMNS,
        SWEEP_COLUMNS,
        REVIEW_COLUMNS,
        CLAIM_COLUMNS,
        _LAST,
    )
    for column in group
}


def column_of(table: str, name: str) -> Column:
    """Return what a column means in one table.

    Parameters
    ----------
    table : str
        A key of :data:`~screener.dictionary.tables.TABLES`.
    name : str
        A column of it.

    Raises
    ------
    KeyError
        No table has a column of that name.
    """
    column = _OWN_MEANING.get((table, name)) or COLUMNS[name]
    return replace(column, priority=_OWN_PRIORITY.get((table, name), column.priority))
