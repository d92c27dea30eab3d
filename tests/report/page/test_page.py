import itertools
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hostile_text import hostile
from made_reviews import day, filled_tables, make_charts, make_claim, make_lines, make_path, make_review, make_tables
from read_pages import Page, read_page

from screener.records.review import SPANS, Curve, Evidence, Review
from screener.report.banner import SIMULATED_BANNER
from screener.report.page.page import page_html

TABLES = filled_tables()
NOTHING = make_review(
    verdict="quiet", sentences=(), rulings=(), changes=(), claims=(), evidence=(), risk=(), sizing=(), coming=(),
    decisions=(), scorecard=(), missing=(), sources=(), flags=(), previous_on=None, signals_before_on=None,
    pnl=tuple(replace(make_lines(span)[-1], start_on=None, end_on=None) for span in ("week", "month", "opening")),
    charts=make_charts(
        spread=Curve("spread", "spread", ()), drawdown=Curve("spread", "spread", ()), drawdown_limit=None, legs=(),
        path=(), gaps=(), gap_limits=(),
    ),
)  # fmt: skip


def page(review: Review, tables: dict[str, Any] = TABLES) -> Page:
    return read_page(page_html(review, tables))


REVIEWS = pytest.mark.parametrize(
    "review",
    [
        pytest.param(make_review(), id="full"),
        pytest.param(NOTHING, id="nothing"),
        pytest.param(hostile(make_review()), id="hostile"),
        pytest.param(make_review(price_source="simulated"), id="simulated"),
    ],
)


@REVIEWS
def test_a_page_fetches_nothing_and_runs_nothing(review):
    found = page(review)
    names = {name for each in found.elements for name in each.attributes}

    assert not found.all("script", "iframe", "img", "object", "embed", "form", "base", "foreignobject", "use", "image")
    assert not [name for name in names if name.startswith("on") or name in ("src", "srcset", "style", "xlink:href")]
    assert [each.attributes["href"] for each in found.all("link")] == ["data:,"]
    assert all(each.attributes["href"].startswith(("#main", "https://example.org/")) for each in found.all("a"))
    assert all(each.attributes.get("rel") == "noopener noreferrer" for each in found.all("a")[1:])
    policies = [each.attributes["content"] for each in found.all("meta") if "http-equiv" in each.attributes]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert "url(" not in found.texts("style")[0]
    assert "@import" not in found.texts("style")[0]


@REVIEWS
def test_a_page_can_be_read_without_seeing_it(review):
    found = page(review)
    ids = Counter(each.attributes["id"] for each in found.elements if "id" in each.attributes)
    levels = [int(each.tag[1]) for each in found.all("h1", "h2", "h3", "h4")]
    regions = Counter(
        each.attributes["aria-label"] for each in found.elements if each.attributes.get("role") == "region"
    )

    assert found.all("html")[0].attributes["lang"] == "en"
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert not [each for each, count in (ids | regions).items() if count > 1]
    assert set(ids) >= {each.attributes["aria-labelledby"] for each in found.all("section")}
    assert "main" in ids
    assert [len(found.all(tag)) for tag in ("main", "header", "footer")] == [1, 1, 1]
    assert all(each.attributes.get("scope") in ("col", "row") for each in found.all("th"))
    assert len(found.all("caption")) == len(found.all("table"))
    assert all(
        each.attributes.get("tabindex") == "0" for each in found.elements if each.attributes.get("role") == "region"
    )
    assert all(each.lies_in("figure") for each in found.all("svg"))
    assert not [each for each in found.all("h1", "h2", "h3", "caption", "summary") if not each.text.strip()]


def test_every_drawing_has_its_figures_in_a_table_too():
    found = page(make_review(), {**TABLES, "pnl": make_tables(pnl=[{"span": s, "line": "net"} for s in SPANS])["pnl"]})
    titles = [each.text for each in found.all("title") if each.lies_in("svg")]
    folded = [each for each in found.all("table") if each.lies_in("details") and each.lies_in("figure")]

    # The criteria have theirs open, further down.
    assert [f"Figures: {title}" for title in titles if "Kill criteria" not in title] == [
        text for text in found.texts("summary") if text.startswith("Figures")
    ]
    assert len(folded) == len(titles) - 1 == 7


def test_the_figures_of_a_line_are_those_of_each_months_last_session():
    found = page(make_review())
    (table,) = [each for each in found.all("table") if "Value of each leg and of the benchmark" in each.text]

    assert " ".join(table.text.split()).endswith("SPY 2025-12 3 2.9 0.5 1.02")


@REVIEWS
def test_the_same_review_gives_the_same_bytes(review):
    assert page_html(review, TABLES) == page_html(review, TABLES)


def test_headings_follow_the_order_of_a_review():
    assert [text.partition(" (")[0] for text in page(make_review()).texts("h2")] == [
        "Verdict",
        "Needs a ruling",
        "Profit and loss",
        "The course so far",
        "What changed since 2026-05-22",
        "Claims and kill criteria",
        "Evidence since 2026-05-22",
        "Risk",
        "Sizing: model portfolio",
        "What comes",
        "Decision and scorecard",
        "What was used, and what is missing",
        "How this was made",
    ]


def test_the_top_says_week_verdict_and_rulings():
    found = page(make_review())

    assert "Weekly review 2026-W22: 2026-05-25 to 2026-05-31" in found.texts("header")[0]
    assert "A breaker of the note is tripped: the thesis needs a written ruling now." in found.section("verdict")
    assert "too few events." in found.section("verdict")
    assert "price gap gone breaker: tripped since 2026-05-20, 10 days 4.2 x, below 5 for 60 days" in found.section(
        "rulings"
    )
    assert "tools keep their price question: unknown nobody has answered it" in found.section("rulings")


def test_an_overridden_ruling_says_when():
    ruling = replace(make_review().rulings[0], overridden_on=day("2026-05-22"))

    assert "Overridden in writing on 2026-05-22." in page(make_review(rulings=(ruling,))).section("rulings")


def test_profit_and_loss_shows_that_it_adds_up():
    said = page(make_review()).section("pnl")

    assert said.count("names +1.50 + cost -0.10 + borrow -0.20 + cash +0.05 = net +1.25 %,") == 3


def test_a_sum_that_does_not_add_up_stands_out():
    lines = make_lines("week")
    wrong = replace(lines[-1], line=replace(lines[-1].line, contribution=0.02))
    alerts = [
        each.text
        for each in page(make_review(pnl=(*lines[:-1], wrong))).all("p")
        if "alert" in each.attributes.get("class", "")
    ]

    assert len(alerts) == 1
    assert "this does not add up" in alerts[0]


def test_drift_has_the_old_text_beside_the_new():
    said = page(make_review()).section("changes")

    assert "Drift: criterion, drawdown lost 3 % At the last review drawdown_pct >= 25 Now drawdown_pct >= 30" in said
    assert "NVDA hold buy" in said


def test_evidence_stands_for_beside_against_and_asks_for_more():
    said = page(make_review()).section("evidence")

    order = ["For the thesis (1)", "V4 price cut", "Against the thesis (1)", "kimi dearer", "Neither way (1)"]
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)
    assert "name one thing seen this week that speaks against the thesis" in said


def test_without_evidence_against_the_page_says_that_only_a_machine_looked():
    assert "Nothing new was found by machine." in page(make_review(evidence=())).section("evidence")


def test_sizing_says_whether_it_is_a_model_or_real():
    real = {**TABLES, "positions": make_tables(positions=[{"ticker": "MU", "shares": 10.0}])["positions"]}
    holding = make_review(positions=(object(),), position_lines=("AI: no price.",))

    assert "every figure on this page is about the model portfolio" in page(make_review()).section("sizing")
    assert page(holding, real).section("sizing").startswith("Sizing: real holdings AI: no price. Real holdings")


def test_what_is_missing_is_listed_and_the_footer_says_what_it_was_made_of():
    found = page(make_review())
    (footer,) = found.texts("footer")

    assert "not priced: FIG" in found.section("missing")
    for said in ("As of 2026-05-29", "csv, to 2026-05-29", "bc717777a204", "thesis-screener 0.8.0", "members_missing",
                 "https://example.org/prices", "Not investment advice."):  # fmt: skip
        assert said in footer


def test_simulated_prices_stand_under_a_banner_at_top_and_bottom():
    said = page(make_review(price_source="simulated"))

    assert said.texts("header")[0].startswith(SIMULATED_BANNER)
    assert SIMULATED_BANNER in said.texts("footer")[0]
    assert SIMULATED_BANNER not in page_html(make_review(), TABLES)


def test_a_first_review_says_that_there_is_nothing_to_compare_with():
    found = page(NOTHING, make_tables())

    assert "This is the first review kept. Nothing changed." in found.section("changes")
    assert "compared with no earlier review" in found.texts("header")[0]
    assert "Nothing needs a ruling." in found.section("rulings")
    assert "The note claims nothing and names nothing that would end it." in found.section("claims")
    assert found.section("missing").endswith("Nothing that was asked for is missing.")


def test_hostile_text_stays_text_wherever_it_stands():
    text = page_html(hostile(make_review()), TABLES)
    found = read_page(text)

    assert not set(text) & {"\x1b", "\u202e"}
    assert not found.all("script")
    assert "<!--" not in text
    assert " onload=" not in "".join(name for each in found.elements for name in each.attributes)
    assert "49" not in found.texts("h1")[0]
    assert "<script>alert(1)</script>\ufffd[31m]]>" in found.texts("h1")[0]
    assert text.count("&lt;script&gt;alert(1)") > 50


def test_a_source_that_is_no_address_of_the_web_is_text():
    evil = Evidence(day("2026-05-28"), "usage", "x", "for", "", "seen", "javascript:alert(1)")
    found = page(make_review(evidence=(evil,), sources=("data:text/html,<b>",)))

    assert [each.attributes["href"] for each in found.all("a")] == ["#main"]
    assert "javascript:alert(1)" in found.section("evidence")


def test_a_large_thesis_stays_under_500_kb():
    n_sessions, n_names = 300, 120
    days = [day("2024-01-01").fromordinal(day("2024-01-01").toordinal() + 3 * n) for n in range(n_sessions)]
    curve = [(each, 1.0 + n / 97) for n, each in enumerate(days)]
    names = tuple((f"T{n}.KS", f"long_leg_{n % 8}", "long", 0.0001 * n) for n in range(n_names))
    charts = make_charts(
        spread=Curve("spread", "spread", tuple(curve)),
        drawdown=Curve("spread", "spread", tuple(curve)),
        legs=tuple(Curve(f"long_leg_{n}", "long", tuple(curve)) for n in range(12)),
        path=(*make_path("before", 60), *make_path("live", 60)),
        gaps=tuple(Curve(f"gap {n}", "", tuple(curve)) for n in range(2)),
    )
    claims = tuple(make_claim(f"claim {n}", note="word " * 60) for n in range(80))
    rows = [
        {
            "span": span,
            "line": "name",
            "ticker": name,
            "leg": leg,
            "side": "long",
            "contribution_pct": value,
            "market_pct": value,
            "residual_pct": value,
        }
        for span in ("week", "opening")
        for name, leg, _, value in names
    ]
    tables = make_tables(pnl=rows, sizing=[{"ticker": name, "leg": leg, "weight_pct": 1.0} for name, leg, *_ in names])
    pnl = tuple(line for span in ("week", "month", "opening") for line in make_lines(span, names))  # type: ignore[arg-type]

    assert len(page_html(make_review(charts=charts, claims=claims, pnl=pnl), tables).encode()) < 500_000
