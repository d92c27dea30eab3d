import dataclasses
import pickle

import numpy as np
import pytest
from made_universes import made_returns, universe_from
from scipy import stats

from screener.calc.inference.event_tests import event_test, overlap_factor
from screener.calc.inference.placebo import placebo, ring_rows
from screener.calc.response.abnormal import abnormal_returns
from screener.calc.returns import estimation_returns, simple_returns
from screener.calc.universe.block import OUTCOMES, merged
from screener.calc.universe.plans import blocks, n_blocks, plans
from screener.calc.universe.scan_block import scan_block
from screener.records.event_model import EventModel
from screener.records.thesis import Window
from screener.records.universe import NameOutcome

NAN = np.nan
N_SESSIONS = 260
WINDOWS = (Window(-1, 1), Window(0, 5))
MODEL = EventModel(estimation=Window(-60, -11), min_returns=40)
EVENTS = np.array([80, 95, 120, 121, 160, 190, 230])


def planned(universe, day_rows=EVENTS, model=MODEL, windows=WINDOWS, first=0, masked=None):
    market = simple_returns(universe.level[:, [0]].astype(float))
    masked = np.zeros(len(market), dtype=bool) if masked is None else masked
    return plans(universe, market, day_rows, masked, windows, model, first)


def scanned(universe, block_size=256, **given):
    plain, early = planned(universe, **given)
    return merged([scan_block(block) for block in blocks(universe, plain, early, block_size)])


def outcomes(scan, w=0):
    return [OUTCOMES[code] for code in scan.windows[w].outcome]


def assert_is(scan, j, w, car, day_rows=EVENTS, fitted_on=MODEL.estimation):
    """Compare one name and window with the placebo and the test of a basket that has this CAR at every session."""
    part, rows = scan.windows[w], ring_rows(car)
    around = placebo(car[rows], np.searchsorted(rows, day_rows), WINDOWS[w].n_sessions)
    factor = overlap_factor(day_rows, WINDOWS[w], fitted_on)
    test = event_test(car[day_rows], around.ring_mean, factor)
    assert part.p_placebo[j] == around.p
    assert part.n_placebo[j] == around.n
    assert part.n_event_days[j] == len(day_rows)
    assert part.placebo_mean[j] == pytest.approx(around.ring_mean, rel=1e-9, abs=1e-15)
    assert part.caar[j] == pytest.approx(car[day_rows].mean(), rel=1e-12)
    assert part.t_event[j] == pytest.approx(test.t, rel=1e-9)
    assert part.p_event[j] == pytest.approx(test.p, rel=1e-9)
    as_normal = stats.norm.isf(stats.t.sf(test.t / factor, len(day_rows) - 1))
    assert part.z_placebo[j] == pytest.approx(as_normal, abs=0.02)
    np.testing.assert_allclose(part.event_car[j], car[day_rows] - around.ring_mean, rtol=1e-9, atol=1e-14)


def test_a_name_with_full_history_has_the_figures_of_a_basket_of_one():
    universe = universe_from(made_returns(N_SESSIONS, 4))
    returns = simple_returns(universe.level)
    scan = scanned(universe)

    for j in range(1, 5):
        alone = abnormal_returns(
            returns[:, j], returns[:, j], returns[:, [0]], np.arange(N_SESSIONS), WINDOWS, MODEL
        ).car
        # A name is scored only where both windows are, unless one is not over yet.
        over = np.stack([np.arange(N_SESSIONS) + window.end < N_SESSIONS for window in WINDOWS], axis=1)
        both = np.isfinite(np.where(over, alone, 0.0)).all(axis=1)
        for w in range(2):
            assert_is(scan, j, w, np.where(both, alone[:, w], NAN))
    assert set(outcomes(scan)[1:]) == {NameOutcome.USED}


def test_a_listing_that_closes_early_has_the_session_before_as_a_second_regressor():
    early = np.array([False, False, True])
    universe = universe_from(made_returns(N_SESSIONS, 2), closes_early=early)
    returns = simple_returns(universe.level)
    scan = scanned(universe)

    before = np.concatenate([[NAN], returns[:-1, 0]])
    lagged = np.column_stack([returns[:, 0], before])
    for j, regressors in ((1, returns[:, [0]]), (2, lagged)):
        car = abnormal_returns(returns[:, j], returns[:, j], regressors, np.arange(N_SESSIONS), WINDOWS, MODEL).car[
            :, 1
        ]
        # One ring for all: without the first session, on which only the other name has its forty returns.
        car[: np.flatnonzero(np.isfinite(car))[0] + (j == 1)] = NAN
        assert_is(scan, j, 1, car)


def test_sessions_closed_by_calendar_are_left_out_of_fits_and_flagged():
    returns = made_returns(N_SESSIONS, 3)
    closed = np.zeros(returns.shape, dtype=bool)
    closed[[30, 70, 122], 2] = True
    closed[[30, 70], 3] = True
    returns[closed] = 0.0
    universe = universe_from(returns, closed=closed)
    scan = scanned(universe)

    made = simple_returns(universe.level)
    fitted = estimation_returns(made, closed)
    car = abnormal_returns(made[:, 2], fitted[:, 2], made[:, [0]], np.arange(N_SESSIONS), WINDOWS, MODEL).car[:, 1]
    # A closed session is no gap, so the ring of the others holds; here it begins later, for want of two returns a hole.
    assert scan.windows[1].caar[2] == pytest.approx(car[EVENTS].mean(), rel=1e-12)
    assert scan.has_closed_session.tolist() == [False, False, True, False]
    assert scan.n_prints.tolist() == [N_SESSIONS, N_SESSIONS, N_SESSIONS - 3, N_SESSIONS - 2]


def test_masked_sessions_are_left_out_of_every_fit():
    universe = universe_from(made_returns(N_SESSIONS, 1))
    masked = np.zeros(N_SESSIONS, dtype=bool)
    masked[[81, 96, 122]] = True
    scan = scanned(universe, masked=masked)

    returns = simple_returns(universe.level)
    fitted = np.where(masked[:, None], NAN, returns)
    car = abnormal_returns(returns[:, 1], fitted[:, 1], returns[:, [0]], EVENTS, WINDOWS, MODEL).car[:, 1]
    assert scan.windows[1].caar[1] == pytest.approx(car.mean(), rel=1e-12)


def test_implausible_returns_count_as_missing():
    returns = made_returns(N_SESSIONS, 3)
    plain = scanned(universe_from(returns))
    returns[40, 1], returns[41, 1] = 9.0, -0.9
    returns[100, 2], returns[161, 3] = 8.9, 15.0
    scan = scanned(universe_from(returns))

    assert scan.n_implausible.tolist() == [0, 2, 0, 1]
    # Two sessions of an estimation window are missing, the tenfold price between them is not otherwise seen.
    assert scan.windows[0].caar[1] == pytest.approx(plain.windows[0].caar[1], abs=0.002)
    assert abs(scan.windows[0].caar[2] - plain.windows[0].caar[2]) > 0.1
    # Session 161 lies in the windows of the event day 160.
    assert scan.windows[0].n_event_days[3] == len(EVENTS) - 1
    assert np.isnan(scan.windows[0].event_car[3, 4])


def test_a_gap_in_one_window_takes_the_session_out_of_all():
    returns = made_returns(N_SESSIONS, 1)
    returns[[143, 164], 1] = NAN
    universe = universe_from(returns)
    scan = scanned(universe)

    made = simple_returns(universe.level)
    car = abnormal_returns(made[:, 1], made[:, 1], made[:, [0]], np.arange(N_SESSIONS), WINDOWS, MODEL).car
    over = np.stack([np.arange(N_SESSIONS) + window.end < N_SESSIONS for window in WINDOWS], axis=1)
    both = np.isfinite(np.where(over, car, 0.0)).all(axis=1) & np.isfinite(car[:, 0])
    # Sessions 159 to 163 have the gap in 0..5 only.
    assert np.isfinite(car[160, 0])
    assert scan.windows[0].placebo_mean[1] == pytest.approx(car[both, 0].mean(), rel=1e-9)
    assert scan.windows[0].caar[1] == pytest.approx(car[np.delete(EVENTS, 4), 0].mean(), rel=1e-9)


def late(returns, column, first):
    returns[:first, column] = NAN
    return returns


def test_every_name_ends_in_one_outcome():
    returns = made_returns(N_SESSIONS, 7)
    late(returns, 2, 60)  # 40 returns before the session 111 - 10: too late for 80 and 95
    late(returns, 3, 75)  # ... and for 120 and 121 too
    returns[EVENTS[[0, 2, 4]] + 1, 4] = NAN  # gaps in the windows of 80, 120, 121 and 160
    returns[200:, 5] = NAN  # ended before 230, with 6 event days
    returns[150:, 6] = NAN  # ended before 160, and too long before 190 and 230 for a fit
    returns[1:, 7] = 0.0  # never traded
    scan = scanned(universe_from(returns))

    # The benchmark has no abnormal return at all.
    expected = ["no_variation", "used", "used", "too_little_history", "gap_in_window", "used", "too_little_history"]
    assert [outcome.value for outcome in outcomes(scan)] == [*expected, "no_variation"]
    assert scan.windows[0].n_event_days[1:].tolist() == [7, 5, 3, 3, 6, 4, 7]
    for name, code in (("t_event", 3), ("p_event", 4), ("z_placebo", 6), ("p_placebo", 7)):
        assert np.isnan(getattr(scan.windows[0], name)[code])
    # What there is of the others is told all the same.
    assert np.isfinite(scan.windows[0].caar[1:]).all()
    assert scan.first_row[1:].tolist() == [0, 60, 75, 0, 0, 0, 0]
    assert scan.last_row[1:].tolist() == [259, 259, 259, 259, 199, 149, 259]


def test_a_calendar_of_four_event_days_is_too_few_for_every_name():
    scan = scanned(universe_from(made_returns(N_SESSIONS, 2)), day_rows=EVENTS[:4])

    assert set(outcomes(scan)) == {NameOutcome.TOO_FEW_EVENTS}
    assert np.isfinite(scan.windows[0].caar[1:]).all()
    assert np.isfinite(scan.windows[0].placebo_mean[1:]).all()
    assert np.isnan(scan.windows[0].z_placebo).all()
    assert scan.counts[0].weights.sum() == 0


def test_without_any_event_nothing_is_tested():
    scan = scanned(universe_from(made_returns(N_SESSIONS, 2)), day_rows=np.empty(0, dtype=np.int64))

    assert set(outcomes(scan)) == {NameOutcome.TOO_FEW_EVENTS}
    assert scan.windows[0].n_event_days.tolist() == [0, 0, 0]
    assert np.isnan(scan.windows[0].caar).all()


def test_a_name_with_too_few_shifts_for_any_small_p_has_too_little_history():
    # Scorable on 12 sessions around event days on each of five neighbours: it leaves the ring after a dozen shifts.
    rows = np.array([200, 201, 202, 203, 204])
    returns = made_returns(N_SESSIONS, 1)
    late(returns, 1, 148)
    returns[212:, 1] = NAN
    scan = scanned(universe_from(returns), day_rows=rows)

    assert scan.windows[0].n_event_days[1] == 5
    assert 0 < scan.windows[0].n_placebo[1] < 19
    assert outcomes(scan)[1] is NameOutcome.TOO_LITTLE_HISTORY


def test_event_days_and_shifts_begin_with_the_first_row_asked_for():
    universe = universe_from(made_returns(N_SESSIONS, 1))
    scan = scanned(universe, first=90, day_rows=EVENTS[1:])
    plain, _ = planned(universe, first=90)

    assert plain.rings[0][0] == 90
    assert scan.windows[0].n_placebo[1] == len(plain.rings[0]) - 1
    assert scan.windows[0].n_event_days[1] == 6


@pytest.mark.parametrize("return_model", ["market", "market_adjusted", "constant_mean", "raw"])
def test_the_ring_is_where_a_name_without_a_gap_can_be_scored(return_model):
    returns = made_returns(N_SESSIONS, 1)
    returns[150, 0] = NAN
    universe = universe_from(returns)
    model = dataclasses.replace(MODEL, return_model=return_model)
    plain, _ = planned(universe, model=model)

    made = simple_returns(universe.level)
    car = abnormal_returns(made[:, 1], made[:, 1], made[:, [0]], np.arange(N_SESSIONS), WINDOWS, model).car
    over = np.stack([np.arange(N_SESSIONS) + window.end < N_SESSIONS for window in WINDOWS], axis=1)
    both = np.isfinite(np.where(over, car, 0.0)).all(axis=1)
    for w in range(2):
        np.testing.assert_array_equal(plain.rings[w], np.flatnonzero(both & np.isfinite(car[:, w])))


def assert_same(one, other):
    for each in dataclasses.fields(one):
        left, right = getattr(one, each.name), getattr(other, each.name)
        if isinstance(left, tuple):
            for a, b in zip(left, right, strict=True):
                assert_same(a, b)
        else:
            np.testing.assert_array_equal(left, right, err_msg=each.name)


def test_the_size_of_a_block_changes_nothing():
    returns = made_returns(N_SESSIONS, 20)
    late(returns, 4, 70)
    universe = universe_from(returns, closes_early=np.arange(21) % 5 == 2)
    whole, parts = scanned(universe), scanned(universe, block_size=3)

    np.testing.assert_array_equal(parts.columns, np.arange(21))
    for w in range(2):
        np.testing.assert_array_equal(parts.counts[w].weights, whole.counts[w].weights)
        np.testing.assert_array_equal(parts.counts[w].n_beyond, whole.counts[w].n_beyond)
        np.testing.assert_array_equal(parts.windows[w].p_placebo, whole.windows[w].p_placebo)
        np.testing.assert_allclose(parts.windows[w].t_event, whole.windows[w].t_event, rtol=1e-9)


def test_a_block_and_its_answer_survive_being_sent():
    universe = universe_from(made_returns(N_SESSIONS, 5), dtype=np.float32)
    plain, early = planned(universe)
    (block,) = blocks(universe, plain, early)

    sent = pickle.loads(pickle.dumps(block))  # noqa: S301 - made here

    assert sent.level.dtype == np.float32
    assert_same(pickle.loads(pickle.dumps(scan_block(sent))), scan_block(block))  # noqa: S301 - made here


def test_blocks_hold_every_column_once_and_are_as_many_as_told():
    universe = universe_from(made_returns(80, 9), closes_early=np.arange(10) % 3 == 1)
    plain, early = planned(universe, day_rows=np.array([70]))
    cut = list(blocks(universe, plain, early, 4))

    assert len(cut) == n_blocks(universe, plain, early, 4) == 3
    assert sorted(np.concatenate([block.columns for block in cut])) == list(range(10))
    assert [block.plan.regressors.shape[1] for block in cut] == [1, 1, 2]
    for block in cut:
        np.testing.assert_array_equal(block.level, universe.level[:, block.columns])


def test_names_beyond_two_are_counted_on_every_shift():
    universe = universe_from(made_returns(N_SESSIONS, 12))
    scan = scanned(universe)
    single = [scanned(universe_from(made_returns(N_SESSIONS, 12)[:, [0, j]])) for j in range(1, 13)]

    # The benchmark itself has no abnormal return, so each pair counts its one name.
    n_beyond = sum(each.counts[1].n_beyond for each in single)
    np.testing.assert_array_equal(scan.counts[1].n_beyond, n_beyond)
    assert scan.counts[1].n_beyond[0] == (np.abs(scan.windows[1].z_placebo[1:]) >= 2).sum()
    assert scan.counts[1].n_valid[0] == 12
