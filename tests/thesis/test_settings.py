from collections.abc import Callable

import pytest

from screener.records.thesis import EventFilter, Window
from screener.thesis.reading import ThesisReading

Reader = Callable[..., ThesisReading]


def test_defaults(read: Reader) -> None:
    thesis = read().thesis
    assert thesis is not None
    assert thesis.benchmark == ("SPY",)
    assert thesis.windows == (Window(-1, 1), Window(0, 5), Window(0, 20))
    assert (thesis.primary_basket, thesis.primary_window) == ("spread", Window(0, 5))
    assert thesis.members_chosen_on == thesis.opened_on
    assert (thesis.status, thesis.title, thesis.thesis_id) == ("idea", "note", "test")
    assert thesis.events == EventFilter()
    assert thesis.probability_pct is None


def test_everything_written_is_kept(read: Reader) -> None:
    reading = read(
        """
title: A view
status: active
members_chosen_on: 2025-11-01
closed_on: 2025-12-08
horizon_on: 2026-12-08
history_from: 2020-01-01
probability_pct: 62.5
benchmark: [SPY, ^SOX]
event_kinds: [open_weights]
event_labs: ["[[Labs/DeepSeek]]", zhipu]
event_direction: down
event_ids: [E1]
event_skip: [E2, E3]
event_windows: [0..3, "-2..2"]
primary: long_base -2..2
players: ["[[DeepSeek]]"]
private_short: ["[[OpenAI]]"]
related: ["[[Inference economics]]"]
tags: ["#ai", concept]
screen: dollar_volume_usd > 1e6
score_weights: [momentum_pct 2, beta 0]
"""
    )
    assert reading.problems == ()
    thesis = reading.thesis
    assert thesis is not None
    assert (thesis.title, thesis.status) == ("A view", "active")
    dates = (thesis.members_chosen_on, thesis.closed_on, thesis.horizon_on, thesis.history_from)
    assert [str(day) for day in dates] == ["2025-11-01", "2025-12-08", "2026-12-08", "2020-01-01"]
    assert (thesis.probability_pct, thesis.benchmark) == (62.5, ("SPY", "^SOX"))
    assert thesis.events == EventFilter(("open_weights",), ("DeepSeek", "zhipu"), ("down",), ("E1",), ("E2", "E3"))
    assert thesis.windows == (Window(0, 3), Window(-2, 2))
    assert (thesis.primary_basket, thesis.primary_window) == ("long_base", Window(-2, 2))
    assert (thesis.players, thesis.private_short) == (("DeepSeek",), ("OpenAI",))
    assert (thesis.related, thesis.tags) == (("Inference economics",), ("ai", "concept"))
    assert thesis.screen[0].comparisons[0].measure == "dollar_volume_usd"
    assert thesis.score_weights == (("momentum_pct", 2.0), ("beta", 0.0))


@pytest.mark.parametrize("empty", ["", " ~", " null", " []"])
def test_an_empty_property_is_as_good_as_none(read: Reader, empty: str) -> None:
    names = ("status", "probability_pct", "event_windows", "primary", "claims", "tags", "horizon_on", "benchmark")
    reading = read("\n".join(f"{name}:{empty}" for name in names if (name, empty) not in BENCHMARK_TEXT))
    assert reading.problems == ()


# In a list of tickers these are words like any other, and not tickers.
BENCHMARK_TEXT = {("benchmark", " ~"), ("benchmark", " null")}


def test_the_first_window_is_primary_when_0_to_5_is_not_asked_for(read: Reader) -> None:
    thesis = read("event_windows: [0..3, 0..9]").thesis
    assert thesis is not None
    assert thesis.primary_window == Window(0, 3)


# Property line, column of the problem, code, part of the hint.
MISTAKES = [
    ("status: activ", 9, "T106", "did you mean active"),
    ("status: [idea, active]", 16, "T113", "keep one"),
    ("opened_on: 8.12.2025", 12, "T103", "YYYY-MM-DD"),
    ("opened_on: 2025-12-08T10:00", 12, "T103", "YYYY-MM-DD"),
    ("opened_on: 20251208", 12, "T103", "YYYY-MM-DD"),
    ("opened_on:", 1, "T102", "the day the view was written"),
    ('members_chosen_on: "2025-02-29"', 21, "T103", "YYYY-MM-DD"),
    ("horizon_on: 2025-12-08", 13, "T109", "later"),
    ("closed_on: 2025-12-07", 12, "T109", "later"),
    ("probability_pct: 101", 18, "T105", "at most 100"),
    ("probability_pct: -1", 18, "T105", "at least 0"),
    ("probability_pct: 60%", 18, "T104", "write 60"),
    ("probability_pct: 0,5", 18, "T104", "write 0.5"),
    ("probability_pct: sixty", 18, "T104", "60"),
    ("probability_pct: .inf", 18, "T104", "60"),
    ("thesis_id: My View", 12, "T110", "write thesis_id: my-view"),
    ("thesis_id: -a", 12, "T110", "write thesis_id: a"),
    (f"thesis_id: {'a' * 65}", 12, "T110", "thesis_id: aaa"),
    ("type: note", 7, "T101", "type: thesis"),
    ("event_windows: [5]", 17, "T111", "START..END"),
    ('event_windows: ["0..5", "5..0"]', 26, "T111", "START..END"),
    ("event_windows: [-21..0]", 17, "T111", "START..END"),
    ("event_windows: [0..251]", 17, "T111", "START..END"),
    ("primary: spread", 10, "T112", "spread 0..5"),
    ("primary: spred 0..5", 10, "T112", "did you mean spread"),
    ("primary: spread 0..7", 17, "T112", "-1..1, 0..5, 0..20"),
    ("benchmark: SPY QQQ", 16, "T201", "TICKER"),
    ("benchmark: SPY x2", 12, "T201", "write SPY"),
    ("currency: USD", 11, "T107", "own currency"),
    ("screen: momentum_pct >", 23, "T305", "5"),
    ("score_weights: [momentum_pct]", 17, "T114", "momentum_pct 2"),
    ("score_weights: [beta 1, beta 2]", 25, "T114", "keep one"),
    ("title: {a: b}", 8, "T012", "one value"),
    ("title: {{title}}", 8, "T012", "placeholder"),
    ("tags: [[a, b], c]", 8, "T012", "one value"),
]


@pytest.mark.parametrize(("line", "column", "code", "hint"), MISTAKES)
def test_a_faulty_setting_is_an_error_at_its_column(read: Reader, line: str, column: int, code: str, hint: str) -> None:
    reading = read(line)
    assert reading.thesis is None
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code, problem.severity) == (2, column, code, "error")
    assert hint in problem.hint


WARNINGS = [
    ("probability_pct: 0.6", 18, "T117", "write 60"),
    ("event_windows: [0..5, 0..5]", 23, "T118", "remove"),
    ("event_kinds: [a, a]", 18, "T118", "remove"),
    ("benchmark: [SPY, SPY]", 18, "T118", "remove"),
    ('tags: [a, ""]', 12, "T017", "remove"),
    ("tags: #ai", 1, "T018", "quotes"),
    ("players: [[OpenAI]]", 10, "T014", 'write "[[OpenAI]]"'),
    ("Opened_on: 2025-01-01", 1, "T108", "did you mean opened_on"),
    ("event_kind: x", 1, "T108", "did you mean event_kinds"),
    ("cost_bp: 5", 1, "T108", "did you mean cost_bps"),
    ("long-chips: [A]", 1, "T108", "did you mean long_chips"),
    ("Short_x: [A]", 1, "T108", "did you mean short_x"),
]


@pytest.mark.parametrize(("line", "column", "code", "hint"), WARNINGS)
def test_a_doubtful_setting_is_a_warning_and_stops_nothing(
    read: Reader, line: str, column: int, code: str, hint: str
) -> None:
    reading = read(line)
    assert reading.thesis is not None
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code, problem.severity) == (2, column, code, "warning")
    assert hint in problem.hint


def test_the_authors_own_properties_are_left_alone(read: Reader) -> None:
    names = [
        "aliases",
        "cssclasses",
        "created",
        "updated",
        "modified",
        "date",
        "author",
        "source",
        "url",
        "publish",
        "rating",
        "category",
        "topic",
        "topics",
        "up",
        "description",
        "summary",
        "id",
        "cover",
        "project",
        "priority",
        "due",
        "sector",
        "conviction",
        "target",
        "stop",
        "review",
        "next_review_on",
        "position",
        "ticker",
        "tickers",
        "timeframe",
        "long",
        "short",
        "kind",
        "name",
        "notes",
        "catalysts",
        "sources",
        "history",
        "version",
        "lang",
    ]
    assert read("\n".join(f"{name}: x" for name in names)).problems == ()
    assert read("rating: {a: {b: c}}\nmine:\n- [[[y]]]\n? [a, b]\n: c").problems == ()


def test_anchors_aliases_and_tags_do_no_harm(read: Reader) -> None:
    reading = read(
        "event_kinds: &kinds [open_weights]\nevent_labs: *kinds\nstatus: !!str active\nown: &own [*own]\nmore: &own x"
    )
    assert reading.problems == ()
    assert reading.thesis is not None
    assert reading.thesis.events.labs == ("open_weights",)
    assert reading.thesis.status == "active"
