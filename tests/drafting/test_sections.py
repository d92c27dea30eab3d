"""Players, related notes, criteria, tags, the title and the rest."""

import pytest

from screener.drafting.checking import CheckedDraft
from screener.errors import ThesisError, UsageError


def values(found: CheckedDraft, key: str) -> list[str]:
    return [entry.value for entry in found.draft.of(key)]


def test_players_are_links_or_names_without_their_remarks(drafted) -> None:
    note = "## Key players\n- [[Labs/DeepSeek|the whale]] - cheap\n- Open: Mistral, GLM and Llama\n- Qwen (Alibaba)\n"
    assert values(drafted(note), "players") == ["[[Labs/DeepSeek]]", "Mistral", "GLM", "Llama", "Qwen"]


def test_a_remark_below_a_player_is_no_player(drafted) -> None:
    found = drafted("## Players\n- [[DeepSeek]]\n  - cuts prices\n- Closed\n  - [[OpenAI]]\n")
    assert values(found, "players") == ["[[DeepSeek]]", "[[OpenAI]]"]
    assert [each.origin.line for each in found.draft.not_mapped] == [3]


def test_a_line_can_say_its_section_itself(drafted) -> None:
    led = "Related notes: [[A]], [[B]]\n\nPlayers: DeepSeek\n\n- Key players: Qwen and GLM\n"
    found = drafted(f"## Kill criteria\n- Labs cut\n\n{led}")
    assert values(found, "related") == ["[[A]]", "[[B]]"]
    assert values(found, "players") == ["DeepSeek", "Qwen", "GLM"]
    assert values(found, "kill") == ["? Labs cut"]


def test_related_links_go_into_the_property_and_their_remarks_into_the_body(drafted) -> None:
    found = drafted("## See also\n- [[Inference economics|costs]] \u2013 why tokens get cheaper\n- [[AI capex]]\n")
    assert values(found, "related") == ["[[Inference economics]]", "[[AI capex]]"]
    assert "- [[Inference economics]]: why tokens get cheaper (line 2)\n- [[AI capex]]: (line 3)\n" in found.text


def test_criteria_in_words_are_questions_and_written_ones_are_kept(drafted) -> None:
    note = (
        "## Bullish\n- NVDA\n\n## What would change my mind\n- Labs raise prices twice.\n"
        "- breaker drop: long_excess_return_pct <= -20\n- long_excess_return_pct <= -10\n- margin > 5\n"
    )
    found = drafted(note)
    assert values(found, "kill") == [
        "? Labs raise prices twice",
        "breaker drop: long_excess_return_pct <= -20",
        "watch long_excess_return_pct: long_excess_return_pct <= -10",
    ]
    assert found.thesis is not None
    (listed,) = found.draft.not_mapped
    assert (listed.origin.line, listed.origin.text) == (8, "margin > 5")
    assert "there is no measure 'margin'" in listed.origin.how


def test_a_criterion_that_the_sides_forbid_is_listed(drafted) -> None:
    found = drafted("## Bullish\n- NVDA\n## Kill criteria\n- breaker d: spread_drawdown_pct >= 20\n")
    assert values(found, "kill") == []
    assert "needs a long and a short leg" in found.draft.not_mapped[0].origin.how


def test_tags_come_from_the_properties_the_first_line_and_the_text(drafted) -> None:
    found = drafted('---\ntags: [ai, "#ki"]\n---\n#concept #AI\n\n# T #deep/er\n\nCosts #1 fell (#new) `#no`.\n')
    assert values(found, "tags") == ["ai", "ki", "concept", "deep/er", "new"]


@pytest.mark.parametrize(
    ("note", "title", "thesis_id"),
    [
        ("---\ntitle: 'From: properties'\n---\n# Heading\n", "From: properties", "from-properties"),
        ("# *Öffnung* der Maße\n", "Öffnung der Maße", "offnung-der-masse"),
        ("no heading\n", "A note", "a-note"),
        ("# Bearish\n- PATH\n# Bullish\n- NVDA\n", "A note", "a-note"),
        ("# 开源模型\n", "开源模型", "my-thesis"),
    ],
)
def test_the_title_comes_from_the_properties_the_heading_or_the_file(drafted, note, title, thesis_id) -> None:
    found = drafted(note)
    assert (found.draft.title, found.draft.thesis_id) == (title, thesis_id)


def test_other_properties_are_listed_with_their_lines(drafted) -> None:
    found = drafted("---\ncreated: 2025-12-08\nup:\n  - '[[Home]]'\n---\n## Bullish\n- NVDA\n")
    assert [(each.kind, each.origin.line, each.origin.text) for each in found.draft.not_mapped] == [
        ("property", 2, "created: 2025-12-08"),
        ("property", 3, "up: - '[[Home]]'"),
    ]


def test_lines_count_from_the_files_first_also_behind_properties(drafted) -> None:
    found = drafted("---\na: 1\n---\n\n## Bullish\n\n- NVDA\n")
    assert found.draft.of("long_chips")[0].origins[0].lines == "7"


def test_a_thesis_is_not_drafted_from(drafted) -> None:
    with pytest.raises(UsageError, match="is a thesis already; run: screener thesis lint"):
        drafted("---\ntype: thesis\nopened_on: 2025-12-08\nlong_x: [NVDA]\n---\n")


def test_what_is_no_text_is_refused_with_its_place(drafted, tmp_path, reference) -> None:
    from screener.drafting.importing_note import import_note

    (tmp_path / "x.md").write_bytes(b"a\n\xff\n")
    for name in ("x.md", "absent.md", "."):
        with pytest.raises(ThesisError) as raised:
            import_note(tmp_path / name, reference, found_on())
        assert len(raised.value.problems) == 1


def found_on():
    import datetime as dt

    return dt.date(2025, 12, 8)


def test_a_note_with_nothing_to_place_makes_a_draft_that_says_what_it_lacks(drafted) -> None:
    found = drafted("Only words.\n")
    assert found.thesis is None
    assert [problem.code for problem in found.problems] == ["T208"]
    assert found.draft.open_points == (
        "legs: no name was found on either side; write one, such as long_chips: [NVDA, AMD]",
    )
