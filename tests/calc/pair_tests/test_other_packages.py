"""Where other packages agree with us on the same data, and what separates them where they do not.

The figures are what each package printed on the vectors: sipemu and estudy2 (R), eventstudy and vibe-trading (Python).
"""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import reference_vectors as vectors
from scipy import stats

from screener.calc.pair_tests.battery import all_tests
from screener.calc.pair_tests.cross_section import mean_t
from screener.calc.pair_tests.ranks import row_ranks
from screener.calc.pair_tests.wilcoxon import signed_ranks
from screener.records.thesis import Window

# Another package's printed figures carry 15 digits.
PRINTED = {"rtol": 1e-11}

SIPEMU_V2 = {
    ("market", Window(0, 0)): {
        "caar": -0.0165477811798634,
        "t_cross_section": -2.81097730512117,
        "patell_daily": -4.52355227936791,
        "sign": -3.13049516849971,
        "generalized_sign": -3.15020306081492,
        "bmp_without_error": -3.14568928585628,
        "adjusted_without_error": -1.29600643115835,
    },
    ("market", Window(0, 20)): {
        "caar": -0.106262651322165,
        "t_cross_section": -5.60528861843305,
        "patell_daily": -5.32910807870706,
        "sign": -4.02492235949962,
        "generalized_sign": -4.04463890999577,
        "bmp_without_error": -6.37990480512199,
        "adjusted_without_error": -2.62848517645806,
    },
    ("mean", Window(0, 20)): {
        "caar": -0.083377601366,
        "t_cross_section": -4.39998980732302,
        "patell_daily": -3.22377361774972,
        "sign": -4.02492235949962,
        "generalized_sign": -4.01063205893233,
        "bmp_without_error": -4.58072853966695,
        "adjusted_without_error": -1.03515506202463,
    },
}
SIPEMU_V3 = {
    ("market", Window(0, 0)): {
        "caar": 0.00919506407271029,
        "t_cross_section": 3.84736253847067,
        "patell_daily": 4.14557130892644,
        "sign": 3.09838667696593,
        "generalized_sign": 3.07877344080289,
        "bmp_without_error": 3.74724443104227,
        "adjusted_without_error": 3.74224406179507,
    },
    ("market", Window(0, 20)): {
        "caar": 0.0101570790936262,
        "t_cross_section": 0.879841346702815,
        "patell_daily": 1.0426142243382,
        "sign": 1.29099444873581,
        "generalized_sign": 1.271375412824,
        "bmp_without_error": 1.15743713733772,
        "adjusted_without_error": 1.15589263892732,
    },
    ("mean", Window(0, 20)): {
        "caar": 0.0166281771493333,
        "t_cross_section": 1.28702981729187,
        "patell_daily": 1.30669413019117,
        "sign": 1.54919333848297,
        "generalized_sign": 1.40278782109761,
        "bmp_without_error": 1.53021760585679,
        "adjusted_without_error": 1.4193114606857,
    },
}
SIPEMU_V2_MARKET_ADJUSTED_PATELL_DAY_0 = -4.74857268053382
SIPEMU_V2_MARKET_ADJUSTED_BMP_DAY_0 = -3.31205447096684
SIPEMU_V2_RANK_Z_DAY_0 = -1.54132814345914

# Of day 0 in the market model.
ESTUDY2_V2 = {
    "t_cross_section": -2.8109773051212,
    "bmp": -3.1456892858563,
    "cda": -1.7050983145456,
    "sign": -3.13049516849971,
    "generalized_sign": -3.15020306081492,
    "corrado_rank": -1.54440772323971,
    "corrado_zivney_rank": -1.54440772323971,
}
ESTUDY2_V2_WILCOXON_W = 34
ESTUDY2_V2_PATELL = -4.53266316932225
ESTUDY2_V2_BROWN_WARNER_1980 = -3.53686780890157
# Of whole windows: model, window, Brown and Warner (1985), rank.
ESTUDY2_V2_WINDOWS = (
    ("market", Window(0, 5), -1.32843775211819, -1.1658677545293),
    ("market", Window(0, 20), -2.38935486736206, -2.19981576713369),
    ("mean", Window(0, 20), None, -1.16354844080375),
    ("market_adj", Window(0, 20), None, -2.13336874350562),
)
ESTUDY2_V2_MISSING_GENERALIZED_SIGN = -3.14895611655946
ESTUDY2_V2_MISSING_BROWN_WARNER_1985 = -1.2926326295925

EVENTSTUDY_PY_V2_T_DAY_0, EVENTSTUDY_PY_V2_P_DAY_0, EVENTSTUDY_PY_V2_DOF = (
    -3.5439628367120566,
    0.0003977779724082531,
    4980,
)

VIBE_V2 = {"t_cross_section": -2.810977305121195, "bmp": -3.1456892858562937, "generalized_sign": -3.1502030608149245}
VIBE_V3 = {"t_cross_section": 3.8473625384706778, "bmp": 3.749518595072498, "generalized_sign": 3.0787734408028866}
VIBE_V2_RANK_Z_DAY_0 = -1.5487041982548078

DAY_0 = Window(0, 0)


@cache
def read(name, *, missing=False):
    suffix = "_nan" if missing else ""
    return vectors.read_vector(name, f"returns{suffix}.csv", f"textbook_statistics{suffix}.json")


def sample_of(version, model="market", window=DAY_0, *, missing=False):
    name = {"V2": "V2_synth_clustered", "V3": "V3_synth_staggered"}[version]
    return vectors.vector_sample(read(name, missing=missing), model, window)


def statistics(sample):
    return {test.test: test.statistic for test in all_tests(sample)}


@pytest.mark.parametrize(
    ("version", "cell"), [(v, cell) for v, figures in (("V2", SIPEMU_V2), ("V3", SIPEMU_V3)) for cell in figures]
)
def test_sipemu_agrees_where_its_convention_is_ours(version, cell):
    sample = sample_of(version, *cell)
    # It lines residuals up by their distance to day 0, and leaves prediction error out of its standardised CAR.
    lined_up = statistics(replace(sample, first_row=np.zeros_like(sample.first_row)))
    without_error = mean_t(sample.car / sample.s)
    ours = lined_up | {
        "caar": sample.car.mean(),
        "bmp_without_error": without_error,
        "adjusted_without_error": without_error * lined_up["adjusted_bmp"] / lined_up["bmp"],
    }

    for name, figure in (SIPEMU_V2 if version == "V2" else SIPEMU_V3)[cell].items():
        np.testing.assert_allclose(ours[name], figure, err_msg=name, **PRINTED)


def test_estudy2_agrees_on_day_0():
    ours = statistics(sample_of("V2"))

    for name, figure in ESTUDY2_V2.items():
        np.testing.assert_allclose(ours[name], figure, err_msg=name, **PRINTED)
    assert ESTUDY2_V2_WILCOXON_W == signed_ranks(sample_of("V2").car)[1]


@pytest.mark.parametrize(("model", "window", "brown_warner", "rank"), ESTUDY2_V2_WINDOWS)
def test_estudy2_agrees_on_windows(model, window, brown_warner, rank):
    ours = statistics(sample_of("V2", model, window))

    np.testing.assert_allclose(ours["corrado_rank"], rank, **PRINTED)
    if brown_warner is not None:
        np.testing.assert_allclose(ours["cda"], brown_warner, **PRINTED)


@pytest.mark.parametrize(("version", "figures"), [("V2", VIBE_V2), ("V3", VIBE_V3)])
def test_vibe_trading_agrees_on_day_0(version, figures):
    ours = statistics(sample_of(version))

    for name, figure in figures.items():
        np.testing.assert_allclose(ours[name], figure, err_msg=name, **PRINTED)


def test_a_residual_sd_over_m_less_1_makes_patell_larger_by_a_known_ratio():
    ratio = math.sqrt((250 - 1) / (250 - 2))

    assert ratio == pytest.approx(1.00201, abs=5e-6)
    np.testing.assert_allclose(statistics(sample_of("V2"))["patell"] * ratio, ESTUDY2_V2_PATELL, **PRINTED)
    np.testing.assert_allclose(
        statistics(sample_of("V2"))["j1_large_m"] * ratio, ESTUDY2_V2_BROWN_WARNER_1980, **PRINTED
    )


def test_a_residual_variance_over_m_and_summed_degrees_of_freedom_make_another_j1():
    ours = statistics(sample_of("V2"))["j1_large_m"]

    np.testing.assert_allclose(ours * math.sqrt(250 / (250 - 2)), EVENTSTUDY_PY_V2_T_DAY_0, **PRINTED)
    # M - 1 of each pair, summed: as good as normal, which is what we read.
    assert EVENTSTUDY_PY_V2_DOF == 20 * (250 - 1)
    p = 2 * stats.t.sf(-EVENTSTUDY_PY_V2_T_DAY_0, EVENTSTUDY_PY_V2_DOF)
    assert EVENTSTUDY_PY_V2_P_DAY_0 == pytest.approx(p, rel=1e-9)
    assert 2 * stats.norm.sf(-ours) == pytest.approx(all_tests(sample_of("V2"))[1].p, rel=1e-12)


def test_a_demeaned_sd_and_a_mean_that_is_not_in_it_separate_the_market_adjusted_model_of_sipemu():
    sample = sample_of("V2", "market_adj")
    demeaned = sample.residuals.std(axis=1, ddof=1)
    # Its Patell counts that mean as a parameter: prediction error 1 + 1/M, and Q of M - 1.
    patell = (sample.car / (demeaned * math.sqrt(1 + 1 / 250))).sum() / math.sqrt(20 * 249 / 247)

    assert sample.k == 0
    np.testing.assert_allclose(sample.s, np.sqrt((sample.residuals**2).mean(axis=1)), rtol=1e-12)
    np.testing.assert_allclose(mean_t(sample.car / demeaned), SIPEMU_V2_MARKET_ADJUSTED_BMP_DAY_0, **PRINTED)
    np.testing.assert_allclose(patell, SIPEMU_V2_MARKET_ADJUSTED_PATELL_DAY_0, **PRINTED)
    assert abs(statistics(sample)["patell"] - SIPEMU_V2_MARKET_ADJUSTED_PATELL_DAY_0) > 0.004
    assert abs(statistics(sample)["bmp"] - SIPEMU_V2_MARKET_ADJUSTED_BMP_DAY_0) > 0.004


def test_the_spread_of_mean_ranks_is_taken_about_the_expected_rank_over_all_sessions():
    sample = sample_of("V2")
    ranks = row_ranks(np.concatenate([sample.residuals, sample.abnormal], axis=1))
    off = ranks.mean(axis=0) - (ranks.shape[1] + 1) / 2

    # About the mean, over T - 1; and from the estimation sessions alone.
    np.testing.assert_allclose(off[-1] / off.std(ddof=1), SIPEMU_V2_RANK_Z_DAY_0, **PRINTED)
    np.testing.assert_allclose(off[-1] / math.sqrt((off[:-1] ** 2).mean()), VIBE_V2_RANK_Z_DAY_0, **PRINTED)
    np.testing.assert_allclose(off[-1] / math.sqrt((off**2).mean()), ESTUDY2_V2["corrado_rank"], **PRINTED)
    np.testing.assert_allclose(statistics(sample)["corrado_rank"], ESTUDY2_V2["corrado_rank"], **PRINTED)


def test_pooling_the_residuals_is_not_the_mean_of_the_pairs_shares_when_returns_are_missing():
    sample = sample_of("V2", missing=True)
    pooled = (sample.residuals > 0).sum() / np.isfinite(sample.residuals).sum()
    n_positive = (sample.car > 0).sum()
    theirs = (n_positive - 20 * pooled) / math.sqrt(20 * pooled * (1 - pooled))

    np.testing.assert_allclose(theirs, ESTUDY2_V2_MISSING_GENERALIZED_SIGN, **PRINTED)
    assert statistics(sample)["generalized_sign"] == pytest.approx(-3.1485733080392726, rel=1e-12)


def test_adding_daily_means_is_not_the_mean_car_when_returns_are_missing():
    sample = sample_of("V2", window=Window(0, 5), missing=True)
    spread = np.nanmean(sample.residuals, axis=0).std(ddof=1)
    daily = np.nanmean(sample.abnormal, axis=0).sum() / (math.sqrt(6) * spread)

    np.testing.assert_allclose(daily, ESTUDY2_V2_MISSING_BROWN_WARNER_1985, **PRINTED)
    assert statistics(sample)["cda"] == pytest.approx(-1.308259867294077, rel=1e-12)


def test_boehmers_test_reads_students_t_where_some_read_the_normal():
    test = next(test for test in all_tests(sample_of("V2")) if test.test == "bmp")

    assert test.dof == 19
    assert test.p == pytest.approx(2 * stats.t.sf(-test.statistic, 19), rel=1e-10)
    assert test.p > 3 * 2 * stats.norm.sf(-test.statistic)


def test_the_estimation_window_holds_both_its_ends():
    vector = read("V2_synth_clustered")
    sample = sample_of("V2")

    assert set(sample.n) == {250}
    assert sample.residuals.shape == (20, 250)
    # -260 and -11 around day 0, whose row is the same for all.
    assert set(sample.first_row) == {vector.events[0][2] - 260}
    for edge, outside in ((-260, -261), (-11, -10)):
        for row, changes in ((edge, True), (outside, False)):
            moved = vector.returns.copy()
            moved[vector.events[0][2] + row] += 0.05
            other = vectors.vector_sample(replace(vector, returns=moved), "market", DAY_0)
            assert (not np.array_equal(other.s, sample.s)) == changes
