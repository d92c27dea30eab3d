"""Defects that other packages had or have, each as a test that ours does not."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import reference_vectors as vectors
from scipy import stats

from screener.calc.pair_tests.battery import all_tests
from screener.calc.pair_tests.calendar_time import calendar_time
from screener.calc.pair_tests.correlation import mean_correlation
from screener.calc.pair_tests.cross_section import mean_t
from screener.calc.pair_tests.p_value import against_normal
from screener.calc.pair_tests.sample import pair_sample
from screener.calc.pair_tests.sign import positive_share
from screener.calc.returns import simple_returns
from screener.prices.total_return import total_return
from screener.records.event_model import EventModel
from screener.records.prices import Bars
from screener.records.thesis import Window

PRINTED = {"rtol": 1e-11}
DAY_0 = Window(0, 0)

# What the packages printed on the vectors: of day 0 in the market model where nothing else is said.
ESTUDY2_V2_MISSING_PATELL = -4.51539777434947
ESTUDY2_V2_MISSING_BMP = -3.14129009212187
TEXTBOOK_V2_MISSING_PATELL = -4.505916548700369
TEXTBOOK_V2_MISSING_BMP = -3.1414381741204296
SIPEMU_V3_RANK_Z = 3.57151174334034
TEXTBOOK_V3_RANK_Z = 3.5495765875967
# "Calendar time" t of each session of 0..5, where a window of one session has none.
SIPEMU_V2_CALENDAR_TIME_FIRST_SESSION = -1.2054623744815
EVENTSTUDY_PY_V2_CONSTANT_MEAN_VARIANCE_0_20 = 0.0007156147292991855
EVENTSTUDYSTATISTICS_V2_RBAR, EVENTSTUDYSTATISTICS_V2_ADJUSTED_BMP = 0.0189, -2.67
TEXTBOOK_V2_RBAR, TEXTBOOK_V2_ADJUSTED_BMP = 0.19650912230336837, -1.29600643115836
VIBE_V2_CONSTANT_MEAN_PATELL = -5.684626469186096
VIBE_V2_PATELL_0_20 = -5.327818507294994
TEXTBOOK_V2_PATELL_0_20 = -5.13035255452133


@cache
def read(name, *, missing=False):
    suffix = "_nan" if missing else ""
    return vectors.read_vector(name, f"returns{suffix}.csv", f"textbook_statistics{suffix}.json")


def v2(model="market", window=DAY_0, *, missing=False):
    return vectors.vector_sample(read("V2_synth_clustered", missing=missing), model, window)


def statistics(sample):
    return {test.test: test.statistic for test in all_tests(sample)}


def noise(n_units, seed=5):
    """Return returns of units that have nothing to do with a benchmark, and the benchmark."""
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.02, (300, n_units)), rng.normal(0, 0.01, (300, 1))


@pytest.mark.parametrize("skips_gaps", [False, True])
def test_estudy2_missing_pairs_do_not_count_as_if_they_had_responded_like_the_rest(skips_gaps):
    returns, market = noise(10)
    returns[290, :5], returns[290, 5:] = 0.05, np.nan

    sample = pair_sample(
        returns, returns, market, np.full(10, 290), np.arange(10), DAY_0, EventModel(), skips_gaps=skips_gaps
    )

    # 5 of 5 positive: z = (5 - 2.5) / (sqrt(5) / 2). The mean times 10 columns made it 6.708.
    assert statistics(sample)["sign"] == pytest.approx(2.2360679774997896, rel=1e-12)
    assert sample.kept.tolist() == [0, 1, 2, 3, 4]


def test_estudy2_moments_of_the_market_come_from_the_days_that_the_fit_used():
    vector, sample = read("V2_synth_clustered", missing=True), v2(missing=True)
    row = vector.events[0][2]
    market = vector.market[row - 260 : row - 10]
    shift = (vector.market[row] - market.mean()) ** 2 / ((market - market.mean()) ** 2).sum()
    over_all_days = sample.car / (np.nanstd(sample.residuals, axis=1, ddof=1) * np.sqrt(1 + 1 / sample.n + shift))
    expected = ((sample.n - 2) / (sample.n - 4)).sum()

    # Theirs, from moments over all days (and the sd over M - 1).
    np.testing.assert_allclose(over_all_days.sum() / math.sqrt(expected), ESTUDY2_V2_MISSING_PATELL, **PRINTED)
    np.testing.assert_allclose(mean_t(over_all_days), ESTUDY2_V2_MISSING_BMP, **PRINTED)
    # Ours, over the days that each pair has.
    assert statistics(sample)["patell"] == pytest.approx(TEXTBOOK_V2_MISSING_PATELL, rel=1e-11)
    assert statistics(sample)["bmp"] == pytest.approx(TEXTBOOK_V2_MISSING_BMP, rel=1e-11)
    used = np.where(np.isfinite(sample.residuals), market, np.nan)
    off = used - np.nanmean(used, axis=1, keepdims=True)
    own_shift = (vector.market[row] - np.nanmean(used, axis=1)) ** 2 / np.nansum(off**2, axis=1)
    np.testing.assert_allclose(sample.scale[:, 0], 1 + 1 / sample.n + own_shift, rtol=1e-12)


def test_sipemu_a_firms_events_are_ranked_one_by_one():
    vector = read("V3_synth_staggered")
    sample = vectors.vector_sample(vector, "market", DAY_0)
    values = np.concatenate([sample.residuals, sample.abnormal], axis=1)
    firms = np.array([ticker for _, ticker, _ in vector.events])
    by_firm = np.empty_like(values)
    for firm in np.unique(firms):
        block = values[firms == firm]
        by_firm[firms == firm] = stats.rankdata(block).reshape(block.shape) / (block.size + 1) - 0.5
    means = by_firm.mean(axis=0)

    np.testing.assert_allclose(means[-1] / means.std(ddof=1), SIPEMU_V3_RANK_Z, **PRINTED)
    assert statistics(sample)["corrado_rank"] == pytest.approx(TEXTBOOK_V3_RANK_Z, rel=1e-11)


def test_sipemu_the_share_of_positive_residuals_is_a_mean_over_pairs_not_over_firms():
    returns, market = noise(2)
    # The first unit has three events, the second one.
    sample = pair_sample(
        returns, returns, market, np.array([275, 280, 285, 290]), np.array([0, 0, 0, 1]), DAY_0, EventModel()
    )
    shares = (sample.residuals > 0).mean(axis=1)

    assert shares[:3].mean() != pytest.approx(shares[3], abs=1e-3)
    assert positive_share(sample) == pytest.approx((shares[0] + shares[1] + shares[2] + shares[3]) / 4, rel=1e-14)


def test_sipemu_calendar_time_is_in_the_calendar_and_has_a_value_for_one_session():
    response = v2(window=Window(0, 5)).abnormal.mean(axis=0)
    np.testing.assert_allclose(response[0] / response.std(ddof=1), SIPEMU_V2_CALENDAR_TIME_FIRST_SESSION, **PRINTED)

    vector = read("V3_synth_staggered")
    rows = np.array([row for _, _, row in vector.events])
    columns = np.array([vector.tickers.index(ticker) for _, ticker, _ in vector.events])
    model = EventModel(estimation=vectors.ESTIMATION)
    result = calendar_time(vector.returns, vector.returns, vector.market[:, None], rows, columns, DAY_0, model)

    assert result.n_sessions == len(set(rows.tolist()))
    assert result.test.statistic is not None


def test_eventstudy_py_the_constant_mean_variance_never_sees_the_event_window():
    vector, window = read("V2_synth_clustered"), Window(0, 20)
    row = vector.events[0][2]
    up_to_the_end = vector.returns[row - 260 : row + 21]
    # Theirs: the variance over estimation, buffer and event window, L times, over N squared.
    np.testing.assert_allclose(
        21 * up_to_the_end.var(axis=0).sum() / 20**2, EVENTSTUDY_PY_V2_CONSTANT_MEAN_VARIANCE_0_20, **PRINTED
    )

    louder = vector.returns.copy()
    louder[row - 10 :] *= 10
    sample, other = v2("mean", window), vectors.vector_sample(replace(vector, returns=louder), "mean", window)
    np.testing.assert_array_equal(other.s, sample.s)
    np.testing.assert_allclose(sample.s, vector.returns[row - 260 : row - 10].std(axis=0, ddof=1), rtol=1e-12)


def test_eventstudy_py_a_two_sided_level_is_not_read_off_a_one_sided_quantile():
    # 1.2816 leaves 10 % in one tail: an interval made with it covers 80 %, not 90 %.
    assert against_normal("patell", 1.2815515655446004).p == pytest.approx(0.20, rel=1e-12)
    assert against_normal("patell", -1.6448536269514722).p == pytest.approx(0.10, rel=1e-12)


def test_eventstudy_py_a_simple_return_is_over_the_earlier_price():
    assert simple_returns(np.array([100.0, 110.0]))[1] == pytest.approx(0.10, rel=1e-14)
    assert simple_returns(np.array([100.0, 110.0]))[1] != pytest.approx(10 / 110, rel=1e-3)


def test_eventstudy_py_one_sample_knows_nothing_of_another():
    first = statistics(v2())
    statistics(v2("mean", Window(0, 20), missing=True))

    assert statistics(v2()) == first


def test_eventstudystatistics_a_cross_product_is_no_correlation():
    sample = v2()
    products = sample.residuals @ sample.residuals.T
    raw = (products.sum() - np.trace(products)) / (20 * 19)

    assert raw == pytest.approx(EVENTSTUDYSTATISTICS_V2_RBAR, abs=5e-5)
    theirs = mean_t(sample.scar) * math.sqrt((1 - raw) / (1 + 19 * raw))
    assert theirs == pytest.approx(EVENTSTUDYSTATISTICS_V2_ADJUSTED_BMP, abs=5e-3)
    assert mean_correlation(sample) == pytest.approx(TEXTBOOK_V2_RBAR, rel=1e-11)
    assert statistics(sample)["adjusted_bmp"] == pytest.approx(TEXTBOOK_V2_ADJUSTED_BMP, rel=1e-11)


def test_eventstudystatistics_the_markets_spread_is_that_of_the_estimation_window():
    vector, window = read("V2_synth_clustered"), Window(0, 5)
    row = vector.events[0][2]
    market = vector.market[row - 260 : row - 10]
    inside = vector.market[row : row + 6]
    expected = 1 + 1 / 250 + (inside - market.mean()) ** 2 / ((market - market.mean()) ** 2).sum()

    np.testing.assert_allclose(v2(window=window).scale, np.broadcast_to(expected, (20, 6)), rtol=1e-12)


def test_event_study_toolkit_patell_counts_the_variance_of_students_t():
    sample = v2()

    assert statistics(sample)["patell"] == pytest.approx(
        sample.scar.sum() / math.sqrt(20) / math.sqrt(248 / 246), rel=1e-12
    )


def test_easy_es_market_adjusted_residuals_are_not_squared_before_their_sd():
    vector = read("V2_synth_clustered")
    row = vector.events[0][2]
    left = vector.returns[row - 260 : row - 10] - vector.market[row - 260 : row - 10, None]

    np.testing.assert_allclose(v2("market_adj").s, np.sqrt((left**2).mean(axis=0)), rtol=1e-12)
    assert (v2("market_adj").s > 10 * (left**2).std(axis=0)).all()


def test_xkdr_the_first_session_of_a_window_is_part_of_its_car():
    returns, market = noise(3)
    returns[288:] = 0.0
    returns[289] = 0.10
    sample = pair_sample(
        returns,
        returns,
        market,
        np.full(3, 290),
        np.arange(3),
        Window(-1, 5),
        EventModel("raw"),
    )

    np.testing.assert_allclose(sample.car, 0.10, rtol=1e-14)


def test_vibe_trading_patell_knows_how_many_parameters_the_model_has():
    sample = v2("mean")

    np.testing.assert_allclose(sample.scar.sum() / math.sqrt(20 * 248 / 246), VIBE_V2_CONSTANT_MEAN_PATELL, **PRINTED)
    assert statistics(sample)["patell"] == pytest.approx(sample.scar.sum() / math.sqrt(20 * 249 / 247), rel=1e-12)


def test_vibe_trading_a_car_has_the_covariance_of_its_prediction_errors_in_its_variance():
    sample = v2(window=Window(0, 20))
    without = sample.car / (sample.s * np.sqrt(sample.scale.sum(axis=1)))

    np.testing.assert_allclose(without.sum() / math.sqrt(20 * 248 / 246), VIBE_V2_PATELL_0_20, **PRINTED)
    assert statistics(sample)["patell"] == pytest.approx(TEXTBOOK_V2_PATELL_0_20, rel=1e-11)


def test_robust_eventstudy_the_correlation_is_that_of_residuals_not_of_responses():
    vector, window = read("V2_synth_clustered"), Window(0, 5)
    row = vector.events[0][2]
    # One response for all: inside the window every pair is correlated by 1.
    shocked = vector.returns.copy()
    shocked[row : row + 6] = np.array([0.1, -0.1, 0.2, -0.2, 0.3, -0.1])[:, None]

    sample = vectors.vector_sample(replace(vector, returns=shocked), "market", window)
    assert np.corrcoef(sample.abnormal).mean() > 0.95
    assert mean_correlation(sample) == pytest.approx(TEXTBOOK_V2_RBAR, rel=1e-11)


def test_crsp_a_negative_price_makes_no_return_and_no_pair():
    # A minus sign marks the midpoint of bid and ask; the ratio of two of them would be a return like any other.
    returns, market = noise(2)
    close = 100 * np.cumprod(1 + returns, axis=0)
    close[289:291, 1] *= -1
    days = np.arange("2020-01-01", "2020-10-27", dtype="datetime64[D]")
    levels = [total_return(Bars("A", days, close[:, i], np.full(300, np.nan), "split_adjusted")).level for i in (0, 1)]
    made = simple_returns(np.column_stack(levels))

    sample = pair_sample(made, made, market, np.array([290, 290]), np.array([0, 1]), DAY_0, EventModel())
    assert np.isnan(made[289:292, 1]).all()
    assert sample.kept.tolist() == [0]
