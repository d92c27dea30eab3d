import numpy as np
import pytest
from made_frames import event_on, make_frame
from make_market import make_market, random_returns

from screener.study.event_study import study
from screener.study.paths import all_paths, primary_path

EVENTS = (300, 341, 380, 420, 470)


def frame_of(rows=EVENTS, n=540, effect=0.0, **settings):
    returns = random_returns(np.random.default_rng(4), n, 2)
    for row in rows:
        returns[row : row + 6, 0] += effect
    market = make_market({"long_a": ["A"], "short_b": ["B"]}, dict(zip(("A", "B", "SPY"), returns.T, strict=True)))
    return make_frame(market, [event_on(market, row) for row in rows], **settings)


def mean_of(points, basket="spread", period="all"):
    return [point for point in points if (point.basket, point.period, point.event_id) == (basket, period, "")]


def test_a_path_begins_and_ends_with_the_thesis_windows():
    points = mean_of(primary_path(frame_of()))

    assert [point.relative_session for point in points] == list(range(-1, 21))
    assert {point.n_event_days for point in points} == {len(EVENTS)}


def test_the_path_is_the_score_wherever_a_window_begins_with_it():
    frame = frame_of()
    scores = {(row.basket, row.period, str(row.window)): row for row in study(frame).scores}

    for basket in ("spread", "long_a", "short_b", "long", "short"):
        path = mean_of(all_paths(frame), basket)
        assert path[2].relative_session == 1
        assert path[2].car == pytest.approx(scores[basket, "all", "-1..1"].caar, abs=1e-14)


def test_single_events_average_to_the_mean():
    points = primary_path(frame_of())
    single = np.array([[point.car for point in points if point.event_id == f"E{row}"] for row in EVENTS])

    np.testing.assert_allclose(single.mean(axis=0), [point.car for point in mean_of(points)], atol=1e-14)
    assert all(point.band_low is None for point in points if point.event_id)


def test_the_band_holds_what_slow_shifts_of_the_calendar_give():
    frame = frame_of()
    car = frame.respond("spread").car[:, 0]
    path = mean_of(primary_path(frame))[2]
    # Only sessions whose whole path is over are in the ring.
    complete = np.flatnonzero(np.isfinite(frame.respond("spread").car[:, 2]) & np.isfinite(car))
    ring = car[complete]
    places = [int(np.flatnonzero(complete == row)[0]) for row in EVENTS]
    slow = []
    for shift in range(1, len(ring)):
        values = [ring[(place + shift) % len(ring)] for place in places]
        slow.append((np.mean(values) - np.mean(ring)) / (np.std(values, ddof=1) / np.sqrt(len(values))))

    width = np.std([ring[place] for place in places], ddof=1) / np.sqrt(len(places))
    low, high = np.mean(ring) + np.quantile(slow, [0.025, 0.975]) * width
    assert (path.band_low, path.band_high) == (pytest.approx(low, abs=1e-14), pytest.approx(high, abs=1e-14))
    assert path.placebo_mean == pytest.approx(np.mean(ring), abs=1e-14)


def test_below_five_event_days_the_band_is_that_of_raw_means():
    frame = frame_of(EVENTS[:3])
    path = mean_of(primary_path(frame))[2]
    complete = np.flatnonzero(np.isfinite(frame.respond("spread").car[:, 2]))
    ring = frame.respond("spread").car[complete, 0]
    places = [int(np.flatnonzero(complete == row)[0]) for row in EVENTS[:3]]
    slow = [np.mean([ring[(place + shift) % len(ring)] for place in places]) for shift in range(1, len(ring))]

    low, high = np.quantile(slow, [0.025, 0.975])
    assert (path.band_low, path.band_high) == (pytest.approx(low, abs=1e-14), pytest.approx(high, abs=1e-14))


def test_a_planted_effect_leaves_the_band():
    last = mean_of(primary_path(frame_of(effect=0.02)))[6]

    assert last.relative_session == 5
    assert last.car > last.band_high


def test_an_event_whose_path_is_not_over_is_in_no_path():
    points = primary_path(frame_of((*EVENTS, 530)))

    assert {point.n_event_days for point in mean_of(points)} == {len(EVENTS)}
    assert not [point for point in points if point.event_id == "E530"]


def test_events_chosen_with_hindsight_have_a_path_and_no_band():
    frame = frame_of()
    market = frame.market
    shocks = [event_on(market, row, kind="market_shock") for row in EVENTS]

    points = mean_of(primary_path(make_frame(market, shocks)))

    assert len(points) == 22
    assert all(point.band_low is point.band_high is point.placebo_mean is None for point in points)


def test_a_period_without_an_event_has_no_path():
    points = primary_path(frame_of())

    assert {"all", "after", "live"} == {point.period for point in points if not point.event_id}
