import datetime as dt
import sys

import numpy as np
import pytest

from screener.errors import PriceError, UsageError
from screener.prices.universe.parquet_file import read_parquet

pa = pytest.importorskip("pyarrow", reason="needs the extra 'universe'")
import pyarrow.parquet  # noqa: E402 - after the skip

NAN = float("nan")
START = dt.date(2025, 1, 1)
UNTIL = dt.datetime(2025, 1, 31, 23, tzinfo=dt.UTC)
NEW_YEAR = "2025-01-01"
SPY = [("SPY", "2025-01-02", 100.0), ("SPY", "2025-01-03", 101.0), ("SPY", "2025-01-06", 102.0)]


@pytest.fixture
def of(weekdays):
    return weekdays({"XNYS": {NEW_YEAR, "2025-01-09", "2025-01-20"}})


@pytest.fixture
def write(tmp_path):
    def write_it(table, **how):
        path = tmp_path / "universe.parquet"
        pyarrow.parquet.write_table(table, path, **how)
        return path

    return write_it


def table_of(rows, ticker=None, date=None, price=None, price_name="adj_close"):
    """A table of (ticker, date, price) with columns of the types wanted."""
    tickers, days, prices = ([row[i] for row in rows] for i in range(3))
    dates = [None if day is None else dt.date.fromisoformat(day) for day in days]
    return pa.table(
        {
            "ticker": pa.array(tickers, ticker or pa.string()),
            "date": pa.array(dates, pa.date32()).cast(date or pa.date32()),
            price_name: pa.array(prices, price or pa.float64()),
        }
    )


@pytest.fixture
def read(exchanges, of, write):
    def read_it(table, benchmark="SPY", start_on=START, until_at=UNTIL, **how):
        return read_parquet(write(table, **how), benchmark, exchanges, of, start_on, until_at)

    return read_it


def left_out(universe):
    return {each.reason.value: each.n_rows for each in universe.left_out}


def test_names_stand_in_order_on_the_sessions_of_the_benchmark(read):
    universe = read(
        table_of([("ZZZ", "2025-01-03", 5.0), *SPY, ("AAA", "2025-01-06", 7.0), ("AAA", "2025-01-02", 6.0)])
    )

    assert universe.tickers == ("AAA", "SPY", "ZZZ")
    assert [str(day) for day in universe.session_on] == ["2025-01-02", "2025-01-03", "2025-01-06"]
    np.testing.assert_array_equal(universe.level, [[6.0, 100.0, NAN], [NAN, 101.0, 5.0], [7.0, 102.0, NAN]])
    assert (universe.source, universe.mic, universe.data_as_of) == ("parquet", "XNYS", dt.date(2025, 1, 6))
    assert str(universe.closes_at[0]) == "2025-01-02T21:00:00"
    assert (universe.n_rows, universe.left_out, universe.unpriced, universe.closed) == (6, (), (), None)
    assert not universe.closes_early.any()
    assert not universe.price_return_only


TYPES = {
    "plain text": {"ticker": pa.string()},
    "large text": {"ticker": pa.large_string()},
    "text view": {"ticker": pa.string_view()},
    "dictionary": {"ticker": pa.dictionary(pa.int16(), pa.string())},
    "dictionary of large text": {"ticker": pa.dictionary(pa.int32(), pa.large_string())},
    "date64": {"date": pa.date64()},
    "seconds": {"date": pa.timestamp("s")},
    "nanoseconds": {"date": pa.timestamp("ns")},
    "microseconds in UTC": {"date": pa.timestamp("us", "UTC")},
    "single precision": {"price": pa.float32()},
}


@pytest.mark.parametrize("how", TYPES.values(), ids=TYPES.keys())
def test_columns_of_any_fitting_type_give_the_same(read, how):
    rows = [*SPY, ("AAA", "2025-01-02", 6.5), ("AAA", "2025-01-06", 7.25)]
    universe = read(table_of(rows, **how))

    assert universe.tickers == ("AAA", "SPY")
    np.testing.assert_array_equal(universe.level, [[6.5, 100.0], [NAN, 101.0], [7.25, 102.0]])
    assert universe.level.dtype == (np.float32 if "price" in how else np.float64)


def test_a_timestamp_with_a_zone_counts_as_the_date_on_its_own_wall_clock(read):
    # Midnight in New York, 5 o'clock of the same date in UTC; and half past eight in the evening, the next date in UTC.
    table = table_of(SPY)
    for hour in (0, 20.5):
        local = [dt.datetime.fromisoformat(day) + dt.timedelta(hours=hour) for _, day, _ in SPY]
        stamps = pa.array(local, pa.timestamp("us"))
        zoned = pa.compute.assume_timezone(stamps, "America/New_York")
        universe = read(table.set_column(1, "date", zoned))

        assert [str(day) for day in universe.session_on] == ["2025-01-02", "2025-01-03", "2025-01-06"]


@pytest.mark.parametrize("row_group_size", [1, 2, 1_000])
def test_how_the_file_is_cut_and_ordered_changes_nothing(read, row_group_size):
    rng = np.random.default_rng(1)
    days = [f"2025-01-{day:02d}" for day in (2, 3, 6, 7, 8, 10, 13, 14)]
    rows = [(ticker, day, float(rng.integers(1, 99))) for ticker in ("SPY", "AAA", "BBB") for day in days]
    straight = read(table_of(rows))
    shuffled = [rows[i] for i in rng.permutation(len(rows))]
    other = read(table_of(shuffled), row_group_size=row_group_size)

    assert straight.tickers == other.tickers
    np.testing.assert_array_equal(straight.level, other.level)


def test_a_file_longer_than_one_part_is_read_whole(read, monkeypatch):
    monkeypatch.setattr("screener.prices.universe.arrow_rows.PART", 2)
    rows = [*SPY, ("AAA", "2025-01-02", 1.0), ("AAA", "2025-01-03", 2.0), ("AAA", "2025-01-03", 3.0)]
    universe = read(table_of(rows))

    np.testing.assert_array_equal(universe.level[:, 0], [1.0, 2.0, NAN])
    assert left_out(universe) == {"duplicate": 1}


def test_every_row_that_is_not_used_is_counted_and_every_name_without_a_price_listed(read):
    rows = [
        *SPY,
        ("AAA", "2025-01-02", 6.0),
        ("AAA", "2025-01-02", 6.5),  # again
        ("AAA", "2025-01-03", 0.0),
        ("AAA", "2025-01-06", None),
        (None, "2025-01-02", 1.0),
        ("AAA", None, 1.0),
        ("BAD", "2025-01-03", -2.0),
        ("BAD", "2025-01-06", float("inf")),
        ("SAT", "2025-01-04", 3.0),
        ("LATE", "2025-01-07", 3.0),  # after the benchmark's last print
        ("OLD", "2024-12-31", 3.0),
        ("005930.KS", "2025-01-02", 60_000.0),
        ("BRK.B", "2025-01-02", 400.0),
    ]
    universe = read(table_of(rows))

    assert universe.tickers == ("AAA", "SPY")
    assert {each.ticker: each.reason for each in universe.unpriced} == {
        "BAD": "no_usable_row",
        "SAT": "no_usable_row",
        "LATE": "no_usable_row",
        "OLD": "no_usable_row",
        "005930.KS": "exchange_differs",
        "BRK.B": "exchange_unknown",
    }
    assert left_out(universe) == {
        "no_ticker": 1,
        "no_date": 1,
        "exchange_unknown": 1,
        "exchange_differs": 1,
        "outside_span": 2,
        "off_session": 1,
        "not_finite": 2,
        "not_positive": 2,
        "duplicate": 1,
    }
    n_used = int(np.isfinite(universe.level).sum())
    assert universe.n_rows == len(rows) == n_used + sum(left_out(universe).values())


def test_close_is_read_where_there_is_no_adjusted_close_and_said_to_leave_dividends_out(read):
    universe = read(table_of(SPY, price_name="close"))

    np.testing.assert_array_equal(universe.level[:, 0], [100.0, 101.0, 102.0])
    assert universe.price_return_only == {"SPY"}


def test_the_adjusted_close_is_preferred_and_the_case_of_names_is_no_matter(read):
    table = table_of(SPY).append_column("Close", pa.array([1.0, 1.0, 1.0]))
    universe = read(table.rename_columns(["Ticker", "DATE", "Adj Close", "Close"]))

    np.testing.assert_array_equal(universe.level[:, 0], [100.0, 101.0, 102.0])


def test_sessions_not_over_and_dates_before_the_start_are_outside_the_span(read):
    # New York closes at 21:00 UTC here.
    universe = read(table_of(SPY), start_on=dt.date(2025, 1, 3), until_at=dt.datetime(2025, 1, 6, 20, tzinfo=dt.UTC))

    assert [str(day) for day in universe.session_on] == ["2025-01-03"]
    assert left_out(universe) == {"outside_span": 2}


def test_a_ticker_of_the_dictionary_without_a_row_is_no_name(read):
    words = pa.DictionaryArray.from_arrays(pa.array([1, 1, 1], pa.int8()), pa.array(["GHOST", "SPY"]))
    table = table_of(SPY).set_column(0, "ticker", words)
    universe = read(table)

    assert (universe.tickers, universe.unpriced) == (("SPY",), ())


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (table_of(SPY).drop_columns("ticker"), "has no column ticker; it has date, adj_close"),
        (table_of(SPY).drop_columns("date"), "has no column date"),
        (table_of(SPY, price_name="price"), "has no column adj_close or close"),
        (table_of(SPY).set_column(0, "ticker", pa.array([1, 2, 3])), "column ticker .* is int64; write it as text"),
        (
            table_of(SPY).set_column(1, "date", pa.array([day for _, day, _ in SPY])),
            "column date .* is string; write it as a date or a timestamp",
        ),
        (
            table_of(SPY).set_column(2, "adj_close", pa.array([1, 2, 3])),
            "column adj_close .* is int64; write it as float32 or float64",
        ),
        (table_of([("AAA", "2025-01-02", 1.0)]), "no row of the benchmark SPY"),
        (table_of([("SPY", "2025-01-02", NAN)]), "no price of the benchmark SPY from 2025-01-01 to 2025-01-31"),
        (table_of([]), "no row of the benchmark SPY"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(read, table, said):
    with pytest.raises(PriceError, match=said):
        read(table)


def test_what_is_no_parquet_or_cut_short_says_so(exchanges, of, write):
    path = write(table_of(SPY))
    whole = path.read_bytes()
    for data in (b"ticker,date\n", whole[: len(whole) // 2], b""):
        path.write_bytes(data)
        with pytest.raises(PriceError, match="cannot be read as Parquet"):
            read_parquet(path, "SPY", exchanges, of, START, UNTIL)


def test_damage_inside_the_file_says_so(exchanges, of, write):
    rows = [("SPY", f"2025-01-{day:02d}", float(day)) for day in (2, 3, 6, 7, 8)]
    path = write(table_of(rows), compression="gzip")
    data = bytearray(path.read_bytes())
    data[10:60] = bytes(50)
    path.write_bytes(bytes(data))

    with pytest.raises(PriceError, match="cannot be read as Parquet"):
        read_parquet(path, "SPY", exchanges, of, START, UNTIL)


def test_an_absent_file_is_a_usage_error(exchanges, of, tmp_path):
    for path in (tmp_path / "nowhere.parquet", tmp_path):
        with pytest.raises(UsageError, match="there is no file"):
            read_parquet(path, "SPY", exchanges, of, START, UNTIL)


def test_without_pyarrow_the_remedy_is_named(exchanges, of, write, monkeypatch):
    path = write(table_of(SPY))
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"install 'thesis-screener\[universe\]'"):
        read_parquet(path, "SPY", exchanges, of, START, UNTIL)


def test_a_benchmark_of_no_known_exchange_is_refused(read):
    with pytest.raises(PriceError, match=r"benchmark SPY\.XX has no known exchange"):
        read(table_of(SPY), benchmark="SPY.XX")


def test_a_span_without_a_session_is_refused(read):
    with pytest.raises(PriceError, match="no session of XNYS was over from 2025-01-20"):
        read(table_of(SPY), start_on=dt.date(2025, 1, 20), until_at=dt.datetime(2025, 1, 20, 23, tzinfo=dt.UTC))
