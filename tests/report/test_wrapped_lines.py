from screener.report.wrapped_lines import clean_line, wrapped

# Red, a bell, text from right to left, and a line of its own.
HOSTILE = "  \x1b[31mred\x07 \u202eback\u2028 [bold]own[/bold]\r\nline"


def test_nothing_that_drives_a_terminal_is_left_in_a_line_and_its_indent_stays():
    assert clean_line(HOSTILE) == "  \ufffd[31mred\ufffd \ufffdback [bold]own[/bold] line"


def test_lines_are_clean_before_they_are_broken():
    assert wrapped([HOSTILE], 20) == "  \ufffd[31mred\ufffd \ufffdback\n    [bold]own[/bold]\n    line\n"


def test_a_word_longer_than_the_width_is_not_broken():
    assert wrapped(["one https-very-long two"], 8) == "one\n  https-very-long\n  two\n"
