"""What goes into the store comes out of it, bit for bit."""

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from invented_answers import FROM_ON, NOON, NUMBERS, Listing, actions, assert_same, closes, received, sessions

from screener.errors import CodeError
from screener.prices.store.price_store import PriceStore
from screener.records.prices import Bars, Received

ODD_TICKERS = [
    "../../x",
    "'; drop table bars;--",
    "CON",
    "A" * 300,
    "Žižek 腾讯 🦆",
    "a\x00b",
    "",
    "0700.HK",
    "brk-b",
    "BRK-B",
    "%s?:x",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "prices.sqlite"


def again(path: Path, answer: Received) -> Received:
    with PriceStore.open(path) as store:
        assert not store.keep(answer).refused
    with PriceStore.open_existing(path) as store:
        (found,) = store.read([answer.bars.ticker], answer.source).values()
    return found


def test_every_column_and_action_comes_back(path: Path) -> None:
    answer = Listing(split={100: 4.0}, dividend={30: 0.3, 90: 0.31}).answer(200)
    found = again(path, answer)
    assert_same(found.bars, answer.bars)
    assert replace(found, bars=answer.bars) == answer


def test_what_is_no_price_comes_back_too(path: Path) -> None:
    odd = [math.nan, math.inf, -math.inf, -1.5, 0.0, 5e-324, 1.7976931348623157e308, 0.1]
    answer = received(closes(odd, volume=np.array(odd[::-1]), open=np.array(odd)))
    assert_same(again(path, answer).bars, answer.bars)


@pytest.mark.parametrize("given_actions", [None, actions(), actions({0: 0.25}), actions({}, {1: 1 / 3})])
def test_unknown_actions_are_not_taken_for_none(path: Path, given_actions: object) -> None:
    answer = received(closes([1.0, 2.0], actions=given_actions))
    assert_same(again(path, answer).bars, answer.bars)


@pytest.mark.parametrize("basis", ["split_adjusted", "as_traded", "adjusted_only"])
def test_the_basis_comes_back(path: Path, basis: str) -> None:
    answer = received(closes([math.nan] * 2 if basis == "adjusted_only" else [1.0, 2.0], basis, adj_close=[1.0, 2.0]))
    assert_same(again(path, answer).bars, answer.bars)


def test_an_answer_without_rows_is_still_an_answer(path: Path) -> None:
    assert_same(again(path, received(closes([]))).bars, closes([]))
    with PriceStore.open(path) as store:
        assert store.keep(received(closes([1.0, 2.0]), NOON + dt.timedelta(days=1))).n_new == 2


def test_zones_days_before_1970_and_microseconds(path: Path) -> None:
    at = dt.datetime(2025, 3, 1, 9, 30, 0, 123_457, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    early = Bars("XYZ", np.array(["1962-01-02", "1970-01-01"], "M8[D]"), np.ones(2), np.ones(2), "split_adjusted")
    found = again(path, received(early, at, from_on=dt.date.min, currency="", exchange=""))
    assert (found.fetched_at, found.from_on, found.currency, found.exchange) == (at, dt.date.min, "", "")
    np.testing.assert_array_equal(found.bars.session_on, early.session_on)


def test_odd_tickers_are_only_names(path: Path) -> None:
    with PriceStore.open(path) as store:
        for number, ticker in enumerate(ODD_TICKERS, start=1):
            store.keep(received(replace(closes([float(number)]), ticker=ticker), source=f"{ticker}'"))
        for number, ticker in enumerate(ODD_TICKERS, start=1):
            assert store.read([ticker], f"{ticker}'")[ticker].bars.close.tolist() == [number]
            assert store.read([ticker], "yahoo") == {}
        assert sorted(each.ticker for each in store.series()) == sorted(ODD_TICKERS)
    assert [each.name for each in path.parent.parent.iterdir()] == ["store"]


def test_one_ticker_of_two_sources_is_two_series(path: Path) -> None:
    with PriceStore.open(path) as store:
        store.keep(received(closes([1.0])))
        store.keep(received(closes([2.0]), source="csv"))
        assert store.read(["XYZ"], "yahoo")["XYZ"].bars.close.tolist() == [1.0]
        assert store.read(["XYZ"], "csv")["XYZ"].bars.close.tolist() == [2.0]


def test_what_breaks_the_records_promises_is_a_mistake_of_the_program(path: Path) -> None:
    good = closes([1.0, 2.0])
    with PriceStore.open(path) as store:
        for bad in (
            received(good, at=dt.datetime(2025, 1, 1)),  # noqa: DTZ001 - the mistake
            received(replace(good, session_on=sessions(2)[::-1])),
            received(replace(good, session_on=np.array(["2024-01-01", "NaT"], "M8[D]"))),
            received(replace(good, close=np.ones(3))),
            received(replace(good, actions=replace(actions({1: 1.0}), dividend=np.ones(2)))),
            received(replace(good, actions=actions({2: 1.0, 1: 1.0}))),
        ):
            with pytest.raises(CodeError):
                store.keep(bad)
        assert store.series() == ()


@st.composite
def any_bars(draw: st.DrawFn) -> Bars:
    days = draw(st.lists(st.integers(-20_000, 40_000), unique=True, max_size=12).map(sorted))
    column = hnp.arrays(np.float64, len(days), elements=st.floats(allow_subnormal=False))
    given_columns = {name: draw(column) for name in NUMBERS}
    absent = draw(st.sets(st.sampled_from(["open", "high", "low", "volume"])))
    return Bars(
        "XYZ",
        np.array(days, dtype=np.int64).astype("datetime64[D]"),
        basis="split_adjusted",
        **given_columns | dict.fromkeys(absent),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=any_bars(), second=any_bars())
def test_any_answer_comes_back_and_so_does_the_one_accepted_after_it(
    tmp_path_factory: pytest.TempPathFactory, first: Bars, second: Bars
) -> None:
    path = tmp_path_factory.mktemp("any") / "prices.sqlite"
    with PriceStore.open(path) as store:
        store.keep(received(first, from_on=dt.date.min))
        assert_same(store.read(["XYZ"], "yahoo")["XYZ"].bars, first)
        store.keep(received(second, NOON + dt.timedelta(days=1), from_on=dt.date.min), accept=True)
        assert_same(store.read(["XYZ"], "yahoo")["XYZ"].bars, second, rtol=1e-6)
        assert_same(store.read(["XYZ"], "yahoo", NOON)["XYZ"].bars, first)


def test_a_span_asked_for_begins_at_the_earliest(path: Path) -> None:
    with PriceStore.open(path) as store:
        store.keep(Listing().answer(10))
        assert store.read(["XYZ"], "yahoo")["XYZ"].from_on == FROM_ON
