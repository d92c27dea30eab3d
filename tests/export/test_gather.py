import datetime as dt
from dataclasses import replace

import pytest
from made_exports import has_kind, made_rows

from screener.completeness import is_incomplete
from screener.dictionary.tables import CLAIM_TABLES, EXPORT_TABLES, REPORT_TABLES, REVIEW_TABLES, TABLES
from screener.errors import CodeError
from screener.export.tables import HANDED_IN, gather
from screener.report.backtest_tables import backtest_table
from screener.report.claim_tables import claims_table
from screener.report.screen_table import screen_table

SIZING = made_rows("sizing", [{"ticker": "NVDA", "leg": "long_chips", "thesis_id": "small"}])


@pytest.fixture(scope="module")
def export(dossier):
    return gather([dossier])


def other(dossier):
    """Return the same dossier under another name."""
    thesis = replace(dossier.thesis, thesis_id="other")
    return replace(
        dossier,
        thesis=thesis,
        backtest=replace(dossier.backtest, thesis=thesis),
        claims=replace(dossier.claims, thesis=thesis),
        screen=replace(dossier.screen, thesis=thesis),
    )


def table(export, name):
    (found,) = (each for each in export.tables if each.name == name)
    return found


def test_every_table_of_an_export_is_there_once_in_its_order_with_its_columns(export):
    assert [each.name for each in export.tables] == list(EXPORT_TABLES)
    assert all(each.columns == TABLES[each.name] for each in export.tables)


def test_tables_are_those_that_the_commands_print(dossier, export):
    assert table(export, "signals") == screen_table(dossier.screen)
    for name in REPORT_TABLES:
        assert table(export, name) == backtest_table(dossier.backtest, name)
    for name in CLAIM_TABLES:
        assert table(export, name) == claims_table(dossier.claims, name)


def test_every_table_that_a_dossier_can_fill_has_rows(export):
    without = {each.name for each in export.tables if not each.rows}

    assert without == set(HANDED_IN)
    assert set(HANDED_IN) == {*REVIEW_TABLES, "signals_history", "claims_history"} - {"claims"}


@pytest.mark.parametrize("name", [name for name in EXPORT_TABLES if name not in HANDED_IN])
def test_every_cell_is_of_the_kind_that_the_dictionary_says(export, name):
    found = table(export, name)

    for place, column in enumerate(found.columns):
        wrong = {row[place] for row in found.rows if not has_kind(row[place], name, column)}
        assert wrong == set(), column


def test_prices_are_the_panels_own_closes_and_levels(dossier, export):
    panel = dossier.priced.panel
    found = table(export, "prices")
    last = [row for row in found.rows if row[0] == "NVDA"][-1]

    assert {row[0] for row in found.rows} == {"NVDA", "AVGO", "CRM", "ADBE", "SPY"}
    assert last[1] == dt.date(2026, 3, 20)
    # The made-up files hold one price for close and adjusted close, and a volume of 1000.
    assert last[2:6] == (panel.level[-1, panel.tickers.index("NVDA")], last[2], 1000.0, False)


def test_rows_of_several_theses_are_joined_in_the_order_given(dossier, export):
    both = gather([dossier, other(dossier)])

    for each in both.tables:
        if each.name != "dictionary":
            n = len(table(export, each.name).rows)
            place = each.columns.index("thesis_id")
            assert [row[place] for row in each.rows] == ["small"] * n + ["other"] * n
    assert table(both, "dictionary") == table(export, "dictionary")
    assert [each.thesis_id for each in both.theses] == ["small", "other"]


def test_tables_that_are_handed_in_are_joined_too(dossier):
    found = table(gather([dossier], [SIZING, SIZING]), "sizing")

    assert found.rows == SIZING.rows * 2


@pytest.mark.parametrize("name", ["signals", "claims", "dictionary", "summary"])
def test_a_table_that_is_handed_in_though_the_export_makes_it_or_has_none_is_refused(dossier, name):
    with pytest.raises(CodeError, match=name):
        gather([dossier], [replace(SIZING, name=name)])


def test_a_table_with_other_columns_than_promised_is_refused(dossier):
    with pytest.raises(CodeError, match="other columns"):
        gather([dossier], [replace(SIZING, columns=SIZING.columns[:-1])])


def test_the_fingerprint_changes_with_each_part_and_with_nothing_else(dossier, export):
    again = gather([dossier])
    changed = [
        gather([replace(dossier, backtest=replace(dossier.backtest, fingerprint="other"))]),
        gather([replace(dossier, claims=replace(dossier.claims, fingerprint="other"))]),
        gather([replace(dossier, screen=replace(dossier.screen, fingerprint="other"))]),
        gather([dossier], [SIZING]),
        gather([dossier, other(dossier)]),
    ]

    assert again == export
    assert len({export.fingerprint, *(each.fingerprint for each in changed)}) == 6


def test_what_is_missing_is_said_and_makes_the_export_incomplete(dossier, export):
    assert any(line.startswith("not priced: GONE (no file GONE.csv") for line in export.missing)
    assert any("used of" in line for line in export.missing)
    assert any(line.startswith("of the names that are only screened, not priced: ") for line in export.missing)
    assert is_incomplete(dossier)


def test_with_several_theses_each_line_says_whose_it_is(dossier):
    both = gather([dossier, other(dossier)]).missing

    assert {line.partition(": ")[0] for line in both} == {"small", "other"}


def test_sources_of_facts_are_named_once_and_one_may_hold_a_semicolon(dossier, export):
    stated = ["a filing; page 3", "csv", "the news;a filing; page 3", "", None]
    evidence = made_rows("evidence", [{"what": f"{n}", "source": source} for n, source in enumerate(stated)])

    assert gather([dossier], [evidence]).sources == (*export.sources, "a filing; page 3", "the news")
    assert "csv" not in export.sources
    assert export.sources
