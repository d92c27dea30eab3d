from pathlib import Path

import pytest

from screener.sessions.listings import Exchange, Exchanges, read_exchanges

NEW_YORK = Exchange("", "XNYS", "America/New_York", "USD")
HONG_KONG = Exchange(".HK", "XHKG", "Asia/Hong_Kong", "HKD")
NIKKEI = Exchange("^N225", "XTKS", "Asia/Tokyo", "JPY")


@pytest.mark.parametrize("ticker", ["NVDA", "BRK-B", "^GSPC", "ON", "NO", "TRUE", "NULL", "NA", "Y", "1E5"])
def test_a_ticker_without_a_dot_trades_where_the_empty_suffix_says(ticker: str) -> None:
    assert Exchanges([NEW_YORK, HONG_KONG]).of(ticker) == NEW_YORK


def test_the_suffix_after_the_last_dot_decides() -> None:
    exchanges = Exchanges([NEW_YORK, HONG_KONG])
    assert exchanges.of("0700.HK") == HONG_KONG
    assert exchanges.of("A.B.HK") == HONG_KONG


def test_a_row_for_a_whole_ticker_wins_over_its_suffix() -> None:
    override = Exchange("0700.HK", "XNYS", "America/New_York", "USD")
    exchanges = Exchanges([NEW_YORK, HONG_KONG, NIKKEI, override])
    assert exchanges.of("^N225") == NIKKEI
    assert exchanges.of("0700.HK") == override
    assert exchanges.of("0005.HK") == HONG_KONG


@pytest.mark.parametrize("ticker", ["SAP.DE", "BRK.B", "../../x", "NVDA.", "", "0700.hk"])
def test_an_unknown_suffix_is_never_guessed(ticker: str) -> None:
    assert Exchanges([NEW_YORK, HONG_KONG]).of(ticker) is None


def test_without_an_empty_suffix_a_plain_ticker_is_unknown() -> None:
    assert Exchanges([HONG_KONG]).of("NVDA") is None


def test_iterating_gives_each_suffix_once() -> None:
    london = Exchange(".HK", "XLON", "Europe/London", "GBP")
    assert list(Exchanges([NEW_YORK, HONG_KONG, london])) == [NEW_YORK, london]


def test_rows_of_later_files_replace_earlier_ones(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped.csv", tmp_path / "own.csv"
    shipped.write_text(
        "suffix,mic,zone,currency\n,XNYS,America/New_York,USD\n.L,XLON,Europe/London,GBP\n", encoding="utf-8"
    )
    own.write_text("\ufeffcurrency,suffix,mic,zone,note\nUSD,.L,XNYS,America/New_York,x\n", encoding="utf-8")
    exchanges = read_exchanges([shipped, own]).exchanges
    assert exchanges.of("VOD.L") == Exchange(".L", "XNYS", "America/New_York", "USD")
    assert exchanges.of("NVDA") == NEW_YORK


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("suffix,mic,zone\n.L,XLON,Europe/London\n", 1, "X102"),
        ("suffix,mic,zone,currency\n.L,,Europe/London,GBP\n", 2, "X105"),
        ("suffix,mic,zone,currency\n.L,XLON,Europe/London\n", 2, "X104"),
        ("suffix,mic,zone,currency\n.L,XLON,Europe/London,GBP\n.L,XNYS,America/New_York,USD\n", 3, "X109"),
    ],
)
def test_a_bad_row_says_where_and_costs_only_itself(tmp_path: Path, text: str, line: int, code: str) -> None:
    shipped, own = tmp_path / "shipped.csv", tmp_path / "own.csv"
    shipped.write_text("suffix,mic,zone,currency\n,XNYS,America/New_York,USD\n", encoding="utf-8")
    own.write_text(text, encoding="utf-8")
    reading = read_exchanges([shipped, own])
    assert [(problem.line, problem.code) for problem in reading.problems if problem.severity == "error"] == [
        (line, code)
    ]
    assert reading.exchanges.of("NVDA") == NEW_YORK


def test_a_replaced_row_is_named(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped.csv", tmp_path / "own.csv"
    for path in (shipped, own):
        path.write_text("suffix,mic,zone,currency\n.L,XLON,Europe/London,GBP\n", encoding="utf-8")
    assert [(each.key, each.path) for each in read_exchanges([shipped, own]).replacements] == [(".L", str(own))]


def test_a_missing_table_is_a_problem(tmp_path: Path) -> None:
    assert [problem.code for problem in read_exchanges([tmp_path / "none.csv"]).problems] == ["X101"]


def test_the_shipped_table_knows_the_exchanges_of_the_shipped_theses(checkout: Path) -> None:
    exchanges = read_exchanges([checkout / "data" / "exchanges.csv"]).exchanges
    tickers = ["NVDA", "0700.HK", "005930.KS", "086520.KQ", "ASML.AS", "6857.T", "ARM.L"]
    found = [exchanges.of(ticker) for ticker in tickers]
    assert [each and each.mic for each in found] == ["XNYS", "XHKG", "XKRX", "XKRX", "XAMS", "XTKS", "XLON"]
