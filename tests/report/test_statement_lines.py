import datetime as dt

from screener.records.income_fetch import PulledIncome
from screener.records.prices import FetchOutcome
from screener.report.statement_lines import statement_lines

END = dt.date(2026, 1, 31)


def test_every_ticker_is_counted_and_what_has_none_is_named_with_its_reason() -> None:
    pulled = (
        PulledIncome("CRM", FetchOutcome.OK, new=(dt.date(2025, 10, 31), END)),
        PulledIncome("ADBE", FetchOutcome.OK, changed=(END,)),
        PulledIncome("PLTR", FetchOutcome.OK, is_asked=False),
        PulledIncome("SPY", FetchOutcome.EMPTY, "none"),
        PulledIncome("SMH", FetchOutcome.EMPTY, "none"),
        PulledIncome("AI", FetchOutcome.FAILED, "HTTP 500"),
    )

    assert statement_lines(pulled) == (
        "statements ok: 3 of 6 tickers, 1 asked within a week; 2 quarters added",
        "statements empty: 2: SPY, SMH (none)",
        "statements failed: 1: AI (HTTP 500)",
        "statements changed: 1: ADBE 2026-01-31",
    )
    assert [each.ticker for each in pulled if each.is_missing] == ["AI"]


def test_nothing_is_said_where_no_statement_was_wanted() -> None:
    assert statement_lines(()) == ()
