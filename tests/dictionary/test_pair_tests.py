import re

import pytest

from screener.dictionary.pair_tests import ASSUMPTIONS, PAIR_TESTS
from screener.records.pair_test import PAIR_TEST_NAMES


def test_every_test_has_an_entry_in_the_order_of_the_battery() -> None:
    assert tuple(PAIR_TESTS) == PAIR_TEST_NAMES


@pytest.mark.parametrize("name", PAIR_TEST_NAMES)
def test_an_entry_says_in_one_sentence_what_it_compares_and_where_it_is_from(name: str) -> None:
    entry = PAIR_TESTS[name]

    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.name)
    assert len(entry.meaning) > 20
    assert not entry.meaning.endswith(".")
    assert "\n" not in entry.meaning
    assert re.search(r"(18|19|20)\d\d$", entry.source)


@pytest.mark.parametrize("name", PAIR_TEST_NAMES)
def test_what_a_test_takes_for_granted_is_said_in_words_of_the_list(name: str) -> None:
    assumes = PAIR_TESTS[name].assumes

    assert assumes
    assert set() == set(assumes) - ASSUMPTIONS.keys()
    assert len(set(assumes)) == len(assumes)


def test_every_word_of_the_list_is_used_and_has_a_meaning() -> None:
    assert ASSUMPTIONS.keys() == {word for entry in PAIR_TESTS.values() for word in entry.assumes}
    assert all(len(meaning) > 20 and not meaning.endswith(".") for meaning in ASSUMPTIONS.values())


def test_only_those_that_use_the_sessions_own_spread_do_without_independent_pairs() -> None:
    dependent = {name for name, entry in PAIR_TESTS.items() if "independent_pairs" not in entry.assumes}

    # Sized under a common factor in the table of tests/calc/pair_tests/test_pair_sizes.py.
    assert dependent == {
        *("cda", "adjusted_patell", "adjusted_bmp", "corrado_rank", "corrado_zivney_rank", "grank_t", "calendar_time"),
    }
