"""Which names a draft puts where, and why."""

import pytest

from screener.drafting.checking import CheckedDraft


def legs(found: CheckedDraft) -> dict[str, list[str]]:
    return {leg: [entry.label for entry in found.draft.of(leg)] for leg in found.draft.legs}


def hows(found: CheckedDraft, label: str) -> list[str]:
    return [origin.how for entry in found.draft.entries if entry.label == label for origin in entry.origins]


def not_mapped(found: CheckedDraft) -> list[tuple[str, int, str]]:
    return [(each.kind, each.origin.line, each.origin.how) for each in found.draft.not_mapped]


def test_a_name_is_known_by_ticker_by_name_and_by_theme_and_the_draft_says_by_which(drafted) -> None:
    found = drafted("## Bullish\n- NVDA\n- Micron: memory is scarce\n- Server makers\n")
    assert legs(found) == {
        "long_chips": ["NVDA"],
        "long_memory": ["MU"],
        "long_on_prem": ["DELL", "HPE", "SMCI", "NTAP", "NTNX", "PSTG", "IBM"],
    }
    assert hows(found, "NVDA") == ["ticker NVDA"]
    assert hows(found, "MU") == ["name Micron"]
    assert hows(found, "DELL") == ["theme 'Server makers': leg on_prem of data/candidates.csv"]


def test_a_member_is_held_from_its_first_trade(drafted) -> None:
    found = drafted("## Bullish\n- Arm\n")
    assert [entry.value for entry in found.draft.of("long_chips")] == ["ARM 2023-09-14.."]


def test_a_reason_names_nobody(drafted) -> None:
    found = drafted("## Bullish\n- NVDA: sells to OpenAI and Dell\n  - Anthropic buys too\n  - Buyers: Meta, Oracle\n")
    assert legs(found) == {"long_chips": ["NVDA"]}
    assert found.draft.private == ()
    assert hows(found, "NVDA") == ["ticker NVDA", "reason, below line 2", "reason, below line 2"]
    assert not_mapped(found) == []


def test_names_below_a_theme_say_what_the_theme_means(drafted) -> None:
    found = drafted("## Bullish\n- Chips\n  - AMD\n  - TSMC's foundry is full\n- Memory (Micron, SK hynix)\n")
    assert legs(found) == {"long_chips": ["AMD"], "long_memory": ["MU", "000660.KS"]}


def test_a_heading_stands_for_its_theme_only_where_nothing_below_it_is_placed(drafted) -> None:
    found = drafted("## Bullish\n### Memory\n- every token needs it\n### Chips\n- NVDA\n")
    assert legs(found)["long_chips"] == ["NVDA"]
    assert legs(found)["long_memory"] == ["MU", "SNDK", "WDC", "STX", "000660.KS", "005930.KS", "285A.T"]


def test_a_short_theme_takes_what_the_table_has_short_else_what_it_has_long(drafted) -> None:
    assert legs(drafted("## Bearish\n- API-only companies\n")) == {"short_api_only": ["DUOL", "PATH", "FIG"]}
    found = drafted("## Bearish\n- networking\n")
    assert legs(found)["short_networking"][:2] == ["ANET", "CRDO"]
    assert "(the table has ANET as long)" in hows(found, "ANET")[0]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("I am long NVDA and AVGO, and short UiPath.", {"long_chips": ["NVDA", "AVGO"], "short_api_only": ["PATH"]}),
        ("Shorts: AI, BBAI, SOUN\n", {"short_ai_revenue": ["AI", "BBAI", "SOUN"]}),
        ("**Longs**\n\n- [[Nvidia|NVDA]]\n", {"long_chips": ["NVDA"]}),
        ("Winners:\n- $CRWD\n- (NYSE: ORCL)\n", {"long_application": ["CRWD"], "long_hyperscalers": ["ORCL"]}),
        ("| Bullish | Bearish |\n|--|--|\n| MU | PATH |\n", {"long_memory": ["MU"], "short_api_only": ["PATH"]}),
        ("| Ticker | Side |\n|--|--|\n| AI | **short** |\n| SNOW | Long |\n", {"long_others": ["SNOW"], "short_ai_revenue": ["AI"]}),  # noqa: E501
        ("## Bearish\n- Long MU as a hedge\n- PATH\n", {"long_memory": ["MU"], "short_api_only": ["PATH"]}),
        ("## Perdants\n- Revendeurs d'API\n", {"short_api_only": ["DUOL", "PATH", "FIG"]}),
        ("# Bearish on labs\n## Background\n- NVDA sells chips\n", {}),
        ("# Memory is scarce\n## Bearish\n- [[HP Inc|HPQ]]\n", {"short_others": ["HPQ"]}),
        ("## Bear case\n- NVDA is cyclical\n", {}),
        ("## Players\n- NVDA\n", {}),
        ("## Bullish\n- MICRON AND NVIDIA\n", {"long_memory": ["MU"], "long_chips": ["NVDA"]}),
        ("## Bullish\n- coherent strategies, meta-analysis\n", {}),
    ],
)  # fmt: skip
def test_sides_are_read_in_every_form(drafted, note: str, expected: dict[str, list[str]]) -> None:
    assert legs(drafted(note)) == expected


def test_the_word_ai_is_a_ticker_only_where_it_can_be_nothing_else(drafted) -> None:
    found = drafted("## Bearish\n- AI\n- AI stories\n- DUOL, because AI replaces it\n")
    assert legs(found)["short_ai_revenue"] == ["AI", "BBAI", "SOUN"]
    assert not_mapped(found) == [
        ("name", 2, "AI may be the ticker or the word: write $AI for the ticker"),
    ]


def test_a_name_on_both_sides_keeps_the_first_and_the_other_is_listed(drafted) -> None:
    found = drafted("## Bullish\n- NVDA\n## Bearish\n- Nvidia, should custom chips win\n- PATH\n")
    assert legs(found) == {"long_chips": ["NVDA"], "short_api_only": ["PATH"]}
    assert not_mapped(found) == [("name", 4, "NVDA is on the long side already, by line 2; it cannot be on both")]


def test_what_names_nobody_known_is_listed_with_its_line(drafted) -> None:
    found = drafted("## Bearish\n- Everybody else\n- [[Unheard of]]\n- PATH\n")
    assert [(kind, line) for kind, line, _ in not_mapped(found)] == [("name", 2), ("name", 3)]


def test_private_companies_come_with_who_holds_them(drafted) -> None:
    found = drafted("## Bearish\n- [[OpenAI]]\n- Mistral AI\n## Bullish\n- Moonshot\n")
    assert [entry.value for entry in found.draft.of("private_short")] == ["[[OpenAI]]", "Mistral AI"]
    assert [entry.value for entry in found.draft.of("private_long")] == ["Moonshot AI"]
    held = {each.name: [row.holder for row in each.holders] for each in found.draft.private}
    assert held["OpenAI"] == ["MSFT", "9984.T", "NVDA", "DXYZ"]
    assert "- OpenAI, short (line 2). Held by: MSFT 27 % (seen); 9984.T 11 % (memory);" in found.text


def test_a_link_leads_to_the_ticker_in_its_note(drafted, tmp_path) -> None:
    (tmp_path / "Snowflake.md").write_text("---\nticker: SNOW\n---\n")
    found = drafted("## Bearish\n- [[Snowflake]] resells tokens\n")
    assert legs(found) == {"short_others": ["SNOW"]}
    assert hows(found, "SNOW") == ["the ticker in the note Snowflake"]


def test_an_exchange_that_no_table_knows_is_listed_and_the_draft_lints(drafted) -> None:
    found = drafted("## Bullish\n- [[Some firm|ABC.XX]]\n- NVDA\n")
    assert found.thesis is not None
    assert legs(found) == {"long_chips": ["NVDA"]}
    (listed,) = found.draft.not_mapped
    assert listed.origin.line == 2
    assert "no exchange is known for the suffix .XX" in listed.origin.how
