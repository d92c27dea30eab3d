import datetime as dt
import itertools
import operator
from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.dictionary.columns import column_of
from screener.dictionary.flags import FLAGS
from screener.dictionary.tables import TABLES
from screener.errors import CodeError, ExitCode, UsageError
from screener.filters import (
    OptionTextError,
    apply,
    joined,
    limit_table,
    note_filter,
    parse_filter,
    read_filter,
    sort_table,
)
from screener.records.expression import Statement
from screener.records.screen import SIGNALS, Universe
from screener.records.table import Table, Value
from screener.records.thesis import Side
from screener.report.filter_lines import filter_lines
from screener.report.problems import problem_text

COLUMNS = (
    *("ticker", "period_end_on", "revenue", "gross_margin_change_pp", "revenue_growth_pct"),
    *("is_growth_with_falling_margin", "checks"),
)
JUNE, MARCH = dt.date(2026, 6, 30), dt.date(2026, 3, 31)
ROWS: tuple[tuple[Value, ...], ...] = (
    ("FIG", JUNE, 10, -2.5, 40.0, True, ""),
    ("DUOL", MARCH, 20.5, 1.0, 20.0, False, "jump;sign"),
    ("000660.KS", JUNE, None, -1.0, None, None, "sign"),
    ("NVDA", None, 30.0, None, 5.0, None, None),
    ("fig", MARCH, 0.0, None, None, None, "signs"),
)


def margins(*rows: tuple[Value, ...]) -> Table:
    return Table("margins", COLUMNS, rows)


def kept(text: str, table: Table) -> list[Value]:
    return [row[0] for row in apply(parse_filter(text, table.name), table).table.rows]


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("revenue_growth_pct > 20", ["FIG"]),
        ("revenue_growth_pct >= 20%", ["FIG", "DUOL"]),
        ("revenue_growth_pct < 20", ["NVDA"]),
        ("revenue_growth_pct <= 20 and revenue_growth_pct != 5", ["DUOL"]),
        ("revenue_growth_pct in 5..20", ["DUOL", "NVDA"]),
        ("revenue = 0", ["fig"]),
        ("revenue = 20.5", ["DUOL"]),
        ("gross_margin_change_pp < 0 and revenue_growth_pct > 20", ["FIG"]),
        ("period_end_on = 2026-06-30", ["FIG", "000660.KS"]),
        ("period_end_on < 2026-06-30", ["DUOL", "fig"]),
        ("period_end_on in 2026-03-31..2026-06-29", ["DUOL", "fig"]),
        ("ticker = FIG", ["FIG"]),
        ("ticker != FIG", ["DUOL", "000660.KS", "NVDA", "fig"]),
        ("ticker = 000660.KS", ["000660.KS"]),
        ("is_growth_with_falling_margin = true", ["FIG"]),
        ("is_growth_with_falling_margin != true", ["DUOL"]),
        ("checks = sign", ["DUOL", "000660.KS"]),
        ("checks = sign and checks = jump", ["DUOL"]),
        # Nothing found is known: such a cell is empty, and its list is not unknown.
        ("checks != sign", ["FIG", "NVDA", "fig"]),
    ],
)
def test_the_rows_that_pass_are_kept_in_their_order(text: str, tickers: list[str]) -> None:
    assert kept(text, margins(*ROWS)) == tickers


def test_an_empty_cell_is_neither_true_nor_false_and_counted_apart() -> None:
    found = apply(parse_filter("gross_margin_change_pp < 0 and revenue_growth_pct > 20", "margins"), margins(*ROWS))
    assert found.table == margins(ROWS[0])
    # DUOL fails on its margin and NVDA on its growth, whatever else is missing; the other two are not known.
    assert (found.n_false, found.n_unknown, found.n_dropped) == (2, 2, 4)
    assert found.lacking == (("gross_margin_change_pp", 1), ("revenue_growth_pct", 2))


def test_a_column_compared_twice_is_lacked_once() -> None:
    found = apply(parse_filter("revenue > 5 and revenue < 25", "margins"), margins(*ROWS))
    assert [row[0] for row in found.table.rows] == ["FIG", "DUOL"]
    assert (found.n_false, found.n_unknown, found.lacking) == (2, 1, (("revenue", 1),))


def test_numbers_are_compared_as_csv_prints_them() -> None:
    # In binary 100 x 0.07 is 7.000000000000001, and 0.1 + 0.2 is 0.30000000000000004: CSV has 7 and 0.3.
    table = margins(("A", None, 0.1 + 0.2, None, 100 * 0.07, None, ""))
    assert 100 * 0.07 > 7
    assert kept("revenue_growth_pct <= 7 and revenue = 0.3", table) == ["A"]
    assert kept("revenue_growth_pct > 7", table) == []
    assert kept("revenue_growth_pct != 7", table) == []


def test_an_instant_counts_as_its_day_in_utc() -> None:
    late = dt.datetime(2026, 6, 30, 22, tzinfo=dt.timezone(dt.timedelta(hours=-4)))
    table = Table("events_list", ("event_id", "released_at"), (("E1", late),))
    assert kept("released_at = 2026-07-01", table) == ["E1"]
    assert kept("released_at <= 2026-06-30", table) == []


def test_a_filter_without_comparisons_keeps_every_row() -> None:
    found = apply(joined((), "margins"), margins(*ROWS))
    assert (found.table, found.n_dropped, found.lacking, found.absent) == (margins(*ROWS), 0, (), ())
    assert filter_lines(found) == ()


def test_all_of_several_filters_must_pass() -> None:
    texts = ("revenue > 5", "ticker != DUOL")
    statements = [read_filter(text, "margins") for text in texts]
    assert all(isinstance(each, Statement) for each in statements)
    chosen = joined((parse_filter(text, "margins") for text in texts), "margins")
    assert chosen == note_filter(statements, "margins")
    assert [row[0] for row in apply(chosen, margins(*ROWS)).table.rows] == ["FIG", "NVDA"]


def test_a_word_that_no_row_has_is_told_with_what_is_like_it() -> None:
    found = apply(parse_filter("ticker = Fig and checks != sgn", "margins"), margins(*ROWS))
    assert [(each.column, each.word) for each in found.absent] == [("ticker", "Fig"), ("checks", "sgn")]
    assert "did you mean FIG" in found.absent[0].hint
    assert "did you mean sign" in found.absent[1].hint
    empty = apply(parse_filter("ticker = Fig", "margins"), margins())
    assert empty.absent == ()


def test_flags_are_a_closed_list() -> None:
    assert kept("flags != simulated", Table("margins", ("ticker", "flags"), (("A", "memory"),))) == ["A"]
    with pytest.raises(OptionTextError, match=r"--where, character 9: flags is never 'simulatd'; did you mean simul"):
        parse_filter("flags = simulatd", "margins")


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("signal", SIGNALS),
        ("signal_before", SIGNALS),
        ("universe", get_args(Universe)),
        ("side", get_args(Side)),
        ("flags", tuple(FLAGS)),
    ],
)
def test_every_word_that_a_row_of_the_screen_can_have_may_be_asked_for_and_no_other(
    column: str, words: tuple[str, ...]
) -> None:
    for word in words:
        assert parse_filter(f"{column} = {word}", "signals").comparisons[0].words == (word,)
    with pytest.raises(OptionTextError, match=f"{column} is never 'x'"):
        parse_filter(f"{column} = x", "signals")


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_of_every_table_can_be_filtered(table: str) -> None:
    values = {"number": "1", "integer": "1", "date": "2026-06-30", "boolean": "true", "text": "long", "list": "memory"}
    for name in TABLES[table]:
        value = "enter" if name.startswith("signal") else values[column_of(table, name).kind]
        value = "member" if (table, name) == ("signals", "universe") else value
        assert parse_filter(f"{name} = {value}", table).comparisons[0].measure == name


def test_a_filter_meets_only_its_own_table() -> None:
    chosen = parse_filter("revenue > 5", "margins")
    with pytest.raises(CodeError):
        apply(chosen, Table("facts_income", ("ticker", "revenue"), ()))
    with pytest.raises(CodeError):
        apply(chosen, Table("margins", ("ticker",), ()))


@pytest.mark.parametrize("value", ["many", float("nan"), float("inf")])
def test_a_column_of_numbers_holds_numbers(value: Value) -> None:
    with pytest.raises(CodeError, match="a column of numbers holds"):
        apply(parse_filter("revenue > 5", "margins"), Table("margins", ("revenue",), ((value,),)))


def test_an_error_in_an_option_names_the_character_and_carries_a_caret() -> None:
    with pytest.raises(UsageError) as caught:
        parse_filter("revenue > 1 and revenu_growth_pct > 20", "margins", origin="--where")
    error = caught.value
    assert isinstance(error, OptionTextError)
    assert error.exit_code is ExitCode.USAGE
    assert str(error) == (
        "--where, character 17: there is no column 'revenu_growth_pct'; did you mean revenue_growth_pct?"
    )
    assert problem_text(error.problem) == (
        "--where: error[T414] there is no column 'revenu_growth_pct'\n"
        "  revenue > 1 and revenu_growth_pct > 20\n"
        "                  ^^^^^^^^^^^^^^^^^\n"
        "  hint: did you mean revenue_growth_pct?\n"
    )


def test_what_is_missing_at_the_end_is_pointed_at_behind_the_text() -> None:
    with pytest.raises(OptionTextError, match="--where, character 11: a number is expected here") as caught:
        parse_filter("revenue > ", "margins")
    assert "  revenue >\n            ^\n" in problem_text(caught.value.problem)


def test_a_name_is_an_error_in_an_option_too() -> None:
    with pytest.raises(OptionTextError, match="--where, character 1: a filter has no role and no name"):
        parse_filter("x: revenue > 1", "margins")


HOSTILE = [
    *("=1+1", "x and y", "a;b", "O'Brien", '"', "\x1b[31mred", "line\nbreak", "FIG ", " FIG", "\u202egnp", "a" * 5000),
    *("\ud800", "true", "2026-06-30", "5", "-5", "for", "on", "?", "a: b", "\u0130stanbul"),
]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_hostile_cell_is_only_text(cell: str) -> None:
    table = margins((cell, None, None, None, None, None, cell), ("FIG", None, None, None, None, None, ""))
    quote = "'" if "'" not in cell else '"'
    assert kept(f"ticker = {quote}{cell}{quote}", table) == [cell]
    assert kept(f"ticker != {quote}{cell}{quote}", table) == ["FIG"]
    assert kept("ticker = FIG", table) == ["FIG"]
    assert len(sort_table(table, "ticker, checks desc").rows) == 2
    for line in filter_lines(apply(parse_filter("ticker = NOBODY", "margins"), table)):
        assert line.isprintable() or "\N{REPLACEMENT CHARACTER}" in line
        assert "\x1b" not in line
        assert "\n" not in line


def test_what_is_left_out_is_told_in_words() -> None:
    found = apply(parse_filter("gross_margin_change_pp < 0 and revenue_growth_pct > 20", "margins"), margins(*ROWS))
    assert filter_lines(found, n_cut=1) == (
        "filter: 1 of 5 rows pass",
        "filter: 1 row lacks gross_margin_change_pp, and nothing else rules it out",
        "filter: 2 rows lack revenue_growth_pct, and nothing else rules them out",
        "limit: 1 more row is not shown",
    )
    absent = apply(parse_filter("ticker != DOUL", "margins"), margins(*ROWS))
    assert filter_lines(absent, n_cut=3) == (
        "filter: no row has 'DOUL' in ticker; did you mean DUOL?",
        "limit: 3 more rows are not shown",
    )


# Random filters against plain Python: each condition is a text and a function of the cell.
Test = Callable[[Any], bool]
OPERATORS = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}
NUMBERS = st.integers(-8, 8).map(lambda n: n / 4)
DATES = st.dates(dt.date(2025, 12, 28), dt.date(2026, 1, 4))
TICKERS = ["FIG", "fig", "ON", "1E5", "000660.KS", "x and y", "true"]
CHECKS = ["jump", "sign", "gap"]


@st.composite
def conditions(draw: st.DrawFn) -> tuple[str, str, Test]:
    """Draw a condition: its column, its text, and what it says of a cell that is not empty."""
    column = draw(st.sampled_from(COLUMNS))
    if column == "checks":
        item, op = draw(st.sampled_from([*CHECKS, "none"])), draw(st.sampled_from(["=", "!="]))
        return column, f"checks {op} {item}", lambda cell: (item in (cell or "").split(";")) is (op == "=")
    if column in ("ticker", "is_growth_with_falling_margin"):
        word = draw(st.sampled_from(TICKERS if column == "ticker" else ["true", "false"]))
        op = draw(st.sampled_from(["=", "!="]))
        wanted: Value = word if column == "ticker" else word == "true"
        written = f"'{word}'" if " " in word else word
        return column, f"{column} {op} {written}", lambda cell: OPERATORS[op](cell, wanted)
    values = DATES if column == "period_end_on" else NUMBERS
    units = {"revenue_growth_pct": ["", "%", " pct"], "gross_margin_change_pp": ["", " pp"]}.get(column, [""])
    unit = draw(st.sampled_from(units))
    if draw(st.booleans()):
        low, high = sorted([draw(values), draw(values)])
        return column, f"{column} in {low}{unit}..{high}{unit}", lambda cell: low <= cell <= high
    op, bound = draw(st.sampled_from(sorted(OPERATORS))), draw(values)
    return column, f"{column} {op} {bound}{unit}", lambda cell: OPERATORS[op](cell, bound)


def cells(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


TABLE_ROWS = st.lists(
    st.tuples(
        st.one_of(cells(st.sampled_from(TICKERS)), st.just("")),
        cells(DATES),
        cells(st.one_of(NUMBERS, st.integers(-2, 2))),
        cells(NUMBERS),
        cells(NUMBERS),
        cells(st.booleans()),
        cells(st.lists(st.sampled_from(CHECKS), max_size=3, unique=True).map(";".join)),
    ),
    max_size=20,
)


@settings(max_examples=300, deadline=None)
@given(TABLE_ROWS, st.lists(conditions(), min_size=1, max_size=4), st.sampled_from([" and ", " AND  ", "\nand "]))
def test_a_random_filter_keeps_what_plain_python_keeps(
    rows: list[tuple[Value, ...]], asked: list[tuple[str, str, Test]], glue: str
) -> None:
    found = apply(parse_filter(glue.join(text for _, text, _ in asked), "margins"), margins(*rows))

    passed, n_false, n_lacking = [], 0, dict.fromkeys((column for column, _, _ in asked), 0)
    for row in rows:
        told = {column: row[COLUMNS.index(column)] for column in n_lacking}
        empty = {column for column, cell in told.items() if cell in (None, "") and column != "checks"}
        if any(column not in empty and not test(told[column]) for column, _, test in asked):
            n_false += 1
        elif empty:
            for column in empty:
                n_lacking[column] += 1
        else:
            passed.append(row)
    assert list(found.table.rows) == passed
    assert found.n_false == n_false
    assert found.n_unknown == len(rows) - len(passed) - n_false
    assert found.lacking == tuple((column, n) for column, n in n_lacking.items() if n)


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("revenue", ["fig", "FIG", "DUOL", "NVDA", "000660.KS"]),
        ("revenue desc", ["NVDA", "DUOL", "FIG", "fig", "000660.KS"]),
        ("revenue DESC", ["NVDA", "DUOL", "FIG", "fig", "000660.KS"]),
        ("ticker", ["000660.KS", "DUOL", "FIG", "NVDA", "fig"]),
        ("period_end_on desc, revenue asc", ["FIG", "000660.KS", "fig", "DUOL", "NVDA"]),
        ("is_growth_with_falling_margin", ["DUOL", "FIG", "000660.KS", "NVDA", "fig"]),
        ("is_growth_with_falling_margin desc", ["FIG", "DUOL", "000660.KS", "NVDA", "fig"]),
        ("checks", ["DUOL", "000660.KS", "fig", "FIG", "NVDA"]),
        ("checks desc", ["fig", "000660.KS", "DUOL", "FIG", "NVDA"]),
        (" period_end_on ,ticker\tdesc ", ["fig", "DUOL", "FIG", "000660.KS", "NVDA"]),
    ],
)
def test_rows_are_sorted_with_empty_cells_last_in_either_direction(text: str, tickers: list[str]) -> None:
    assert [row[0] for row in sort_table(margins(*ROWS), text).rows] == tickers


@settings(max_examples=200, deadline=None)
@given(TABLE_ROWS, st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3, unique=True), st.data())
def test_sorting_is_a_stable_order_of_the_same_rows(
    rows: list[tuple[Value, ...]], columns: list[str], data: st.DataObject
) -> None:
    directions = [data.draw(st.sampled_from(["", " asc", " desc"])) for _ in columns]
    text = ",".join(column + direction for column, direction in zip(columns, directions, strict=True))
    table = Table("margins", (*COLUMNS, "rank"), tuple((*row, i) for i, row in enumerate(rows)))
    found = sort_table(table, text).rows

    assert sorted(row[-1] for row in found) == list(range(len(rows)))
    for first, second in itertools.pairwise(found):
        for column, direction in zip(columns, directions, strict=True):
            a, b = first[COLUMNS.index(column)], second[COLUMNS.index(column)]
            a, b = (None if a == "" else a), (None if b == "" else b)
            if a == b:
                continue
            # The first key that differs decides: an empty cell is behind, else the direction.
            before: Any = b is None or (a is not None and (a > b if direction == " desc" else a < b))
            assert before
            break
        else:
            assert first[-1] < second[-1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "--sort, character 1: a column is expected here; write COLUMN"),
        ("revenue,", "--sort, character 9: a column is expected here; write COLUMN"),
        (",revenue", "--sort, character 1: a column is expected here; write COLUMN"),
        ("ticker, revenu", "--sort, character 9: there is no column 'revenu'; did you mean revenue?"),
        ("-revenue", "--sort, character 1: there is no column '-revenue'; write revenue desc"),
        ("+revenue", "--sort, character 1: there is no column '+revenue'; write revenue asc"),
        ("zzz", "--sort, character 1: there is no column 'zzz'; known: checks, gross_margin_change_pp"),
        ("revenue dsc", "--sort, character 9: 'dsc' is no direction; did you mean desc"),
        ("revenue ticker", "--sort, character 9: 'ticker' is no direction; write COLUMN, or COLUMN desc, with commas"),
        ("revenue desc asc", "--sort, character 14: 'asc' is not expected here; write COLUMN"),
        ("ticker, revenue, ticker desc", "--sort, character 18: ticker stands twice; remove one"),
    ],
)
def test_a_mistake_in_an_order_names_its_place(text: str, message: str) -> None:
    with pytest.raises(OptionTextError) as caught:
        sort_table(margins(), text)
    assert str(caught.value).startswith(message)
    assert caught.value.problem.excerpt == text


def test_an_order_over_a_wide_table_lists_its_columns_when_none_is_near() -> None:
    table = Table("scores", TABLES["scores"], ())
    with pytest.raises(OptionTextError, match="the columns are: basket, side, period"):
        sort_table(table, "zzzzzz")


def test_a_limit_keeps_the_first_rows_and_counts_the_cut() -> None:
    assert limit_table(margins(*ROWS), 2) == (margins(*ROWS[:2]), 3)
    assert limit_table(margins(*ROWS), 5) == (margins(*ROWS), 0)
    assert limit_table(margins(*ROWS), 99) == (margins(*ROWS), 0)


@pytest.mark.parametrize("n", [0, -1])
def test_a_limit_below_one_is_refused(n: int) -> None:
    with pytest.raises(UsageError, match=f"--limit {n} leaves no row"):
        limit_table(margins(*ROWS), n)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_no_text_ends_otherwise_than_in_a_placed_error(text: str) -> None:
    for use in (lambda: parse_filter(text, "margins"), lambda: sort_table(margins(*ROWS), text)):
        fault = None
        try:
            use()
        except OptionTextError as error:
            fault = error.problem
        assert fault is None or (1 <= fault.column <= len(text) + 1 and problem_text(fault))
