import datetime as dt

from screener.records.price_store import Revision, RevisionKind
from screener.records.prices import FetchOutcome
from screener.records.pulling import Pull, Pulled
from screener.report.price_tables import pull_table
from screener.report.pull_lines import pull_lines

AT = dt.datetime(2025, 3, 14, 23, tzinfo=dt.UTC)
DAY = dt.date(2025, 3, 3)


def revision(ticker: str, kind: RevisionKind) -> Revision:
    return Revision(ticker, "yahoo", AT, kind, DAY, DAY, 1, 0.25, f"{kind.value} by 4")


PULL = Pull(
    "yahoo",
    AT,
    (
        Pulled("A", FetchOutcome.OK, n_new=2, revisions=(revision("A", RevisionKind.SPLIT),)),
        Pulled("B", FetchOutcome.OK, is_asked=False),
        Pulled("C", FetchOutcome.GONE, "unknown"),
        Pulled("D", FetchOutcome.GONE, "unknown"),
        Pulled("E", FetchOutcome.FAILED, "HTTP 500"),
        Pulled("F", FetchOutcome.OK, n_new=1, revisions=(revision("F", RevisionKind.SETTLED),)),
    ),
)


def test_each_outcome_has_a_line_with_every_ticker_and_reason():
    assert pull_lines(PULL) == (
        "ok: 3 of 6 tickers, 1 with nothing new to ask for; 3 rows added",
        "gone: 2: C, D (unknown)",
        "failed: 1: E (HTTP 500)",
        "settled: 1",
        "split: 1: A split by 4",
    )


def test_every_ticker_is_a_row():
    table = pull_table(PULL)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]

    assert [row["ticker"] for row in rows] == list("ABCDEF")
    assert (rows[0]["revisions"], rows[2]["reason"], rows[1]["is_asked"]) == ("split", "unknown", False)
    assert {row["price_source"] for row in rows} == {"yahoo"}


def test_a_pull_is_useless_when_nothing_is_ok():
    assert not PULL.is_useless
    assert Pull("yahoo", AT, PULL.pulled[2:5]).is_useless
    assert not Pull("yahoo", AT, ()).is_useless
