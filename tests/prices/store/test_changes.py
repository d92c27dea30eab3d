"""Each kind of change, with hand-made numbers; splits and dividends have a file of their own."""

import math
from dataclasses import replace

import numpy as np
import pytest
from compared_answers import change, day, only
from invented_answers import Listing, actions, closes, received, sessions

from screener.prices.store.changes import compare

NONE = actions()


# -- nothing to tell


def test_the_first_answer_is_new_as_a_whole() -> None:
    found = compare(None, received(closes([10, 11], actions=actions(splits={1: 2.0}))))
    assert (found.n_new, found.written.tolist(), len(found.actions_written)) == (2, [0, 1], 1)
    assert not found.revisions


def test_the_same_answer_changes_nothing() -> None:
    found = change(closes([10, 11, math.nan], actions=NONE), closes([10, 11, math.nan], actions=NONE))
    assert (found.n_new, len(found.written), len(found.superseded), found.revisions) == (0, 0, 0, ())


def test_new_sessions_are_new_and_no_revision() -> None:
    found = change(closes([10, 11]), closes([10, 11, 12, 13]))
    assert (found.n_new, found.written.tolist(), found.revisions) == (2, [2, 3], ())


def test_the_noise_of_32_bits_leaves_the_past_as_it_is() -> None:
    found = change(closes([10.0, 11.0]), closes([10.0 * (1 + 9e-7), 11.0, 12.0]))
    assert (found.written.tolist(), found.superseded.tolist(), found.revisions) == ([2], [], ())


def test_one_real_change_replaces_all_that_differs_even_noise() -> None:
    held = closes([10.0] * 10)
    found = change(held, closes([10.0 * (1 + 9e-7), 10.0, 15.0, *[10.0] * 7]))
    assert found.written.tolist() == [0, 2]
    assert only(found, "revision") == (day(2), day(2), 1)


def test_a_settling_bar_leaves_noise_elsewhere() -> None:
    found = change(closes([10.0] * 10), closes([10.0 * (1 + 9e-7), *[10.0] * 8, 10.05]))
    assert found.written.tolist() == [9]


# -- settled


def test_a_price_settles_by_one_percent_within_five_sessions() -> None:
    found = change(closes([100.0] * 10), closes([100.0] * 5 + [100.9] + [100.0] * 4))
    assert only(found, "settled") == (day(5), day(5), 1)
    assert found.revisions[0].ratio == pytest.approx(1.009)


@pytest.mark.parametrize("price", [98.9, 101.2])
def test_more_than_one_percent_is_a_revision(price: float) -> None:
    assert only(change(closes([100.0] * 10), closes([100.0] * 9 + [price])), "revision") == (day(9), day(9), 1)


def test_the_sixth_last_session_is_a_revision() -> None:
    found = change(closes([100.0] * 10), closes([100.0] * 4 + [100.5] + [100.0] * 5))
    assert only(found, "revision") == (day(4), day(4), 1)


def test_a_volume_settles_however_old_and_by_whatever() -> None:
    held = closes([100.0] * 10, volume=np.full(10, 1e6))
    fresh = closes([100.0] * 10, volume=np.array([2e6, *[1e6] * 8, 1.27e6]))
    found = change(held, fresh)
    assert only(found, "settled") == (day(0), day(9), 2)
    assert math.isnan(found.revisions[0].ratio)
    assert "volume only" in found.revisions[0].message


# -- filled, withdrawn, revision


def test_a_missing_session_comes() -> None:
    whole = closes([10.0, 11.0, 12.0, 13.0])
    held = replace(whole, **{n: getattr(whole, n)[[0, 1, 3]] for n in ("session_on", "close", "adj_close")})
    found = change(held, whole)
    assert only(found, "filled") == (day(2), day(2), 1)
    assert (found.n_new, found.written.tolist(), len(found.superseded)) == (0, [2], 0)


def test_a_missing_value_comes() -> None:
    found = change(closes([10.0, math.nan, 12.0]), closes([10.0, 11.0, 12.0]))
    assert only(found, "filled") == (day(1), day(1), 1)


def test_a_session_goes() -> None:
    whole = closes([10.0, 11.0, 12.0, 13.0])
    fresh = replace(whole, **{n: getattr(whole, n)[[0, 1, 3]] for n in ("session_on", "close", "adj_close")})
    found = change(whole, fresh)
    assert only(found, "withdrawn") == (day(2), day(2), 1)
    assert (found.written.tolist(), found.superseded.tolist()) == ([], sessions(3)[2:].tolist())


def test_a_value_goes() -> None:
    assert only(change(closes([10.0, 11.0]), closes([10.0, math.nan])), "revision") == (day(1), day(1), 1)


def test_a_constant_factor_of_a_hundred_is_named() -> None:
    prices = Listing().bars(300).close.tolist()
    found = change(closes(prices), closes([price / 100 for price in prices]))
    assert only(found, "revision") == (day(0), day(299), 300)
    assert found.revisions[0].ratio == pytest.approx(0.01)
    assert "constant factor of 0.01" in found.revisions[0].message


def test_the_basis_is_told() -> None:
    found = change(closes([10.0, 11.0]), closes([10.0, 11.0], "as_traded"))
    assert only(found, "revision") == (day(0), day(1), 2)
    assert "basis was split_adjusted and is as_traded" in found.revisions[0].message


def test_infinite_zero_and_negative_prices_are_compared_as_they_are() -> None:
    odd = [math.inf, 0.0, -3.0, -math.inf, 5.0]
    assert not change(closes(odd), closes(odd)).revisions
    assert only(change(closes([*odd, *[5.0] * 9]), closes([1.0, 1.0, 1.0, 1.0, *[5.0] * 10])), "revision")[2] == 4


def test_split_dividend_and_settling_in_one_answer_are_told_apart() -> None:
    held = Listing(split={}, dividend={10: 0.5}).answer(60)
    listing = Listing(split={60: 4.0}, dividend={10: 0.5, 61: 0.2}, volume={59: 1.3}, revised={58: 1.004})
    found = compare(held, listing.answer(63))
    told = {each.kind.value: each for each in found.revisions}
    assert list(told) == ["split", "dividend", "settled"]
    assert (told["split"].n_sessions, told["split"].ratio) == (60, 0.25)
    assert told["dividend"].n_sessions == 60
    assert told["dividend"].ratio == pytest.approx(1 - 0.2 / listing.traded(63)[60])
    assert (told["settled"].first_on, told["settled"].n_sessions) == (day(58), 2)
    assert told["settled"].ratio == pytest.approx(1.004)
    assert found.n_new == 3


def test_a_revision_beside_a_split_stands_alone() -> None:
    held = Listing().answer(60)
    found = compare(held, Listing(split={60: 4.0}, revised={20: 1.5}).answer(61))
    assert [(each.kind.value, each.n_sessions) for each in found.revisions] == [("split", 59), ("revision", 1)]
    assert found.revisions[1].ratio == pytest.approx(1.5)
