"""Columns that only the table of a sweep has: what varies between its rows."""

from screener.dictionary.column import Column, count_column, share_column, text_column

SWEEP_COLUMNS = (
    text_column(1, "variant", "The rules that the sweep varies, as they are set in this row"),
    Column("is_as_written", "boolean", "true or false", "Whether these are the note's own rules", priority=3),
    text_column(6, "weighting", "How members share a leg, times their own weights: equal or inverse_vol"),
    text_column(6, "hedge", "What the short side is scaled to: dollar for the long side's value, beta for its beta"),
    text_column(6, "rebalance", "How often target weights are traded to: daily, weekly, monthly, quarterly or never"),
    count_column(6, "lag_sessions", "sessions", "Sessions from a decision at a close to its trade at a close"),
    Column("gross", "number", "times NAV", "Long plus short exposure of a two-sided thesis", digits=2, priority=6),
    Column(
        "cost_bps",
        "number",
        "basis points",
        "One-way cost on traded value, names with their own aside",
        digits=1,
        priority=6,
    ),
    Column(
        "borrow_bps_per_year",
        "number",
        "basis points a year",
        "Borrow fee on short value, names with their own aside",
        digits=1,
        priority=6,
    ),
    share_column(6, "max_weight_pct", "Most a name may have of its side; empty where there is no cap"),
)

# Two tables may use one word for two things; the promised column keeps the plain name.
OWN_MEANING: dict[tuple[str, str], Column] = {
    ("sweep", "n_trials"): count_column(
        4, "n_trials", "trials", "Distinct variants of this thesis in the trial ledger, all of this sweep included"
    ),
}
