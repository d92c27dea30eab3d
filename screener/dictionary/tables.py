"""Every table that a command prints, and its columns in their promised order."""

from screener.dictionary.fact_columns import FACT_PROBLEM_COLUMNS, FACT_TABLE_COLUMNS, FACT_TABLE_MEANINGS
from screener.dictionary.screen_parts import SCORE_PARTS

LAST_COLUMNS = ("thesis_id", "as_of", "price_source", "data_as_of", "flags")

TABLES: dict[str, tuple[str, ...]] = {
    "scores": (
        *("basket", "side", "period", "window", "anchor", "benchmark", "n_events", "n_event_days", "n_used"),
        *("caar_pct", "excess_pct", "median_car_pct", "hit_rate_pct", "t_event", "p_event", "bmp_event"),
        *("p_bmp_event", "p_placebo", "placebo_mean_pct", "placebo_sd_pct", "n_placebo", "n_placebo_eff"),
        *("p_adjusted", "ci_low_pct", "ci_high_pct", "mde_pct", "verdict", "return_model", "estimation"),
        *LAST_COLUMNS,
    ),
    "events": (
        *("event_id", "name", "lab", "kind", "released_on", "session_on", "anchor", "period", "basket", "side"),
        *("window", "car_pct", "scar", "n_names", "n_asked", "outcome", "overlaps_with", "provenance", "confidence"),
        *("n_estimation", "dof", "confounders"),
        *LAST_COLUMNS,
    ),
    "names": (
        *("event_id", "session_on", "period", "ticker", "leg", "side", "window", "day0_return_pct", "beta"),
        *("car_pct", "scar", "outcome", "n_estimation", "dof"),
        *LAST_COLUMNS,
    ),
    "tests": (
        *("basket", "side", "period", "window", "level", "test", "n_units", "n_event_days"),
        *("statistic", "dof", "reference", "p", "assumes", "return_model", "estimation"),
        *LAST_COLUMNS,
    ),
    "robustness": (
        *("variation", "case", "basket", "side", "period", "window", "n_event_days", "n_used", "caar_pct"),
        *("excess_pct", "change_pp", "t_event", "p_event", "p_placebo", "ci_low_pct", "ci_high_pct", "mde_pct"),
        *("anchor", "return_model", "estimation"),
        *LAST_COLUMNS,
    ),
    "paths": (
        *("basket", "side", "period", "event_id", "relative_session", "car_pct", "placebo_mean_pct"),
        *("band_low_pct", "band_high_pct", "n_event_days", "anchor", "return_model", "estimation"),
        *LAST_COLUMNS,
    ),
    "universe": (
        *("rank", "ticker", "window", "is_member", "n_event_days", "caar_pct", "excess_pct", "t_event", "p_event"),
        *("z_placebo", "p_placebo", "false_discovery_rate", "placebo_mean_pct", "n_placebo"),
        *("first_on", "last_on", "n_sessions", "n_implausible", "outcome", "anchor", "return_model", "estimation"),
        *LAST_COLUMNS,
    ),
    "performance": (
        *("basket", "side", "period", "start_on", "end_on", "n_sessions", "total_return_pct", "cagr_pct", "vol_pct"),
        *("sharpe", "sharpe_ci_low", "sharpe_ci_high", "max_drawdown_pct", "beta", "alpha_pct", "turnover_pct"),
        *("cost_pct", "borrow_pct", "deflated_sharpe", "n_trials", "sortino"),
        *("drawdown_from_on", "drawdown_low_on", "drawdown_to_on", "beta_ci_low", "beta_ci_high"),
        *("alpha_ci_low_pct", "alpha_ci_high_pct", "weekly_hit_rate_pct", "worst_week_pct", "worst_week_on"),
        *("tail_loss_pct", "interest_pct", "breakeven_borrow_pct", "probabilistic_sharpe"),
        *LAST_COLUMNS,
    ),
    "attribution": (
        *("period", "line", "side", "leg", "ticker", "contribution_pct", "market_pct", "residual_pct"),
        *("is_subtotal",),
        *LAST_COLUMNS,
    ),
    "sensitivity": (
        *("choice", "case", "basket", "side", "period", "n_sessions", "total_return_pct", "change_pp"),
        *("cagr_pct", "vol_pct", "sharpe", "max_drawdown_pct", "turnover_pct", "cost_pct", "borrow_pct"),
        *LAST_COLUMNS,
    ),
    "selection": (
        *("check", "basket", "side", "period", "n_sessions", "statistic", "value", "n_compared"),
        *("compared_mean", "compared_sd", "p", "answers"),
        *LAST_COLUMNS,
    ),
    "overlap": (
        *("side", "leg", "ticker", "weight_pct", "lab", "stake_pct", "against", "measured_on"),
        *("provenance", "source", "note"),
        *LAST_COLUMNS,
    ),
    "sweep": (
        *("variant", "is_as_written", "weighting", "hedge", "rebalance", "lag_sessions", "gross", "cost_bps"),
        *("borrow_bps_per_year", "max_weight_pct", "period", "n_sessions", "total_return_pct", "cagr_pct", "vol_pct"),
        *("sharpe", "max_drawdown_pct", "turnover_pct", "cost_pct", "borrow_pct", "deflated_sharpe", "n_trials"),
        *LAST_COLUMNS,
    ),
    "equity": (
        *("session_on", "basket", "side", "period", "value", "drawdown_pct"),
        *LAST_COLUMNS,
    ),
    "signals": (
        *("rank", "ticker", "name", "universe", "leg", "side", "signal", "score", "weight_pct", "close", "currency"),
        *("dollar_volume_usd", "next_earnings_on", "event_response_pct", "since_event_pct", "momentum_pct"),
        *("resid_vol_pct", "beta", "gross_margin_change_pp", "revenue_growth_pct", "lab_overlap_pct"),
        *(part.column for part in SCORE_PARTS),
        *("reasons", "event_response_error_pct", "n_events", "shares", "signal_before", "score_change", "moved_by"),
        *LAST_COLUMNS,
    ),
    "validation": (
        *("ranking", "group", "horizon_sessions", "n_dates", "n_names_mean", "mean_ic", "ic_ci_low", "ic_ci_high"),
        *("ic_sd", "share_positive_pct", "top_minus_bottom_pct", "top_minus_bottom_ci_low_pct"),
        *("top_minus_bottom_ci_high_pct", "turnover_pct", "p_random", "ic_above_momentum"),
        *("ic_above_momentum_ci_low", "ic_above_momentum_ci_high"),
        *LAST_COLUMNS,
    ),
    "claims": (
        *("claim", "role", "severity", "measure", "value", "unit", "op", "threshold", "quoted", "distance", "state"),
        *("for_n", "n_breach", "since_on", "measured_on", "known_on", "provenance", "source", "note"),
        *("for_unit", "is_true"),
        *LAST_COLUMNS,
    ),
    "claim_values": (
        *("claim", "role", "measure", "part", "day_on", "value", "unit", "is_true", "measured_on", "known_on"),
        *("provenance", "note"),
        *LAST_COLUMNS,
    ),
    "margins": (
        *("ticker", "leg", "period_end_on", "known_on", "revenue", "currency", "gross_margin_pct"),
        *("gross_margin_change_pp", "revenue_growth_pct", "gross_margin_trend_pp", "is_growth_with_falling_margin"),
        *("checks", "finding", "provenance", "source"),
        *LAST_COLUMNS,
    ),
    "changes": (
        *("week", "what", "before", "after", "note", "kind", "is_drift"),
        *LAST_COLUMNS,
    ),
    "rulings": (
        *("week", "ruling", "what", "state", "since_on", "n_days", "reason", "overridden_on"),
        *LAST_COLUMNS,
    ),
    "pnl": (
        *("span", "start_on", "end_on", "line", "side", "leg", "ticker", "contribution_pct", "market_pct"),
        *("residual_pct", "is_subtotal"),
        *LAST_COLUMNS,
    ),
    "evidence": (
        *("day_on", "kind", "what", "direction", "note", "provenance", "source"),
        *LAST_COLUMNS,
    ),
    "risk": (
        *("figure", "subject", "value", "unit", "limit", "note"),
        *LAST_COLUMNS,
    ),
    "sizing": (
        *("ticker", "leg", "side", "target_pct", "weight_pct", "drift_pp"),
        *LAST_COLUMNS,
    ),
    "positions": (
        *("ticker", "leg", "side", "shares", "cost", "currency", "opened_on", "close", "value", "week_pnl"),
        *("month_pnl", "opening_pnl", "weight_pct", "target_pct", "drift_pp"),
        *LAST_COLUMNS,
    ),
    "coming": (
        *("day_on", "kind", "what", "note", "n_days"),
        *LAST_COLUMNS,
    ),
    "decisions": (
        *("day_on", "decision", "criterion", "reason", "confidence_pct", "disconfirming", "next_review_on", "note"),
        *LAST_COLUMNS,
    ),
    "scorecard": (
        *("figure", "value", "unit", "note"),
        *LAST_COLUMNS,
    ),
    "signals_history": (
        *("snapshot_on", "ticker", "leg", "side", "universe", "signal", "score", "rank", "weight_pct"),
        *LAST_COLUMNS,
    ),
    "claims_history": (
        *("snapshot_on", "claim", "role", "severity", "measure", "value", "unit", "op", "threshold", "distance"),
        *("state", "n_breach", "since_on"),
        *LAST_COLUMNS,
    ),
    "prices": (
        *("ticker", "session_on", "close", "level", "volume", "is_closed"),
        *LAST_COLUMNS,
    ),
    "dictionary": ("table", "column", "type", "unit", "meaning"),
    "coverage": (
        *("ticker", "mic", "first_on", "last_on", "n_sessions", "reason", "check", "session_on"),
        *("until_on", "n_affected", "finding"),
        *LAST_COLUMNS,
    ),
    "summary": (
        *("basket", "side", "live_n_event_days", "live_excess_pct", "live_p_placebo", "live_mde_pct"),
        *("before_n_event_days", "before_excess_pct", "before_p_placebo", "before_mde_pct"),
        *LAST_COLUMNS,
    ),
    "events_list": (
        *("event_id", "name", "lab", "kind", "released_at", "released_on", "released_precision", "session_on"),
        *("lag_days", "market_noticed_on", "outcome", "price_direction", "provenance", "confidence"),
        *LAST_COLUMNS,
    ),
    "thesis_list": (
        *("thesis_id", "title", "status", "opened_on", "members_chosen_on", "n_long", "n_short", "path"),
        *("n_errors", "n_warnings"),
    ),
    "thesis_members": (
        *("basket", "side", "ticker", "weight_pct", "from_on", "to_on", "mic"),
        "thesis_id",
    ),
    "thesis_changes": (*("what", "before", "after", "note", "kind"), "thesis_id"),
    "thesis_problems": ("path", "line", "column", "severity", "code", "message", "hint"),
    "status": (
        *("ticker", "exchange", "currency", "basis", "first_on", "last_on", "n_sessions", "age_sessions"),
        *("fetched_at", "outcome", "reason", "n_revisions", "revisions", "n_findings", "checks"),
        *LAST_COLUMNS,
    ),
    "pull": (
        *("ticker", "outcome", "is_asked", "n_new", "reason", "revisions"),
        *LAST_COLUMNS,
    ),
    "verify": (
        *("ticker", "kind_of_change", "first_on", "last_on", "n_sessions", "ratio", "message"),
        *LAST_COLUMNS,
    ),
    "planted": (
        *("basket", "window", "planted_pct", "expected_pct", "excess_pct", "ci_low_pct", "ci_high_pct", "p_placebo"),
        *LAST_COLUMNS,
    ),
    **{name: (*columns, *LAST_COLUMNS) for name, columns in FACT_TABLE_COLUMNS.items()},
    "facts_problems": FACT_PROBLEM_COLUMNS,
    "terms": ("term", "kind", "meaning", "unit", "formula", "source", "where", "commands"),
    "term_kinds": ("kind", "n_terms", "meaning"),
    "diagnosis": ("topic", "subject", "state", "finding", "remedy"),
    "settings": ("setting", "value", "unit", "layer", "place", "default", "meaning"),
}

REPORT_TABLES = (
    *("scores", "events", "names", "tests", "robustness", "paths"),
    *("performance", "attribution", "equity", "sensitivity", "selection", "overlap", "coverage"),
)
"""The tables of one backtest."""

BACKTEST_TABLES = (*REPORT_TABLES, "sweep", "universe")
"""What ``backtest --table`` offers; ``sweep`` needs a grid, ``universe`` a universe to scan."""

SWEEP_TABLES = ("sweep", "selection")
"""The tables of a sweep."""

CLAIM_TABLES = ("claims", "claim_values", "margins")
"""The tables of one thesis's claims."""

REVIEW_TABLES = (
    *("rulings", "pnl", "changes", "claims", "evidence", "risk", "sizing", "positions", "coming", "decisions"),
    "scorecard",
)
"""The tables of one weekly review, in its order."""

EXPORT_TABLES = (
    *("signals", *REPORT_TABLES, "claims", "claim_values", "margins"),
    *(table for table in REVIEW_TABLES if table != "claims"),
    *("signals_history", "claims_history", "prices", "dictionary"),
)
"""Every table of one thesis, as an export writes them."""

TABLE_MEANINGS: dict[str, str] = {
    "scores": "One row a basket, period and window: the response to the events, with tests, placebo and verdict",
    "events": "One row an event, basket and window: its response, or the reason why it was not used",
    "names": "One row an event, name and window: the name's own response, or the reason why it was not used",
    "tests": "One row a basket, period, window and classical event test, with what the test assumes",
    "robustness": "One row a choice, period and window: the primary basket's response with that one choice changed",
    "paths": "One row a basket, period and session around day 0: the mean response with its placebo band, then events",
    "universe": "One row a name of a universe and window: its response to the events, ranked (needs --universe)",
    "performance": "One row a basket and period: return, risk, cost and deflated Sharpe over time",
    "attribution": "One row a name, cost or subtotal and period: contributions that add up to the held basket's return",
    "sensitivity": "One row an assumption about trading and period: the held basket with that one assumption changed",
    "selection": "One row a check and period: whether the held basket's Sharpe ratio could come from trying or luck",
    "overlap": "One row a member and lab that it owns part of, and what the other side has of the same lab",
    "sweep": "One row a variant and period: the held basket under one set of the sweep's rules (needs --sweep)",
    "equity": "One row a session, basket and period: the value and its drawdown",
    "signals": "One row a name: what is known of it now, what that adds up to, and what to do",
    "validation": "One row a ranking, group of names and horizon: how well past rankings ordered what came after",
    "claims": "One row a comparison of a claim or kill criterion: what it says, what is known, and what that comes to",
    "claim_values": "One row a change of a measure's value, or of one of the numbers behind it, known the same day",
    "margins": "One row a reported quarter of a name: margin, its change over the year, growth, what is wrong",
    "changes": "One row a change since the last review: signals, members, weights, rules, criteria, states, the text",
    "rulings": "One row a thing that a person has to decide about, breakers first",
    "pnl": "One row a span and name, cost or subtotal: names, cost, borrow and cash add up to the span's net return",
    "evidence": "One row a thing that became known since the last review, for or against the thesis",
    "risk": "One row a figure of what is held at the last close",
    "sizing": "One row a name of the model portfolio: its weight and how far that has drifted from its target",
    "positions": "One row a real holding (positions.csv): what became of it, and its weight beside the thesis's",
    "coming": "One row a day ahead: announced events, reports of earnings, rebalances, the horizon",
    "decisions": "One row a decision that a person wrote into a review note",
    "scorecard": "One row a figure of how good the author's judgement has been",
    "signals_history": "One row a stored review and name: the signal as it was then",
    "claims_history": "One row a stored review and comparison of a claim or criterion: its state as it was then",
    "prices": "One row a ticker and session: the prices that the figures were made from",
    "dictionary": "One row a table and column: what it means",
    "coverage": "One row a ticker asked for and finding: what is priced, what is wrong, when it was not simply held",
    "summary": "One row a basket for the primary window: out of sample beside hindsight",
    "events_list": "One row a catalogued event: released, day 0, lag, noticed and outcome",
    "thesis_list": "One row a thesis",
    "thesis_members": "One row a member of a thesis, with its leg as basket",
    "thesis_changes": "One row a change from one state of a note to another",
    "thesis_problems": "One row a problem found in a note",
    "status": "One row a ticker and source in the price store: how far its prices reach, and what is wrong with them",
    "pull": "One row a ticker of a pull: what became of it",
    "verify": "One row a difference between the prices stored and what the source says now",
    "planted": "One row a basket and window of the demo: the effect planted, and what the engine found",
    "terms": "One row a word and meaning, as explain tells it",
    "term_kinds": "One row a kind of words that explain knows",
    "diagnosis": "One row a thing that doctor has looked at",
    "settings": "One row a setting: its value and where that comes from",
    **FACT_TABLE_MEANINGS,
}
