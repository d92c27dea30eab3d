import re

import pytest

from screener.dictionary.columns import COLUMNS, column_of
from screener.dictionary.tables import EXPORT_TABLES, TABLES
from screener.report.workbook.number_formats import number_format


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mde_pct", '0.00"%"'),
        ("excess_pct", '+0.00"%";-0.00"%";0.00"%"'),
        ("drift_pp", '+0.00" pp";-0.00" pp";0.00" pp"'),
        ("t_event", "+#,##0.00;-#,##0.00;#,##0.00"),
        ("p_event", '[=0]0.000;[<0.0005]"<0.001";0.000'),
        ("n_events", "#,##0"),
        ("dollar_volume_usd", "#,##0"),
        ("session_on", "yyyy-mm-dd"),
        ("released_at", 'yyyy-mm-dd hh:mm:ss" UTC"'),
        ("is_subtotal", '"TRUE";"TRUE";"FALSE"'),
        ("ticker", ""),
        ("flags", ""),
    ],
)
def test_a_column_is_shown_by_its_kind_unit_and_digits(name, expected):
    assert number_format(COLUMNS[name]) == expected


@pytest.mark.parametrize("table", EXPORT_TABLES)
def test_no_column_is_shown_as_a_fraction_or_by_colour_alone(table):
    for name in TABLES[table]:
        bare = re.sub(r'"[^"]*"', "", number_format(column_of(table, name)))

        # A bare % makes a sheet show a hundred times what the cell holds.
        assert "%" not in bare, name
        assert not re.search(r"\[(?:red|green|blue|color)", bare, re.IGNORECASE), name
