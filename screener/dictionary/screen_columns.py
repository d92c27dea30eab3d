"""Columns of the screen and of its track record."""

from screener.dictionary.column import (
    Column,
    chance_column,
    count_column,
    date_column,
    number_column,
    pct_column,
    prose_column,
    share_column,
    text_column,
)
from screener.dictionary.screen_parts import SCORE_PARTS

_SCREEN = (
    text_column(4, "universe", "member of the note, candidate of candidates.csv, or listed in the file given"),
    text_column(1, "signal", "What to do: enter, hold, reduce, exit, avoid, or no_data; see the list of signals"),
    number_column(1, "score", "standard deviations", "Sum of the score_ columns: high is for the thesis's trade"),
    Column("close", "number", "units of currency", "Last close in the last five sessions", digits=2, priority=5),
    Column("dollar_volume_usd", "number", "US dollars", "Median traded value over 21 sessions", digits=0, priority=7),
    date_column(6, "next_earnings_on", "Next day of a report that is known; see earnings.csv"),
    pct_column(3, "event_response_pct", "Mean abnormal return over the primary window, shrunk towards the leg's"),
    pct_column(4, "since_event_pct", "Abnormal return since the last event's day 0; empty once its windows are over"),
    pct_column(2, "momentum_pct", "Return from 252 to 21 sessions before, less the benchmark's"),
    share_column(5, "resid_vol_pct", "Volatility a year of what the benchmark does not explain, 250 sessions"),
    share_column(6, "lab_overlap_pct", "Stakes in labs that the other side is about, added up; empty if unknown"),
    *(
        Column(
            part.column,
            "number",
            "standard deviations",
            f"What {part.name} adds to the score: its weight times its place within the side",
            digits=2,
            is_signed=True,
            priority=8,
        )
        for part in SCORE_PARTS
    ),
    prose_column(3, "reasons", "Why the signal is what it is, in words joined by ;"),
    share_column(8, "event_response_error_pct", "Standard error of event_response_pct"),
    count_column(8, "shares", "shares", "Whole shares for --capital, with a minus for a short"),
    text_column(5, "signal_before", "Signal at the session compared with, by default the last of the week before"),
    number_column(7, "score_change", "standard deviations", "score less that of the session compared with"),
    text_column(7, "moved_by", "Where the signal is another than before: the part that moved the score most"),
)

_TRACK_RECORD = (
    text_column(1, "ranking", "screen for this score, momentum for momentum alone"),
    text_column(1, "group", "all, long, short, or a leg's name"),
    count_column(1, "horizon_sessions", "sessions", "Length of the return that the ranking is held against"),
    count_column(3, "n_dates", "decisions", "Weekly decisions with at least 5 names ranked"),
    number_column(5, "n_names_mean", "names", "Names ranked, mean over the decisions"),
    number_column(1, "mean_ic", "correlation", "Mean rank correlation of score and the return that came after"),
    number_column(2, "ic_ci_low", "correlation", "Lower end of its 95 % interval, overlapping horizons allowed for"),
    number_column(2, "ic_ci_high", "correlation", "Upper end of its 95 % interval, overlapping horizons allowed for"),
    number_column(5, "ic_sd", "correlation", "Standard deviation of the correlation over the decisions"),
    share_column(4, "share_positive_pct", "Share of decisions with a positive correlation"),
    pct_column(3, "top_minus_bottom_pct", "Mean return of the highest third less the lowest, signed as held, gross"),
    pct_column(6, "top_minus_bottom_ci_low_pct", "Lower end of its 95 % interval"),
    pct_column(6, "top_minus_bottom_ci_high_pct", "Upper end of its 95 % interval"),
    chance_column(3, "p_random", "Share of random rankings with at least this mean correlation"),
    number_column(4, "ic_above_momentum", "correlation", "Mean correlation less momentum's on the same decisions"),
    number_column(6, "ic_above_momentum_ci_low", "correlation", "Lower end of its 95 % interval"),
    number_column(6, "ic_above_momentum_ci_high", "correlation", "Upper end of its 95 % interval"),
)

SCREEN_COLUMNS = (*_SCREEN, *_TRACK_RECORD)

# Two tables may use one word for two things; the promised column keeps the plain name.
OWN_MEANING: dict[tuple[str, str], Column] = {
    ("signals", "rank"): count_column(2, "rank", "place", "Place by score within the side; empty without a score"),
    ("signals", "name"): prose_column(3, "name", "The company's name in candidates.csv"),
    ("signals", "weight_pct"): pct_column(
        2, "weight_pct", "Suggested weight over NAV, with a minus for a short; empty for what is not to be held"
    ),
    ("signals", "path"): text_column(2, "path", "Price over the benchmark's, a quarter of a year, a bar a week"),
    ("signals", "beta"): number_column(
        6, "beta", "ratio", "Slope on the first benchmark over 250 sessions, its lag added where there is one"
    ),
    ("validation", "turnover_pct"): share_column(
        5, "turnover_pct", "Share of the highest third that is new, mean over the decisions"
    ),
}

SIGNAL_MEANINGS: dict[str, str] = {
    "enter": "The score has reached the upper threshold: to be bought, or sold short",
    "hold": "Held, and the score has not fallen to the lower threshold",
    "reduce": "Held, and the score is nearer to the lower threshold than to the upper: half the weight",
    "exit": "Held until the week before; the score has fallen to the lower threshold",
    "avoid": "Not held, and not to be entered: the score has not reached the upper threshold, or a breaker stands",
    "no_data": "No price in the last five sessions, or outside the days that the note names it for",
}
