"""Formulas of the event study: responses, tests over event days, placebo, universe."""

from screener.dictionary.formula import Formula, with_symbols
from screener.dictionary.study_formulas import PAIR_TEST_FORMULAS

_STUDENT = "Student (1908), The probable error of a mean, Biometrika 6"
_PATELL = "Patell (1976), J. Accounting Research 14; Campbell, Lo and MacKinlay (1997), section 4.4"
_BMP = "Boehmer, Musumeci and Poulsen (1991), J. Financial Economics 30"
_STOREY = "Storey and Tibshirani (2003), PNAS 100, with shifts of the calendar for permutations"
_F = "f^2 = [(tr C / K - 1'C1 / K^2) / (K - 1)] / (1'C1 / K^2), C the sessions that windows share"

_T_EVENT = Formula(f"t = f sqrt(K) excess_pct / sd(CAR over event days), dof K - 1; {_F}", _STUDENT)
_PLACEBO_P = Formula(
    "p = (1 + #{s in 1..T-1: abs(t(s)) >= abs(t(0))}) / T, t(s) = (mean CAR - ring mean) / (sd / sqrt(K)) of the "
    "calendar shifted by s; under 5 event days the centred mean itself",
)
_HALF_WIDTH = "t(K - 1, 0.975) sd(CAR) / (f sqrt(K))"

_SYMBOLS = {
    "K": "event days",
    "L": "sessions in the window",
    "M": "sessions in the fit",
    "k": "parameters of the fit",
    "T": "sessions on the placebo's ring",
    "f": "correction for windows that overlap",
    "B": "random baskets",
    "r": "return per session",
    "b'x": "slopes times the returns of the benchmarks",
}

_FORMULAS: dict[str, Formula] = {
    "paths.car_pct": Formula("sum from the path's first session to this one of r - alpha - b'x", _PATELL),
    "car_pct": Formula("sum over the window of r - alpha - b'x, fitted on the estimation sessions", _PATELL),
    "scar": Formula("CAR / sqrt(s^2 (L + x'(X'X)^-1 x)), x the window's sums of the regressors; dof M - k", _PATELL),
    "caar_pct": Formula("mean of CAR over the K event days; events of one session count once"),
    "excess_pct": Formula("caar_pct - placebo_mean_pct"),
    "median_car_pct": Formula("median of CAR over the K event days"),
    "hit_rate_pct": Formula("share of event days with CAR x sign of the thesis > 0"),
    "t_event": _T_EVENT,
    "p_event": Formula("P(abs(t) >= abs(t_event)), Student's t with K - 1 degrees of freedom", _STUDENT),
    "bmp_event": Formula(
        "t = f sqrt(K) (mean SCAR - ring mean of SCAR) / sd(SCAR over event days), dof K - 1, across event days "
        "instead of names",
        _BMP,
    ),
    "p_bmp_event": Formula("P(abs(t) >= abs(bmp_event)), Student's t with K - 1 degrees of freedom", _BMP),
    "p_placebo": _PLACEBO_P,
    "placebo_mean_pct": Formula("mean of CAR over every session of the ring"),
    "placebo_sd_pct": Formula("sd over the shifts s = 1..T-1 of the mean CAR of the shifted calendar"),
    "n_placebo": Formula("T - 1"),
    "n_placebo_eff": Formula("(T - 1) / L"),
    "p_adjusted": Formula(
        "p_j = max(p_(j-1), (1 + #{s: max over those not yet passed of abs(t(s)) >= abs(t_j)}) / T), largest t first",
        "Romano and Wolf (2005), Econometrica 73, on the placebo's shifts",
    ),
    "ci_low_pct": Formula(f"excess_pct - {_HALF_WIDTH}", _STUDENT),
    "ci_high_pct": Formula(f"excess_pct + {_HALF_WIDTH}", _STUDENT),
    "mde_pct": Formula(
        "max((t(K - 1, 0.975) + t(K - 1, 0.80)) sd(CAR) / (f sqrt(K)), 2.80 placebo_sd_pct): within 1.2 % of what the "
        "noncentral t gives",
    ),
    "robustness.change_pp": Formula("excess_pct - excess_pct of the row as_asked"),
    "robustness.p_placebo": Formula(
        f"{_PLACEBO_P.text}; of random baskets (1 + #{{b: abs(t(b)) >= abs(t)}}) / (1 + B)"
    ),
    "names.beta": Formula("least-squares slope on the first benchmark; its lagged slope, if there is one, is added"),
    "day0_return_pct": Formula("level on day 0 / level of the session before - 1"),
    "band_low_pct": Formula("placebo_mean_pct + t(2.5 % of the shifts) sd(CAR) / sqrt(K)"),
    "band_high_pct": Formula("placebo_mean_pct + t(97.5 % of the shifts) sd(CAR) / sqrt(K)"),
    "universe.t_event": _T_EVENT,
    "universe.p_placebo": Formula("(1 + #{s: abs(z(s)) >= abs(z(0))}) / (1 + valid shifts)"),
    "universe.n_placebo": Formula("number of the shifts with at least 5 event days on which the name can be scored"),
    "z_placebo": Formula(
        "(8 v + 1) / (8 v + 3) sqrt(v log(1 + t^2 / v)) with the sign of t = sqrt(K) excess / sd, v = K - 1",
        "Wallace (1959), Annals of Mathematical Statistics 30",
    ),
    "false_discovery_rate": Formula(
        "mean over shifts of #{abs(z(s)) >= c} / #{abs(z(0)) >= c}, all names together", _STOREY
    ),
}

EVENT_FORMULAS: dict[str, Formula] = {**with_symbols(_FORMULAS, _SYMBOLS), **PAIR_TEST_FORMULAS}
"""By column, by ``table.column`` where a table has its own, or by event test."""
