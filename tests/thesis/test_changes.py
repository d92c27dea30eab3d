"""What is said of the difference between two states of a note."""

import datetime as dt
from dataclasses import fields, replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.records.book_rules import BookRules
from screener.records.problem import has_errors
from screener.records.review import Change
from screener.thesis.changes import thesis_changes
from screener.thesis.links import LinkAnswer
from screener.thesis.member_changes import REWRITES
from screener.thesis.reading import read_thesis_bytes
from screener.thesis.rule_changes import RULES
from screener.thesis.text_changes import paragraph_edits

CHOSEN_ON = dt.date(2025, 12, 8)
NOTE = {
    "type": "thesis",
    "thesis_id": "test",
    "title": "Open wins",
    "status": "active",
    "opened_on": "2025-12-08",
    "horizon_on": "2027-06-30",
    "probability_pct": "60",
    "resolves": "spread_return_pct > 0",
    "long_chips": '[NVDA, "AVGO x2", "ARM 2023-09-14.."]',
    "long_memory": "[MU]",
    "short_api": "[DUOL, PATH]",
    "leg_weights": "[long_chips 60, long_memory 40]",
    "rebalance": "monthly",
    "cost_bps": "10",
    "event_labs": "[deepseek]",
    "pillars": '["price gap", "? brand keeps"]',
    "claims": '["price gap: token_price_gap_x(frontier, open) in 10..30", "token_price_in_usd(gpt-5) = 30"]',
    "kill": '["breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions", "watch: beta(spread) > 0.5"]',
}
BODY = "# Why\n\nOpen models are nearly as good.\n\nThey are cheap.\n"


def make_note(body=BODY, **given):
    """Return a thesis and its text; None leaves a property out."""
    properties = {name: value for name, value in (NOTE | given).items() if value is not None}
    lines = [f"{name}: {value}" for name, value in properties.items()]
    return read_text("\n".join(["---", *lines, "---", body]))


@cache
def read_text(text):
    reading = read_thesis_bytes("note.md", text.encode(), lookup=lambda target: LinkAnswer(message=target))
    assert not has_errors(reading.problems), reading.problems
    return reading.thesis, text


def changes(before_on=None, body=BODY, old=None, **given):
    before, before_text = make_note(**(old or {}))
    after, after_text = make_note(body, **((old or {}) | given))
    return thesis_changes(before, before_text, after, after_text, before_on)


def test_a_note_has_not_changed_against_itself():
    assert changes() == ()


@pytest.mark.parametrize(
    ("given", "change"),
    [
        ({"title": "Open won"}, Change("statement", "title", "Open wins", "Open won")),
        (
            {"resolves": "spread_return_pct > -5"},
            Change("statement", "resolves", "spread_return_pct > 0", "spread_return_pct > -5"),
        ),
        ({"resolves": None}, Change("statement", "resolves", "spread_return_pct > 0", "")),
        ({"primary": "long_chips 0..20"}, Change("statement", "primary", "spread 0..5", "long_chips 0..20")),
        ({"pillars": '["price gap"]'}, Change("statement", "pillars", "? brand keeps", "")),
        (
            {"pillars": '["? brand keeps its price", "price gap"]'},
            Change("statement", "pillars", "? brand keeps", "? brand keeps its price"),
        ),
        ({"probability_pct": "55.5"}, Change("conviction", "probability_pct", "60", "55.5")),
        ({"probability_pct": None}, Change("conviction", "probability_pct", "60", "")),
        ({"horizon_on": "2028-06-30"}, Change("conviction", "horizon_on", "2027-06-30", "2028-06-30")),
        ({"status": "watching"}, Change("state", "status", "active", "watching")),
        (
            {"leg_weights": "[long_chips 70, long_memory 40]"},
            Change("weight", "long_chips", "60", "70"),
        ),
        ({"rebalance": "weekly"}, Change("rule", "rebalance", "monthly", "weekly")),
        ({"hedge": "beta"}, Change("rule", "hedge", "", "beta")),
        ({"cost_bps": "25"}, Change("rule", "cost_bps", "10", "25")),
        ({"borrow_bps_per_year": "50"}, Change("rule", "borrow_bps_per_year", "", "50")),
        ({"benchmark": "[SPY, SMH]"}, Change("rule", "benchmark", "", "SPY; SMH")),
        (
            {"event_labs": "[deepseek, '[[Mistral]]']"},
            Change("rule", "event_labs", "deepseek", "deepseek; [[Mistral]]"),
        ),
        ({"event_windows": '["0..5"]'}, Change("rule", "event_windows", "", "0..5")),
        ({"private_short": '["[[OpenAI]]"]'}, Change("rule", "private_short", "", "[[OpenAI]]")),
        (
            {"judged": '["brand keeps: weak 2026-05-01"]'},
            Change("state", "brand keeps", "", "weak 2026-05-01", "judged by hand"),
        ),
    ],
    ids=lambda value: "" if isinstance(value, Change) else "+".join(value),
)
def test_one_edit_is_one_change_in_the_notes_words(given, change):
    assert changes(**given) == (change,)


def test_moving_the_opening_is_told_once_and_says_what_it_does():
    (change,) = changes(opened_on="2026-02-01")

    assert change == Change(
        "statement", "opened_on", "2025-12-08", "2026-02-01", "moves which returns count as out of sample"
    )


def test_each_changed_paragraph_stands_whole_beside_the_old_one():
    long = "They are cheap, " + "and cheaper every month, " * 40 + "says the list."
    found = changes(body=f"# Why\n\nNew first.\n\nOpen models are just as good.\n\nThey are cheap.\n\n{long}\n")

    assert found == (
        Change("statement", "", "", "New first."),
        Change("statement", "", "Open models are nearly as good.", "Open models are just as good."),
        Change("statement", "", "", long),
    )


def test_what_the_program_wrote_into_the_note_is_no_edit():
    before = make_note(f"{BODY}\n%% screener:begin status %%\nold\n\nfigures\n%% screener:end status %%\nEnd.")
    after = make_note(f"{BODY}\n%% screener:begin status %%\nnew %% screener:end status %%\n\n<!-- mine -->End.")

    assert thesis_changes(*before, *after) == ()


@pytest.mark.parametrize("body", ["%% screener:begin a %%\n{}\n", "```\n%% {} %%\n```\n", "<!-- {}\n", "50 %% {}\n"])
def test_what_is_no_closed_block_or_comment_is_the_authors(body):
    before, after = make_note(body.format("one")), make_note(body.format("two"))

    (change,) = thesis_changes(*before, *after)
    assert ("one" in change.before, "two" in change.after) == (True, True)


@pytest.mark.parametrize(
    ("kill", "expected"),
    [
        # By name, in any case.
        (
            '["breaker drawdown: spread_drawdown_pct >= 30 for 10 sessions", "watch: beta(spread) > 0.5"]',
            [
                (
                    "drawdown",
                    "breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions",
                    "breaker drawdown: spread_drawdown_pct >= 30 for 10 sessions",
                )
            ],
        ),
        (
            '["watch Drawdown: spread_drawdown_pct >= 20 for 10 sessions", "watch: beta(spread) > 0.5"]',
            [
                (
                    "Drawdown",
                    "breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions",
                    "watch Drawdown: spread_drawdown_pct >= 20 for 10 sessions",
                )
            ],
        ),
        # By what it compares.
        (
            '["watch: beta(spread) > 0.8", "breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions"]',
            [("watch: beta(spread) > 0.8", "watch: beta(spread) > 0.5", "watch: beta(spread) > 0.8")],
        ),
        (
            '["breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions"]',
            [("watch: beta(spread) > 0.5", "watch: beta(spread) > 0.5", "")],
        ),
        # Another spelling of the same.
        ('["watch: beta( spread )>0.50", "breaker drawdown: spread_drawdown_pct >= 20 % for 10 sessions"]', []),
    ],
)
def test_criteria_are_matched_by_name_words_or_measure(kill, expected):
    found = changes(kill=kill)

    assert {each.kind for each in found} <= {"criterion"}
    assert [(each.subject, each.before, each.after) for each in found] == expected


def test_a_claim_that_comes_and_one_that_goes_are_two_changes():
    found = changes(
        claims='["price gap: token_price_gap_x(frontier, open) in 10..30", "? routing is normal"]',
    )

    assert [(each.kind, each.before, each.after) for each in found] == [
        ("claim", "", "? routing is normal"),
        ("claim", "token_price_in_usd(gpt-5) = 30", ""),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"long_memory": "[MU, WDC]"}, [("member", "WDC", "", "long_memory", REWRITES)]),
        ({"long_memory": '[MU, "WDC x3 2025-12-09.."]'}, [("member", "WDC", "", "long_memory x3 2025-12-09..", "")]),
        (
            {"long_memory": '[MU, "WDC 2025-12-08.."]'},
            [("member", "WDC", "", "long_memory 2025-12-08..", "rewrites history: it reaches back to 2025-12-08")],
        ),
        ({"short_api": "[DUOL]"}, [("member", "PATH", "short_api", "", REWRITES)]),
        # Ended on a day ahead of what is known.
        ({"short_api": '[DUOL, "PATH ..2026-03-01"]'}, [("member", "PATH", "", "..2026-03-01", "")]),
        (
            {"short_api": '[DUOL, "PATH ..2025-06-01"]'},
            [("member", "PATH", "", "..2025-06-01", "rewrites history: it reaches back to 2025-06-02")],
        ),
        ({"long_chips": '[NVDA, AVGO, "ARM 2023-09-14.."]'}, [("weight", "AVGO", "x2", "x1", REWRITES)]),
        # How it is done: the old weight ends, the new one begins.
        (
            {"long_chips": '[NVDA, "AVGO x2 ..2026-03-01", "AVGO 2026-03-02..", "ARM 2023-09-14.."]'},
            [("member", "AVGO", "", "..2026-03-01", ""), ("member", "AVGO", "", "long_chips 2026-03-02..", "")],
        ),
        (
            {"long_chips": '["AVGO x2", "ARM 2023-09-14.."]', "short_api": "[DUOL, PATH, NVDA]"},
            [("member", "NVDA", "long_chips", "short_api", f"changes side; {REWRITES}")],
        ),
        (
            {"long_chips": '[NVDA, "AVGO x2"]', "long_memory": '[MU, "ARM x2 2023-09-14.."]'},
            [
                ("member", "ARM", "long_chips", "long_memory", "rewrites history: it reaches back to 2023-09-14"),
                ("weight", "ARM", "x1", "x2", "rewrites history: it reaches back to 2023-09-14"),
            ],
        ),
    ],
)
def test_members_tell_what_changed_and_whether_it_rewrites_history(given, expected):
    assert [(each.kind, each.subject, each.before, each.after, each.note) for each in changes(**given)] == expected


def test_members_chosen_anew_rewrite_nothing_because_the_sample_moves_with_them():
    found = changes(long_memory="[MU, WDC]", members_chosen_on="2026-05-01")

    assert [(each.kind, each.subject, each.note) for each in found] == [
        ("statement", "members_chosen_on", "moves which returns count as out of sample"),
        ("member", "WDC", ""),
    ]


def test_what_reaches_back_before_the_last_review_rewrites_history_too():
    given = {"long_memory": '[MU, "WDC 2026-04-01.."]'}

    assert [each.note for each in changes(**given)] == [""]
    assert [each.note for each in changes(dt.date(2026, 3, 31), **given)] == [""]
    assert [each.note for each in changes(dt.date(2026, 4, 1), **given)] == [
        "rewrites history: it reaches back to 2026-04-01"
    ]


def test_kinds_stand_in_the_order_in_which_they_matter():
    found = changes(
        status="watching",
        cost_bps="20",
        long_chips='[NVDA, AVGO, "ARM 2023-09-14.."]',
        short_api="[DUOL]",
        probability_pct="50",
        claims=None,
        pillars=None,
        kill=None,
        title="Else",
    )

    kinds = [each.kind for each in found]
    order = ["statement", "criterion", "claim", "conviction", "member", "weight", "rule", "state"]
    assert list(dict.fromkeys(kinds)) == order
    assert kinds == sorted(kinds, key=order.index)


OTHER_RULES = {
    "weighting": "inverse_vol",
    "hedge": "beta",
    "max_weight_pct": 40.0,
    "rebalance": "daily",
    "lag_sessions": 2,
    "gross": 1.0,
    "cost_bps": 11.0,
    "borrow_bps_per_year": 51.0,
    "cost_by_name": ("x",),
    "borrow_by_name": ("x",),
    "is_borrow_stated": True,
    "cash_rate": "^IRX",
    "delisting": ("x",),
}
PROPERTY = {
    "cost_by_name": "cost_bps_by_name",
    "borrow_by_name": "borrow_bps_per_year_by_name",
    "is_borrow_stated": "borrow_bps_per_year",
}


@pytest.mark.parametrize("field", [each.name for each in fields(BookRules)])
def test_every_rule_of_a_book_is_told_under_its_property(field):
    thesis, text = make_note()
    other = replace(thesis, rules=replace(thesis.rules, **{field: OTHER_RULES[field]}))

    assert [(each.kind, each.subject) for each in thesis_changes(thesis, text, other, text)] == [
        ("rule", PROPERTY.get(field, field))
    ]


def test_the_thesis_with_its_labs_bound_is_no_edit():
    thesis, text = make_note(event_labs="[DeepSeek]")
    bound = replace(thesis, events=replace(thesis.events, labs=("deepseek",)))

    assert thesis_changes(thesis, text, bound, text) == ()
    assert "event_labs" in RULES


def spoilt(text, draw):
    """Return a note with other line ends, more space and comments where nothing reads them."""
    lines = text.split("\n")
    close = lines.index("---", 1)
    made = []
    for number, line in enumerate(lines):
        if 0 < number < close:
            made += ["# a comment of YAML"] * draw(st.integers(0, 1))
            made.append(line.replace(", ", ",   ") + draw(st.sampled_from(["", "  ", "  # mine"])))
        elif number > close:
            gap = draw(
                st.sampled_from([" ", "   ", "\t", " %% aside %% ", " <!-- aside --> ", "\n", " %% two\n\nlines %% "])
            )
            made.append(line if line.startswith("#") else line.replace(" ", gap))
            made += [""] * draw(st.integers(0, 2))
        else:
            made.append(line)
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return draw(st.sampled_from(["", "\ufeff"])) + end.join("\n".join(made).split("\n"))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_space_line_ends_and_comments_are_no_edits(data):
    before = make_note()
    text = spoilt(before[1], data.draw)
    after = read_thesis_bytes("note.md", text.encode(), lookup=None).thesis

    assert thesis_changes(*before, after, text) == ()


words = st.lists(st.sampled_from(["open", "models", "are", "cheap", "good", "%%", "```", "# Why"]), max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=6), st.lists(words, max_size=6))
def test_edits_of_a_body_account_for_every_word(old, new):
    before, after = ([" ".join(each) for each in texts if each] for texts in (old, new))
    edits = paragraph_edits(before, after)

    def count(texts):
        return sorted(" ".join(texts).split())

    # What is left after taking the old words away and the new ones in is the new text.
    gone, came = (count([edit[place] for edit in edits]) for place in (0, 1))
    left = count(before)
    for word in gone:
        left.remove(word)
    assert sorted(left + came) == count(after)
