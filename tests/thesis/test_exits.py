"""What a dead name is worth: every form, every mistake with its place, and a round trip."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.records.book_rules import Delisting
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import ThesisReading, read_thesis_bytes

Reader = Callable[..., ThesisReading]

SHORTS = "short_x: [SOUN, BBAI, NVDA, ON]"
ODD_TICKERS = ["ON", "NO", "Y", "TRUE", "NULL", "0700.HK", "005930", "1E5", "ZERO", "PRICE", "BRK-B", "^GSPC", "3.14"]


def exits_of(reading: ThesisReading) -> tuple[Delisting, ...]:
    assert reading.problems == ()
    assert reading.thesis is not None
    return reading.thesis.rules.delisting


@pytest.mark.parametrize(
    ("written", "exits"),
    [
        ("last_price", [Delisting("last_price")]),
        ("zero", [Delisting("zero")]),
        ("-30 %", [Delisting("change", -0.3)]),
        ("-30%", [Delisting("change", -0.3)]),
        ('"-30   %"', [Delisting("change", -0.3)]),
        ("\u221212.5 %", [Delisting("change", -0.125)]),
        ("-99 %", [Delisting("change", -0.99)]),
        ("+1000 %", [Delisting("change", 10.0)]),
        ("-0 %", [Delisting("change", 0.0)]),
        ("price 1.25", [Delisting("price", 1.25)]),
        ("price 1e9", [Delisting("price", 1e9)]),
        ("SOUN zero", [Delisting("zero", 0.0, "SOUN")]),
        ('"[[Nvidia]] -30%"', [Delisting("change", -0.3, "NVDA")]),
        ('"[[Sound Hound|SOUN]]  price  .5"', [Delisting("price", 0.5, "SOUN")]),
        (
            '[-30 %, "SOUN price 1.25", "BBAI zero", ON last_price]',
            [
                Delisting("change", -0.3),
                Delisting("price", 1.25, "SOUN"),
                Delisting("zero", 0.0, "BBAI"),
                Delisting("last_price", 0.0, "ON"),
            ],
        ),
        ("[SOUN zero, last_price]", [Delisting("zero", 0.0, "SOUN"), Delisting("last_price")]),
    ],
)
def test_each_form_is_read(read: Reader, written: str, exits: list[Delisting]) -> None:
    assert exits_of(read(f"delisting: {written}\n{SHORTS}")) == tuple(exits)


def test_a_change_of_nothing_has_no_sign(read: Reader) -> None:
    (found,) = exits_of(read("delisting: -0 %"))
    assert str(found.value) == "0.0"


@pytest.mark.parametrize("exit_text", ["zero", "last_price", "-7 %", "+7%", "price 2"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_odd_tickers_survive_in_front_of_their_exits(read: Reader, exit_text: str, quote: str) -> None:
    items = "".join(f"\n  - {quote}{ticker} {exit_text}{quote}" for ticker in ODD_TICKERS)
    found = exits_of(read(f"delisting:{items}\nlong_x: [{', '.join(ODD_TICKERS)}]"))
    assert [each.ticker for each in found] == ODD_TICKERS


FORMS = "write last_price, zero, -30 % or price 1.25"
# Item, column inside it (from 1), width, code, part of the hint.
MISTAKES = [
    ("zro", 1, 3, "T123", FORMS),
    ("SOUN", 1, 4, "T123", FORMS),
    ("last price", 6, 5, "T123", FORMS),
    ("zero SOUN", 1, 9, "T123", FORMS),
    ("SOUN zro", 6, 3, "T123", FORMS),
    ("SOUN BBAI zero", 6, 9, "T123", FORMS),
    ("-30", 1, 3, "T123", FORMS),
    ("SOUN 30", 6, 2, "T123", FORMS),
    ("price", 1, 5, "T123", FORMS),
    ("price 5 USD", 1, 11, "T123", FORMS),
    ("price: 5", 8, 1, "T123", FORMS),
    ("30 %", 1, 2, "T123", "write -30 % for a loss, +30 % for a gain"),
    ("SOUN 30%", 6, 2, "T123", "write -30 % for a loss, +30 % for a gain"),
    ("-100 %", 1, 4, "T105", "write zero"),
    ("\u2212100.5 %", 1, 6, "T105", "write zero"),
    ("SOUN -1e3%", 6, 4, "T105", "write zero"),
    ("+1001 %", 1, 5, "T105", "at most 1,000 %"),
    ("-1,5 %", 1, 4, "T104", "write -1.5"),
    ("-nan %", 1, 4, "T104", "digits"),
    ("-1e999 %", 1, 6, "T104", "digits"),
    ("price 0", 7, 1, "T105", "write zero"),
    ("SOUN price -1", 12, 2, "T105", "above 0 and at most 1,000,000,000"),
    ("price 1.1e9", 7, 5, "T105", "at most 1,000,000,000"),
    ("price 1,25", 7, 4, "T104", "write 1.25"),
    ("price $5", 7, 2, "T104", "digits"),
    ("SUON zero", 1, 4, "T409", "did you mean SOUN"),
    ("soun -30 %", 1, 4, "T409", "did you mean SOUN"),
    ("SPY zero", 1, 3, "T409", "known: BBAI, NVDA, ON, SOUN, ZZLONG"),
    ("[[Nobody]] zero", 1, 10, "T210", "[[X|TICKER]]"),
    ("[[Tesla|TSLA]] price 3", 1, 14, "T409", "known: "),
]


@pytest.mark.parametrize(("item", "column", "width", "code", "hint"), MISTAKES)
def test_a_faulty_exit_is_an_error_at_its_column(
    read: Reader, item: str, column: int, width: int, code: str, hint: str
) -> None:
    text = f'delisting: [BBAI zero, "{item}"]'
    reading = read(f"{text}\n{SHORTS}", without=("short_base",))
    assert reading.thesis is None
    (problem,) = reading.problems
    start = text.index('"') + 1
    assert (problem.line, problem.column, problem.width, problem.code) == (2, start + column, width, code)
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("zero", "zero", "two ways to leave name no ticker"),
        ("zero", "-30 %", "two ways to leave name no ticker"),
        ("SOUN zero", "SOUN price 5", "SOUN leaves in two ways"),
        ("NVDA zero", "[[Nvidia]] zero", "NVDA leaves in two ways"),
    ],
)
def test_a_second_exit_for_the_same_names_is_an_error(read: Reader, first: str, second: str, said: str) -> None:
    reading = read(f'delisting:\n  - "{first}"\n  - "{second}"\n{SHORTS}')
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.width, problem.code) == (4, 6, len(second), "T123")
    assert said in problem.message


def number(low: int, high: int) -> st.SearchStrategy[str]:
    return st.decimals(low, high, places=2, allow_nan=False, allow_infinity=False).map(str)


# What is written, its kind, and the number in it.
FORMS_WRITTEN = st.one_of(
    st.sampled_from([("zero", "zero", "0"), ("last_price", "last_price", "0")]),
    number(1, 99).map(lambda text: (f"-{text} %", "change", f"-{text}")),
    number(1, 999).map(lambda text: (f"+{text}%", "change", text)),
    number(1, 999_999).map(lambda text: (f"price {text}", "price", text)),
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["", *ODD_TICKERS]), FORMS_WRITTEN, min_size=1))
def test_what_is_written_is_what_is_read(written: dict[str, tuple[str, str, str]]) -> None:
    items = "".join(f"\n  - {f'{ticker} {text}'.strip()}" for ticker, (text, _, _) in written.items())
    note = f"---\ntype: thesis\nopened_on: 2025-01-01\nshort_x: [{', '.join(ODD_TICKERS)}]\ndelisting:{items}\n---\n"
    found = exits_of(read_thesis_bytes("note.md", note.encode(), lookup=lambda _: LinkAnswer()))
    assert [(each.ticker, each.kind) for each in found] == [(ticker, kind) for ticker, (_, kind, _) in written.items()]
    values = [float(text) / 100.0 if kind == "change" else float(text) for _, kind, text in written.values()]
    assert [each.value for each in found] == pytest.approx(values, rel=1e-15)
