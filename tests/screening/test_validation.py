"""The ranking's own track record, end to end on made-up prices."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from made_screens import (
    by_ticker,
    cut_folder,
    cut_made,
    made_candidates,
    make_screen,
    scored_names,
    screen_of,
    session_dates,
    write_series,
)

from screener.records.screen import ScreenName
from screener.screening.board import Board
from screener.screening.track_records import NOT_COMPUTED, TrackRecords
from screener.screening.validation import forward_returns, validate, validated

LONG, SHORT = ["LA", "LB", "LC", "LD", "LE"], ["SA", "SB", "SC", "SD", "SE"]
DRIFTS = """\
---
type: thesis
thesis_id: drifts
title: Drifts
status: active
opened_on: 2024-01-02
history_from: 2023-01-03
benchmark: SPY
long_chips: [LA, LB, LC, LD, LE]
short_software: [SA, SB, SC, SD, SE]
event_ids: []
---
"""
END = dt.date(2025, 6, 30)
SHORTER = dt.date(2024, 12, 30)


def drifting(place, drifts, sd, seed=5):
    """Make ten names with a drift each over a market, and noise of their own."""
    made = make_screen(place, DRIFTS, has_walks=False, candidates=made_candidates(()))
    days, rng = session_dates(), np.random.default_rng(seed)
    market = rng.normal(0.0003, 0.008, len(days))
    for ticker, drift in zip([*LONG, *SHORT], drifts, strict=True):
        own = drift + rng.normal(0.0, sd, len(days))
        write_series(made.folder, ticker, days, 100.0 * np.cumprod(1.0 + market + own))
    write_series(made.folder, "SPY", days, 400.0 * np.cumprod(1.0 + market))
    return replace(made, income=replace(made.income, quarters=()))


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Drifts that differ by five basis points a session from name to name, on either side."""
    steps = np.array([-0.001, -0.0005, 0.0, 0.0005, 0.001])
    return drifting(tmp_path_factory.mktemp("planted"), [*steps, *steps], 0.003)


@pytest.fixture(scope="module")
def found(planted):
    """The track record by ranking, group and horizon."""
    return {(row.ranking, row.group, row.horizon_sessions): row for row in validate(scored_names(planted, END))}


@pytest.mark.parametrize("horizon", [21, 63])
@pytest.mark.parametrize("group", ["all", "long", "short"])
def test_a_planted_signal_is_found(found, group, horizon):
    row = found["screen", group, horizon]

    assert row.n_dates > 50
    assert row.mean_ic > 0.2
    assert row.ic_ci_low > 0.0
    # Five names have 120 orders, of which some do as well by luck.
    assert row.p_random <= (0.05 if group == "all" else 0.1)
    assert row.top_minus_bottom > 0.0
    assert row.share_positive > 0.5


def test_momentum_alone_finds_it_too(found):
    assert found["momentum", "all", 21].mean_ic > 0.2
    above = found["screen", "all", 21].ic_above_momentum
    assert above == pytest.approx(found["screen", "all", 21].mean_ic - found["momentum", "all", 21].mean_ic, abs=1e-9)


@pytest.mark.soak
def test_noise_is_not_found(tmp_path):
    found = []
    for seed in range(20):
        made = drifting(tmp_path / str(seed), [0.0] * 10, 0.012, seed)
        rows = validate(scored_names(made, END))
        found += [row for row in rows if (row.ranking, row.group, row.horizon_sessions) == ("screen", "all", 21)]

    # Binomial with 20 tries of 5 %: five or more happen once in 400 times.
    assert sum(row.p_random <= 0.05 for row in found) <= 4
    assert sum(row.ic_ci_low > 0.0 or row.ic_ci_high < 0.0 for row in found) <= 4
    assert abs(np.mean([row.mean_ic for row in found])) < 0.1


def small_board(levels, benchmark):
    """Return a board of bare levels; rows beside what a forward return reads are empty."""
    level = np.array(levels, dtype=float).T
    shape = level.shape
    names = tuple(ScreenName(f"N{j}", "", "member", "long_a", "long") for j in range(shape[1]))
    empty = np.full(shape, math.nan)
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-01-01") + shape[0])
    return Board(
        *(
            names,
            days,
            0,
            level,
            empty,
            empty,
            np.ones(shape, dtype=bool),
            empty,
            empty,
            np.array(benchmark, dtype=float),
        ),
        *(np.zeros((shape[0], 1)), 1, ("long_a",), np.zeros(shape[1], dtype=np.int64), np.ones(shape[1])),
    )


def test_forward_returns_run_from_the_close_traded_at_and_are_less_the_benchmark_s():
    board = small_board([[100, 110, 121, 133.1, 146.41, 161.051], [10, 20, 10, 20, 10, 20]], [1, 1, 2, 2, 4, 4])

    found = forward_returns(board, np.array([0, 1, 2, 3]), horizon=2, lag=1)

    # Decided at row 0, held from row 1 to row 3: 133.1 / 110 - 2 / 1; and so on.
    expected = [[1.21 - 2, 1 - 2], [1.21 - 2, 1 - 2], [1.21 - 2, 1 - 2], [math.nan, math.nan]]
    assert found == pytest.approx(np.array(expected), nan_ok=True)


def test_the_lag_moves_both_ends():
    board = small_board([[100, 110, 143, 143, 286, 286]], [1] * 6)

    found = forward_returns(board, np.array([0, 1, 2, 3, 4]), horizon=1, lag=2)[:, 0]

    assert found == pytest.approx(np.array([0.0, 1.0, 0.0, math.nan, math.nan]), nan_ok=True)


def test_a_forward_return_without_a_print_within_five_sessions_of_its_end_is_not_known():
    nan = math.nan
    level = [100, 100, 100, nan, nan, nan, nan, nan, 150, 150]
    board = small_board([level], [1] * 10)

    found = forward_returns(board, np.array([0, 1, 2, 3, 4, 5]), horizon=3, lag=1)[:, 0]

    # Rows 3 to 6 carry the print of row 2, row 7 does not; the rows past the last are not over.
    assert found == pytest.approx(np.array([0.0, 0.0, 0.0, nan, 0.5, 0.5]), nan_ok=True)


def test_what_was_over_by_a_day_does_not_move_with_later_prices(planted, tmp_path):
    folder = cut_folder(planted.folder, tmp_path / "moved", END)
    for path in folder.glob("L*.csv"):
        header, *lines = path.read_text().splitlines()
        cells = [line.split(",") for line in lines]
        moved = [f"{on},{3 * float(a)},{3 * float(a)}" if on > str(SHORTER) else f"{on},{a},{b}" for on, a, b in cells]
        path.write_text("\n".join([header, *moved]) + "\n")
    one, other = (scored_names(each, END) for each in (planted, replace(planted, folder=folder)))
    last = int(np.searchsorted(one.board.session_on, np.datetime64(SHORTER)))

    assert (one.rows == other.rows).all()
    scored = one.rows <= last
    np.testing.assert_array_equal(one.scores.score[scored], other.scores.score[scored])
    for horizon in (5, 21, 63):
        before, after = (forward_returns(each.board, each.rows, horizon, 1) for each in (one, other))
        over = one.rows + 1 + horizon <= last
        np.testing.assert_array_equal(before[over], after[over])
        assert not np.array_equal(before, after, equal_nan=True)


def test_the_track_record_of_a_day_is_the_same_whether_or_not_later_prices_exist(planted, tmp_path):
    then = cut_made(planted, tmp_path / "then", SHORTER)

    assert validate(scored_names(planted, SHORTER)) == validate(scored_names(then, SHORTER))
    assert validate(scored_names(planted, SHORTER)) != validate(scored_names(planted, END))


def test_the_day_compared_with_is_no_decision_of_the_track_record(planted):
    # A Wednesday.
    assert validate(scored_names(planted, END, dt.date(2025, 1, 15))) == validate(scored_names(planted, END))


def said(made, records, day=END, **options):
    return screen_of(made, day, track_record=records.sentence, **options).track_record


def test_a_track_record_is_told_again_until_the_ranking_is_another(planted, tmp_path):
    asked, reading = (TrackRecords(tmp_path / "cache", make) for make in (validated, None))

    assert said(planted, reading) == NOT_COMPUTED
    sentence = said(planted, asked)
    assert sentence.startswith("track record: ")
    assert "weekly rankings against the next 21 sessions" in sentence
    assert "momentum alone +" in sentence
    assert "members chosen with hindsight up to 2024-01-02" in sentence
    assert said(planted, reading) == sentence
    assert said(planted, reading, since=dt.date(2025, 1, 15), capital=1000.0) == sentence
    assert said(planted, reading, SHORTER) == NOT_COMPUTED


def test_another_price_or_note_forgets_the_track_record(planted, tmp_path):
    asked, reading = (TrackRecords(tmp_path / "cache", make) for make in (validated, None))
    said(planted, asked)
    folder = cut_folder(planted.folder, tmp_path / "moved", END)
    path = folder / "LA.csv"
    lines = path.read_text().splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("2024-05-01"))
    lines[place] = "2024-05-01,101.5,101.5"
    path.write_text("\n".join(lines) + "\n")
    edited = make_screen(tmp_path / "edited", DRIFTS + "Body.\n", has_walks=False, candidates=made_candidates(()))
    edited = replace(edited, folder=planted.folder, income=planted.income)

    assert said(replace(planted, folder=folder), reading) == NOT_COMPUTED
    assert said(edited, reading) == NOT_COMPUTED


def test_a_close_that_changed_while_the_adjusted_one_did_not_is_another_ranking(planted, tmp_path):
    folder = cut_folder(planted.folder, tmp_path / "moved", END)
    path = folder / "LA.csv"
    *before, last = path.read_text().splitlines()
    on, close, adjusted = last.split(",")
    path.write_text("\n".join([*before, f"{on},{2 * float(close)},{adjusted}"]) + "\n")

    one, other = (screen_of(each, END) for each in (planted, replace(planted, folder=folder)))

    assert by_ticker(other)["LA"].close == pytest.approx(2 * by_ticker(one)["LA"].close)
    assert one.fingerprint != other.fingerprint


def test_too_few_weeks_are_said_to_be_too_few(planted, tmp_path):
    asked = TrackRecords(tmp_path, validated)

    assert said(planted, asked, dt.date(2023, 6, 30)).startswith("track record: too few weeks of prices")
