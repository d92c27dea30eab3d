"""Every statistic of the textbook vectors: three return models, five windows, clean and with 3 % missing."""

import json
import math
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import reference_vectors as vectors
from scipy import stats

from screener.calc.pair_tests.adjusted import adjusted_bmp, adjusted_patell
from screener.calc.pair_tests.battery import all_tests
from screener.calc.pair_tests.buy_and_hold import buy_and_hold
from screener.calc.pair_tests.correlation import mean_correlation
from screener.calc.pair_tests.cross_section import mean_t
from screener.calc.pair_tests.p_value import against_normal, against_student
from screener.calc.pair_tests.patell import patell_daily
from screener.calc.pair_tests.sample import pair_sample
from screener.calc.pair_tests.sign import positive_share
from screener.calc.pair_tests.wilcoxon import signed_ranks
from screener.records.event_model import EventModel
from screener.records.thesis import Window

CLOSE = {"rtol": 1e-10, "atol": 1e-10}

V2 = ("V2_synth_clustered", "returns.csv", "textbook_statistics.json")
V2_MISSING = ("V2_synth_clustered", "returns_nan.csv", "textbook_statistics_nan.json")
V3 = ("V3_synth_staggered", "returns.csv", "textbook_statistics.json")

# Our test's name, and the statistic's in the vectors.
STATISTICS = {
    "j1": "CLM_J1_full",
    "j1_large_m": "CLM_J1_mackinlay",
    "t_cross_section": "t_cs",
    "skew_adjusted_t": "skew_adj_t",
    "cda": "t_cda",
    "patell": "patell_z_SCAR",
    "patell_daily": "patell_z_sumSAR",
    "adjusted_patell": "kp_adj_patell_SCAR",
    "bmp": "bmp_t_SCAR",
    "adjusted_bmp": "kp_adj_bmp_SCAR",
    "sign": "sign_z",
    "generalized_sign": "gen_sign_z",
    "wilcoxon": "wilcoxon_z",
    "corrado_rank": "corrado_rank_z",
    "corrado_zivney_rank": "corrado_zivney_rank_z",
    "grank_t": "grank_t",
    "grank_z": "grank_z",
    "buy_and_hold_t": "t_abhar",
}

CHECKED_BY_NAME = {
    *("N", "L", "CAR", "SCAR", "caar", "median_car", "n_pos", "rbar", "p_hat", "wilcoxon_W", "abhar_vs_market"),
    *("p_t_cs", "p_grank_t", "sign_p_exact", "grank_df", "wilcoxon_p_exact"),
    *("bmp_t_sumSAR", "bmp_t_noPE", "kp_adj_bmp_noPE", "kp_adj_patell_sumSAR", "grank_Z_ratio"),
}


@cache
def read(case):
    return vectors.read_vector(*case)


def sample_of(case, model, window):
    """Return the vector's pairs; those of V3 lined up by distance to day 0, as its rbar was made."""
    sample = vectors.vector_sample(read(case), model, window)
    return replace(sample, first_row=np.zeros_like(sample.first_row)) if case is V3 else sample


CELLS = pytest.mark.parametrize(
    ("case", "model", "window"),
    [
        pytest.param(case, model, window, id=f"{label}-{model}-{window}")
        for label, case in (("V2", V2), ("V2_missing", V2_MISSING), ("V3", V3))
        for model in vectors.MODELS
        for window in vectors.WINDOWS
    ],
)


@CELLS
def test_the_sample_has_every_pair_with_its_car_and_scar(case, model, window):
    expected = read(case).expected[model][vectors.window_key(window)]
    sample = sample_of(case, model, window)

    assert expected["N"] == sample.n_pairs
    assert expected["L"] == sample.n_sessions
    np.testing.assert_allclose(sample.car, expected["CAR"], rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(sample.scar, expected["SCAR"], rtol=1e-11, atol=1e-13)


@CELLS
def test_every_test_has_the_textbook_statistic(case, model, window):
    expected = read(case).expected[model][vectors.window_key(window)]

    for test in all_tests(sample_of(case, model, window)):
        np.testing.assert_allclose(test.statistic, expected[STATISTICS[test.test]], err_msg=test.test, **CLOSE)


@CELLS
def test_what_the_tests_are_made_of_has_the_textbook_value(case, model, window):
    expected = read(case).expected[model][vectors.window_key(window)]
    sample = sample_of(case, model, window)

    for ours, name in (
        (sample.car.mean(), "caar"),
        (np.median(sample.car), "median_car"),
        ((sample.car > 0).sum(), "n_pos"),
        (mean_correlation(sample), "rbar"),
        (positive_share(sample), "p_hat"),
        (signed_ranks(sample.car)[1], "wilcoxon_W"),
        (buy_and_hold(sample).mean(), "abhar_vs_market"),
    ):
        np.testing.assert_allclose(ours, expected[name], err_msg=name, **CLOSE)


@CELLS
def test_every_p_the_vectors_hold_is_ours(case, model, window):
    expected = read(case).expected[model][vectors.window_key(window)]
    tests = {test.test: test for test in all_tests(sample_of(case, model, window))}

    np.testing.assert_allclose(tests["t_cross_section"].p, expected["p_t_cs"], **CLOSE)
    np.testing.assert_allclose(tests["grank_t"].p, expected["p_grank_t"], **CLOSE)
    np.testing.assert_allclose(tests["sign"].p, expected["sign_p_exact"], **CLOSE)
    assert expected["grank_df"] == tests["grank_t"].dof
    # Counted for the 20 pairs of V2 only.
    if "wilcoxon_p_exact" in expected:
        np.testing.assert_allclose(tests["wilcoxon"].p, expected["wilcoxon_p_exact"], **CLOSE)


@CELLS
def test_the_textbook_variants_of_boehmer_and_patell_follow_from_the_sample(case, model, window):
    expected = read(case).expected[model][vectors.window_key(window)]
    sample = sample_of(case, model, window)
    daily = np.nansum(sample.abnormal / (sample.s[:, None] * np.sqrt(sample.scale)), axis=1)
    without_error = sample.car / sample.s
    n, rbar = sample.n_pairs, expected["rbar"]
    without_error_adjusted = mean_t(without_error) * math.sqrt((1 - rbar) / (1 + (n - 1) * rbar))
    daily_adjusted = patell_daily(sample).statistic / math.sqrt(1 + (n - 1) * rbar)

    np.testing.assert_allclose(mean_t(daily), expected["bmp_t_sumSAR"], **CLOSE)
    np.testing.assert_allclose(mean_t(without_error), expected["bmp_t_noPE"], **CLOSE)
    np.testing.assert_allclose(without_error_adjusted, expected["kp_adj_bmp_noPE"], **CLOSE)
    np.testing.assert_allclose(daily_adjusted, expected["kp_adj_patell_sumSAR"], **CLOSE)


def test_no_statistic_of_the_vectors_is_left_untested():

    for case in (V2, V2_MISSING, V3):
        for windows in read(case).expected.values():
            for expected in windows.values():
                assert set() == set(expected) - set(STATISTICS.values()) - CHECKED_BY_NAME
                # The ratio that the t statistic of GRANK is made of: t = Z sqrt((T - 2) / (T - 1 - Z^2)).
                z, dof = expected["grank_Z_ratio"], expected["grank_df"]
                np.testing.assert_allclose(z * math.sqrt(dof / (dof + 1 - z**2)), expected["grank_t"], **CLOSE)


def test_tiny_exact_vector_in_rationals():
    tiny = json.loads((vectors.FOLDER / "V7_tiny_exact.json").read_text())
    returns = np.column_stack([tiny["returns_bp"][name] for name in "ABC"]) / 1e4
    sample = pair_sample(
        returns,
        returns,
        np.array(tiny["market_bp"])[:, None] / 1e4,
        np.array([9, 9, 9]),
        np.array([0, 1, 2]),
        Window(-1, 1),
        EventModel(estimation=Window(-9, -2), min_returns=8),
    )
    tests = {test.test: test.statistic for test in all_tests(sample)}
    expected = tiny["aggregate"]

    for i, name in enumerate("ABC"):
        exact = tiny["pairs"][name]["C"]
        np.testing.assert_allclose(sample.scale[i], [float(Fraction(each["exact"])) for each in exact], rtol=1e-13)
    assert float(Fraction(expected["Q"])) == 6 / 4
    assert expected["CAAR"] == pytest.approx(sample.car.mean(), rel=1e-12)
    assert expected["t_cs"] == pytest.approx(tests["t_cross_section"], rel=1e-12)
    assert expected["patell_sumSAR"] == pytest.approx(tests["patell_daily"], rel=1e-12)
    assert expected["patell_SCAR"] == pytest.approx(tests["patell"], rel=1e-12)
    assert expected["bmp_SCAR"] == pytest.approx(tests["bmp"], rel=1e-12)


def test_every_p_is_two_sided_under_the_distribution_that_the_test_names():
    sample = sample_of(V2, "market", Window(0, 5))
    # 20 pairs; 250 estimation sessions, one more with the response.
    student = {"t_cross_section": 19, "skew_adjusted_t": 19, "bmp": 19, "adjusted_bmp": 19, "buy_and_hold_t": 19}
    student |= {"cda": 249, "grank_t": 249}

    for test in all_tests(sample):
        if test.test in student:
            assert (test.reference, test.dof) == ("student_t", student[test.test])
            assert test.p == pytest.approx(2 * stats.t.sf(abs(test.statistic), student[test.test]), rel=1e-10)
        else:
            assert test.dof is None
            assert test.reference == ("exact" if test.test in ("sign", "wilcoxon") else "normal")
            if test.reference == "normal":
                assert test.p == pytest.approx(2 * stats.norm.sf(abs(test.statistic)), rel=1e-10)


def test_a_statistic_or_degrees_of_freedom_that_are_not_defined_give_no_p():
    for test in (
        against_student("bmp", 1.0, 0),
        against_student("bmp", math.nan, 5),
        against_normal("patell", math.inf),
        against_normal("patell", math.nan),
    ):
        assert (test.statistic, test.dof, test.p) == (None, None, None)


def test_an_adjusted_test_takes_a_correlation_that_is_already_known():
    sample = sample_of(V2, "market", Window(0, 5))
    rbar = mean_correlation(sample)

    assert adjusted_bmp(sample) == adjusted_bmp(sample, rbar)
    assert adjusted_patell(sample) == adjusted_patell(sample, rbar)
    assert adjusted_bmp(sample, 0.0).statistic != adjusted_bmp(sample).statistic
