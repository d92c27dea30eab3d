from screener.dictionary.near_misses import did_you_mean, near_misses


def test_capitals_dashes_and_spaces_do_not_count() -> None:
    assert near_misses("Open Weights", ["open_weights", "price_cut"]) == ("open_weights",)
    assert near_misses("GPT_5", ["gpt-5", "gpt-4o"])[0] == "gpt-5"


def test_a_hint_is_a_near_miss_a_short_list_or_nothing() -> None:
    assert did_you_mean("dwn", ["up", "down"]) == "did you mean down?"
    assert did_you_mean("zzz", ["up", "down"]) == "known: down, up"
    assert did_you_mean("zzz", [f"name-{number}" for number in range(13)]) == ""
    assert did_you_mean("zzz", []) == ""


def test_a_very_long_word_costs_no_time() -> None:
    assert near_misses("x" * 1_000_000, ["gpt-5"]) == ()
