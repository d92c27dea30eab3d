"""From the text of a sweep to its variants: exact on cases written by hand, and never a crash."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from make_market import make_thesis

from screener.errors import UsageError
from screener.records.book_rules import BookRules
from screener.sweep.grid import MAX_VARIANTS, variants
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import read_thesis_bytes

TWO_SIDED = make_thesis({"long_a": ["A"], "short_b": ["B"]})
LONG_ONLY = make_thesis({"long_a": ["A"]})
SHORT_ONLY = make_thesis({"short_b": ["B"]})
WORDS = {
    "weighting": ["equal", "inverse_vol"],
    "hedge": ["dollar", "beta"],
    "rebalance": ["daily", "weekly", "monthly", "quarterly", "never"],
}


def labels(text, thesis=TWO_SIDED):
    return [each.label for each in variants(thesis, text)]


def values(name, text, thesis=TWO_SIDED):
    """Return the values of one dimension but for the note's own, which comes first."""
    return [getattr(each.rules, name) for each in variants(thesis, text)[1:]]


def refused(text, thesis=TWO_SIDED):
    with pytest.raises(UsageError) as raised:
        variants(thesis, text)
    return str(raised.value)


def test_a_name_alone_takes_all_its_words_and_the_notes_own_comes_first():
    assert labels("rebalance") == [
        "rebalance=monthly",
        "rebalance=daily",
        "rebalance=weekly",
        "rebalance=quarterly",
        "rebalance=never",
    ]
    assert [each.is_as_written for each in variants(TWO_SIDED, "rebalance")] == [True, False, False, False, False]
    assert labels("weighting") == ["weighting=equal", "weighting=inverse_vol"]
    assert labels("hedge") == ["hedge=dollar", "hedge=beta"]
    assert labels("lag") == ["lag_sessions=1", "lag_sessions=2", "lag_sessions=3"]


def test_the_last_dimension_changes_fastest_in_the_order_written():
    assert labels("lag=2/1,weighting=inverse_vol/equal") == [
        "lag_sessions=1 weighting=equal",
        "lag_sessions=2 weighting=inverse_vol",
        "lag_sessions=2 weighting=equal",
        "lag_sessions=1 weighting=inverse_vol",
    ]


def test_the_notes_own_rules_are_in_a_grid_that_does_not_name_them():
    assert labels("rebalance=weekly/never") == ["rebalance=monthly", "rebalance=weekly", "rebalance=never"]
    assert labels("rebalance=monthly") == ["rebalance=monthly"]


def test_what_the_sweep_does_not_name_stays_as_the_note_has_it():
    thesis = make_thesis(
        {"long_a": ["A"], "short_b": ["B"]}, cost_bps=7.5, hedge="beta", cash_rate="^IRX", rebalance="weekly"
    )
    own = thesis.rules

    first, second = variants(thesis, "lag=1/4")

    assert first.rules == own
    assert second.rules == BookRules(hedge="beta", rebalance="weekly", lag_sessions=4, cost_bps=7.5, cash_rate="^IRX")
    assert labels("cost_bps=5,hedge", thesis) == [
        "cost_bps=7.5 hedge=beta",
        "cost_bps=5 hedge=dollar",
        "cost_bps=5 hedge=beta",
    ]


def test_a_range_has_both_ends():
    assert values("cost_bps", "cost_bps=5:50:5") == [5.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0]
    assert values("lag_sessions", "lag=0:10:5") == [0, 5, 10]
    assert values("cost_bps", "cost_bps=3:3:1") == [3.0]


def test_steps_of_a_tenth_are_exact_where_adding_floats_would_miss_the_end():
    # 0.1 + 0.1 + 0.1 is 0.30000000000000004, and 2.1 + 0.1 * 7 is 2.8000000000000003.
    assert values("gross", "gross=0.1:0.9:0.1") == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    assert values("gross", "gross=2.1:2.8:0.1") == [2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8]


def test_values_and_ranges_may_be_mixed_and_spaces_mean_nothing():
    assert values("cost_bps", " cost_bps = 1 / 20 : 40 : 10 / .5 ") == [1.0, 20.0, 30.0, 40.0, 0.5]


def test_a_cap_may_be_none():
    capped = make_thesis({"long_a": ["A"]}, max_weight_pct=25.0)

    assert labels("max_weight_pct=none/10", capped) == [
        "max_weight_pct=25",
        "max_weight_pct=none",
        "max_weight_pct=10",
    ]
    assert values("max_weight_pct", "max_weight_pct=none/10", capped) == [None, 10.0]


def test_numbers_have_the_types_that_the_note_gives_them():
    # The trial ledger's keys are hashes of their text: 10 and 10.0 would be two trials.
    (_, other) = variants(TWO_SIDED, "lag=2,cost_bps=20,gross=1,max_weight_pct=50,borrow_bps_per_year=0")

    assert type(other.rules.lag_sessions) is int
    for name in ("cost_bps", "gross", "max_weight_pct", "borrow_bps_per_year"):
        assert type(getattr(other.rules, name)) is float, name


def test_lag_0_has_to_be_written():
    assert 0 not in values("lag_sessions", "lag")
    assert values("lag_sessions", "lag=0") == [0]


MISTAKES = [
    ("", 1, "a dimension is missing", "known: weighting"),
    ("rebalance,", 11, "a dimension is missing", "known"),
    (",rebalance", 1, "a dimension is missing", "known"),
    ("rebalace", 1, "no dimension 'rebalace'", "did you mean rebalance?"),
    ("lag, wieghting", 6, "no dimension 'wieghting'", "did you mean weighting?"),
    ("cost_bps=2,5", 12, "no dimension '5'", "decimals a point"),
    ("members=3", 1, "no dimension 'members'", "known"),
    ("cost_bps", 1, "no values of its own", "write cost_bps=A/B/C"),
    ("lag,gross", 5, "gross has no values of its own", "write gross=A/B/C"),
    ("rebalance=weekley", 11, "'weekley' is not known", "did you mean weekly?"),
    ("rebalance=", 11, "empty value", "A/B/C"),
    ("rebalance=weekly/", 18, "empty value", "A/B/C"),
    ("rebalance=weekly//daily", 18, "empty value", "A/B/C"),
    ("weighting=1:2:1", 11, "'1:2:1' is not known", "equal, inverse_vol"),
    ("rebalance,lag,rebalance=daily", 15, "rebalance stands twice", "with / between"),
    ("lag,lag_sessions=4", 5, "lag_sessions stands twice", "with / between"),
    ("rebalance=daily/weekly/daily", 24, "daily stands twice", "remove one"),
    ("cost_bps=5/5.0", 12, "cost_bps 5 stands twice", "remove one"),
    ("cost_bps=5:20:5/10", 17, "cost_bps 10 stands twice", "remove one"),
    ("cost_bps=1=2", 12, "a second =", "NAME=VALUE"),
    ("cost_bps=ten", 10, "'ten' is not a number", "digits"),
    ("cost_bps=5%", 10, "'5%' is not a number", "write 5"),
    ("cost_bps=1e2", 10, "'1e2' is not a number", "digits"),
    ("cost_bps=nan", 10, "'nan' is not a number", "digits"),
    ("cost_bps=-1", 10, "cost_bps -1 is out of range", "at least 0 and at most 1000"),
    ("gross=0", 7, "gross 0 is out of range", "above 0 and at most 10"),
    ("max_weight_pct=0", 16, "out of range", "above 0 and at most 100"),
    ("max_weight_pct=100.5", 16, "out of range", "at most 100"),
    ("cost_bps=none", 10, "'none' is not a number", "digits"),
    ("lag=1.5", 5, "lag_sessions 1.5 is out of range", "a whole number"),
    ("lag=1:2:0.5", 5, "lag_sessions 1.5 is out of range", "a whole number"),
    ("cost_bps=5:2000:5", 12, "cost_bps 2000 is out of range", "at most 1000"),
    ("cost_bps=5:50", 10, "'5:50' is not a range", "FROM:TO:STEP"),
    ("cost_bps=5:50:", 10, "'5:50:' is not a range", "FROM:TO:STEP"),
    ("cost_bps=5:50:5:5", 10, "is not a range", "FROM:TO:STEP"),
    ("cost_bps=5:x:5", 12, "'x' is not a number", "digits"),
    ("cost_bps=50:5:5", 10, "ends before it begins", "write 5:50:5"),
    ("cost_bps=5:50:0", 15, "the step 0 is not above 0", "FROM:TO:STEP"),
    ("cost_bps=5:50:-5", 15, "the step -5 is not above 0", "FROM:TO:STEP"),
    ("cost_bps=5:50:4", 10, "do not meet 50", "end it at 49 or 53"),
    ("cost_bps=0:1000:1", 10, "1,001 values of cost_bps", "at most 1,000"),
    ("cost_bps=0:1000:0.000000000000000000000000001", 10, "values of cost_bps", "at most 1,000"),
]


@pytest.mark.parametrize(("text", "character", "what", "hint"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_a_remedy(text, character, what, hint):
    said = refused(text)

    assert said.startswith(f"sweep, character {character}: ")
    assert what in said
    assert hint in said


def test_the_count_of_a_grid_too_large_is_said_and_the_notes_own_rules_are_counted():
    assert len(variants(TWO_SIDED, "cost_bps=0:999:1")) == 1_000
    assert len(variants(LONG_ONLY, "cost_bps=0:99.8:0.2,weighting")) == MAX_VARIANTS
    assert "1,001 variants" in refused("cost_bps=11:1000:1/0/1/2/3/4/5/6/7/8/9")
    assert "5,000 variants" in refused("cost_bps=0:999:1,rebalance")
    billion = "cost_bps=0:999:1,borrow_bps_per_year=0:999:1,gross=0.01:10:0.01"
    assert "1,000,000,000 variants" in refused(billion)


def test_what_changes_nothing_for_want_of_a_side_is_refused_and_not_counted_as_a_try():
    for name in ("hedge", "gross=1/2", "borrow_bps_per_year=0/50"):
        assert "would change nothing: made does not have" in refused(f"rebalance,{name}", LONG_ONLY)
    for name in ("hedge", "gross=1/2"):
        assert "a long and a short side" in refused(name, SHORT_ONLY)
    assert len(variants(SHORT_ONLY, "borrow_bps_per_year=0/50/100")) == 3


NUMBERS = ("-1", "0", "0.5", "1", "2.5", "10", "10.5", "11", "1000", "1000.5", "100000", "100001", "x")


def by_the_sweep(name, number):
    try:
        return getattr(variants(TWO_SIDED, f"{name}={number}")[-1].rules, name)
    except UsageError:
        return "refused"


def by_the_note(name, number):
    properties = ("type: thesis", "thesis_id: t", "opened_on: 2025-12-08", "long_a: [A]", "short_b: [B]")
    note = "\n".join(["---", *properties, f"{name}: {number}", "---", ""])
    thesis = read_thesis_bytes("note.md", note.encode(), lookup=lambda _: LinkAnswer(ticker="")).thesis
    return "refused" if thesis is None else getattr(thesis.rules, name)


@pytest.mark.parametrize("name", ["cost_bps", "borrow_bps_per_year", "gross", "lag_sessions"])
def test_the_limits_are_those_of_the_notes_keys(name):
    numbers = ("-1", "0", "0.5", "1", "2.5", "10", "10.5", "11", "1000", "1000.5", "100000", "100001", "x")

    assert [by_the_sweep(name, each) for each in numbers] == [by_the_note(name, each) for each in numbers]


@given(st.one_of(st.text(), st.text("weighting,rebalanceg=/:lag0159.-%_cost_bps \t\u00a0", max_size=60)))
def test_any_text_is_a_grid_or_an_error_with_a_place(text):
    said, found = "", ()
    try:
        found = variants(TWO_SIDED, text)
    except UsageError as error:
        said = str(error)

    assert said.startswith("sweep") or 1 <= len(found) <= MAX_VARIANTS


def numbers(low, high, whole=False):
    places = 0 if whole else 3
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False).map(str)


ONE = {
    **{name: st.sampled_from(words) for name, words in WORDS.items()},
    "lag_sessions": numbers(0, 10, whole=True),
    "cost_bps": numbers(0, 1_000),
    "borrow_bps_per_year": numbers(0, 100_000),
    "gross": numbers("0.001", 10),
    "max_weight_pct": st.one_of(st.just("none"), numbers("0.001", 100)),
}
GRIDS = st.lists(st.sampled_from(sorted(ONE)), unique=True, min_size=1, max_size=4).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            name: st.lists(
                ONE[name],
                min_size=1,
                max_size=4,
                unique_by=lambda text: text if text.isalpha() or "_" in text else float(text),
            )
            for name in names
        }
    )
)


def as_value(name, text):
    if name in WORDS:
        return text
    if text == "none":
        return None
    return int(text) if name == "lag_sessions" else float(text)


@given(GRIDS)
def test_the_grid_is_every_combination_once_with_the_notes_own_first(grid):
    text = ",".join(f"{name}={'/'.join(texts)}" for name, texts in grid.items())
    own = tuple(getattr(TWO_SIDED.rules, name) for name in grid)
    asked = itertools.product(*([as_value(name, each) for each in texts] for name, texts in grid.items()))

    found = variants(TWO_SIDED, text)

    got = [tuple(getattr(each.rules, name) for name in grid) for each in found]
    assert got == [own, *(each for each in asked if each != own)]
    assert [each.is_as_written for each in found] == [True] + [False] * (len(found) - 1)
    assert len({each.label for each in found}) == len(found)


@given(GRIDS)
def test_a_label_read_as_a_sweep_gives_its_variant_again(grid):
    text = ",".join(f"{name}={'/'.join(texts)}" for name, texts in grid.items())
    for variant in variants(TWO_SIDED, text):
        again = variants(TWO_SIDED, variant.label.replace(" ", ","))

        assert again[-1] == variant
        assert len(again) == (1 if variant.is_as_written else 2)


@given(st.integers(0, 400), st.integers(1, 40), st.integers(0, 20), st.sampled_from([1, 10, 100]))
def test_a_range_is_its_values_written_out(first, step, n, scale):
    def text(units):
        return f"{units / scale:.2f}"

    last = first + n * step
    assume(last / scale <= 1_000)
    listed = "/".join(text(first + i * step) for i in range(n + 1))

    ranged = variants(TWO_SIDED, f"cost_bps={text(first)}:{text(last)}:{text(step)}")

    assert ranged == variants(TWO_SIDED, f"cost_bps={listed}")
