"""Columns of the event study's further tables: tests, robustness and paths."""

from screener.dictionary.column import (
    Column,
    chance_column,
    count_column,
    date_column,
    list_column,
    number_column,
    pct_column,
    text_column,
)

_MODEL = (
    text_column(8, "return_model", "What a return is measured against: market, market_adjusted, constant_mean or raw"),
    text_column(8, "estimation", "Sessions that the return model is fitted on, first..last relative to day 0"),
    count_column(7, "n_estimation", "sessions", "M, the estimation sessions that the return model was fitted on"),
    list_column(
        6,
        "confounders",
        "Other known events with the same day 0, and members' earnings reports that may have moved it",
    ),
)

_TESTS = (
    text_column(1, "level", "event_days: one unit an event day; names: one a name and event day, as if independent"),
    text_column(1, "test", "The event test; see the list of tests"),
    count_column(3, "n_units", "units", "Units in the test: event days, or pairs of a name and an event day"),
    number_column(2, "statistic", "standard errors", "The test's statistic; empty where it is not defined"),
    Column(
        "dof",
        "integer",
        "degrees of freedom",
        "Degrees of freedom of the reference distribution; empty for the normal or an exact one",
        priority=6,
    ),
    text_column(6, "reference", "What p was read from: normal, student_t, or exact: counted out for this sample"),
    chance_column(1, "p", "Two-sided p of the statistic, if what the test assumes holds"),
    list_column(2, "assumes", "What must hold for p to mean what it says; see the list of assumptions"),
)

_ROBUSTNESS = (
    text_column(1, "variation", "The one choice that differs from the run asked for; see the list of variations"),
    text_column(1, "case", "Which event or name is left out, which year, lab or kind is kept, or what is used instead"),
    Column(
        "change_pp",
        "number",
        "percentage points",
        "excess_pct less that of the row as_asked",
        digits=1,
        is_signed=True,
        priority=2,
    ),
)

_PATHS = (
    Column(
        "relative_session",
        "integer",
        "sessions",
        "Session relative to day 0; the path adds up from its first session to this one",
        priority=1,
    ),
    pct_column(2, "band_low_pct", "Below it the mean lies in 2.5 of 100 shifts of the event calendar"),
    pct_column(2, "band_high_pct", "Above it the mean lies in 2.5 of 100 shifts of the event calendar"),
)

_UNIVERSE = (
    count_column(7, "n_implausible", "returns", "Returns of +900 % and more or -90 % and less, which count as missing"),
    count_column(
        1, "rank", "names", "1 for the largest absolute z_placebo; read p_placebo beside it, which knows heavy tails"
    ),
    Column("is_member", "boolean", "true or false", "Whether the thesis names the ticker", priority=4),
    number_column(
        2,
        "z_placebo",
        "standard errors",
        "excess_pct over its spread across event days, on the normal scale, not corrected for overlap",
    ),
    chance_column(
        1,
        "false_discovery_rate",
        "Share of the names that respond at least this much which any shift of the calendar would show as well",
    ),
)

STUDY_COLUMNS = (*_MODEL, *_TESTS, *_ROBUSTNESS, *_PATHS, *_UNIVERSE)

_FIT_DOF = count_column(8, "dof", "degrees of freedom", "M - k of the fit: what the scar's Student distribution has")

OWN_MEANING: dict[tuple[str, str], Column] = {
    ("events", "dof"): _FIT_DOF,
    ("names", "dof"): _FIT_DOF,
    ("universe", "n_event_days"): count_column(
        3, "n_event_days", "event days", "Event days on which the name can be scored"
    ),
    ("universe", "t_event"): number_column(
        5,
        "t_event",
        "standard errors",
        "Event-level t of excess_pct across the name's event days, corrected for overlap",
    ),
    ("universe", "p_placebo"): chance_column(
        2, "p_placebo", "Share of shifts of the calendar, of those with 5 event days for the name, at least as extreme"
    ),
    ("universe", "n_placebo"): count_column(
        7, "n_placebo", "shifts", "Shifts with at least 5 event days on which the name can be scored"
    ),
    ("universe", "placebo_mean_pct"): pct_column(7, "placebo_mean_pct", "The name's ring mean: what any day gave"),
    ("universe", "first_on"): date_column(7, "first_on", "First session with a price"),
    ("universe", "last_on"): date_column(7, "last_on", "Last session with a price"),
    ("universe", "n_sessions"): count_column(7, "n_sessions", "sessions", "Sessions with a price"),
    ("robustness", "p_placebo"): chance_column(
        1, "p_placebo", "p of the placebo as in scores, not corrected for how many rows; of random baskets their share"
    ),
    ("paths", "event_id"): text_column(2, "event_id", "The single event; empty for the mean over event days"),
    ("paths", "car_pct"): pct_column(
        1, "car_pct", "Cumulative abnormal return from the path's first session; on the mean's rows, over event days"
    ),
    ("paths", "placebo_mean_pct"): pct_column(
        3, "placebo_mean_pct", "What any day of the span gave up to this session of the path"
    ),
}
"""Columns that say another thing in these tables than elsewhere."""
