"""Which figures a draft claims, in the language of claims."""

import pytest

from screener.drafting.checking import CheckedDraft


def claims(found: CheckedDraft) -> list[str]:
    return [entry.value for entry in found.draft.of("claims")]


def why(found: CheckedDraft, line: int) -> str:
    return next(each.origin.how for each in found.draft.not_mapped if each.origin.line == line)


def row(label: str, *cells: str, header: str = "Input | Output") -> str:
    bars = "|".join("-" * 3 for _ in range(len(cells) + 1))
    return f"| Model | {header} |\n|{bars}|\n| {label} | {' | '.join(cells)} |\n"


@pytest.mark.parametrize(
    ("label", "model"),
    [
        ("GPT-5", "gpt-5"),
        ("**OpenAI GPT 5**", "gpt-5"),
        ("Opus 4.5", "claude-opus-4-5"),
        ("Claude 4.5 Opus", "claude-opus-4-5"),
        ("[[DeepSeek|DeepSeek-V3.2]]", "deepseek-v3.2"),
        ("GLM-4.6 (Zhipu)", "glm-4.6"),
        ("GPT-5.2", "gpt-5.2"),
    ],
)
def test_a_price_is_claimed_for_the_model_that_is_meant(drafted, label: str, model: str) -> None:
    found = drafted(row(label, "$1.25", "10 USD"))
    assert [claim.partition(": ")[2] for claim in claims(found)] == [
        f"token_price_in_usd({model}) = 1.25",
        f"token_price_out_usd({model}) = 10",
    ]


@pytest.mark.parametrize("label", ["GPT-5 mini", "GPT-5.9", "MyGPT-5", "DeepSeek", "Claude Opus", "GPT-5-turbo"])
def test_a_model_that_is_only_like_one_is_listed_with_near_misses_and_never_claimed(drafted, label: str) -> None:
    found = drafted(row(label, "$1", "$2"))
    assert claims(found) == []
    assert "token_prices.csv" in why(found, 3) or "name a model of deepseek" in why(found, 3)


def test_prices_stand_in_any_arrangement(drafted) -> None:
    expected = ["GPT-5 in: token_price_in_usd(gpt-5) = 30", "GPT-5 out: token_price_out_usd(gpt-5) = 60"]
    for note in (
        row("GPT-5", "$30", "$60"),
        "| | GPT-5 |\n|-|-|\n| Eingabe | 30 $ |\n| Ausgabe | 60 $ |\n",
        "| Model | Price (in/out) |\n|-|-|\n| GPT-5 | $30 / $60 |\n",
        "GPT-5 costs $30 in and $60 out.\n",
        "- GPT-5: input $30, output $60 per million\n",
        "GPT-5 costs $30/$60 now.\n",
    ):
        assert claims(drafted(note)) == expected, note


def test_each_figure_of_a_sentence_belongs_to_the_model_before_it(drafted) -> None:
    found = drafted("GPT-5 costs $1.25/$10 and Opus 4.5 costs $5 in, $25 out.\n")
    assert [claim.partition(": ")[2] for claim in claims(found)] == [
        "token_price_in_usd(gpt-5) = 1.25",
        "token_price_out_usd(gpt-5) = 10",
        "token_price_in_usd(claude-opus-4-5) = 5",
        "token_price_out_usd(claude-opus-4-5) = 25",
    ]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "| open vs closed | 2023 | Now |\n|-|-|-|\n| MMLU gap | 17.5 | **0.3** |\n",
            [
                "MMLU gap then: benchmark_gap_pp(MMLU, open_closed) = 17.5 on 2023-12-31",
                "MMLU gap now: benchmark_gap_pp(MMLU, open_closed) = 0.3",
            ],
        ),
        (
            "The US lead over China on MATH shrank from 24.3 points in 2023 to 1.6 now.\n",
            [
                "MATH gap then: benchmark_gap_pp(MATH, us_china) = 24.3 on 2023-12-31",
                "MATH gap now: benchmark_gap_pp(MATH, us_china) = 1.6",
            ],
        ),
        (
            "The Arena gap of open models widened from 25 Elo in January 2025 to 59 in June 2025.\n",
            [
                "Arena-elo gap then: benchmark_gap_elo(Arena-elo, open_closed) = 25 on 2025-01-31",
                "Arena-elo gap 2025-06-30: benchmark_gap_elo(Arena-elo, open_closed) = 59 on 2025-06-30",
            ],
        ),
        (
            "Price gap: 3-5x a year ago -> 10-30x\n",
            [
                "price gap then: token_price_gap_x(frontier, open) in 3..5 on 2024-12-08",
                "price gap now: token_price_gap_x(frontier, open) in 10..30",
            ],
        ),
        ("Open models are 10\u201330x cheaper.\n", ["price gap: token_price_gap_x(frontier, open) in 10..30"]),
        (
            "| | Gap |\n|-|-|\n| Chatbot Arena | >30 |\n",
            ["Arena-elo gap: benchmark_gap_elo(Arena-elo, open_closed) > 30"],
        ),
    ],
)
def test_gaps_are_claimed_with_their_day(drafted, note: str, expected: list[str]) -> None:
    assert claims(drafted(note)) == expected


def test_a_figure_that_was_so_then_without_a_day_waits_for_a_person(drafted) -> None:
    found = drafted("| | Then | Now |\n|-|-|-|\n| Price gap | 3-5x | 10-30x |\n\n## Bullish\n- NVDA\n")
    assert claims(found)[0] == "? price gap then: token_price_gap_x(frontier, open) in 3..5"
    assert "give a day to price gap then" in " ".join(found.draft.open_points)


def test_a_gap_of_the_table_that_is_the_only_one_so_large_has_its_rows_day_and_says_so(drafted) -> None:
    found = drafted("Between open and closed models the gap on MMLU fell: 17.5 → 0.3.\n")
    assert claims(found)[0] == "MMLU gap then: benchmark_gap_pp(MMLU, open_closed) = 17.5 on 2023-07-18"
    assert "no day is said: this is the day of its only row with this gap" in found.text


def test_who_is_compared_is_never_guessed(drafted) -> None:
    found = drafted("| | Gap |\n|-|-|\n| MMLU | 0.3 pp |\n")
    assert claims(found) == []
    assert why(found, 3).startswith("say whether the gap is between open and closed models")


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        (
            "| | Gap (open) |\n|-|-|\n| SWE-Bench-Pro | 20.4 |\n",
            "no measure takes the unit of SWE-Bench-Pro, open_closed",
        ),
        ("| | Gap (open) |\n|-|-|\n| MMLU | 3x |\n", "the gaps of MMLU are in pp"),
        ("| | Input |\n|-|-|\n| GPT-5 | 1,25 € |\n", "token prices are in US dollars"),
        ("| | Price |\n|-|-|\n| GPT-5 | $30 |\n", "say whether it is the price of input or of output of gpt-5"),
        ("| | Now |\n|-|-|\n| Price gap | 10 |\n", "a price gap is a multiple: write 10x"),
        ("| | Share |\n|-|-|\n| Open models | 45 % |\n", "no measure fits"),
        ("| | Closed | Open |\n|-|-|-|\n| MMLU gap in open models | 88.7 | 88.6 |\n", "no measure fits"),
    ],
)
def test_a_figure_without_a_measure_is_listed_with_the_reason(drafted, note: str, reason: str) -> None:
    found = drafted(note)
    assert claims(found) == []
    assert reason in why(found, 3)


def test_the_same_figure_twice_is_one_claim_with_two_lines(drafted) -> None:
    found = drafted(row("GPT-5", "$30", "$60") + "\nGPT-5 costs $30/$60.\n")
    (first, second) = found.draft.of("claims")
    assert [origin.line for origin in first.origins] == [3, 5]
    assert [origin.how for origin in second.origins][1] == "said again"


def test_two_figures_for_one_model_are_two_claims(drafted) -> None:
    found = drafted("GPT-5 costs $30/$60. Others say GPT-5 costs $1.25/$10.\n")
    assert [claim.partition(":")[0] for claim in claims(found)] == [
        "GPT-5 in",
        "GPT-5 out",
        "GPT-5 in 2",
        "GPT-5 out 2",
    ]
    assert found.draft.not_mapped == ()
