import numpy as np
import pytest

from screener.calc.screen.scoring import addends
from screener.errors import CodeError
from screener.records.score_part import ScorePart

NAN = np.nan


def part(name, direction, *, follows_side):
    return ScorePart(name, f"score_{name}", direction, follows_side, 1.0, name)


PARTS = (
    part("momentum", 1, follows_side=True),
    part("resid_vol", -1, follows_side=False),
    part("lab_overlap", -1, follows_side=True),
)
SIDES = np.array([1, 1, 1, -1, -1, -1, 0])


def test_parts_are_signed_by_direction_and_by_side_where_they_follow_it():
    values = np.tile([1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0], (3, 1))
    found = addends(values, SIDES, PARTS, np.array([2.0, 1.0, 1.0]))

    # z is -1, 0, 1 in either side.
    assert found[0].tolist()[:6] == [-0.5, 0.0, 0.5, 0.5, 0.0, -0.5]
    assert found[1].tolist()[:6] == [0.25, 0.0, -0.25, 0.25, 0.0, -0.25]
    assert found[2].tolist()[:6] == [0.25, 0.0, -0.25, -0.25, 0.0, 0.25]
    assert np.isnan(found[:, 6]).all()


def test_a_negative_weight_turns_a_part_round_and_counts_by_its_size():
    values = np.tile([1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0], (3, 1))
    found = addends(values, SIDES, PARTS, np.array([-3.0, 1.0, 0.0]))

    assert found[0].tolist()[:3] == [0.75, 0.0, -0.75]
    assert found[2].tolist()[:6] == [0.0] * 6


def test_parts_add_up_to_the_score_added_in_any_order():
    rng = np.random.default_rng(7)
    sides = rng.integers(-1, 2, 60)
    parts = tuple(part(f"part {k}", int(rng.choice([-1, 1])), follows_side=bool(k % 2)) for k in range(9))
    values = rng.standard_normal((9, 60)) * 10.0 ** rng.integers(-6, 6, (9, 1))
    values[rng.random(values.shape) < 0.2] = NAN
    found = addends(values, sides, parts, rng.random(9))

    score = found.sum(axis=0)
    for column, total in zip(found.T, score, strict=True):
        assert np.isnan(total) or abs(sum(reversed(column.tolist())) - total) <= 1e-12


def test_what_is_not_known_of_a_name_adds_nothing():
    values = np.tile([1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0], (3, 1))
    values[0, 2] = NAN
    found = addends(values, SIDES, PARTS, np.ones(3))

    assert found[0, :3].tolist() == [0.0, 0.0, 0.0]
    assert found[1, 2] == pytest.approx(-1 / 3)


def test_many_decisions_at_once_are_as_one_by_one_and_know_nothing_of_each_other():
    rng = np.random.default_rng(2)
    values = rng.standard_normal((5, 3, 7))
    together = addends(values, SIDES, PARTS, np.ones(3))

    for row, alone in zip(together, values, strict=True):
        np.testing.assert_array_equal(row, addends(alone, SIDES, PARTS, np.ones(3)))


@pytest.mark.parametrize("weights", [np.zeros(3), np.ones(2)])
def test_weights_that_make_no_score_are_refused(weights):
    with pytest.raises(CodeError, match="weights that add up to"):
        addends(np.ones((3, 7)), SIDES, PARTS, weights)
