import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from screener.calc.inference.scoring import Sample, adjust, score, without_inference
from screener.records.thesis import Window

NAN = np.nan
WINDOW = Window(0, 5)
# Far enough apart to share nothing at all, so that the overlap factor is 1.
APART = np.array([300, 600, 900, 1200, 1500, 1800])


def make_sample(car, rows, *, side="spread", basket="spread", is_primary=True, window=WINDOW, n_events=None, scar=None):
    car = np.asarray(car, dtype=float)
    return Sample(
        basket=basket,
        side=side,
        period="after",
        window=window,
        car=car,
        scar=car / 0.03 if scar is None else scar,
        event_rows=np.asarray(rows, dtype=np.int64),
        n_events=len(rows) if n_events is None else n_events,
        is_primary=is_primary,
    )


def random_car(seed, n=2000, effect=0.0, rows=APART):
    rng = np.random.default_rng(seed)
    car = rng.standard_t(5, n) * 0.02 + 0.001
    car[:280], car[-5:] = NAN, NAN
    car[rng.choice(np.arange(300, n - 5), 20, replace=False)] = NAN
    car[rows] = rng.normal(effect, 0.02, len(rows))
    return car


def slow_placebo(car, days):
    """Studentised shifts around the ring, one at a time."""
    ring = [value for value in car if not math.isnan(value)]
    where = {row: i for i, row in enumerate(r for r in range(len(car)) if not math.isnan(car[r]))}
    positions = [where[day] for day in days]
    ring_mean = math.fsum(ring) / len(ring)
    means, found = [], []
    for s in range(len(ring)):
        values = np.array([ring[(p + s) % len(ring)] for p in positions])
        means.append(values.mean())
        spread = values.std(ddof=1) / math.sqrt(len(values)) if len(values) >= 5 else 1.0
        found.append((values.mean() - ring_mean) / spread)
    return ring_mean, np.array(means), np.array(found)


def test_every_figure_of_a_row_agrees_with_scipy_and_a_slow_ring():
    car = random_car(1, effect=0.03)
    scar = car / np.random.default_rng(2).uniform(0.02, 0.05, len(car))
    # Two events on one session are one event day.
    sample = make_sample(car, [*APART, 600], scar=scar, n_events=9)
    ring_mean, means, shifts = slow_placebo(car, APART)
    scar_mean = np.nanmean(scar)
    by_car = stats.ttest_1samp(car[APART], ring_mean)
    by_scar = stats.ttest_1samp(scar[APART], scar_mean)
    interval = by_car.confidence_interval(0.95)
    detectable = (stats.t.ppf(0.975, 5) + stats.t.ppf(0.8, 5)) * car[APART].std(ddof=1) / math.sqrt(6)

    row = score(sample)

    assert (row.n_events, row.n_event_days, row.n_used) == (9, 6, 7)
    assert row.caar == pytest.approx(np.mean(car[APART]), rel=1e-12)
    assert row.excess == pytest.approx(np.mean(car[APART]) - ring_mean, rel=1e-10)
    assert row.median_car == pytest.approx(np.median(car[APART]), rel=1e-12)
    assert row.hit_rate == pytest.approx(sum(value > 0 for value in car[APART]) / 6)
    assert row.t_event == pytest.approx(by_car.statistic, rel=1e-9)
    assert row.p_event == pytest.approx(by_car.pvalue, rel=1e-8)
    assert row.bmp_event == pytest.approx(by_scar.statistic, rel=1e-9)
    assert row.p_bmp_event == pytest.approx(by_scar.pvalue, rel=1e-8)
    assert row.p_placebo == (1 + (abs(shifts[1:]) >= abs(shifts[0])).sum()) / len(shifts)
    assert row.placebo_mean == pytest.approx(means.mean(), rel=1e-9)
    assert row.placebo_sd == pytest.approx(means[1:].std(ddof=1), rel=1e-9)
    assert row.n_placebo == len(shifts) - 1
    assert row.n_placebo_eff == pytest.approx((len(shifts) - 1) / 6)
    assert row.ci_low == pytest.approx(interval.low - ring_mean, rel=1e-7)
    assert row.ci_high == pytest.approx(interval.high - ring_mean, rel=1e-7)
    assert row.mde == pytest.approx(max(detectable, 2.80 * means[1:].std(ddof=1)), rel=1e-8)
    assert row.p_adjusted is None
    assert row.flags == ()


def test_a_strong_effect_speaks_for_or_against_the_thesis_by_its_side():
    up, down = random_car(3, effect=0.15), random_car(3, effect=-0.15)

    assert score(make_sample(up, APART)).verdict == "with_thesis"
    assert score(make_sample(down, APART)).verdict == "against_thesis"
    assert score(make_sample(up, APART, side="long", basket="long")).verdict == "with_thesis"
    assert score(make_sample(up, APART, side="short", basket="short")).verdict == "against_thesis"
    assert score(make_sample(down, APART, side="short", basket="short")).verdict == "with_thesis"
    assert score(make_sample(up, APART, is_primary=False)).verdict == "exploratory"


def test_a_short_row_counts_hits_when_its_stocks_fall():
    car = random_car(4)
    car[APART] = [-0.01, -0.02, 0.03, -0.01, 0.0, -0.05]

    assert score(make_sample(car, APART, side="short")).hit_rate == pytest.approx(4 / 6)
    assert score(make_sample(car, APART, side="long")).hit_rate == pytest.approx(1 / 6)


def test_below_five_event_days_there_is_a_placebo_and_no_test():
    row = score(make_sample(random_car(5), APART[:4]))

    tests = (row.t_event, row.p_event, row.bmp_event, row.p_bmp_event, row.ci_low, row.ci_high, row.mde)
    assert tests == (None,) * 7
    assert row.verdict == "too_few_events"
    assert row.flags == ("assumes_equal_volatility",)
    assert 0 < row.p_placebo <= 1
    _, _, shifts = slow_placebo(random_car(5), APART[:4])
    assert row.p_placebo == (1 + (abs(shifts[1:]) >= abs(shifts[0])).sum()) / len(shifts)


@pytest.mark.parametrize(("is_primary", "verdict"), [(True, "too_few_events"), (False, "exploratory")])
def test_without_an_event_day_only_counts_are_given(is_primary, verdict):
    row = score(make_sample(random_car(6), [], n_events=3, is_primary=is_primary))

    assert (row.n_events, row.n_event_days, row.n_used, row.verdict) == (3, 0, 0, verdict)
    given_ = {field.name for field in dataclasses.fields(row) if getattr(row, field.name) is not None}
    counts = {"n_events", "n_event_days", "n_used", "verdict", "flags"}
    assert given_ == {"basket", "side", "period", "window"} | counts


def test_when_most_event_days_overlap_the_placebo_alone_decides():
    days = np.array([600, 602, 604, 606, 608, 610, 612, 614])
    car = random_car(7, rows=days)
    car[days] = 0.30 + np.array([0, 1, 0, 1, 0, 1, 0, 1]) * 0.001

    row = score(make_sample(car, days, window=Window(0, 20)))

    assert row.flags == ("overlapping",)
    assert row.verdict == "with_thesis"
    # Each centred value scaled by f, so the printed t is smaller than the plain one.
    assert abs(row.t_event) < stats.ttest_1samp(car[days], np.nanmean(car)).statistic


def test_half_the_event_days_overlapping_is_not_yet_most_of_them():
    half, most = np.array([600, 602, 604, 900, 1200, 1500]), np.array([600, 602, 604, 606, 900, 1200])

    assert score(make_sample(random_car(12, rows=half), half)).flags == ()
    assert score(make_sample(random_car(12, rows=most), most)).flags == ("overlapping",)


def family(seed, n=6):
    rng = np.random.default_rng(seed)
    samples = []
    for i in range(n):
        car = rng.standard_t(5, 600) * 0.02
        car[: 280 + i], car[595:] = NAN, NAN
        days = np.sort(rng.choice(np.arange(281, 590), 7, replace=False))
        days = days[np.isfinite(car[days])]
        car[days] += rng.choice([0.0, 0.02])
        samples.append(make_sample(car, days, basket=f"long_{i}", side="long", is_primary=i == 2))
    return samples


@pytest.mark.parametrize("seed", range(8))
def test_adjusted_p_agrees_with_steps_on_the_common_ring(seed):
    samples = family(seed)
    samples[4] = dataclasses.replace(samples[4], event_rows=samples[4].event_rows[:4])
    chosen = [0, 1, 3, 5]
    common = np.all([np.isfinite(samples[i].car) for i in chosen], axis=0)
    columns = {}
    for i in chosen:
        days = [day for day in samples[i].event_rows if common[day]]
        if len(days) >= 5:
            columns[i] = np.abs(slow_placebo(np.where(common, samples[i].car, NAN), days)[2])

    rows = adjust(samples, [score(sample) for sample in samples])

    floor, left = 0.0, dict(columns)
    while left:
        top = max(left, key=lambda i: left[i][0])
        largest = np.max([column[1:] for column in left.values()], axis=0)
        floor = max(floor, (1 + (largest >= left[top][0]).sum()) / common.sum())
        assert rows[top].p_adjusted == pytest.approx(floor, rel=1e-12)
        del left[top]
    # The primary hypothesis and too few event days have none.
    assert rows[2].p_adjusted is None
    assert rows[4].p_adjusted is None


def test_a_row_left_with_too_few_days_on_the_common_ring_has_no_adjusted_p():
    samples = family(20)
    narrow = samples[0].car.copy()
    narrow[:560] = NAN
    days = np.array([560, 562, 564, 570, 580])
    samples = [make_sample(narrow, days, is_primary=False), *samples[1:]]

    rows = adjust(samples, [score(sample) for sample in samples])

    assert rows[0].p_adjusted is not None
    assert [row.p_adjusted for row in rows[1:]] == [None] * 5


def test_no_family_leaves_every_row_as_it_was():
    samples = [make_sample(random_car(8), APART), make_sample(random_car(9), APART[:3], is_primary=False)]
    scores = [score(sample) for sample in samples]

    assert adjust(samples, scores) == tuple(scores)
    assert adjust([], []) == ()


def test_hindsight_takes_every_inference_and_leaves_what_happened():
    row = dataclasses.replace(score(make_sample(random_car(10), APART)), p_adjusted=0.3)

    bare = without_inference(row)

    gone = {field.name for field in dataclasses.fields(row) if getattr(bare, field.name) != getattr(row, field.name)}
    assert gone == {
        *("t_event", "p_event", "bmp_event", "p_bmp_event", "p_placebo", "p_adjusted"),
        *("ci_low", "ci_high", "mde", "verdict"),
    }
    assert all(getattr(bare, name) is None for name in gone)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_the_events_changes_nothing_and_inputs_stay(seed):
    car = random_car(seed)
    before = car.copy()
    order = np.random.default_rng(seed).permutation(APART)

    assert score(make_sample(car, order)) == score(make_sample(car, APART))
    np.testing.assert_array_equal(car, before)
