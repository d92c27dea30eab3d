import datetime as dt

import pytest

from screener.prose.days import When, when_said
from screener.prose.figures import cell_figures, has_decimal_commas, number_of, sentence_figures
from screener.prose.sections import section_of
from screener.prose.sides import cues, side_of_lead, side_said

TODAY = dt.date(2025, 12, 8)


@pytest.mark.parametrize(
    ("heading", "side"),
    [
        ("Trade implications: Bearish", "short"),
        ("Bullish", "long"),
        ("Longs I like", "long"),
        ("Losers", "short"),
        ("Who benefits: beneficiaries", "long"),
        ("Gewinner", "long"),
        ("Verlierer", "short"),
        ("Bärisch", "short"),
        ("Haussier :", "long"),
        ("Les perdants", "short"),
        ("Ventes à découvert", "short"),
        ("Ganadores", "long"),
        ("看空", "short"),
        ("🐂", "long"),
        ("Bearish / Bullish", None),
        ("Long-term outlook", None),
        ("In the short run", None),
        ("A short squeeze", None),
        ("Bear case", None),
        ("Not bullish", None),
        ("Keine Gewinner", None),
        ("Shortage of memory", None),
        ("Prices", None),
    ],
)
def test_a_heading_says_its_side(heading: str, side: str | None) -> None:
    assert side_said(heading) == side


def test_a_line_that_leads_says_its_side_before_its_reason() -> None:
    assert side_of_lead("Bearish - names I would sell") == "short"
    assert side_of_lead("NVDA: what all longs need") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I am long NVDA and short PATH.", [("long", "NVDA"), ("short", "PATH.")]),
        ("Long Micron; short UiPath", [("long", "Micron"), ("short", "UiPath")]),
        ("We're bearish on OpenAI. Nothing else.", [("short", "on OpenAI.")]),
        ("The winners are NVDA and TSM.", [("long", "are NVDA and TSM.")]),
        ("Ich bin long Nvidia und short UiPath", [("long", "Nvidia"), ("short", "UiPath")]),
        ("I am not bullish on Palantir", []),
        ("In the long run we are all dead, as long as it lasts", []),
    ],
)
def test_a_sentence_takes_sides(text: str, said: list[tuple[str, str]]) -> None:
    found = [
        (cue.side, text[cue.start : cue.end].strip().removesuffix(" und").removesuffix(" and")) for cue in cues(text)
    ]
    assert found == said


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Key players", "players"),
        ("Watchlist", "players"),
        ("Akteure", "players"),
        ("Related", "related"),
        ("Siehe auch", "related"),
        ("Voir aussi", "related"),
        ("What would change my mind", "kill"),
        ("Kill criteria:", "kill"),
        ("I'm wrong if", "kill"),
        ("TL;DR", "view"),
        ("Pricing", None),
    ],
)
def test_a_heading_says_what_its_section_is_for(heading: str, section: str | None) -> None:
    assert section_of(heading) == section


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("17,5", 17.5),
        ("0,3", 0.3),
        ("0.27", 0.27),
        ("1,234", 1234.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567.0),
        ("2'000", 2000.0),
        ("10 000", 10000.0),
        ("\u22125", -5.0),
        ("0,300", 0.3),
    ],
)
def test_digits_mean_what_people_mean(written: str, number: float) -> None:
    assert number_of(written) == number


def test_in_a_note_of_decimal_commas_a_point_parts_thousands() -> None:
    assert has_decimal_commas("17,5 and 1.250")
    assert not has_decimal_commas("17,5 and 0.3")
    assert number_of("1.250", is_comma=True) == 1250.0


@pytest.mark.parametrize(
    ("cell", "kind", "items"),
    [
        ("17.5 → 0.3 pp", "change", [(17.5, 17.5, "pp"), (0.3, 0.3, "pp")]),
        ("3\u20135x -> 10\u201330x", "change", [(3, 5, "x"), (10, 30, "x")]),
        ("10x\u201330x", "one", [(10, 30, "x")]),
        ("3 to 5\u00d7", "one", [(3, 5, "x")]),
        ("$30 / $60", "pair", [(30, 30, "usd"), (60, 60, "usd")]),
        ("0.27/1.10 USD", "pair", [(0.27, 0.27, "usd"), (1.1, 1.1, "usd")]),
        ("$1.25 / 1M tokens", "one", [(1.25, 1.25, "usd")]),
        ("US$ 1,250.50", "one", [(1250.5, 1250.5, "usd")]),
        ("12 €", "one", [(12, 12, "other")]),
        ("~45 %", "one", [(45, 45, "%")]),
        ("31 Elo", "one", [(31, 31, "elo")]),
        ("8 months", "one", [(8, 8, "months")]),
        ("-3%", "one", [(-3, -3, "%")]),
    ],
)
def test_a_cell_is_read_with_its_unit(cell: str, kind: str, items: list[tuple[float, float, str]]) -> None:
    found = cell_figures(cell)
    assert found is not None
    assert found.kind == kind
    assert [(each.low, each.high, each.unit) for each in found.items] == items


@pytest.mark.parametrize("cell", ["", "GPT-5", "two", "5 of 6 problems", "n/a", "1/2/3", "$", "—"])
def test_a_cell_of_words_is_no_figure(cell: str) -> None:
    assert cell_figures(cell) is None


def test_an_order_sign_is_kept() -> None:
    found = cell_figures(">10x")
    assert found is not None
    assert found.items[0].sign == ">"


def test_a_sentence_has_changes_and_no_days_years_or_model_numbers() -> None:
    text = "On 2025-01-27, GPT-5 (2025) fell from 3-5x a year ago to 10-30x; the gap went 17.5 (2023) → 0.3 on V3.2"
    found = sentence_figures(text)
    assert [each.kind for each in found] == ["change", "change"]
    assert [(each.low, each.high) for pair in found for each in pair.items] == [
        (3, 5),
        (10, 30),
        (17.5, 17.5),
        (0.3, 0.3),
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Then", When("then")),
        ("Now", When("now")),
        ("Damals", When("then")),
        ("Heute", When("now")),
        ("2023", When("then", dt.date(2023, 12, 31))),
        ("2023-07-18", When("then", dt.date(2023, 7, 18))),
        ("Feb 2024", When("then", dt.date(2024, 2, 29))),
        ("2024-11", When("then", dt.date(2024, 11, 30))),
        ("Q3 2024", When("then", dt.date(2024, 9, 30))),
        ("a year ago", When("then", dt.date(2024, 12, 8))),
        ("vor einem Jahr", When("then", dt.date(2024, 12, 8))),
        ("2025", When("now")),
        ("$2025", None),
        ("Then and now", None),
        ("Gap", None),
    ],
)
def test_words_say_when_a_figure_was_so(text: str, when: When | None) -> None:
    assert when_said(text, TODAY) == when


def test_a_year_before_a_leap_day_is_the_28th() -> None:
    assert when_said("a year ago", dt.date(2024, 2, 29)) == When("then", dt.date(2023, 2, 28))
