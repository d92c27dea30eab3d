import sys

import pytest

from screener.cli.talk import tell

LINES = ["  one two three four \x1b[31mfive\x07"]


def test_what_is_told_to_a_file_is_clean_and_one_line(capsys):
    tell(LINES)

    assert capsys.readouterr().err == "  one two three four \ufffd[31mfive\ufffd\n"


@pytest.mark.parametrize("width", [16, 20])
def test_what_is_told_to_a_terminal_is_broken_at_its_width_below_its_start(capsys, monkeypatch, width):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))

    tell(LINES)

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) > 1
    assert all(len(line) <= width for line in lines)
    assert lines[0].startswith("  one two")
    assert all(line.startswith("    ") for line in lines[1:])
