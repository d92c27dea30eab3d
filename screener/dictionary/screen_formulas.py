"""Formulas of the screen, its track record, claims, margins and measures."""

from screener.dictionary.formula import Formula, with_symbols
from screener.dictionary.screen_parts import SCORE_PARTS

_MOMENTUM = "Jegadeesh and Titman (1993), J. Finance 48(1); the skipped month: Jegadeesh (1990), J. Finance 45(3)"
_SHRINKAGE = (
    "Morris (1983), J. American Statistical Association 78(381); DerSimonian and Laird (1986), Controlled Clinical "
    "Trials 7(3); Robinson (1991), Statistical Science 6(1)"
)
_SPEARMAN = "Spearman (1904), American J. of Psychology 15"
_COSINES = (
    "Lazarus, Lewis, Stock and Watson (2018), HAR inference, J. Business & Economic Statistics 36(4); "
    "Muller (2007), J. Econometrics 141"
)
_INTERVAL = "t(v) se, se by the equal-weighted cosine estimator over the decisions, v its degrees of freedom"
_ADDEND = Formula(
    "w / sum of abs(w) x direction x (side if the part follows it) x z, z = (value - mean) / sd within the side, kept "
    "within 3; 0 where the value is not known"
)
_MARGIN = "(gross profit, else revenue - cost of revenue) / revenue"

_SCREEN: dict[str, Formula] = {
    "score": Formula("sum of the score_ columns"),
    **{part.column: _ADDEND for part in SCORE_PARTS},
    "score_change": Formula("score - score of the session compared with"),
    "signals.event_response_pct": Formula(
        "mu + tau^2 S^-1 (m - mu), m the names' mean CAR over the primary window, mu the leg's mean, S = tau^2 I + "
        "the errors' covariance",
        _SHRINKAGE,
    ),
    "event_response_error_pct": Formula("root of diag(tau^2 S^-1 V) + (S^-1 V 1)^2 / 1'S^-1 1", _SHRINKAGE),
    "since_event_pct": Formula("sum from day 0 of the last event to now of r - alpha - b'x"),
    "momentum_pct": Formula("L(t-21) / L(t-252) - I(t-21) / I(t-252), L the level, I the first benchmark's", _MOMENTUM),
    "resid_vol_pct": Formula("sqrt(252) s of the market model over 250 sessions, s^2 = SSE / (sessions - parameters)"),
    "signals.beta": Formula("least-squares slope on the first benchmark over 250 sessions, its lag added"),
    "dollar_volume_usd": Formula("median over 21 sessions of close x volume"),
    "lab_overlap_pct": Formula("sum of stake_pct in labs that the other side is about"),
}

_TRACK_RECORD: dict[str, Formula] = {
    "mean_ic": Formula("mean over decisions of the rank correlation of score and forward return", _SPEARMAN),
    "ic_ci_low": Formula(f"mean_ic - {_INTERVAL}", _COSINES),
    "ic_ci_high": Formula(f"mean_ic + {_INTERVAL}", _COSINES),
    "ic_sd": Formula("sd over decisions of the rank correlation"),
    "share_positive_pct": Formula("share of decisions with a rank correlation above 0"),
    "top_minus_bottom_pct": Formula(
        "mean over decisions of the mean forward return of the top third less the bottom's"
    ),
    "top_minus_bottom_ci_low_pct": Formula(f"top_minus_bottom_pct - {_INTERVAL}", _COSINES),
    "top_minus_bottom_ci_high_pct": Formula(f"top_minus_bottom_pct + {_INTERVAL}", _COSINES),
    "validation.turnover_pct": Formula("mean over decisions of the share of the top third that was not in it before"),
    "p_random": Formula("(1 + #{b: mean_ic(b) >= mean_ic}) / (1 + B) over B random rankings"),
    "ic_above_momentum": Formula("mean over decisions of the rank correlation less momentum's"),
    "ic_above_momentum_ci_low": Formula(f"ic_above_momentum - {_INTERVAL}", _COSINES),
    "ic_above_momentum_ci_high": Formula(f"ic_above_momentum + {_INTERVAL}", _COSINES),
}

_CLAIMS: dict[str, Formula] = {
    "distance": Formula(
        "value - threshold for > and >=, threshold - value for < and <=, the smaller of both for a range, "
        "-abs(value - threshold) for ="
    ),
    "gap": Formula("frontier score - open score"),
    "gross_margin_pct": Formula(_MARGIN),
    "gross_margin_change_pp": Formula(f"margin - margin of the year-ago quarter, margin = {_MARGIN}"),
    "revenue_growth_pct": Formula("revenue / revenue of the year-ago quarter - 1"),
    "gross_margin_trend_pp": Formula(
        "4 x least-squares slope of the margin over up to 8 quarters in a row, at least 4"
    ),
}

_MEASURES: dict[str, Formula] = {
    "token_price_blended_usd": Formula("(3 x input + output) / 4"),
    "token_price_gap_x": Formula(
        "median blended price of the first / lowest blended price of the second, within tiers both have"
    ),
    "measure.beta": Formula("least-squares slope on the first benchmark over the last 250 sessions, its lag added"),
    "measure.event_response_pct": Formula("mean CAR over the events whose window is over"),
    "spread_return_pct": Formula("NAV at the last close / NAV at the last close up to the opening - 1"),
    "spread_drawdown_pct": Formula("1 - NAV / max(NAV since the opening)"),
    "long_excess_return_pct": Formula("return of the long side - return of the first benchmark, since the opening"),
    "leg_relative_return_pct": Formula("return of the leg - return of the first benchmark, since the opening"),
    "permissive_share_pct": Formula("permissive releases / open-weight releases, of the last twelve months"),
    "names_priced_pct": Formula("names with a price in the last five sessions / names"),
}

_SYMBOLS = {
    "w": "the part's weight",
    "r": "return per session",
    "b'x": "slopes times the returns of the benchmarks",
    "B": "random rankings",
    "V": "covariance of the errors of the means",
    "tau": "standard deviation between the names of a leg",
    "NAV": "net asset value",
}

SCREEN_FORMULAS: dict[str, Formula] = {
    **with_symbols({**_SCREEN, **_TRACK_RECORD, **_MEASURES}, _SYMBOLS),
    **_CLAIMS,
}
"""By column, by ``table.column`` or ``measure.name`` where one word has several meanings, or by measure."""
