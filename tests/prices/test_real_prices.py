"""The folder of real prices; expected values are the ones its SOURCES.md checked with other vendors."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from screener.prices.csv_folder import CsvFolder
from screener.prices.panel import build_panel
from screener.prices.simulated import SessionsBetween
from screener.records.prices import PriceAnswer, PricePanel
from screener.sessions.listings import Exchanges

pytestmark = pytest.mark.real

START = dt.date(1990, 1, 1)
UNTIL = dt.datetime(2026, 5, 29, 23, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def answer(real_data: Path) -> PriceAnswer:
    tickers = tuple(sorted(path.stem for path in (real_data / "prices").glob("*.csv")))
    return CsvFolder(real_data / "prices").daily(tickers, START, UNTIL)


@pytest.fixture(scope="module")
def panel(answer: PriceAnswer, exchanges: Exchanges, sessions_between: SessionsBetween) -> PricePanel:
    asked = tuple(bars.ticker for bars in answer.bars)
    return build_panel(
        answer,
        asked,
        "SPY",
        exchanges,
        lambda mic: sessions_between(mic, START, UNTIL.date()),
        dt.date(2018, 1, 1),
        UNTIL,
    )


def session_return(panel: PricePanel, ticker: str, date: str) -> float:
    row = int(np.flatnonzero(panel.session_on == np.datetime64(date))[0])
    column = panel.column(ticker)
    assert column is not None
    return float(panel.level[row, column] / panel.level[row - 1, column] - 1)


def test_all_files_are_read_without_a_problem(answer: PriceAnswer) -> None:
    assert len(answer.bars) == 84
    assert answer.missing == ()
    assert answer.problems == ()


def test_row_counts_are_those_of_the_sources_page(answer: PriceAnswer, real_data: Path) -> None:
    page = (real_data / "prices" / "SOURCES.md").read_text(encoding="utf-8")
    tables = [[cell.strip() for cell in line.split("|")] for line in page.splitlines()]
    expected = {cells[1]: cells[4:7] for cells in tables if len(cells) > 8 and cells[6].isdigit()}
    found = {
        bars.ticker: [str(bars.session_on[0]), str(bars.session_on[-1]), str(len(bars.session_on))]
        for bars in answer.bars
    }
    assert found == expected


def test_files_without_raw_closes_are_adjusted_only(answer: PriceAnswer) -> None:
    assert [bars.ticker for bars in answer.bars if bars.basis == "adjusted_only"] == ["0700.HK", "TCEHY"]


@pytest.mark.parametrize(
    ("ticker", "date", "percent"),
    [
        ("NVDA", "2025-01-27", -16.97),
        ("AVGO", "2025-01-27", -17.40),
        ("META", "2025-01-27", 1.91),
        ("SPY", "2025-01-27", -1.41),
        ("VRT", "2025-01-27", -29.88),
        ("META", "2022-02-03", -26.39),
        ("SMCI", "2024-10-30", -32.68),
        ("INTC", "2024-08-02", -26.06),
        ("ORCL", "2025-09-10", 35.95),
        ("SPY", "2020-03-16", -10.94),
    ],
)
def test_known_returns_come_out(panel: PricePanel, ticker: str, date: str, percent: float) -> None:
    assert 100 * session_return(panel, ticker, date) == pytest.approx(percent, abs=0.006)


def test_every_ticker_is_priced_and_covered(panel: PricePanel) -> None:
    assert len(panel.tickers) == len(panel.coverage) == 84
    assert {each.reason for each in panel.coverage} == {""}
    assert panel.data_as_of == dt.date(2026, 5, 29)


def test_seoul_holidays_are_closed_and_not_gaps(panel: PricePanel) -> None:
    column = panel.column("000660.KS")
    assert column is not None
    rows = np.isin(panel.session_on, np.array(["2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30"], "M8[D]"))
    assert panel.closed[rows, column].tolist() == [True] * 4
    assert not np.isnan(panel.level[rows, column]).any()
    assert session_return(panel, "000660.KS", "2025-01-29") == 0.0
    # Seoul reopened on the Friday, four sessions after New York had fallen.
    assert session_return(panel, "000660.KS", "2025-01-31") == pytest.approx(-0.0986, abs=0.0005)


def test_new_york_listings_have_no_closed_day_and_few_gaps(panel: PricePanel) -> None:
    for index, ticker in enumerate(panel.tickers):
        foreign = "." in ticker
        assert panel.closed[:, index].any() == foreign
        assert bool(panel.closes_early[index]) == foreign
    gaps = np.isnan(panel.level[:, [panel.tickers.index(ticker) for ticker in ("SPY", "NVDA", "CHGG")]])
    assert not gaps.any()
