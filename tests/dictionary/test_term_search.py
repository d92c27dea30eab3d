import pytest

from screener.dictionary.term import Term
from screener.dictionary.term_search import find_terms, kind_of
from screener.dictionary.terms import all_terms


def names_and_kinds(word: str) -> tuple[str, set[str]]:
    found = find_terms(word, all_terms())
    return found.name, {term.kind for term in found.terms}


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("sharpe", "sharpe"),
        ("SHARPE", "sharpe"),
        ("deflated-sharpe", "deflated_sharpe"),
        ("deflated sharpe", "deflated_sharpe"),
        ("car", "car_pct"),
        ("mde", "mde_pct"),
        ("drift", "drift"),
        ("t202", "T202"),
        ("token_price_gap_x(frontier, open)", "token_price_gap_x"),
        ("--primary", "primary"),
    ],
)
def test_case_dashes_arguments_and_a_missing_unit_do_not_count(asked: str, name: str) -> None:
    assert names_and_kinds(asked)[0] == name


def test_all_meanings_of_a_word_are_found() -> None:
    terms = find_terms("beta", all_terms()).terms

    assert [term.where for term in terms if term.kind == "column"] == [("names",), ("performance",), ("signals",)]
    assert {"measure", "figure", "choice"} <= {term.kind for term in terms}


def test_a_column_of_one_table_can_be_asked_for() -> None:
    (found,) = find_terms("performance.beta", all_terms()).terms

    assert found.where == ("performance",)
    assert not find_terms("equity.beta", all_terms()).is_known


def test_an_unknown_word_has_near_misses() -> None:
    found = find_terms("shapre", all_terms())

    assert not found.is_known
    assert found.related[0] == "sharpe"
    assert find_terms("", all_terms()).terms == ()


def test_a_unit_is_not_guessed_where_two_would_do() -> None:
    terms = [Term("column", name, "A figure") for name in ("gap_pp", "gap_elo")]

    assert not find_terms("gap", terms).is_known
    assert set(find_terms("gap", terms).related) == {"gap_pp", "gap_elo"}


def test_words_that_hold_the_word_are_named() -> None:
    related = find_terms("drawdown", all_terms()).related

    assert "max_drawdown_pct" in related
    assert "drawdown" not in related


def test_a_kind_is_known_in_the_singular_and_the_plural() -> None:
    assert kind_of("flags") == kind_of("Flag") == "flag"
    assert kind_of("exit-codes") == "exit code"
    assert kind_of("properties") == "property"
    assert kind_of("nonsense") is None
