"""Columns of the tables of books held over time: performance, attribution, equity, sensitivity, selection, overlap."""

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

_PERFORMANCE = (
    date_column(5, "start_on", "First session of the row's span"),
    date_column(4, "end_on", "Last session of the row's span"),
    count_column(3, "n_sessions", "sessions", "Sessions with a return in the row's span"),
    pct_column(
        1, "total_return_pct", "Compounded return; net of cost and borrow for the held basket, gross for legs and sides"
    ),
    pct_column(3, "cagr_pct", "Compound growth a year of 252 sessions; empty under 60 sessions"),
    share_column(4, "vol_pct", "Standard deviation of the returns per session times the root of 252"),
    number_column(
        2, "sharpe", "per root year", "Mean over standard deviation of the returns per session, times the root of 252"
    ),
    number_column(
        5, "sharpe_ci_low", "per root year", "Lower end of the Sharpe ratio's 95 % interval, HAC errors (Lo 2002)"
    ),
    number_column(
        5, "sharpe_ci_high", "per root year", "Upper end of the Sharpe ratio's 95 % interval, HAC errors (Lo 2002)"
    ),
    share_column(
        2, "max_drawdown_pct", "Largest fall of the value from its highest point so far, as a positive number"
    ),
    pct_column(4, "alpha_pct", "Intercept of the regression on the benchmark, per year (252 sessions)"),
    share_column(6, "turnover_pct", "Traded value over twice the mean NAV, per year"),
    share_column(
        6, "cost_pct", "Trading cost over the period's starting NAV; what it would have cost on leg and side rows"
    ),
    share_column(
        6, "borrow_pct", "Borrow fees over the period's starting NAV; what they would have been on leg and side rows"
    ),
    chance_column(
        4, "deflated_sharpe", "Probability that the Sharpe ratio beats the best of n_trials tries without skill"
    ),
    count_column(
        5, "n_trials", "trials", "Distinct variants of this thesis and basket in the trial ledger, this run included"
    ),
    number_column(4, "sortino", "per root year", "Mean over downside deviation below 0 per session, times root 252"),
    date_column(
        5, "drawdown_from_on", "Day of the high before the largest fall; the first session if it never was higher"
    ),
    date_column(4, "drawdown_low_on", "Day of the low of the largest fall"),
    date_column(5, "drawdown_to_on", "First day back at the high before the largest fall; empty if not yet"),
    number_column(6, "beta_ci_low", "ratio", "Lower end of beta's 95 % interval, HAC errors"),
    number_column(6, "beta_ci_high", "ratio", "Upper end of beta's 95 % interval, HAC errors"),
    pct_column(6, "alpha_ci_low_pct", "Lower end of alpha's 95 % interval per year, HAC errors"),
    pct_column(6, "alpha_ci_high_pct", "Upper end of alpha's 95 % interval per year, HAC errors"),
    share_column(5, "weekly_hit_rate_pct", "Share of calendar weeks in which the value rose"),
    pct_column(5, "worst_week_pct", "Return of the worst calendar week"),
    date_column(6, "worst_week_on", "Last session of the worst calendar week"),
    share_column(4, "tail_loss_pct", "Mean of the worst 5 % of sessions' returns, as a positive number"),
    share_column(6, "interest_pct", "What cash and short proceeds earned, over the period's starting NAV"),
    share_column(
        4,
        "breakeven_borrow_pct",
        "Yearly borrow rate on all shorts at which the period's return is 0; empty if it loses at any rate, or at none",
    ),
    chance_column(
        4, "probabilistic_sharpe", "Probability that the true Sharpe ratio is above 0, had this been the only try"
    ),
)

_ATTRIBUTION = (
    text_column(2, "line", "What the contribution is of: name, leg, side, gross, cost, borrow, cash or net"),
    pct_column(
        1,
        "contribution_pct",
        "Contribution to the period's return, signed as held; name, cost, borrow and cash lines add up to net exactly",
    ),
    pct_column(3, "market_pct", "Part of the contribution that trailing betas and the benchmarks' returns explain"),
    pct_column(3, "residual_pct", "contribution_pct less market_pct"),
    Column(
        "is_subtotal",
        "boolean",
        "true or false",
        "Whether the line repeats what others say one by one: leave these out before adding up",
        priority=6,
    ),
)

_EQUITY = (
    Column("value", "number", "times start", "Net asset value; 1 at the start of the period", digits=4, priority=2),
    share_column(2, "drawdown_pct", "Fall of the value from its highest point so far, as a positive number"),
)

_SENSITIVITY = (text_column(1, "choice", "The one assumption that differs from the note; as_written for none"),)

_SELECTION = (
    count_column(3, "n_compared", "variants or baskets", "How many variants or random baskets it is held against"),
    number_column(4, "compared_mean", "as statistic says", "Mean of the same statistic over those"),
    number_column(5, "compared_sd", "as statistic says", "Standard deviation of the same statistic over those"),
    prose_column(6, "answers", "The question that the check answers"),
)

_OVERLAP = (
    share_column(1, "stake_pct", "Share of the lab that the name owns; empty where its size is not known, never 0"),
    list_column(1, "against", "What the other side has of the same lab: private for the lab itself, and its owners"),
    date_column(5, "measured_on", "Day for which the figure was measured; empty where the source has none"),
    prose_column(7, "source", "Where the row comes from"),
    prose_column(6, "note", "Remark on the row"),
)

BOOK_COLUMNS = (*_PERFORMANCE, *_ATTRIBUTION, *_EQUITY, *_SENSITIVITY, *_SELECTION, *_OVERLAP)

# Two tables may use one word for two things; the promised column keeps the plain name.
OWN_MEANING: dict[tuple[str, str], Column] = {
    ("performance", "beta"): number_column(
        4,
        "beta",
        "ratio",
        "Slope on the first benchmark's return of the same session over the row's span, without a lag",
    ),
    ("sensitivity", "case"): text_column(1, "case", "What is assumed instead; x2 is twice the note's"),
    ("sensitivity", "change_pp"): Column(
        "change_pp",
        "number",
        "percentage points",
        "total_return_pct less that of the row as_written",
        digits=1,
        is_signed=True,
        priority=1,
    ),
    ("overlap", "weight_pct"): share_column(
        1, "weight_pct", "The name's share of its side at the last trade; 0 if it is not held then, empty before any"
    ),
    ("attribution", "side"): text_column(4, "side", "long, short or spread; the line is signed as held"),
    ("overlap", "lab"): text_column(1, "lab", "Canonical id of the lab that the name owns part of"),
    ("selection", "check"): text_column(1, "check", "Which check; see the list of checks"),
    ("selection", "statistic"): text_column(4, "statistic", "What value is; see the list of statistics"),
    ("selection", "p"): chance_column(
        1, "p", "Chance of at least as much without skill; empty where value is the chance"
    ),
    ("selection", "value"): number_column(
        1, "value", "as statistic says", "The check's figure; empty where it cannot be made"
    ),
}
