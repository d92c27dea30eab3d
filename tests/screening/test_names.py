import pytest
from made_screens import made_candidates
from make_market import make_thesis

from screener.errors import UsageError
from screener.records.screen import ScreenName
from screener.records.thesis import Member
from screener.screening.names import leg_for, read_list, screened_names

THESIS = make_thesis({"long_chips": ["A", Member("B", 2.0)], "short_software": ["C"]})


def names(path, text, *, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return read_list(path, THESIS)


def listed(ticker, name="", leg="long_listed", side="long"):
    return ScreenName(ticker, name, "listed", leg, side)


def test_text_has_a_ticker_a_line_and_remarks(tmp_path):
    found = names(tmp_path / "mine.txt", "# my own\nAMD\n\n  0700.HK  # Tencent\nBRK-B#class B\n")

    assert found == (listed("AMD"), listed("0700.HK"), listed("BRK-B"))


@pytest.mark.parametrize(("ending", "separator"), [("csv", ","), ("tsv", "\t"), ("CSV", ",")])
def test_a_table_has_columns_in_any_order_and_others_of_its_own(tmp_path, ending, separator):
    lines = [
        ("side", "mine", "ticker", "leg", "name"),
        ("short", "x", "CRM", "software", "Salesforce"),
        ("LONG", "y", " AMD ", "chips", "Advanced Micro Devices"),
        ("", "", "IBM", "", ""),
        ("short", "", "X", "other", ""),
    ]
    found = names(tmp_path / f"mine.{ending}", "\n".join(separator.join(line) for line in lines) + "\n")

    assert found == (
        listed("CRM", "Salesforce", "short_software", "short"),
        listed("AMD", "Advanced Micro Devices", "long_chips", "long"),
        listed("IBM"),
        listed("X", "", "short_other", "short"),
    )


def test_a_table_of_tickers_alone_is_enough(tmp_path):
    assert names(tmp_path / "mine.csv", "ticker\nAMD\nIBM\n") == (listed("AMD"), listed("IBM"))


@pytest.mark.parametrize(("name", "text"), [("mine.txt", "AMD\n"), ("mine.csv", "ticker,name\nAMD,\n")])
def test_a_byte_order_mark_belongs_to_no_ticker(tmp_path, name, text):
    assert names(tmp_path / name, text, encoding="utf-8-sig") == (listed("AMD"),)


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_lines_may_end_as_windows_ends_them(tmp_path, ending):
    path = tmp_path / "mine.csv"
    path.write_bytes(ending.join(["ticker,side", "AMD,long", "CRM,short", ""]).encode())

    assert [(each.ticker, each.side) for each in read_list(path, THESIS)] == [("AMD", "long"), ("CRM", "short")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("mine.txt", "AMD\nIBM corp\n", "mine.txt:2: 'IBM corp' is not a ticker; write one a line"),
        ("mine.txt", "AMD\n# x\nAMD\n", "mine.txt:3: AMD stands twice; remove one"),
        ("mine.txt", "# nothing\n\n", "mine.txt names no ticker; write one a line"),
        ("mine.txt", "", "names no ticker; write one a line"),
        ("mine.csv", "symbol,side\nAMD,long\n", "mine.csv:1: there is no column 'ticker'; it has symbol, side"),
        ("mine.csv", "ticker,side\nAMD,long\nIBM,both\n", "mine.csv:3: side 'both' is not known; write long or short"),
        ("mine.csv", "ticker,side\nAMD,long\n,short\n", "mine.csv:3: '' is not a ticker"),
        ("mine.csv", "ticker\nAMD\n\nAMD\n", "mine.csv:4: AMD stands twice; remove one"),
        ("mine.csv", "ticker\n", "mine.csv names no ticker"),
        ("mine.csv", "", "mine.csv names no ticker"),
        ("mine.txt", "AMD\n\x1b[31mX\n", r"mine.txt:2: '\x1b[31mX' is not a ticker; write one a line"),
        ("mine.txt", "../AMD\n", "mine.txt:1: '../AMD' is not a ticker; write one a line"),
        ("mine.txt", "AMD\n^SOX\n", "mine.txt:2: ^SOX is an index, which nobody can hold; remove it"),
        ("mine.tsv", "ticker,side\nAMD,long\n", "mine.tsv:1: there is no column 'ticker'; it has ticker,side"),
    ],
)
def test_what_is_wrong_with_a_list_has_its_line_and_the_remedy(tmp_path, name, text, said):
    with pytest.raises(UsageError) as error:
        names(tmp_path / name, text)

    assert said in str(error.value)
    assert str(tmp_path) in str(error.value)


def test_a_list_that_is_not_there_or_not_text_cannot_be_read(tmp_path):
    (tmp_path / "mine.txt").write_bytes(b"AMD\n\xff\xfe\n")

    for path in (tmp_path / "none.txt", tmp_path / "mine.txt", tmp_path):
        with pytest.raises(UsageError, match=r"cannot be read.*write UTF-8 text with a ticker a line"):
            read_list(path, THESIS)


def test_a_leg_of_the_note_says_the_side_where_no_side_is_written(tmp_path):
    (found,) = names(tmp_path / "mine.csv", "ticker,leg\nCRM,short_software\n")

    assert (found.leg, found.side) == ("short_software", "short")


def test_a_leg_and_a_side_that_contradict_each_other_are_an_error(tmp_path):
    with pytest.raises(UsageError, match=r"mine\.csv:2: "):
        names(tmp_path / "mine.csv", "ticker,leg,side\nCRM,short_software,long\n")


def test_members_come_first_then_candidates_then_the_list_each_ticker_once():
    candidates = made_candidates([("A", "Alpha", "chips", "long"), ("D", "Delta", "software", "short")])

    found = screened_names(THESIS, candidates, (listed("A"), listed("D"), listed("E"), listed("SPY")))

    assert [(each.ticker, each.name, each.universe) for each in found] == [
        ("A", "Alpha", "member"),
        ("B", "", "member"),
        ("C", "", "member"),
        ("D", "Delta", "candidate"),
        ("E", "", "listed"),
    ]
    assert [each.weight for each in found] == [1.0, 2.0, 1.0, 1.0, 1.0]


def test_a_listed_name_that_is_a_member_keeps_its_leg_and_side():
    found = screened_names(THESIS, (), (listed("C", "Mine", "long_listed", "long"),))

    (own,) = (each for each in found if each.ticker == "C")
    assert (own.universe, own.leg, own.side) == ("member", "short_software", "short")


def test_what_nobody_can_hold_and_the_benchmark_are_no_candidates():
    rows = [("", "A lab", "labs", "private"), ("^SOX", "An index", "chips", "watch"), ("SPY", "A fund", "x", "watch")]

    assert [each.ticker for each in screened_names(THESIS, made_candidates(rows))] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("leg", "side", "expected"),
    [
        ("chips", "long", "long_chips"),
        ("long_chips", "long", "long_chips"),
        ("software", "short", "short_software"),
        ("chips", "short", "short_chips"),  # on the other side it is a leg of its own
        ("memory", "long", "long_memory"),
        ("memory", "", "memory"),
    ],
)
def test_a_candidate_s_leg_is_the_note_s_or_one_of_its_own(leg, side, expected):
    assert leg_for(THESIS, leg, side) == expected
    (found,) = (
        each
        for each in screened_names(THESIS, made_candidates([("Z", "Zed", leg, side or "watch")]))
        if each.ticker == "Z"
    )
    assert (found.leg, found.side) == (expected, side)


def test_a_member_with_two_spans_stands_once_for_each():
    spans = make_thesis({"long_a": ["A", Member("B")], "short_b": [Member("A"), "C"]})

    found = [(each.ticker, each.side) for each in screened_names(spans, ())]

    assert found == [("A", "long"), ("B", "long"), ("A", "short"), ("C", "short")]
