"""What a screen says in words and shows on a terminal."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from make_market import make_thesis

from screener.dictionary.tables import TABLES
from screener.records.prices import Coverage
from screener.records.screen import ScreenName, ScreenReport, ScreenRow
from screener.report.screen_lines import screen_lines
from screener.report.screen_summary import screen_summary_text
from screener.report.screen_table import screen_table

ON = dt.date(2026, 5, 29)
RISE = tuple(1.0 + n for n in range(13))


def row(ticker, signal="hold", *, side="long", before=None, **given):
    name = ScreenName(ticker, "", "member", f"{side}_a", side)
    return ScreenRow(name, 1, signal, signal_before=before or signal, **given)


def report(rows, **given):
    whole = ScreenReport(
        thesis=make_thesis({"long_a": ["A"], "short_b": ["B"]}),
        rows=tuple(rows),
        weights=(("momentum_pct", 0.75), ("beta", 0.0), ("resid_vol_pct", 0.25)),
        gate=(),
        compared_on=dt.date(2026, 5, 22),
        track_record="track record not computed",
        n_watched=0,
        coverage=(),
        findings=(),
        problems=(),
        as_of=ON,
        price_source="csv",
        data_as_of=ON,
        flags=(),
        fingerprint="0" * 12,
    )
    return replace(whole, **given)


def said(*rows, **given):
    return "\n".join(screen_lines(report(rows, **given)))


def test_the_first_line_counts_the_signals_that_there_are():
    text = said(row("A"), row("B", "enter", before="avoid"), row("C"), row("D", "no_data"))

    assert (
        text.splitlines()[0] == "Made for a test - screen of 2026-05-29, as of 2026-05-29: 1 enter, 2 hold, 1 no_data"
    )


def test_a_breaker_that_stands_is_told_and_only_then():
    assert "NOTHING IS ENTERED while a breaker stands: drawdown, gap" in said(row("A"), gate=("drawdown", "gap"))
    assert "NOTHING" not in said(row("A"))


def test_what_changed_is_told_with_the_part_that_moved_most():
    text = said(row("A", "exit", before="hold", score=-0.3, score_change=-0.5, moved_by="score_momentum"), row("B"))

    assert "1 signal differs from 2026-05-22:" in text
    assert "A: hold to exit, score -0.30 (-0.50, momentum moved most)" in text
    assert "B: " not in text


def test_no_change_and_nothing_to_compare_with_are_told_apart():
    assert "no signal differs from 2026-05-22" in said(row("A"))
    assert "no earlier session to compare with" in said(row("A"), compared_on=None)


def test_more_changes_than_fit_are_counted():
    text = said(*(row(f"N{n}", "exit", before="hold") for n in range(15)))

    assert "N11: hold to exit" in text
    assert "N12: " not in text
    assert "and 3 more" in text


def test_the_columns_that_are_named_for_the_other_changes_exist():
    text = said(*(row(f"N{n}", "exit", before="hold") for n in range(15)))
    (columns,) = re.findall(r"and 3 more: --columns (.*)", text)

    assert set(columns.split(",")) <= set(TABLES["signals"])


def test_weights_of_parts_and_of_sides_are_in_percent():
    text = said(row("A", weight=0.6), row("B", weight=0.4), row("C", side="short", weight=-0.8))

    assert "score: 75 % momentum_pct, 25 % resid_vol_pct;" in text
    assert "suggested weights add up to +100.0 % long and -80.0 % short" in text


def test_names_without_prices_are_named_and_the_rest_counted():
    coverage = tuple(Coverage(f"N{n}", "XNYS", 0, None, None, "no prices") for n in range(14))

    assert "no prices: N0, N1, " in said(row("A"), coverage=coverage)
    assert "N11 and 2 more (at the bottom, with the reason)" in said(row("A"), coverage=coverage)
    assert "no prices" not in said(row("A"))


def test_figures_are_decimals_inside_and_percent_in_the_table():
    given = {"weight": 0.25, "momentum": 0.125, "event_response": -0.01, "resid_vol": 0.3, "lab_overlap": 0.27}
    table = screen_table(report([row("A", **given, gross_margin_change=-0.025, revenue_growth=0.5, beta=1.5)]))
    (cells,) = (dict(zip(table.columns, each, strict=True)) for each in table.rows)

    assert [cells[each] for each in ("weight_pct", "momentum_pct", "event_response_pct", "resid_vol_pct")] == (
        pytest.approx([25.0, 12.5, -1.0, 30.0])
    )
    assert [cells[each] for each in ("lab_overlap_pct", "gross_margin_change_pp", "revenue_growth_pct", "beta")] == (
        pytest.approx([27.0, -2.5, 50.0, 1.5])
    )


def test_flags_of_a_row_and_of_the_report_stand_once():
    table = screen_table(report([row("A", flags=("price_under_5", "simulated"))], flags=("simulated", "hindsight")))

    assert table.rows[0][-1] == "price_under_5;simulated;hindsight"


def test_each_row_has_the_path_of_its_own_price():
    whole = report([row("A", path=RISE), row("B", side="short", path=RISE[::-1]), row("C")])
    lines = screen_summary_text(whole, screen_table(whole)).splitlines()
    path = {line.split()[1]: line.split()[-1] for line in lines if line[:2] in ("+ ", "- ")}

    assert (path["A"][0], path["A"][-1]) == ("▁", "▇")
    assert (path["B"][0], path["B"][-1]) == ("▇", "▁")
    assert not set(path["C"]) & set("▁▂▃▅▇")


def test_a_member_with_two_spans_shows_the_path_of_the_one_that_is_open():
    whole = report([row("A", path=RISE), row("A", "no_data")])
    lines = [line for line in screen_summary_text(whole, screen_table(whole)).splitlines() if line[:2] == "+ "]

    assert set(lines[0]) & set("▁▂▃▅▇")
    assert not set(lines[1]) & set("▁▂▃▅▇")


def test_simulated_prices_stand_under_a_banner():
    whole = report([row("A")], price_source="simulated")

    assert screen_summary_text(whole, screen_table(whole)).startswith("SIMULATED PRICES")
