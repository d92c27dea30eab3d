import pytest

from screener.errors import UsageError
from screener.fetch_settings import fetch_settings
from screener.records.fetching import FetchSettings


def test_without_a_word_the_defaults_hold():
    assert fetch_settings({}, {}) == FetchSettings()


def test_the_environment_wins_over_the_file():
    found = fetch_settings({"SCREENER_YAHOO_DEADLINE_S": "30", "OTHER": "x"}, {"deadline_s": 60, "threads": 2})

    assert (found.deadline_s, found.threads) == (30.0, 2)
    assert found.pace_s == FetchSettings().pace_s


@pytest.mark.parametrize(
    ("environment", "written", "said"),
    [
        ({}, {"deadlin_s": 1}, "did you mean deadline_s?"),
        ({}, {"deadline_s": -1}, "deadline_s cannot be -1"),
        ({}, {"timeout_s": 0}, "timeout_s cannot be 0"),
        ({}, {"threads": 1.5}, "threads cannot be 1.5"),
        ({"SCREENER_YAHOO_PACE_S": "fast"}, {}, "SCREENER_YAHOO_PACE_S is 'fast', which is no number"),
        ({"SCREENER_YAHOO_PACE_S": "nan"}, {}, "no number"),
        ({"SCREENER_YAHOO_PACE_S": "inf"}, {}, "no number"),
    ],
)
def test_what_cannot_be_is_told_by_name(environment, written, said):
    with pytest.raises(UsageError) as refused:
        fetch_settings(environment, written)
    assert said in str(refused.value)


def test_pauses_may_be_nothing():
    assert fetch_settings({"SCREENER_YAHOO_PACE_S": "0"}, {"retry_pause_s": 0}).pace_s == 0.0
