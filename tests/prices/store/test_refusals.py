"""Each refusal, and what comes near one, with hand-made numbers."""

from dataclasses import replace

import pytest
from compared_answers import change, day, kinds
from invented_answers import FROM_ON, Listing, closes, received

from screener.prices.store.changes import compare


def test_another_companys_prices_are_refused() -> None:
    found = compare(Listing(seed=1).answer(300), Listing(seed=2).answer(300))
    assert found.refusal is not None
    assert found.refusal.can_accept
    assert found.refusal.message.startswith("another company's prices?")


def alternating(low: float, high: float) -> list[float]:
    return [low, high] * 15


def test_another_companys_prices_are_refused_however_little_they_move() -> None:
    # Steps of 0.0004 and none: the ratio steps by as much, the closes by 0 and 0.0004.
    other = [25.0 * 1.0004 ** (session // 2 % 2) for session in range(30)]
    held = [100.0 * 1.0004 ** (session % 2) for session in range(30)]
    assert change(closes(other), closes(held)).refusal is not None
    assert change(closes(held), closes([price / 4 for price in held])).refusal is None


def test_rounding_is_no_other_company() -> None:
    # Moves of 10 % and a ratio of 1.5 to the cent, so not the 1.4 that is listed: its steps are below 1 %.
    held = alternating(1.0, 1.1)
    fresh = [0.67 if price == 1.0 else 0.73 for price in held]
    assert change(closes(held), closes(fresh)).refusal is None


def test_of_prices_at_rest_a_ratio_may_step_by_a_thousandth() -> None:
    rest = [25.0] * 30
    assert change(closes([100.0] * 30), closes(rest)).refusal is None
    assert change(closes(alternating(100.0, 100.09)), closes(rest)).refusal is None
    assert change(closes(alternating(100.0, 100.11)), closes(rest)).refusal is not None


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


def test_an_answer_that_ends_early_is_refused_however_much_is_held() -> None:
    held = Listing().answer(2_000)
    short = compare(held, Listing().answer(1_994))
    assert short.refusal is not None
    assert short.refusal.can_accept
    ends = f"short answer: ends on {day(1_993)}, before 6 sessions to {day(1_999)} that are held"
    assert short.refusal.message == ends
    assert compare(held, Listing().answer(1_995)).refusal is None


@pytest.mark.parametrize("n", [1, 5])
def test_an_answer_with_nothing_of_what_is_held_is_refused(n: int) -> None:
    held = Listing(lost=set(range(n, 30))).answer(30)
    for lost in (set(range(n)), set(range(30))):
        found = compare(held, Listing(lost=lost).answer(30))
        assert found.refusal is not None
        assert found.refusal.can_accept
        assert found.refusal.message == f"short answer: none of the {n} sessions held from {FROM_ON} on is in it"


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
