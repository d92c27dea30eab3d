"""Statements in the store: every version kept, what was known replayed, stores of the first version opened."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from invented_answers import NOON, Listing, assert_same

from screener.errors import CodeError, PriceError
from screener.prices.store import schema
from screener.prices.store.price_store import PriceStore
from screener.records.income_fetch import (
    IncomeAsked,
    IncomeFetched,
    IncomeKept,
    IncomeReceived,
    ReportedQuarter,
    StoredQuarter,
)
from screener.records.prices import FetchOutcome

WEEK = dt.timedelta(days=7)
Q1, Q2, Q3 = dt.date(2024, 3, 31), dt.date(2024, 6, 30), dt.date(2024, 9, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[PriceStore]:
    with PriceStore.open(path) as opened:
        yield opened


def quarter(end: dt.date, revenue: float | None = 1e9, currency: str = "USD") -> ReportedQuarter:
    return ReportedQuarter(end, revenue, 0.1 + 0.2, None, -1e6, currency)


def answer(at: dt.datetime, *quarters: ReportedQuarter, ticker: str = "XYZ") -> IncomeReceived:
    return IncomeReceived(ticker, "yahoo", at, quarters)


def held(store: PriceStore, known_at: dt.datetime | None = None) -> tuple[StoredQuarter, ...]:
    return store.statements.read(["XYZ"], "yahoo", known_at).get("XYZ", ())


def test_what_comes_out_is_what_went_in(store: PriceStore) -> None:
    blank = ReportedQuarter(Q2, None, None, None, None, "")

    assert store.statements.keep(answer(NOON, quarter(Q1), blank)) == IncomeKept(new=(Q1, Q2))
    assert held(store) == (StoredQuarter(quarter(Q1), NOON), StoredQuarter(blank, NOON))
    assert store.statements.count() == (1, 2)


def test_the_same_answer_again_writes_no_quarter(store: PriceStore) -> None:
    store.statements.keep(answer(NOON, quarter(Q1), quarter(Q2)))

    assert store.statements.keep(answer(NOON + WEEK, quarter(Q1), quarter(Q2))) == IncomeKept()
    assert [each.fetched_at for each in held(store)] == [NOON, NOON]


@pytest.mark.parametrize(
    "changed",
    [quarter(Q1, 2e9), quarter(Q1, None), quarter(Q1, currency="EUR"), replace(quarter(Q1), gross_profit=1.0)],
)
def test_a_changed_quarter_is_one_more_row_and_the_past_is_replayed(store: PriceStore, changed) -> None:
    store.statements.keep(answer(NOON, quarter(Q1)))

    assert store.statements.keep(answer(NOON + WEEK, changed, quarter(Q2))) == IncomeKept(new=(Q2,), changed=(Q1,))
    before, after = StoredQuarter(quarter(Q1), NOON), StoredQuarter(changed, NOON + WEEK)
    assert held(store) == (before, after, StoredQuarter(quarter(Q2), NOON + WEEK))
    assert held(store, NOON + WEEK - dt.timedelta(microseconds=1)) == (before,)
    assert held(store, NOON + WEEK)[:2] == (before, after)
    assert held(store, NOON - WEEK) == ()
    assert store.statements.count() == (1, 2)


def test_figures_that_come_back_are_a_third_version(store: PriceStore) -> None:
    for week, revenue in enumerate((1e9, None, 1e9, 1e9)):
        store.statements.keep(answer(NOON + week * WEEK, quarter(Q1, revenue)))

    assert [each.quarter.revenue for each in held(store)] == [1e9, None, 1e9]


def test_a_quarter_that_is_no_longer_given_stands(store: PriceStore) -> None:
    store.statements.keep(answer(NOON, quarter(Q1), quarter(Q2)))
    store.statements.keep(answer(NOON + WEEK, quarter(Q2), quarter(Q3)))

    assert [each.quarter.period_end_on for each in held(store)] == [Q1, Q2, Q3]


def test_how_asking_went_is_told_apart_from_how_it_was_settled(store: PriceStore) -> None:
    ok, empty, failed = FetchOutcome.OK, FetchOutcome.EMPTY, FetchOutcome.FAILED
    assert store.statements.asked("yahoo", ["XYZ"]) == {}
    store.statements.note(IncomeFetched("XYZ", empty, "none"), "yahoo", NOON)
    assert store.statements.asked("yahoo", ["XYZ"])["XYZ"] == IncomeAsked(NOON, empty, "none", empty, "none", NOON)
    store.statements.note(IncomeFetched("XYZ", failed, "HTTP 500"), "yahoo", NOON + WEEK)
    assert store.statements.asked("yahoo", ["XYZ", "other"]) == {
        "XYZ": IncomeAsked(NOON, empty, "none", failed, "HTTP 500", NOON + WEEK)
    }
    store.statements.keep(answer(NOON + 2 * WEEK, quarter(Q1)))
    assert store.statements.asked("yahoo", ["XYZ"])["XYZ"].settled_outcome is ok


def test_statements_and_prices_of_a_ticker_are_asked_apart(store: PriceStore) -> None:
    store.statements.keep(answer(NOON, quarter(Q1)))
    assert (store.asked("yahoo", ["XYZ"]), store.series()) == ({}, ())
    store.keep(Listing().answer(5))
    assert store.series()[0].n_rows == 5
    assert len(held(store)) == 1


def test_an_answer_that_another_overtook_says_nothing_new_and_one_of_last_week_is_refused(store: PriceStore) -> None:
    store.statements.keep(answer(NOON, quarter(Q1)))

    assert store.statements.keep(answer(NOON - dt.timedelta(hours=1), quarter(Q1, 7.0))) == IncomeKept()
    refused = store.statements.keep(answer(NOON - WEEK, quarter(Q1, 7.0))).refused
    assert "a wrong clock?" in refused
    assert [each.quarter.revenue for each in held(store)] == [1e9]
    assert store.statements.asked("yahoo", ["XYZ"])["XYZ"].last_reason == refused


def test_what_breaks_its_promises_is_no_answer(store: PriceStore) -> None:
    with pytest.raises(CodeError, match="end on the same day"):
        store.statements.keep(answer(NOON, quarter(Q1), quarter(Q1, 2.0)))
    with pytest.raises(CodeError, match="kept, not noted"):
        store.statements.note(IncomeFetched("XYZ", FetchOutcome.OK), "yahoo", NOON)
    assert store.statements.count() == (0, 0)


def make_first_version(path: Path) -> None:
    """Make a store as the first version left it, with prices."""
    with PriceStore.open(path) as store:
        store.keep(Listing().answer(30))
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(
            "DROP TABLE income_quarters; DROP TABLE statement_answers; PRAGMA user_version = 1;"
            "PRAGMA wal_checkpoint(TRUNCATE);"
        )


def test_a_store_of_the_first_version_is_read_as_it_is(path: Path) -> None:
    make_first_version(path)
    before = path.read_bytes()

    with PriceStore.open_existing(path) as store:
        assert_same(store.read(["XYZ"], "yahoo")["XYZ"].bars, Listing().bars(30))
        assert (store.statements.read(["XYZ"], "yahoo"), store.statements.asked("yahoo", ["XYZ"])) == ({}, {})
        assert store.statements.count() == (0, 0)
    assert path.read_bytes() == before


def test_a_store_of_the_first_version_takes_statements_and_loses_nothing(path: Path) -> None:
    make_first_version(path)

    with PriceStore.open(path) as store:
        assert store.statements.keep(answer(NOON, quarter(Q1))).new == (Q1,)
        assert_same(store.read(["XYZ"], "yahoo")["XYZ"].bars, Listing().bars(30))
        assert store.keep(Listing().answer(31, NOON + WEEK)).n_new == 1
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = {name for (name,) in plain.execute("SELECT name FROM sqlite_master")}
    PriceStore.open(path.with_name("new.sqlite")).close()
    with closing(sqlite3.connect(path.with_name("new.sqlite"))) as plain:
        assert {name for (name,) in plain.execute("SELECT name FROM sqlite_master")} == tables


def test_two_that_open_an_old_store_at_once_both_find_the_new_tables(path: Path) -> None:
    make_first_version(path)

    with PriceStore.open(path) as one, PriceStore.open(path) as other:
        one.statements.keep(answer(NOON, quarter(Q1)))
        other.statements.keep(answer(NOON, quarter(Q1), ticker="ABC"))
        assert one.statements.count() == (2, 2)


def test_an_old_store_that_another_process_writes_to_is_told_and_left(path: Path) -> None:
    make_first_version(path)

    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(PriceError, match=r"has been locked by another process for 0\.1 s"):
            PriceStore.open(path, busy_s=0.1)
        holder.execute("ROLLBACK")
        assert holder.execute("PRAGMA user_version").fetchone() == (1,)
    PriceStore.open(path).close()
