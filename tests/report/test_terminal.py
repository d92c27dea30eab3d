import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screener.dictionary.tables import TABLES
from screener.records.table import Table, Value
from screener.report.terminal import render_banner, render_table, render_verdicts, sparkline

GOLDEN_TABLE = """\
event_id     session_on  ticker      side   car_pct  outcome
───────────  ──────────  ──────────  ─────  ───────  ──────────
deepseek-r1  2025-01-27  + NVDA      long     -17.0  used
deepseek-r1              - BRK-B     short           not_priced
deepseek-r1  2025-01-28    EURUSD=X            +3.1  used
deepseek-v3  2024-12-26  + 0700.HK   long       0.0  used
price_source csv
percent: car_pct
1 more column: --columns NAME,NAME picks them, --format csv
prints all
"""


@pytest.fixture
def golden(make_names: Callable[..., Table]) -> Table:
    day = dt.date(2025, 1, 27)
    return make_names(
        ("deepseek-r1", day, "NVDA", "long", -16.9682, "used", "csv"),
        ("deepseek-r1", None, "BRK-B", "short", None, "not_priced", "csv"),
        ("deepseek-r1", dt.date(2025, 1, 28), "EURUSD=X", "", 3.14159, "used", "csv"),
        ("deepseek-v3", dt.date(2024, 12, 26), "0700.HK", "long", -0.04, "used", "csv"),
    )


def scores(*baskets: tuple[str, str]) -> Table:
    """Make a whole scores table, every cell filled."""
    values: dict[str, Value] = {
        "period": "live",
        "window": "0..5",
        "verdict": "exploratory",
        "as_of": dt.date(2026, 11, 20),
        "price_source": "simulated",
        "thesis_id": "ai-commoditization",
    }
    columns = TABLES["scores"]
    rows = [values | {"basket": basket, "side": side} for basket, side in baskets]
    return Table("scores", columns, tuple(tuple(row.get(name, 1.25) for name in columns) for row in rows))


def test_a_table_is_as_written_by_hand(golden: Table) -> None:
    assert render_table(golden, 64) == GOLDEN_TABLE


def test_at_80_wide_there_are_at_most_8_columns_and_no_wider_line() -> None:
    text = render_table(scores(("long_chips", "long"), ("spread", "spread")), 80)
    rule = next(line for line in text.splitlines() if line.startswith("──"))
    assert 4 <= len(rule.split()) <= 8
    assert max(len(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize("width", [30, 60, 80, 100, 160, 300])
def test_no_basket_is_ever_shortened(width: int) -> None:
    name = "long_on_premises_infrastructure"
    assert name in render_table(scores((name, "long"), ("spread", "spread")), width)


def test_a_ticker_wider_than_the_terminal_is_shown_whole() -> None:
    table = Table("names", ("ticker", "car_pct"), (("VERY-LONG.TICKER", 1.0),))
    assert "VERY-LONG.TICKER" in render_table(table, 10)


def test_columns_that_say_one_thing_say_it_below_the_table() -> None:
    text = render_table(scores(("long_chips", "long"), ("spread", "spread")), 80)
    words = " ".join(text.split())
    assert "price_source simulated" in words
    assert "thesis_id ai-commoditization" in words


def test_columns_without_a_value_make_room(make_names: Callable[..., Table]) -> None:
    text = render_table(make_names(("r1", None, "NVDA", "long", None, "used", "csv")), 40)
    assert text.splitlines()[0].split() == ["event_id", "ticker", "side", "outcome"]


def test_prose_is_shortened_with_an_ellipsis(make_prose: Callable[..., Table]) -> None:
    text = render_table(make_prose("a very long name of an event that nobody can read at once", "b"), 40)
    assert "…" in text
    assert max(cell_len(line) for line in text.splitlines()) <= 40


def test_without_colour_there_is_no_escape(golden: Table) -> None:
    assert "\x1b" not in render_table(golden, 80)
    assert "\x1b" not in render_verdicts(["live: too few events"], 80)
    assert "\x1b" not in render_banner(80)


def test_long_is_blue_and_short_vermillion_and_both_have_a_sign(golden: Table) -> None:
    text = render_table(golden, 64, color=True)
    assert "\x1b[38;2;0;114;178m+ NVDA" in text  # 0x0072B2
    assert "\x1b[38;2;213;94;0m- BRK-B" in text  # 0xD55E00


def test_colour_changes_nothing_but_colour(golden: Table) -> None:
    plain = render_table(golden, 64)
    lines = render_table(golden, 64, color=True).splitlines()
    stripped = [
        "".join(part.partition("m")[2] if i else part for i, part in enumerate(line.split("\x1b["))) for line in lines
    ]
    assert [line.rstrip() for line in stripped] == plain.splitlines()


def test_the_environment_changes_nothing(golden: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "20", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    assert render_table(golden, 64) == GOLDEN_TABLE
    assert "\x1b[38;2;0;114;178m" in render_table(golden, 64, color=True)


@pytest.mark.parametrize("encoding", ["ascii", "cp437x-unknown", "latin-1"])
def test_an_encoding_without_the_characters_gets_plain_ones(golden: Table, encoding: str) -> None:
    text = render_table(golden, 64, encoding=encoding)
    assert text == GOLDEN_TABLE.replace("─", "-")


def test_markup_in_a_cell_is_only_text(make_prose: Callable[..., Table]) -> None:
    text = render_table(make_prose("[red]x[/red] :smile:"), 80)
    assert "[red]x[/red] :smile:" in text


def test_simulated_prices_stand_under_a_banner() -> None:
    text = render_table(scores(("spread", "spread")), 80)
    assert text.startswith("SIMULATED PRICES: made up by a model; they say nothing about any real stock.\n\n")
    assert render_banner(40) == "SIMULATED PRICES: made up by a model;\nthey say nothing about any real stock.\n"


def test_an_empty_table_is_its_header(make_names: Callable[..., Table]) -> None:
    assert render_table(make_names(), 120).splitlines()[:3] == [
        "          session_                                  price_",
        "event_id  on        ticker  side  car_pct  outcome  source",
        "────────  ────────  ──────  ────  ───────  ───────  ──────",
    ]


def test_verdicts_are_wrapped_and_the_first_is_bold() -> None:
    sentences = ["live: too few events (2 of 5 event days).", "before (hindsight): with the thesis [b]."]
    assert render_verdicts(sentences, 30) == (
        "live: too few events (2 of 5\nevent days).\nbefore (hindsight): with the\nthesis [b].\n"
    )
    assert render_verdicts(sentences, 80, color=True).splitlines() == [
        "\x1b[1mlive: too few events (2 of 5 event days).\x1b[0m",
        "before (hindsight): with the thesis [b].",
    ]


def test_a_sparkline_goes_from_the_smallest_to_the_largest() -> None:
    assert sparkline([1, 2, 3, 4, 5]) == "▁▂▃▅▇"
    assert sparkline([5, None, 1, float("nan")]) == "▇ ▁ "
    assert sparkline([1, 2, 3, 4, 5], "ascii") == "_.-+#"
    assert sparkline([2, 2]) == "▃▃"
    assert sparkline([]) == ""
    assert sparkline([None]) == " "


@given(st.lists(st.text(st.characters()), max_size=4), st.integers(40, 120))
def test_any_text_is_one_line_a_row_and_never_an_escape(texts: list[str], width: int) -> None:
    rows = tuple((f"E{number}", text, 1.0) for number, text in enumerate(texts))
    table = Table("events", ("event_id", "name", "car_pct"), rows)
    text = render_table(table, width)
    assert not {"\x1b", "\x9b", "\x00"} & set(text)
    shown = [line for line in text.split("\n") if line.startswith("E")]
    assert [line.split()[0] for line in shown] == [row[0] for row in rows]
    assert all(line.endswith(" +1.0") for line in shown)
    render_table(table, width, color=True).encode("utf-8")


@given(st.text(st.characters()), st.integers(1, 20))
def test_no_width_is_too_small(text: str, width: int) -> None:
    assert render_table(Table("events", ("event_id", "name"), (("E1", text),)), width).startswith("event_id")
