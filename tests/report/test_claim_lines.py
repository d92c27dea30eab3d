import datetime as dt
from dataclasses import replace

import pytest
from make_market import make_thesis

from screener.records.claim import ClaimPoint, ClaimRow, ClaimsReport
from screener.records.prices import Coverage
from screener.report.claim_lines import claim_lines
from screener.report.claims_summary import claims_summary_text

DAY = dt.date(2026, 6, 1)
ROW = ClaimRow(
    claim="a figure",
    role="claim",
    severity="",
    measure="usage(share_pct)",
    value=50.0,
    unit="pct",
    op="=",
    threshold="40",
    quoted=40.0,
    distance=-10.0,
    is_true=False,
    state="broken",
    for_n=0,
    for_unit=None,
    n_breach=3,
    since_on=DAY,
    measured_on=DAY,
    known_on=DAY,
    provenance="seen",
    source="a page",
    note="",
    line=9,
)
HOSTILE = "\x1b[2J\x9b31m\u202ename\u2069\r\nneeds a ruling"


def report(*rows, title="A thesis", **other):
    thesis = replace(make_thesis({"long_a": ["A"]}), title=title)
    given = {
        "history": (),
        "margins": (),
        "no_quarterly_data": (),
        "coverage": (),
        "findings": (),
        "problems": (),
        "no_prices": "",
        "as_of": DAY,
        "price_source": "",
        "data_as_of": None,
        "prices_from": None,
        "flags": (),
        "fingerprint": "abc",
    }
    return ClaimsReport(thesis=thesis, rows=rows, **given | other)


def said(*rows, **other):
    return list(claim_lines(report(*rows, **other)))[1:]


def test_a_figure_quoted_wrong_is_said_beside_the_sourced_one():
    assert said(ROW) == ["  a figure: the note says 40; the sources say 50 pct (seen, of 2026-06-01, known 2026-06-01)"]


def test_a_large_figure_has_no_exponent():
    (line,) = said(replace(ROW, value=1234567.0, quoted=54321.0))

    assert "the note says 54320; the sources say 1235000 pct" in line


@pytest.mark.parametrize("state", ["holds", "weak", "broken", "stale"])
def test_a_gap_between_countries_is_said_to_be_one_whatever_the_claim_comes_to(state):
    note = "compares the United States with China, not closed with open models; end of 2023"
    row = replace(ROW, measure="benchmark_gap_pp(MMLU, us_china)", state=state, quoted=None, op=">", note=note)

    assert said(row) == ["  a figure: compares the United States with China, not closed with open models"]


def test_a_note_that_compares_something_else_is_no_gap_between_countries():
    assert said(replace(ROW, state="holds", note="compares two boards")) == []


def test_a_name_without_prices_is_named_with_the_reason():
    there = Coverage("A", "a feed", 5, DAY, DAY)
    lines = said(coverage=(there, Coverage("FIG", "", 0, None, None, "no file FIG.csv")))

    assert lines == ["  not priced: FIG (no file FIG.csv)"]


def test_what_a_note_says_cannot_drive_a_terminal():
    row = replace(ROW, claim=HOSTILE, role="kill", severity="breaker", state="tripped", op=">")
    points = tuple(
        ClaimPoint(HOSTILE, "kill", HOSTILE, part, DAY + dt.timedelta(n), 1.0 + n, "x", True, None, None, "", "")
        for n in (0, 1)
        for part in ("", HOSTILE)
    )
    made = report(row, title=HOSTILE, history=points)

    lines = list(claim_lines(made))
    text = claims_summary_text(made, 200)

    assert not set("\x1b\x9b\u202e\u2069\r\n") & set("".join(lines))
    assert not set("\x1b\x9b\u202e\u2069\r") & set(text)
    assert sum(line.startswith("  needs a ruling") for line in lines) == 1
