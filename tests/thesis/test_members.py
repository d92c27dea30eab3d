import datetime as dt
from collections.abc import Callable

import pytest

from screener.records.thesis import Member
from screener.thesis.members import looks_like_member
from screener.thesis.reading import ThesisReading

Reader = Callable[..., ThesisReading]

# Every one of these is a real listing, and each is something else to some YAML reader or spreadsheet.
TORTURE = [
    "ON", "NO", "TRUE", "FALSE", "NULL", "NA", "NAN", "INF", "Y", "N", "YES", "OFF", "0700.HK", "005930.KS",
    "005930", "0700", "1E5", "1E10", "0X1F", "0O17", "BRK-B", "^GSPC", "^VIX", "CL=F", "EURUSD=X", "BTC-USD", "MAR",
    "SEP", "DEC1", "A", "T", "7203.T", "3.14", "1_0".replace("_", ""), "VOD.L", "RDS-A", "BF.B", "JAN-01", "2330.TW",
]  # fmt: skip


@pytest.mark.parametrize("style", ["plain", "single", "double", "block"])
def test_every_ticker_reaches_its_member_as_written(read: Reader, style: str) -> None:
    quote = {"plain": "{}", "single": "'{}'", "double": '"{}"', "block": "{}"}[style]
    items = [quote.format(ticker) for ticker in TORTURE]
    text = f"long_x: [{', '.join(items)}]"
    if style == "block":
        text = "long_x:\n" + "\n".join(f"  - {item}" for item in items)
    reading = read(text)
    assert reading.problems == ()
    assert reading.thesis is not None
    assert [member.ticker for member in reading.thesis.legs[0].members] == TORTURE


@pytest.mark.parametrize(
    ("item", "member"),
    [
        ("NVDA", Member("NVDA", 1.0, None, None, 2)),
        ("NVDA x2", Member("NVDA", 2.0, None, None, 2)),
        ("x0.5 NVDA", Member("NVDA", 0.5, None, None, 2)),
        ("NVDA x.5", Member("NVDA", 0.5, None, None, 2)),
        ("ARM 2023-09-14..", Member("ARM", 1.0, dt.date(2023, 9, 14), None, 2)),
        ("..2024-08-01 INTC", Member("INTC", 1.0, None, dt.date(2024, 8, 1), 2)),
        ("2020-01-01..2020-01-01 x3 X", Member("X", 3.0, dt.date(2020, 1, 1), dt.date(2020, 1, 1), 2)),
        ("  NVDA   x2  ", Member("NVDA", 2.0, None, None, 2)),
        ("[[Nvidia Corp|NVDA]] x2", Member("NVDA", 2.0, None, None, 2)),
        ("[[Folder/Nvidia Corp#Chips|NVDA]]", Member("NVDA", 1.0, None, None, 2)),
        ("[[Nvidia]] 2020-01-01..", Member("NVDA", 1.0, dt.date(2020, 1, 1), None, 2)),
        ("[[onsemi]]", Member("ON", 1.0, None, None, 2)),
    ],
)
def test_the_parts_of_a_member_come_in_any_order(read: Reader, item: str, member: Member) -> None:
    reading = read(f'long_x: ["{item}"]')
    assert reading.problems == ()
    assert reading.thesis is not None
    assert reading.thesis.legs[0].members == (member,)


# Item, column inside it (from 1), width, code, part of the hint.
MISTAKES = [
    ("NVDA 40%", 6, 3, "T202", "write x40"),
    ("NVDA x40%", 6, 4, "T202", "write x40"),
    ("NVDA 40", 6, 2, "T201", "write x40"),
    ("NVDA x0", 6, 2, "T203", "x2"),
    ("NVDA x-1", 6, 3, "T203", "x2"),
    ("NVDA xinf", 6, 4, "T203", "x2"),
    ("NVDA xnan", 6, 4, "T203", "x2"),
    ("NVDA x1e400", 6, 6, "T203", "x2"),
    ("NVDA x1 x2", 9, 2, "T203", "keep one"),
    ("NVDA AMD", 6, 3, "T201", "TICKER"),
    ("NVDA, AMD", 1, 5, "T201", "list"),
    ("NYSE:NVDA", 1, 9, "T201", "write NVDA"),
    ("$NVDA", 1, 5, "T201", "write NVDA"),
    ("BRK/B", 1, 5, "T201", "write BRK-B"),
    ("../NVDA", 1, 7, "T201", "ticker"),
    ("A" * 30, 1, 30, "T201", "ticker"),
    ("x2", 1, 2, "T201", "TICKER"),
    ("", 1, 1, "T201", "TICKER"),
    ("NVDA ..", 6, 2, "T204", "FROM..TO"),
    ("NVDA 2023-02-29..", 6, 12, "T204", "YYYY-MM-DD"),
    ("NVDA 2023-1-1..", 6, 10, "T204", "YYYY-MM-DD"),
    ("NVDA 2024-01-02..2024-01-01", 6, 22, "T204", "order"),
    ("NVDA 2024-01-01", 6, 10, "T204", "2024-01-01.."),
    ("NVDA 2024-01-01.. ..2025-01-01", 19, 12, "T204", "twice"),
    ("[[Nobody]]", 1, 10, "T210", "[[X|TICKER]]"),
    ("[[Nvidia|not a ticker]]", 1, 23, "T210", "ticker"),
    ("[[Nvidia]] AMD", 12, 3, "T201", "TICKER"),
]


@pytest.mark.parametrize(("item", "column", "width", "code", "hint"), MISTAKES)
def test_a_faulty_member_is_an_error_at_its_column(
    read: Reader, item: str, column: int, width: int, code: str, hint: str
) -> None:
    text = f'long_x: [AAA, "{item}"]'
    reading = read(text)
    assert reading.thesis is None
    (problem,) = reading.problems
    start = text.index('"') + 1
    assert (problem.line, problem.column, problem.width, problem.code) == (2, start + column, width, code)
    assert problem.excerpt == text
    assert hint in problem.hint


@pytest.mark.parametrize("ticker", ["nvda", "Nvda"])
def test_small_letters_are_a_warning_with_the_capitals(read: Reader, ticker: str) -> None:
    reading = read(f"long_x: [AAA, {ticker}]")
    (problem,) = reading.problems
    assert (problem.severity, problem.code) == ("warning", "T212")
    assert "NVDA" in problem.hint
    assert reading.thesis is not None
    assert reading.thesis.tickers[:2] == ("AAA", ticker)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("NVDA", True),
        ("NVDA 40%", True),
        ("NVDA, AMD", True),
        ("BRK/B", True),
        ("[[Nvidia Corp]] x2", True),
        ("AI is great", False),
        ("yes", False),
        ("Maybe later", False),
        ("2025-01-01", False),
        ("x2", False),
        ("", False),
        ("\u0663\u0664", False),
    ],
)
def test_a_sentence_does_not_look_like_a_member(text: str, is_one: bool) -> None:
    assert looks_like_member(text) is is_one
