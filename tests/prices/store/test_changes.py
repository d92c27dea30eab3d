"""Each kind of change and each refusal, with hand-made numbers."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from invented_answers import FROM_ON, Listing, actions, closes, received, sessions

from screener.prices.store.changes import Change, compare
from screener.records.prices import Bars

DAY = dt.timedelta(days=1)
NONE = actions()


def change(held: Bars, fresh: Bars) -> Change:
    return compare(received(held), received(fresh))


def kinds(found: Change) -> list[str]:
    return [each.kind.value for each in found.revisions]


def day(number: int) -> dt.date:
    return sessions(number + 1)[number].astype(object)


def only(found: Change, kind: str) -> tuple[dt.date, dt.date, int]:
    assert found.refusal is None
    assert kinds(found) == [kind]
    (told,) = found.revisions
    return told.first_on, told.last_on, told.n_sessions


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


# -- split


def test_a_split_explains_every_price_before_it() -> None:
    held = closes([100.0, 104.0, 108.0], actions=NONE, volume=np.array([10.0, 11.0, 12.0]))
    fresh = closes([25.0, 26.0, 27.0, 28.0], actions=actions(splits={3: 4.0}), volume=np.array([40.0, 44, 48, 50]))
    found = change(held, fresh)
    assert only(found, "split") == (day(0), day(2), 3)
    assert found.revisions[0].ratio == 0.25
    assert (found.n_new, found.superseded.tolist()) == (1, sessions(3).tolist())
    assert f"4 on {day(3)}" in found.revisions[0].message


def test_a_reverse_split_and_volumes_rounded_to_shares() -> None:
    held = closes([2.0, 2.1, 2.2], actions=NONE, volume=np.array([1_234.0, 55.0, 7.0]))
    fresh = closes([20.0, 21.0, 22.0], actions=actions(splits={3: 0.1}), volume=np.array([123.0, 5.0, 1.0]))
    assert only(change(held, fresh), "split") == (day(0), day(2), 3)


def test_a_spin_off_booked_as_an_odd_split() -> None:
    held = closes([100.0, 101.0, 102.0], actions=NONE)
    fresh = closes([75.61, 76.36, 77.12, 80.0], actions=actions(splits={3: 1.323}))  # 1 : 1.3226, to the cent
    assert only(change(held, fresh), "split") == (day(0), day(2), 3)


def test_a_split_booked_late_rescales_up_to_its_date() -> None:
    held = closes([100.0] * 10 + [25.0] * 20, actions=NONE)
    fresh = closes([25.0] * 30, actions=actions(splits={10: 4.0}))
    assert only(change(held, fresh), "split") == (day(0), day(9), 10)


def test_two_splits_multiply() -> None:
    held = closes([120.0] * 10 + [40.0] * 10, actions=NONE)
    fresh = closes([20.0] * 21, actions=actions(splits={10: 3.0, 20: 2.0}))
    found = change(held, fresh)
    assert only(found, "split") == (day(0), day(19), 20)
    assert found.revisions[0].ratio == pytest.approx(1 / 6)


def test_a_split_listed_before_its_prices_is_told_and_then_a_revision() -> None:
    held = closes([100.0] * 10 + [25.0] * 10, actions=NONE)
    listed = closes([100.0] * 10 + [25.0] * 10, actions=actions(splits={10: 4.0}))
    first = change(held, listed)
    assert only(first, "split") == (day(10), day(10), 0)
    assert "booked late, no price rescaled" in first.revisions[0].message
    then = change(listed, closes([25.0] * 20, actions=actions(splits={10: 4.0})))
    assert only(then, "revision") == (day(0), day(9), 10)
    assert "constant factor of 0.25" in then.revisions[0].message


def test_a_split_does_not_excuse_another_factor() -> None:
    held = closes([100.0] * 10, actions=NONE)
    found = change(held, closes([20.0] * 10 + [25.0], actions=actions(splits={10: 4.0})))
    assert only(found, "revision") == (day(0), day(9), 10)
    assert found.revisions[0].ratio == pytest.approx(0.8)


def test_prices_as_traded_move_in_adjusted_closes_only() -> None:
    held = closes([100.0, 104.0], "as_traded", actions=NONE)
    fresh = closes([100.0, 104.0, 26.0], "as_traded", adj_close=[25.0, 26.0, 26.0], actions=actions(splits={2: 4.0}))
    assert only(change(held, fresh), "split") == (day(0), day(1), 2)


def test_dividends_before_a_split_are_divided_without_a_word() -> None:
    held = closes([100.0] * 3, actions=actions({1: 0.205}), adj_close=[99.795, 100, 100])
    split = actions({1: 0.05125}, {3: 4.0})
    found = change(held, closes([25.0] * 4, actions=split, adj_close=[24.94875, 25, 25, 25]))
    assert only(found, "split") == (day(0), day(2), 3)
    assert [row.value for row in found.actions_superseded] == [0.205]
    assert sorted(row.value for row in found.actions_written) == [0.05125, 4.0]


# -- dividend


def test_a_dividend_rescales_adjusted_closes_only() -> None:
    held = closes([100.0] * 5, actions=NONE)
    fresh = closes([100.0] * 6, adj_close=[99.0] * 5 + [100.0], actions=actions({5: 1.0}))
    found = change(held, fresh)
    assert only(found, "dividend") == (day(0), day(4), 5)
    assert found.revisions[0].ratio == pytest.approx(0.99)


def test_a_dividend_rounded_to_the_cent_still_explains() -> None:
    held = closes([100.0] * 5, actions=NONE)
    fresh = closes([100.0] * 6, adj_close=[99.793] * 5 + [100.0], actions=actions({5: 0.21}))  # 0.207 in truth
    assert only(change(held, fresh), "dividend") == (day(0), day(4), 5)


def test_a_dividend_of_another_size_does_not_explain() -> None:
    held = closes([100.0] * 10, actions=NONE)
    fresh = closes([100.0] * 11, adj_close=[99.0] * 10 + [100.0], actions=actions({10: 0.7}))
    assert only(change(held, fresh), "revision") == (day(0), day(9), 10)


def test_a_dividend_whose_adjustment_is_still_to_come() -> None:
    held = closes([100.0] * 5, actions=NONE)
    found = change(held, closes([100.0] * 6, actions=actions({5: 1.0})))
    assert (kinds(found), found.written.tolist(), len(found.actions_written)) == ([], [5], 1)


def test_a_dividend_that_went_or_changed_is_a_revision() -> None:
    held = closes([100.0] * 10, adj_close=[99.0] * 5 + [100.0] * 5, actions=actions({5: 1.0}))
    gone = change(held, closes([100.0] * 10, actions=NONE))
    assert kinds(gone) == ["revision", "revision"]
    assert [each.ratio for each in gone.revisions] == [pytest.approx(1 / 0.99), pytest.approx(math.nan, nan_ok=True)]
    assert f"the dividend of 1 on {day(5)} is no longer listed" in gone.revisions[1].message
    changed = change(held, closes([100.0] * 10, adj_close=[98.0] * 5 + [100.0] * 5, actions=actions({5: 2.0})))
    assert kinds(changed) == ["revision", "revision"]
    assert "became 2" in changed.revisions[1].message


def test_actions_that_become_known_are_no_change_of_the_past() -> None:
    known = actions({2: 1.0}, {4: 4.0})
    adjusted = [24.75, 24.75, 25.0, 25.0, 25.0, 25.0]
    found = change(closes([25.0] * 6, adj_close=adjusted), closes([25.0] * 6, adj_close=adjusted, actions=known))
    assert (kinds(found), len(found.actions_written), len(found.written)) == ([], 2, 0)


def test_actions_no_longer_given_are_told_once() -> None:
    found = change(closes([10.0] * 3, actions=actions({1: 1.0, 2: 1.0})), closes([10.0] * 3))
    assert kinds(found) == ["revision"]
    assert "no longer given" in found.revisions[0].message
    assert len(found.actions_superseded) == 2


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


# -- refusals


def test_another_companys_prices_are_refused() -> None:
    found = compare(Listing(seed=1).answer(300), Listing(seed=2).answer(300))
    assert found.refusal is not None
    assert found.refusal.can_accept
    assert found.refusal.message.startswith("another company's prices?")


def test_twenty_sessions_are_needed_to_say_so() -> None:
    assert compare(Listing(seed=1).answer(19), Listing(seed=2).answer(19)).refusal is None
    assert compare(Listing(seed=1).answer(40), Listing(seed=2).answer(40)).refusal is not None


def test_many_constant_stretches_are_no_other_company() -> None:
    held = Listing(split={50: 2.0, 100: 3.0}).bars(300)
    raw = Listing(split={50: 2.0, 100: 3.0}).traded(300).tolist()
    found = change(replace(held, actions=None), closes(raw))
    assert found.refusal is None


def test_a_short_answer_is_refused() -> None:
    held = Listing().answer(100)
    short = compare(held, Listing(lost=set(range(20, 26))).answer(101))
    assert short.refusal is not None
    assert short.refusal.message.startswith("short answer: 6 of the 100 sessions")
    assert compare(held, Listing(lost=set(range(20, 25))).answer(101)).refusal is None
    assert compare(Listing().answer(200), Listing(lost=set(range(20, 30))).answer(200)).refusal is None


def test_another_currency_is_refused_and_an_unknown_one_is_not() -> None:
    held = received(closes([10.0]))
    other = compare(held, received(closes([10.0]), currency="EUR"))
    assert other.refusal is not None
    assert "was USD and is EUR" in other.refusal.message
    assert "currency was USD and is EUR" in other.revisions[0].message
    assert compare(held, received(closes([10.0]), currency="")).refusal is None


def tail(listing: Listing, n: int, first: int):
    bars = listing.bars(n)
    later = {name: getattr(bars, name)[first:] for name in ("session_on", "open", "high", "low", "close", "adj_close")}
    return received(replace(bars, volume=bars.volume[first:], **later), from_on=day(first))


def test_an_answer_from_later_on_leaves_what_was_before() -> None:
    found = compare(Listing().answer(100), tail(Listing(), 110, 50))
    assert (found.refusal, found.n_new, len(found.superseded), found.revisions) == (None, 10, 0, ())


@pytest.mark.parametrize("news", [Listing(split={100: 4.0}), Listing(dividend={100: 1.0})])
def test_an_answer_from_later_on_with_a_new_scale_can_never_be_stored(news: Listing) -> None:
    found = compare(Listing().answer(100), tail(news, 110, 50))
    assert found.refusal is not None
    assert not found.refusal.can_accept
    assert found.refusal.message.endswith(f"ask from {FROM_ON}")


def test_an_answer_that_begins_after_all_that_is_held_cannot_be_joined() -> None:
    found = compare(Listing().answer(100), tail(Listing(), 130, 110))
    assert found.refusal is not None
    assert "no session in common" in found.refusal.message


def test_earlier_sessions_are_new_unless_they_had_been_asked_for() -> None:
    later = tail(Listing(), 100, 50)
    assert compare(later, Listing().answer(100)).n_new == 50
    asked_before = compare(replace(later, from_on=FROM_ON), Listing().answer(100))
    assert (asked_before.n_new, kinds(asked_before)) == (0, ["filled"])
