import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.dictionary.column import Column
from screener.expressions import ExpressionError, parse_column_filter
from screener.expressions.column_units import unit_spellings
from screener.records.expression import Comparison, Statement

COLUMNS = {
    column.name: column
    for column in (
        Column("ticker", "text", "text", "The listing"),
        Column("signal", "text", "text", "What to do"),
        Column("flags", "list", "text", "What to know"),
        Column("is_member", "boolean", "true or false", "Whether the note has it"),
        Column("next_earnings_on", "date", "date", "Next report"),
        Column("rank", "integer", "names", "Place"),
        Column("growth_pct", "number", "percent", "Growth"),
        Column("margin_change_pp", "number", "percentage points", "Change of the margin"),
        Column("dollar_volume_usd", "number", "US dollars", "Median volume"),
        Column("close", "number", "units of currency", "Last close"),
    )
}
WORDS = {"signal": ("enter", "hold", "avoid")}


def read(text: str) -> Statement | ExpressionError:
    return parse_column_filter(text, COLUMNS, words=WORDS)


def parsed(text: str) -> tuple[Comparison, ...]:
    found = read(text)
    assert isinstance(found, Statement), found
    return found.comparisons


def test_numbers_take_every_operator_and_the_columns_own_unit() -> None:
    text = "margin_change_pp < 0 and growth_pct > 20% and rank in 1..10 and dollar_volume_usd >= $5e6 and close != 1"
    found = parsed(text)
    assert [(each.measure, each.op, each.low, each.high, each.unit) for each in found] == [
        ("margin_change_pp", "<", 0.0, 0.0, ""),
        ("growth_pct", ">", 20.0, 20.0, "%"),
        ("rank", "in", 1.0, 10.0, ""),
        ("dollar_volume_usd", ">=", 5e6, 5e6, "$"),
        ("close", "!=", 1.0, 1.0, ""),
    ]
    assert [text[each.start : each.end] for each in found] == text.split(" and ")


def test_a_filter_is_kept_as_a_statement_without_a_name() -> None:
    assert parse_column_filter("rank <= 3", COLUMNS, line=7) == Statement(
        text="rank <= 3",
        role="claim",
        name="",
        comparisons=(Comparison("rank", (), "<=", 3.0, 3.0, "", 0, 9),),
        line=7,
    )


@pytest.mark.parametrize(
    ("text", "op", "word"),
    [
        ("ticker = FIG", "=", "FIG"),
        ("ticker!=FIG", "!=", "FIG"),
        ("ticker = 000660.KS", "=", "000660.KS"),
        ("ticker = 1E5", "=", "1E5"),
        ("ticker = ^GSPC", "=", "^GSPC"),
        ("ticker \u2260 BRK-B", "!=", "BRK-B"),
        ("ticker = ON", "=", "ON"),
        ("ticker = long_chips", "=", "long_chips"),
        ("ticker = 'CL=F'", "=", "CL=F"),
        ('ticker = "SK hynix"', "=", "SK hynix"),
        ('ticker = "O\'Brien and Sons"', "=", "O'Brien and Sons"),
        ("ticker = 'and'", "=", "and"),
        ("ticker = 'a: b'", "=", "a: b"),
        ("ticker = '\u9999\u6e2f'", "=", "\u9999\u6e2f"),
        ("signal = enter", "=", "enter"),
        ("flags != simulated", "!=", "simulated"),
        ("is_member = true", "=", "true"),
    ],
)
def test_words_are_taken_as_written(text: str, op: str, word: str) -> None:
    (found,) = parsed(text)
    assert (found.op, found.words, found.low, found.high, found.unit) == (op, (word,), 0.0, 0.0, "")
    assert (found.start, found.end) == (0, len(text))


def test_a_ticker_that_is_a_keyword_does_not_end_the_filter() -> None:
    first, second = parsed("ticker = ON and rank < 5")
    assert (first.words, second.low) == (("ON",), 5.0)


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "=", "!="])
def test_dates_take_every_operator(op: str) -> None:
    (found,) = parsed(f"next_earnings_on {op} 2026-06-30")
    assert (found.op, found.words) == (op, ("2026-06-30",))


def test_dates_take_a_range() -> None:
    first, second = parsed("next_earnings_on in 2026-06-01 .. 2026-06-30 and rank < 5")
    assert (first.op, first.words, second.low) == ("in", ("2026-06-01", "2026-06-30"), 5.0)
    assert parsed("next_earnings_on in 2026-06-01..2026-06-01")[0].words == ("2026-06-01", "2026-06-01")


# Each mistake: text, the wrong part, code, part of the message, part of the hint.
MISTAKES = [
    ("", "", "T302", "a column is expected", "COLUMN > NUMBER"),
    ("> 5", ">", "T302", "a column is expected", "COLUMN > NUMBER"),
    ("rank < 5 and", "", "T302", "a column is expected", "COLUMN > NUMBER"),
    ("rank < 5 and and rank > 1", "and", "T302", "a column is expected", "COLUMN"),
    ("rank < 5 and gowth_pct > 1", "gowth_pct", "T414", "no column 'gowth_pct'", "did you mean growth_pct?"),
    ("Rank < 5", "Rank", "T414", "no column 'Rank'", "did you mean rank?"),
    ("zzz = 5", "zzz", "T414", "no column 'zzz'", "known: close, dollar_volume_usd"),
    ("growth_pct(NVDA) > 5", "(NVDA)", "T303", "takes no argument", "write growth_pct"),
    ("rank", "", "T302", "a comparison is expected", "rank > 5"),
    ("rank 5", "5", "T302", "a comparison is expected", "rank > 5"),
    ("rank => 5", "=>", "T302", "a comparison is expected", "write >="),
    ("ticker FIG", "FIG", "T302", "a comparison is expected", "ticker = WORD"),
    ("next_earnings_on", "", "T302", "a comparison is expected", "next_earnings_on > 2026-06-30"),
    ("rank < high", "high", "T305", "a number is expected", "5, 0.5"),
    ("rank < 1,000", ",", "T305", "cannot stand inside a number", "1000"),
    ("rank < 1e999", "1e999", "T305", "too large", ""),
    ("growth_pct > 20 pp", "pp", "T304", "measured in %, not pp", "write % or no unit"),
    ("margin_change_pp > 20%", "%", "T304", "measured in pp, not %", "write pp or no unit"),
    ("growth_pct > $20", "$", "T304", "measured in %, not $", "write %"),
    ("dollar_volume_usd > 5m", "m", "T304", "measured in usd, not m", "write usd"),
    ("close > 5 usd", "usd", "T304", "close takes no unit", "remove usd"),
    ("rank in 5", "", "T302", "LOW..HIGH", "10..30"),
    ("rank in 9..5", "5", "T306", "below its start", "LOW..HIGH"),
    ("ticker < FIG", "<", "T415", "ticker holds words, which have no order", "= or !="),
    ("ticker in A..B", "in", "T415", "ticker holds words", "= or !="),
    ("flags >= memory", ">=", "T415", "flags holds lists", "one of them is the word"),
    ("is_member > true", ">", "T415", "is_member is true or false", "= or !="),
    ("is_member = yes", "yes", "T416", "is_member is never 'yes'", "known: false, true"),
    ("is_member = True", "True", "T416", "is_member is never 'True'", "did you mean true"),
    ("signal = entr", "entr", "T416", "signal is never 'entr'", "did you mean enter?"),
    ("signal = Enter", "Enter", "T416", "signal is never 'Enter'", "did you mean enter?"),
    ("signal = 'hold on'", "'hold on'", "T416", "signal is never 'hold on'", "hold"),
    ("flags = 'a;b'", "'a;b'", "T416", "no word of flags holds a ;", "one word at a time"),
    ("ticker =", "", "T302", "a word is expected", "ticker = WORD"),
    ("ticker = and rank > 5", "and", "T302", "a word is expected", "ticker = WORD"),
    ("ticker = > 5", ">", "T302", "a word is expected", "ticker = WORD"),
    ("ticker = 'FIG", "'", "T302", "quote is not closed", "close it with '"),
    ("ticker = ''", "''", "T302", "a word is expected in the quotes", "ticker = WORD"),
    ("ticker = ' '", "' '", "T302", "a word is expected in the quotes", "ticker = WORD"),
    ("ticker = SK hynix", "hynix", "T302", "'hynix' is not expected", "quotes"),
    ("ticker = CL=F", "=", "T302", "'=' is not expected", "quotes"),
    ("next_earnings_on < 2026-02-30", "2026-02-30", "T415", "does not exist", "YYYY-MM-DD"),
    ("next_earnings_on < 20260630", "20260630", "T415", "is not a date", "YYYY-MM-DD"),
    ("next_earnings_on < today", "today", "T415", "is not a date", "YYYY-MM-DD"),
    ("next_earnings_on < 2026-06-30T10:00", "2026-06-30T10:00", "T415", "is not a date", "YYYY-MM-DD"),
    ("next_earnings_on <", "", "T415", "a date is expected", "YYYY-MM-DD"),
    ("next_earnings_on in 2026-06-30", "", "T302", "LOW..HIGH", ".."),
    ("next_earnings_on in 2026-06-30..2026-06-01", "2026-06-01", "T306", "below its start", "LOW..HIGH"),
    ("rank < 5 or rank > 9", "or", "T302", "'or' is not part of the language", "once for each side"),
    ("rank < 5, rank > 9", ",", "T302", "',' cannot join comparisons", "and"),
    ("rank < 5 rank > 9", "rank", "T302", "'rank' is not expected", "join comparisons with 'and'"),
    # What only claims have.
    ("x: rank < 5", "x:", "T314", "no role and no name", "behind the colon"),
    ("breaker x: rank < 5", "breaker x:", "T314", "no role and no name", "behind the colon"),
    (" : rank < 5", ":", "T314", "no role and no name", "behind the colon"),
    ("watch: rank < 5", "watch:", "T314", "no role and no name", "behind the colon"),
    ("watch rank < 5", "watch", "T314", "a filter has no role", "remove watch"),
    ("? rank < 5", "?", "T314", "a filter is no question", "COLUMN"),
    ("rank < 5 for 10 sessions", "for", "T314", "'for' asks about other days", "remove it"),
    ("signal = hold FOR 10 sessions", "FOR", "T314", "'for' asks about other days", "remove it"),
    ("rank < 5 on 2026-06-30", "on", "T314", "'on' asks about other days", "remove it"),
]


@pytest.mark.parametrize(("text", "wrong", "code", "message", "hint"), MISTAKES)
def test_a_mistake_has_its_place_code_message_and_remedy(
    text: str, wrong: str, code: str, message: str, hint: str
) -> None:
    found = read(text)
    assert isinstance(found, ExpressionError), found
    assert (text[found.start : found.end], found.code) == (wrong, code)
    assert message in found.message
    assert hint in found.hint


def test_of_two_equal_parts_the_wrong_one_is_meant() -> None:
    found = read("rank < 5 rank > 9")
    assert isinstance(found, ExpressionError)
    assert (found.start, found.end) == (9, 13)
    found = read("growth_pct > 1% and growth_pct > 1 pp")
    assert isinstance(found, ExpressionError)
    assert (found.start, found.end) == (35, 37)


def test_a_mistake_at_the_end_points_behind_the_text() -> None:
    found = read("ticker = ")
    assert isinstance(found, ExpressionError)
    assert (found.start, found.end) == (9, 9)


def test_a_table_of_many_columns_lists_them_all_when_none_is_near() -> None:
    columns = {f"column_{i}": Column(f"column_{i}", "number", "ratio", "A figure") for i in range(40)}
    found = parse_column_filter("zzz > 1", columns)
    assert isinstance(found, ExpressionError)
    assert found.hint == f"the columns are: {', '.join(columns)}"


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("a_pct", "percent", ("%", "pct")),
        ("a_pp", "percentage points", ("pp",)),
        ("a_pp", "percentage points a year", ("pp",)),
        ("a_bps", "basis points a year", ("bps",)),
        ("a_usd", "US dollars", ("usd", "$")),
        ("a_usd_per_mtok", "USD per million tokens", ("usd", "$")),
        ("n", "event days", ()),
        ("n", "events", ("events",)),
        ("a", "units of currency", ()),
        ("a", "per root year", ()),
    ],
)
def test_a_unit_is_written_as_in_claims(name: str, unit: str, expected: tuple[str, ...]) -> None:
    assert unit_spellings(Column(name, "number", unit, "A figure")) == expected


PIECES = [*COLUMNS, *WORDS["signal"], "breaker", "?", ":", "(", ")", ",", ";", ">", "<=", "=", "!=", "in", "..", "and"]
PIECES += ["for", "on", "5", "-", "%", "$", "2026-01-01", "'", '"', "\u0665", "\u00b2", "1e999", "\n", "\x00", "\ud800"]


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=100),
        st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=15).map("".join),
    )
)
def test_no_text_raises_and_every_span_lies_inside(text: str) -> None:
    found = read(text)
    if isinstance(found, ExpressionError):
        assert 0 <= found.start <= found.end <= len(text)
        return
    assert found.comparisons
    for each in found.comparisons:
        assert text[each.start : each.end].startswith(each.measure)
        assert each.measure in COLUMNS


def test_a_long_hostile_text_is_read_quickly() -> None:
    for text in ("(" * 200_000, "ticker = '" + "a" * 200_000, "rank > " + "9" * 200_000, "ticker = " + "-" * 200_000):
        read(text)
    assert isinstance(read("rank < 1 and " * 20_000), ExpressionError)
