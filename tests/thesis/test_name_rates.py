"""What single names cost: every syntax, every mistake with its place, and a round trip."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.records.book_rules import NameRate
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import ThesisReading, read_thesis_bytes

Reader = Callable[..., ThesisReading]

SHORTS = "short_x: [SOUN, BBAI, NVDA, ON]"
COST, BORROW = "cost_bps_by_name", "borrow_bps_per_year_by_name"
# Every one of these is something else to some YAML reader.
ODD_TICKERS = [
    "ON",
    "NO",
    "Y",
    "TRUE",
    "NULL",
    "NA",
    "0700.HK",
    "005930",
    "1E5",
    "0X1F",
    "BRK-B",
    "^GSPC",
    "3.14",
    "CL=F",
]


def rates_of(reading: ThesisReading, name: str) -> tuple[NameRate, ...]:
    assert reading.problems == ()
    assert reading.thesis is not None
    rules = reading.thesis.rules
    return rules.cost_by_name if name == COST else rules.borrow_by_name


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("name", [COST, BORROW])
@pytest.mark.parametrize(
    ("written", "rates"),
    [
        ("SOUN 40", [("SOUN", 40.0)]),
        ("[SOUN 40, BBAI 30]", [("SOUN", 40.0), ("BBAI", 30.0)]),
        ('["SOUN 0", "  BBAI   0.5 "]', [("SOUN", 0.0), ("BBAI", 0.5)]),
        ('["[[Nvidia]] 7", "[[SoundHound|SOUN]] 8", "[[onsemi]] 1e2"]', [("NVDA", 7.0), ("SOUN", 8.0), ("ON", 100.0)]),
    ],
)
def test_a_rate_is_a_ticker_and_basis_points(
    read: Reader, name: str, written: str, rates: list[tuple[str, float]]
) -> None:
    found = rates_of(read(f"{name}: {written}\n{SHORTS}"), name)
    assert found == tuple(NameRate(ticker, bps) for ticker, bps in rates)


@pytest.mark.parametrize("name", [COST, BORROW])
@pytest.mark.parametrize("style", ["flow", "quoted", "block"])
def test_odd_tickers_survive_in_front_of_their_rates(read: Reader, name: str, style: str) -> None:
    items = [f"{ticker} {number}" for number, ticker in enumerate(ODD_TICKERS, 1)]
    text = {
        "flow": f" [{', '.join(items)}]",
        "quoted": " [" + ", ".join(f'"{item}"' for item in items) + "]",
        "block": "".join(f"\n  - {item}" for item in items),
    }[style]
    found = rates_of(read(f"{name}:{text}\nshort_x: [{', '.join(ODD_TICKERS)}]"), name)
    assert [(rate.ticker, rate.bps) for rate in found] == [(each, float(n)) for n, each in enumerate(ODD_TICKERS, 1)]


@pytest.mark.parametrize(
    ("item", "from_on", "to_on"),
    [
        ("SOUN 2000 2024-01-01..2024-06-30", "2024-01-01", "2024-06-30"),
        ("SOUN 2000 2024-01-01..", "2024-01-01", None),
        ("SOUN 2000 ..2024-06-30", None, "2024-06-30"),
        ("SOUN 2024-01-01..2024-01-01 2000", "2024-01-01", "2024-01-01"),
    ],
)
def test_a_borrow_rate_may_have_dates(read: Reader, item: str, from_on: str | None, to_on: str | None) -> None:
    (rate,) = rates_of(read(f"{BORROW}: {item}\n{SHORTS}"), BORROW)
    span = (from_on and day(from_on), to_on and day(to_on))
    assert (rate.ticker, rate.bps, (rate.from_on, rate.to_on)) == ("SOUN", 2_000.0, span)


def test_rates_without_dates_come_first_so_that_dated_ones_are_laid_over_them(read: Reader) -> None:
    written = "[SOUN 900 2024-01-01.., BBAI 30, SOUN 100, SOUN 500 ..2023-12-31]"
    found = rates_of(read(f"{BORROW}: {written}\n{SHORTS}"), BORROW)
    assert found == (
        NameRate("BBAI", 30.0),
        NameRate("SOUN", 100.0),
        NameRate("SOUN", 900.0, day("2024-01-01")),
        NameRate("SOUN", 500.0, None, day("2023-12-31")),
    )


# Property, item, column inside it (from 1), width, code, part of the hint.
MISTAKES = [
    (COST, "SOUN", 1, 4, "T122", "SOUN 40"),
    (COST, "SOUN 40 bps", 1, 11, "T122", "SOUN 40"),
    (COST, "SOUN BBAI 40", 1, 12, "T122", "SOUN 40"),
    (COST, "SOUN 40 2024-01-01..", 9, 12, "T122", "write SOUN 40"),
    (COST, "SOUN 40bps", 6, 5, "T104", "write 40"),
    (COST, "SOUN 0.4%", 6, 4, "T104", "write 40: one percent is 100 bps"),
    (COST, "SOUN 4,5", 6, 3, "T104", "write 4.5"),
    (COST, "SOUN x2", 6, 2, "T104", "digits"),
    (COST, "SOUN nan", 6, 3, "T104", "digits"),
    (COST, "SOUN -1", 6, 2, "T105", "at least 0 and at most 1000"),
    (COST, "SOUN 1000.5", 6, 6, "T105", "at least 0 and at most 1000"),
    (COST, "SUON 40", 1, 4, "T409", "did you mean SOUN"),
    (COST, "soun 40", 1, 4, "T409", "did you mean SOUN"),
    (COST, "SOUN: 40", 1, 5, "T409", "did you mean SOUN"),
    (COST, "QQQ 40", 1, 3, "T409", "known: BBAI, NVDA, ON, SOUN, ZZLONG"),
    (COST, "SPY 40", 1, 3, "T409", "known: "),
    (COST, "[[Nobody]] 40", 1, 10, "T210", "[[X|TICKER]]"),
    (COST, "[[Tesla|TSLA]] 40", 1, 14, "T409", "known: "),
    (COST, "[[Tesla|not one]] 40", 1, 17, "T210", "ticker"),
    (BORROW, "SOUN", 1, 4, "T122", "SOUN 2000 2024-01-01..2024-06-30"),
    (BORROW, "SOUN 1 2024-01-01 .. 2024-02-01", 1, 31, "T122", "TICKER BPS FROM..TO"),
    (BORROW, "SOUN 2024-01-01..", 1, 17, "T122", "TICKER BPS FROM..TO"),
    (BORROW, "SOUN 100001", 6, 6, "T105", "at most 100000"),
    (BORROW, "SOUN 5 2024-01-01", 8, 10, "T204", "2024-01-01.."),
    (BORROW, "SOUN 5 2023-02-29..", 8, 12, "T204", "YYYY-MM-DD"),
    (BORROW, "SOUN 5 2024-02-01..2024-01-31", 8, 22, "T204", "order"),
    (BORROW, "SOUN 5 ..", 8, 2, "T204", "FROM..TO"),
]


@pytest.mark.parametrize(("name", "item", "column", "width", "code", "hint"), MISTAKES)
def test_a_faulty_rate_is_an_error_at_its_column(
    read: Reader, name: str, item: str, column: int, width: int, code: str, hint: str
) -> None:
    text = f'{name}: [BBAI 1, "{item}"]'
    reading = read(f"{text}\n{SHORTS}", without=("short_base",))
    assert reading.thesis is None
    (problem,) = reading.problems
    start = text.index('"') + 1
    assert (problem.line, problem.column, problem.width, problem.code) == (2, start + column, width, code)
    assert name in problem.message or code in ("T204", "T210")
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("name", "first", "second", "said"),
    [
        (COST, "SOUN 40", "SOUN 40", "SOUN has two rates, the first on line 3"),
        (COST, "NVDA 40", "[[Nvidia]] 5", "NVDA has two rates, the first on line 3"),
        (BORROW, "SOUN 40", "SOUN 50", "SOUN has two rates, the first on line 3"),
        (BORROW, "SOUN 4 ..2024-06-30", "SOUN 5 2024-06-30..", "SOUN has two rates for the same days"),
        (BORROW, "SOUN 4 2024-01-01..2024-12-31", "SOUN 5 2024-03-01..2024-03-01", "for the same days"),
        (BORROW, "SOUN 4 2024-01-01..", "SOUN 5 2030-01-01..", "for the same days"),
    ],
)
def test_two_rates_of_one_name_for_the_same_days_are_an_error(
    read: Reader, name: str, first: str, second: str, said: str
) -> None:
    reading = read(f'{name}:\n  - "{first}"\n  - "{second}"\n{SHORTS}')
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.width, problem.code) == (4, 6, len(second), "T122")
    assert said in problem.message
    assert "keep one" in problem.hint


def test_a_ticker_may_repeat_with_disjoint_spans(read: Reader) -> None:
    found = rates_of(read(f"{BORROW}: [SOUN 4 ..2024-06-30, SOUN 5 2024-07-01..]\n{SHORTS}"), BORROW)
    assert [rate.bps for rate in found] == [4.0, 5.0]


def test_a_rate_of_several_faults_tells_them_all(read: Reader) -> None:
    reading = read(f"{BORROW}: SUON -1 2024-13-01..\n{SHORTS}")
    assert [problem.code for problem in reading.problems] == ["T409", "T105", "T204"]


def test_a_borrow_rate_of_a_name_that_is_never_short_is_a_warning(read: Reader) -> None:
    reading = read(f"{BORROW}: [SOUN 5, ZZLONG 7]\n{SHORTS}")
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code, problem.severity) == (2, 39, "T124", "warning")
    assert "ZZLONG is never short" in problem.message
    assert reading.thesis is not None


def test_a_name_that_is_long_then_short_may_have_a_borrow_rate(read: Reader) -> None:
    legs = 'long_x: ["SOUN ..2024-01-01"]\nshort_x: ["SOUN 2024-01-02.."]'
    assert rates_of(read(f"{BORROW}: SOUN 5\n{legs}"), BORROW) == (NameRate("SOUN", 5.0),)


def test_a_mapping_is_an_error_of_form(read: Reader) -> None:
    reading = read(f"{COST}: {{SOUN: 40}}\n{SHORTS}")
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code) == (2, 19, "T012")


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))
NUMBERS = st.decimals(0, 1_000, places=3, allow_nan=False, allow_infinity=False)


@st.composite
def rates(draw: st.DrawFn) -> list[NameRate]:
    """Rates of odd tickers; those of one name lie between neighbouring cuts, so that they never overlap."""
    found = []
    for ticker in draw(st.lists(st.sampled_from(ODD_TICKERS), unique=True, min_size=1)):
        cuts: list[dt.date] = sorted(draw(st.lists(DAYS, unique=True, max_size=4)))
        starts = [None, *cuts]
        ends = [*(cut - dt.timedelta(days=1) for cut in cuts), None]
        found += [
            NameRate(ticker, float(draw(NUMBERS)), start, end)
            for start, end in zip(starts, ends, strict=True)
            if draw(st.booleans())
        ]
        if cuts and draw(st.booleans()):
            found.append(NameRate(ticker, float(draw(NUMBERS))))
    return draw(st.permutations(found))


def text_of(rate: NameRate) -> str:
    span = f" {rate.from_on or ''}..{rate.to_on or ''}" if rate.from_on or rate.to_on else ""
    return f"{rate.ticker} {rate.bps:.3f}{span}"


@settings(max_examples=100, deadline=None)
@given(rates())
def test_what_is_written_is_what_is_read(written: list[NameRate]) -> None:
    items = "".join(f"\n  - {text_of(rate)}" for rate in written)
    note = (
        f"---\ntype: thesis\nopened_on: 2025-01-01\nshort_x: [{', '.join(ODD_TICKERS)}]\n"
        f"{BORROW}:{items or ' []'}\n---\n"
    )
    reading = read_thesis_bytes("note.md", note.encode(), lookup=lambda _: LinkAnswer())
    found = rates_of(reading, BORROW)
    dateless = [rate for rate in written if (rate.from_on, rate.to_on) == (None, None)]
    assert found == (*dateless, *(rate for rate in written if rate not in dateless))
