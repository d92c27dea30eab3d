"""What was asked, what is held, what was known when."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from invented_answers import FROM_ON, NOON, Listing, assert_same, closes, received, sessions

from screener.errors import CodeError
from screener.prices.store.price_store import PriceStore
from screener.records.price_store import Asked, RevisionKind
from screener.records.prices import Fetched, FetchOutcome

DAY = dt.timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path):
    with PriceStore.open(tmp_path / "prices.sqlite") as opened:
        yield opened


def current(store: PriceStore, known_at: dt.datetime | None = None):
    return store.read(["XYZ"], "yahoo", known_at)["XYZ"].bars


def test_past_a_dividend_and_a_split_the_store_equals_an_empty_one(store: PriceStore, tmp_path: Path) -> None:
    store.keep(Listing(dividend={50: 0.4}).answer(400))
    later = Listing(dividend={50: 0.4, 402: 0.5}, split={405: 4.0}).answer(420, NOON + 30 * DAY)
    kept = store.keep(later)
    assert (kept.n_new, kept.refused) == (20, "")
    assert [each.kind for each in kept.revisions] == [RevisionKind.SPLIT, RevisionKind.DIVIDEND]
    with PriceStore.open(tmp_path / "empty.sqlite") as empty:
        empty.keep(later)
        assert_same(current(store), current(empty), rtol=1e-9)
    close = current(store).close
    assert np.abs(np.diff(np.log(close))).max() < 0.1  # a seam of two scales would be log 4


def test_what_was_known_is_replayed(store: PriceStore) -> None:
    answers = [
        Listing().answer(100, NOON),
        Listing(split={110: 4.0}).answer(120, NOON + DAY),
        Listing(split={110: 4.0}, revised={7: 1.3}, lost={9}).answer(121, NOON + 2 * DAY),
        Listing(split={110: 4.0}, dividend={60: 0.2}).answer(122, NOON + 3 * DAY),
    ]
    for answer in answers:
        assert not store.keep(answer).refused
    for answer in answers:
        for later in (dt.timedelta(0), dt.timedelta(hours=23)):
            assert_same(current(store, answer.fetched_at + later), answer.bars)
    assert_same(current(store), answers[-1].bars)
    assert store.read(["XYZ"], "yahoo", NOON - DAY) == {}
    assert store.first_fetched(["XYZ", "nobody"], "yahoo") == {"XYZ": NOON}
    told = [each.kind.value for each in store.revisions(["XYZ"], "yahoo")]
    assert told == ["split", "withdrawn", "revision", "dividend", "filled", "revision"]
    assert len(store.revisions(["XYZ"], "yahoo", NOON + DAY)) == 1


def test_nothing_is_asked_of_a_store_without_it(store: PriceStore) -> None:
    assert (store.read(["XYZ"], "yahoo"), store.asked("yahoo", ["XYZ"]), store.series()) == ({}, {}, ())
    assert store.revisions(["XYZ"], "yahoo") == ()


@pytest.mark.parametrize("outcome", ["gone", "empty"])
def test_gone_and_empty_settle_a_question(store: PriceStore, outcome: str) -> None:
    store.note(Fetched("XYZ", FetchOutcome(outcome), "why"), "yahoo", NOON, FROM_ON)
    ended = FetchOutcome(outcome)
    expected = Asked(NOON, ended, "why", FROM_ON, None, ended, "why", NOON)
    assert store.asked("yahoo", ["XYZ", "other"]) == {"XYZ": expected}
    assert store.read(["XYZ"], "yahoo") == {}


@pytest.mark.parametrize("outcome", ["rate_limited", "failed"])
def test_failures_do_not_settle_it(store: PriceStore, outcome: str) -> None:
    store.note(Fetched("XYZ", FetchOutcome(outcome), "why"), "yahoo", NOON, FROM_ON)
    unsettled = Asked(None, None, "", None, None, FetchOutcome(outcome), "why", NOON)
    assert store.asked("yahoo", ["XYZ"])["XYZ"] == unsettled
    answer = Listing().answer(5, NOON + DAY)
    store.keep(answer)
    store.note(Fetched("XYZ", FetchOutcome(outcome), "again"), "yahoo", NOON + 2 * DAY, FROM_ON)
    asked = store.asked("yahoo", ["XYZ"])["XYZ"]
    assert (asked.last_settled_at, asked.last_reason, asked.last_at) == (NOON + DAY, "again", NOON + 2 * DAY)
    assert (asked.settled_outcome, asked.settled_reason) == (FetchOutcome.OK, "")
    assert asked.held_to_on == answer.bars.session_on[-1].astype(object)


def test_the_earliest_date_asked_stays_known(store: PriceStore) -> None:
    store.keep(Listing().answer(50))
    bars = Listing().bars(50)
    cut = {name: getattr(bars, name)[20:] for name in ("session_on", "open", "high", "low", "close", "adj_close")}
    later = dt.date(2024, 1, 29)
    store.keep(received(replace(bars, volume=bars.volume[20:], **cut), NOON + DAY, from_on=later))
    assert store.asked("yahoo", ["XYZ"])["XYZ"].from_on == FROM_ON
    assert_same(current(store), bars)


def test_an_ok_answer_is_not_noted(store: PriceStore) -> None:
    with pytest.raises(CodeError, match="kept, not noted"):
        store.note(Fetched("XYZ", FetchOutcome.OK), "yahoo", NOON, FROM_ON)


def test_instants_without_a_zone_are_refused(store: PriceStore) -> None:
    naive = NOON.replace(tzinfo=None)
    for call in (
        lambda: store.read(["XYZ"], "yahoo", naive),
        lambda: store.revisions(["XYZ"], "yahoo", naive),
        lambda: store.note(Fetched("XYZ", FetchOutcome.GONE), "yahoo", naive, FROM_ON),
    ):
        with pytest.raises(CodeError, match="no time zone"):
            call()


def test_a_refused_answer_leaves_only_its_reason(store: PriceStore) -> None:
    store.keep(Listing(seed=1).answer(100))
    other = Listing(seed=2).answer(100, NOON + DAY)
    kept = store.keep(other)
    assert kept.refused.startswith("another company's prices?")
    assert kept.n_new == 0
    assert_same(current(store), Listing(seed=1).bars(100))
    asked = store.asked("yahoo", ["XYZ"])["XYZ"]
    assert (asked.last_settled_at, asked.last_outcome, asked.last_reason) == (NOON, FetchOutcome.FAILED, kept.refused)
    assert store.revisions(["XYZ"], "yahoo") == ()


def test_an_accepted_answer_is_stored_and_says_what_it_changed(store: PriceStore) -> None:
    store.keep(Listing(seed=1).answer(100))
    other = Listing(seed=2).answer(100, NOON + DAY)
    kept = store.keep(other, accept=True)
    assert (kept.refused, [each.kind.value for each in kept.revisions]) == ("", ["revision"])
    assert kept.revisions == store.revisions(["XYZ"], "yahoo")
    assert_same(current(store), other.bars)
    assert_same(current(store, NOON), Listing(seed=1).bars(100))


def test_no_word_joins_two_scales(store: PriceStore) -> None:
    store.keep(Listing().answer(50))
    bars = Listing(split={55: 4.0}).bars(60)
    cut = {name: getattr(bars, name)[20:] for name in ("session_on", "open", "high", "low", "close", "adj_close")}
    late = received(replace(bars, volume=bars.volume[20:], **cut), NOON + DAY, from_on=dt.date(2024, 1, 29))
    assert "ask from 2024-01-01" in store.keep(late, accept=True).refused
    assert_same(current(store), Listing().bars(50))


def test_an_answer_overtaken_by_a_later_one_says_nothing(store: PriceStore) -> None:
    store.keep(Listing().answer(50, NOON))
    kept = store.keep(Listing().answer(49, NOON - DAY / 24))
    assert (kept.n_new, kept.revisions, kept.refused) == (0, (), "")
    assert_same(current(store), Listing().bars(50))
    assert store.asked("yahoo", ["XYZ"])["XYZ"].last_at == NOON


def test_an_answer_much_older_than_the_one_held_points_at_the_clock(store: PriceStore) -> None:
    store.keep(Listing().answer(50, NOON + 3650 * DAY))
    assert store.keep(Listing().answer(51, NOON)).refused.endswith("2034-12-30 12:00 UTC: a wrong clock?")
    assert store.keep(Listing().answer(51, NOON), accept=True).n_new == 1
    assert store.keep(Listing().answer(52, NOON + DAY)).n_new == 1
    assert_same(current(store, NOON), Listing().bars(51))


def test_the_status_of_each_series(store: PriceStore) -> None:
    store.keep(Listing().answer(50))
    store.keep(Listing(revised={3: 1.5}, volume={49: 1.1}).answer(55, NOON + DAY))
    store.note(Fetched("XYZ", FetchOutcome.FAILED, "cut off"), "yahoo", NOON + 2 * DAY, FROM_ON)
    store.keep(received(replace(closes([1.0]), ticker="ABC"), source="csv", currency="", exchange=""))
    store.note(Fetched("NONE", FetchOutcome.GONE, "Yahoo says so"), "yahoo", NOON, FROM_ON)
    first, gone, found = store.series()
    assert (first.ticker, first.source, first.n_rows) == ("ABC", "csv", 1)
    assert (gone.ticker, gone.first_on, gone.n_rows, gone.fetched_at, gone.basis) == ("NONE", None, 0, None, None)
    on = sessions(55)
    assert (found.first_on, found.last_on, found.n_rows) == (on[0].item(), on[-1].item(), 55)
    assert (found.fetched_at, found.from_on, found.basis) == (NOON + DAY, FROM_ON, "split_adjusted")
    assert (found.currency, found.exchange, found.asked.last_reason) == ("USD", "NYQ", "cut off")
    assert found.n_revisions == {RevisionKind.SETTLED: 1, RevisionKind.REVISION: 1}
    assert [each.ticker for each in store.series("csv")] == ["ABC"]
    assert first.n_revisions == {}


def test_a_store_opened_to_read_writes_nothing(store: PriceStore, tmp_path: Path) -> None:
    store.keep(Listing().answer(5))
    with PriceStore.open_existing(tmp_path / "prices.sqlite") as reader:
        assert_same(current(reader), Listing().bars(5))
        with pytest.raises(Exception, match=r"prices\.sqlite.*readonly"):
            reader.keep(Listing().answer(6, NOON + DAY))


def test_years_of_revisions_leave_current_rows_one_range_of_the_key(store: PriceStore) -> None:
    plan = store._connection.execute(
        "EXPLAIN QUERY PLAN SELECT session_on, close FROM bars WHERE series_id = 1 AND superseded_by = 0"
        " ORDER BY session_on"
    ).fetchall()
    assert [row[3] for row in plan] == ["SEARCH bars USING PRIMARY KEY (series_id=? AND superseded_by=?)"]
