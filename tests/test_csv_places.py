"""Finding a record's cells again in its file."""

from pathlib import Path

from screener.csv_rows.places import Places

TEXT = '\ufeffa,b,"c"\r\n1,"two, and",3\r\n\r\n4,"on\r\ntwo lines",6\r\n'


def test_a_finding_stands_at_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TEXT.encode())
    problem = Places().problem(str(path), 2, "b", "F121", "message", "hint", "warning")
    assert (problem.line, problem.column, problem.width) == (2, 3, 10)
    assert problem.excerpt[2:12] == '"two, and"'
    assert (problem.code, problem.severity, problem.message, problem.hint) == ("F121", "warning", "message", "hint")


def test_a_cell_behind_a_line_break_stands_on_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TEXT.encode())
    problem = Places().problem(str(path), 4, "c", "F121", "message")
    assert (problem.line, problem.excerpt[problem.column - 1 :]) == (5, "6")


def test_a_column_that_the_file_lacks_is_the_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TEXT.encode())
    problem = Places().problem(str(path), 2, "d", "F121", "message")
    assert (problem.line, problem.column, problem.excerpt) == (2, 0, '1,"two, and",3')


def test_a_file_that_is_gone_still_has_a_finding(tmp_path: Path) -> None:
    problem = Places().problem(str(tmp_path / "gone.csv"), 7, "b", "F121", "message")
    assert (problem.line, problem.column, problem.excerpt) == (7, 0, "")
