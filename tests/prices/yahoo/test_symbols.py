import pytest

from screener.prices.yahoo.symbols import is_symbol, symbol


@pytest.mark.parametrize(
    ("ticker", "expected"),
    [
        (" nvda ", "NVDA"),
        ("T00 ", "T00"),
        ("700.HK", "0700.HK"),
        ("0700.hk", "0700.HK"),
        ("09992.HK", "9992.HK"),
        ("80700.HK", "80700.HK"),
        ("005930.KS", "005930.KS"),
        ("^GSPC", "^GSPC"),
        ("BRK-B", "BRK-B"),
    ],
)
def test_symbols_are_written_as_yahoo_wants_them(ticker: str, expected: str) -> None:
    assert symbol(ticker) == expected
    assert is_symbol(ticker)


@pytest.mark.parametrize("ticker", ["", "../../x", "A/B", "A B", "x" * 33, "A\0", "A?b", "A%2f", "Ä"])
def test_nothing_else_is_a_symbol(ticker: str) -> None:
    assert not is_symbol(ticker)
