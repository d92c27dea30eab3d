import numpy as np
import pytest

from screener.calc.screen.hysteresis import held_states, signal_of
from screener.errors import CodeError

NAN = np.nan


def held_slowly(score, held, enter_at, exit_at):
    rows, held = [], list(held)
    for row in score.tolist():
        for j, value in enumerate(row):
            if value >= enter_at:
                held[j] = True
            elif value <= exit_at:
                held[j] = False
        rows.append(list(held))
    return rows


def walk(n, rng):
    score = np.zeros((n, 40))
    for t in range(1, n):
        score[t] = 0.95 * score[t - 1] + 0.1 * rng.standard_normal(40)
    return score


@pytest.mark.parametrize(
    ("score", "starts", "expected"),
    [
        # At a threshold it is crossed.
        ([0.25, 0.0, -0.25, 0.0], False, "xx.."),
        ([0.24, -0.24, 0.24], False, "..."),
        ([0.24, -0.24, 0.24], True, "xxx"),
        # Without a score a name stays what it was.
        ([NAN, 0.5, NAN, -0.5, NAN], False, ".xx.."),
        ([NAN, NAN], True, "xx"),
        ([-np.inf, np.inf], True, ".x"),
    ],
)
def test_a_name_stays_what_it_was_between_the_thresholds(score, starts, expected):
    found = held_states(np.array(score)[:, None], np.array([starts]))

    assert "".join("x" if held else "." for held in found[:, 0]) == expected


def test_replaying_is_as_going_through_the_decisions_one_by_one():
    rng = np.random.default_rng(6)
    score = rng.standard_normal((80, 40))
    score[rng.random(score.shape) < 0.1] = NAN
    starts = rng.random(40) < 0.5

    assert held_states(score, starts, 0.6, -0.9).tolist() == held_slowly(score, starts, 0.6, -0.9)


def test_later_decisions_do_not_change_earlier_ones():
    score = walk(120, np.random.default_rng(8))
    starts = np.zeros(40, dtype=bool)
    whole = held_states(score, starts)

    for t in (1, 40, 119):
        np.testing.assert_array_equal(held_states(score[:t], starts), whole[:t])


def test_one_can_go_on_from_what_was_held():
    score = walk(100, np.random.default_rng(3))
    whole = held_states(score, np.zeros(40, dtype=bool))

    np.testing.assert_array_equal(held_states(score[60:], whole[59]), whole[60:])


def test_two_thresholds_flip_names_far_less_often_than_one():
    score = walk(500, np.random.default_rng(1))
    starts = np.zeros(40, dtype=bool)
    two = np.diff(held_states(score, starts).astype(int), axis=0)
    one = np.diff(held_states(score, starts, 0.0, 0.0).astype(int), axis=0)

    assert 0 < np.abs(two).sum() < 0.35 * np.abs(one).sum()


def test_no_decisions_leave_nothing():
    assert held_states(np.empty((0, 3)), np.zeros(3, dtype=bool)).shape == (0, 3)


def test_thresholds_the_wrong_way_round_are_refused():
    with pytest.raises(CodeError, match="names would leave at"):
        held_states(np.zeros((2, 2)), np.zeros(2, dtype=bool), -0.1, 0.1)


def test_a_name_goes_through_its_signals():
    score = np.array([0.0, 0.3, 0.1, -0.1, NAN, -0.3, -0.1, 0.4])[:, None]
    held = held_states(score, np.array([False]))
    before = np.vstack([[[False]], held[:-1]])

    assert signal_of(before, held, score)[:, 0].tolist() == [
        "avoid",
        "enter",
        "hold",
        "reduce",
        "hold",
        "exit",
        "avoid",
        "enter",
    ]


def test_reduce_starts_below_the_middle_of_the_thresholds():
    held = np.ones(3, dtype=bool)

    assert signal_of(held, held, np.array([0.39, 0.4, 0.41]), 0.8, 0.0).tolist() == ["reduce", "hold", "hold"]


@pytest.mark.parametrize(
    ("score", "starts", "gated", "expected"),
    [
        # Kept out, and not let in later without a score that reaches the threshold.
        ([0.5, 0.1, 0.3], False, "x..", "..x"),
        ([0.5, 0.4, 0.1], False, "xx.", "..."),
        # Who is held stays held, and goes at its own threshold.
        ([0.5, 0.5, -0.3, 0.5], False, ".xxx", "xx.."),
        ([0.5, -0.1], True, "xx", "xx"),
    ],
)
def test_at_a_gated_decision_nobody_comes_in_and_nobody_goes_but_by_score(score, starts, gated, expected):
    closed = np.array([each == "x" for each in gated])

    found = held_states(np.array(score)[:, None], np.array([starts]), is_gated=closed)

    assert "".join("x" if held else "." for held in found[:, 0]) == expected


def test_at_one_threshold_for_both_a_gate_sells_nothing():
    found = held_states(np.array([[0.0], [0.0]]), np.array([True]), 0.0, 0.0, is_gated=np.array([True, True]))

    assert found[:, 0].tolist() == [True, True]
