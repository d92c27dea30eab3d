"""Formulas of the classical event tests over pairs of a unit and an event day; ``pair_tests`` has their sources."""

from screener.dictionary.formula import Formula, with_symbols
from screener.dictionary.pair_tests import PAIR_TESTS
from screener.records.pair_test import PairTestName

_TEXTS: dict[PairTestName, str] = {
    "j1": "CAAR / sqrt(sum of Var(CAR_i) / N^2), Var(CAR_i) = s_i^2 (L + x'(X'X)^-1 x)",
    "j1_large_m": "CAAR / sqrt(sum of L_i s_i^2 / N^2)",
    "t_cross_section": "sqrt(N) CAAR / sd(CAR), dof N - 1",
    "skew_adjusted_t": "sqrt(N) (S + g S^2 / 3 + g^2 S^3 / 27 + g / (6 N)), S = CAAR / sd(CAR), "
    "g = N / ((N - 1) (N - 2)) sum of ((CAR - CAAR) / sd)^3",
    "cda": "CAAR / (sqrt(L) sd over estimation sessions of the mean residual across pairs)",
    "patell": "sum of SCAR_i / sqrt(sum of Q_i)",
    "patell_daily": "sum of AR / (s sqrt(C_t)) / sqrt(sum of L_i Q_i), C_t the prediction error of one session",
    "adjusted_patell": "patell / sqrt(1 + (N - 1) rbar)",
    "bmp": "sqrt(N) mean(SCAR) / sd(SCAR), dof N - 1",
    "adjusted_bmp": "bmp sqrt((1 - rbar) / (1 + (N - 1) rbar)), dof N - 1",
    "sign": "number of positive CARs, against a binomial of N and 1/2",
    "generalized_sign": "(n+ - N p) / sqrt(N p (1 - p)), p the share of positive residuals before the event",
    "wilcoxon": "sum of the ranks by size of the positive CARs, against its distribution under symmetry",
    "corrado_rank": "sum over the window of Kd_t / (sqrt(L) S), Kd_t = mean over pairs of rank - (T_i + 1) / 2, "
    "S^2 = sum of Kd_t^2 / T",
    "corrado_zivney_rank": "as corrado_rank, of U = rank / (1 + T_i) - 1/2 summed over pairs / sqrt(N_t)",
    "grank_t": "Z sqrt((T - 2) / (T - 1 - Z^2)), Z = Ubar_0 / S, U the rank of SCAR / sd(SCAR) among M residuals",
    "grank_z": "Ubar_0 / sqrt(sum of (T_i - 1) / (T_i + 1) / (12 N^2))",
    "buy_and_hold_t": "sqrt(N) mean(BHAR) / sd(BHAR), BHAR = product of (1 + r) - product of (1 + benchmark)",
    "calendar_time": "alpha / its Newey-West error, R_t = alpha + b'x_t + e_t of all units inside their windows",
}

_SYMBOLS = {
    "N": "pairs of a unit and an event day",
    "L": "sessions in the window",
    "L_i": "sessions in the pair's window",
    "M": "sessions in the fit",
    "s_i": "residual standard deviation of the pair's fit",
    "Q_i": "(M - k) / (M - k - 2), the variance of the pair's SCAR",
    "T": "sessions ranked",
    "T_i": "sessions of the pair that are ranked",
    "N_t": "pairs with a return on the session",
    "rbar": "mean correlation of the residuals of two pairs",
}

PAIR_TEST_FORMULAS: dict[str, Formula] = with_symbols(
    {name: Formula(_TEXTS[name], PAIR_TESTS[name].source) for name in PAIR_TESTS}, _SYMBOLS
)
"""By the test's name."""
