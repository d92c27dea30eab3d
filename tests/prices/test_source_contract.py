"""What every price source promises, whatever it is made of."""

import datetime as dt
from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np
import pytest

from screener.prices.csv_folder import CsvFolder
from screener.prices.simulated import Plant, SessionsBetween, SimulatedMarket
from screener.prices.store.price_store import PriceStore
from screener.prices.stored import StoredPrices
from screener.records.prices import Actions, Bars, Fetched, FetchOutcome, PriceAnswer, PriceSource, Received
from screener.sessions.listings import Exchanges

START = dt.date(2025, 1, 6)
UNTIL = dt.datetime(2025, 3, 14, 23, tzinfo=dt.UTC)
ASKED = ("NVDA", "SPY", "000660.KS", "BRK-B", "^GSPC", "NVDA", "NO-SUCH.XX", "../../x", "", "ON")


class SourceContract(ABC):
    @pytest.fixture
    @abstractmethod
    def source(self) -> PriceSource:
        """Return the source under test."""

    @staticmethod
    def answer(source: PriceSource, start_on: dt.date = START, until_at: dt.datetime = UNTIL) -> PriceAnswer:
        return source.daily(ASKED, start_on, until_at)

    def test_every_ticker_asked_for_is_in_bars_or_missing_once(self, source: PriceSource) -> None:
        answer = self.answer(source)
        got = [bars.ticker for bars in answer.bars] + [missing.ticker for missing in answer.missing]
        assert sorted(got) == sorted(set(ASKED))

    def test_what_is_missing_says_why(self, source: PriceSource) -> None:
        assert all(each.reason for each in self.answer(source).missing)

    def test_the_order_is_that_asked_for(self, source: PriceSource) -> None:
        answer = self.answer(source)
        priced = [ASKED.index(bars.ticker) for bars in answer.bars]
        missing = [ASKED.index(each.ticker) for each in answer.missing]
        assert priced == sorted(priced)
        assert missing == sorted(missing)

    def test_dates_are_unique_increasing_and_in_range(self, source: PriceSource) -> None:
        for bars in self.answer(source).bars:
            assert bars.session_on.dtype == np.dtype("datetime64[D]")
            assert len(bars.session_on)
            assert np.all(np.diff(bars.session_on).astype(int) > 0)
            assert bars.session_on[0] >= np.datetime64(START)
            assert bars.session_on[-1] <= np.datetime64("2025-03-14")

    def test_prices_are_positive_and_finite_or_blank(self, source: PriceSource) -> None:
        for bars in self.answer(source).bars:
            assert bars.close.shape == bars.adj_close.shape == bars.session_on.shape
            for column in (bars.close, bars.adj_close):
                priced = column[~np.isnan(column)]
                assert np.all(np.isfinite(priced) & (priced > 0))
            assert not np.any(np.isnan(bars.close) & np.isnan(bars.adj_close))

    def test_the_same_question_has_the_same_answer(self, source: PriceSource) -> None:
        first, second = self.answer(source), self.answer(source)
        assert first.missing == second.missing
        for ours, theirs in zip(first.bars, second.bars, strict=True):
            assert_same(ours, theirs)

    def test_a_shorter_range_is_a_part_of_the_longer(self, source: PriceSource) -> None:
        start, until = dt.date(2025, 1, 20), dt.datetime(2025, 2, 14, 23, tzinfo=dt.UTC)
        parts = {bars.ticker: bars for bars in self.answer(source, start, until).bars}
        for whole in self.answer(source).bars:
            kept = (whole.session_on >= np.datetime64(start)) & (whole.session_on <= np.datetime64(until.date()))
            cut = Bars(whole.ticker, whole.session_on[kept], whole.close[kept], whole.adj_close[kept], whole.basis)
            assert_same(parts[whole.ticker], cut)

    def test_nothing_asked_is_nothing_answered(self, source: PriceSource) -> None:
        answer = source.daily((), START, UNTIL)
        assert answer.source == source.name
        assert [*answer.bars, *answer.missing, *answer.problems] == []


def assert_same(ours: Bars, theirs: Bars) -> None:
    assert ours.ticker == theirs.ticker
    assert ours.basis == theirs.basis
    assert np.array_equal(ours.session_on, theirs.session_on)
    assert np.array_equal(ours.close, theirs.close, equal_nan=True)
    assert np.array_equal(ours.adj_close, theirs.adj_close, equal_nan=True)


class TestCsvFolder(SourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> PriceSource:
        days = np.arange("2024-12-02", "2025-05-01", dtype="datetime64[D]")
        days = days[np.is_busday(days)]
        for number, ticker in enumerate(("NVDA", "SPY", "000660.KS", "BRK-B", "^GSPC")):
            lines = [f"{day},{100 + number + row},{99 + number + row}" for row, day in enumerate(days)]
            # Among the good rows one of each kind that must not come through.
            lines[40:40] = ["2025-01-32,1,1", "2025-02-03,-1,1", "2025-02-04,1,inf", lines[30]]
            text = "\n".join(["date,close,adj_close", *lines])
            (tmp_path / f"{ticker}.csv").write_text(text, encoding="utf-8")
        (tmp_path / "ON.csv").write_text("", encoding="utf-8")
        return CsvFolder(tmp_path)

    def test_all_files_with_rows_are_read(self, source: PriceSource) -> None:
        assert len(self.answer(source).bars) == 5


class TestSimulated(SourceContract):
    @pytest.fixture
    def source(self, exchanges: Exchanges, sessions_between: SessionsBetween) -> PriceSource:
        plant = Plant("NVDA", dt.date(2025, 1, 27), (-0.17, 0.09))
        return SimulatedMarket(exchanges, sessions_between, (plant,))

    def test_all_tickers_of_known_exchanges_are_priced(self, source: PriceSource) -> None:
        assert [each.ticker for each in self.answer(source).missing] == ["NO-SUCH.XX", "../../x", ""]


class TestStored(SourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> PriceSource:
        days = np.arange("2024-12-02", "2025-05-01", dtype="datetime64[D]")
        days = days[np.is_busday(days)]
        rising = 100.0 + np.arange(len(days))
        bad = rising.copy()
        # Among the good rows one of each kind that must not come through.
        bad[40:43] = [np.nan, -1.0, np.inf]
        paid = Actions(days[50:51], np.array([0.5]), days[:0], np.array([]))
        with PriceStore.open(tmp_path / "prices.db") as store:
            for source, ticker in (("csv", "SPY"), *(("yahoo", each) for each in ("NVDA", "000660.KS", "BRK-B"))):
                bars = Bars(ticker, days, bad, bad, "split_adjusted", actions=paid if source == "yahoo" else None)
                store.keep(Received(bars, source, UNTIL, days[0].astype(object)))
            gone = Fetched("ON", FetchOutcome.GONE, "no such symbol")
            store.note(gone, "yahoo", UNTIL, START)
        return StoredPrices(tmp_path / "prices.db")

    def test_what_is_stored_is_priced_and_says_where_it_came_from(self, source: PriceSource) -> None:
        answer = self.answer(source)
        assert [bars.ticker for bars in answer.bars] == ["NVDA", "SPY", "000660.KS", "BRK-B"]
        assert answer.source == "csv;yahoo"
        reasons = {each.ticker: each.reason for each in answer.missing}
        assert reasons["ON"] == "gone on 2025-03-14: no such symbol"
        assert reasons["^GSPC"] == "never asked for; run: screener prices pull"

    def test_a_row_left_out_is_a_finding(self, source: PriceSource) -> None:
        found = [each.check for each in self.answer(source).findings if each.ticker == "NVDA"]
        assert sorted(found) == ["infinite", "no_price", "not_positive"]
