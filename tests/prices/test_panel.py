import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.errors import CodeError, PriceError
from screener.prices.panel import build_panel
from screener.records.prices import Bars, Basis, Coverage, Missing, PriceAnswer, PricePanel
from screener.records.problem import Problem
from screener.sessions.calendar import ExchangeSessions
from screener.sessions.listings import Exchange, Exchanges

SessionsOf = Callable[[str], ExchangeSessions]
Weekdays = Callable[[dict[str, set[str]]], SessionsOf]

START = dt.date(2025, 1, 1)
UNTIL = dt.datetime(2025, 1, 31, 23, tzinfo=dt.UTC)
NAN = float("nan")


def bars(ticker: str, prints: dict[str, float], *, close: bool = False, basis: Basis = "split_adjusted") -> Bars:
    dates = np.array(list(prints), dtype="datetime64[D]")
    levels = np.array(list(prints.values()))
    blank = np.full(len(levels), NAN)
    return Bars(ticker, dates, levels, blank if close else levels, basis)


def every(first: str, last: str, without: tuple[str, ...] = (), start: float = 100.0) -> dict[str, float]:
    """A print on each weekday, 1 higher each time."""
    whole = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    days = [str(day) for day in whole[np.is_busday(whole)]]
    return {day: start + number for number, day in enumerate(days) if day not in without}


def panel_of(
    of: SessionsOf,
    exchanges: Exchanges,
    *series: Bars,
    asked: tuple[str, ...] = (),
    benchmark: str = "SPY",
    start_on: dt.date = START,
    until_at: dt.datetime = UNTIL,
    missing: tuple[Missing, ...] = (),
) -> PricePanel:
    answer = PriceAnswer("csv", series, missing)
    tickers = asked or tuple(each.ticker for each in series)
    return build_panel(answer, tickers, benchmark, exchanges, of, start_on, until_at)


def column(panel: PricePanel, ticker: str, first: str, last: str) -> list[float]:
    rows = (panel.session_on >= np.datetime64(first)) & (panel.session_on <= np.datetime64(last))
    index = panel.column(ticker)
    assert index is not None
    values: list[float] = panel.level[rows, index].tolist()
    return values


def closed_on(panel: PricePanel, ticker: str) -> list[str]:
    index = panel.column(ticker)
    assert index is not None
    return [str(day) for day in panel.session_on[panel.closed[:, index]]]


def shut_on(panel: PricePanel, ticker: str) -> list[str]:
    index = panel.column(ticker)
    assert index is not None
    assert panel.shut is not None
    return [str(day) for day in panel.session_on[panel.shut[:, index]]]


@pytest.fixture(scope="module")
def of(weekdays: Weekdays) -> SessionsOf:
    """New York closed on Monday the 20th, Seoul from the 27th to the 30th."""
    return weekdays(
        {
            "XNYS": {"2025-01-01", "2025-01-09", "2025-01-20"},
            "XKRX": {"2025-01-01", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30"},
        }
    )


SPY = bars("SPY", every("2025-01-02", "2025-01-31", ("2025-01-09", "2025-01-20")))
SEOUL_SHUT = ("2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30")


def test_rows_are_the_benchmarks_sessions_in_range(of: SessionsOf, exchanges: Exchanges) -> None:
    panel = panel_of(of, exchanges, SPY, start_on=dt.date(2025, 1, 8))
    assert panel.mic == "XNYS"
    assert [str(day) for day in panel.session_on[:3]] == ["2025-01-08", "2025-01-10", "2025-01-13"]
    assert panel.data_as_of == dt.date(2025, 1, 31)
    assert panel.closes_at[0] == np.datetime64("2025-01-08T21:00")
    assert panel.level.shape == panel.closed.shape == (len(panel.session_on), 1)


def test_rows_begin_and_end_with_a_print_of_the_benchmark(of: SessionsOf, exchanges: Exchanges) -> None:
    short = bars("SPY", every("2025-01-07", "2025-01-14", ("2025-01-09", "2025-01-10")))
    panel = panel_of(of, exchanges, short, bars("NVDA", every("2025-01-02", "2025-01-31")))
    assert [str(day) for day in panel.session_on] == [
        "2025-01-07",
        "2025-01-08",
        "2025-01-10",
        "2025-01-13",
        "2025-01-14",
    ]
    assert np.isnan(column(panel, "SPY", "2025-01-10", "2025-01-10")[0])


@pytest.mark.parametrize(
    ("until_at", "last"),
    [
        (dt.datetime(2025, 1, 15, 20, 59, 59, tzinfo=dt.UTC), "2025-01-14"),
        (dt.datetime(2025, 1, 15, 21, 0, tzinfo=dt.UTC), "2025-01-15"),
        (dt.datetime(2025, 1, 16, 6, 0, tzinfo=dt.timezone(dt.timedelta(hours=9))), "2025-01-15"),
    ],
)
def test_a_session_counts_once_it_has_closed(
    of: SessionsOf, exchanges: Exchanges, until_at: dt.datetime, last: str
) -> None:
    assert str(panel_of(of, exchanges, SPY, until_at=until_at).session_on[-1]) == last


def test_a_listing_that_closes_after_the_benchmark_is_still_open_in_the_last_row(
    of: SessionsOf, exchanges: Exchanges
) -> None:
    seoul = bars("KOSPI.KS", every("2025-01-02", "2025-01-24"))
    noon = dt.datetime(2025, 1, 24, 12, tzinfo=dt.UTC)
    panel = panel_of(of, exchanges, seoul, SPY, benchmark="KOSPI.KS", until_at=noon)
    assert panel.mic == "XKRX"
    assert str(panel.session_on[-1]) == "2025-01-24"
    assert np.isnan(column(panel, "SPY", "2025-01-24", "2025-01-24")[0])
    assert closed_on(panel, "SPY") == ["2025-01-09", "2025-01-20"]


def test_a_day_closed_by_calendar_carries_the_row_before_and_is_no_gap(of: SessionsOf, exchanges: Exchanges) -> None:
    hynix = bars("000660.KS", every("2025-01-02", "2025-01-31", SEOUL_SHUT))
    panel = panel_of(of, exchanges, SPY, hynix)
    before = hynix.adj_close[np.flatnonzero(hynix.session_on == np.datetime64("2025-01-24"))[0]]
    after = hynix.adj_close[-1]
    assert column(panel, "000660.KS", "2025-01-24", "2025-01-31") == [before] * 5 + [after]
    assert closed_on(panel, "000660.KS") == list(SEOUL_SHUT)
    assert closed_on(panel, "SPY") == []


def test_a_missing_print_on_an_open_exchange_is_a_gap(of: SessionsOf, exchanges: Exchanges) -> None:
    holes = (*SEOUL_SHUT, "2025-01-14")
    panel = panel_of(of, exchanges, SPY, bars("000660.KS", every("2025-01-02", "2025-01-31", holes)))
    gap = column(panel, "000660.KS", "2025-01-13", "2025-01-15")
    assert [np.isnan(level) for level in gap] == [False, True, False]
    assert "2025-01-14" not in closed_on(panel, "000660.KS")


def test_a_gap_before_a_closed_day_is_not_hidden_by_it(of: SessionsOf, exchanges: Exchanges) -> None:
    holes = (*SEOUL_SHUT, "2025-01-24")
    panel = panel_of(of, exchanges, SPY, bars("000660.KS", every("2025-01-02", "2025-01-31", holes)))
    assert all(np.isnan(column(panel, "000660.KS", "2025-01-24", "2025-01-30")))
    assert closed_on(panel, "000660.KS") == []


def test_the_calendar_tells_closed_days_with_a_level_to_carry_and_without(of: SessionsOf, exchanges: Exchanges) -> None:
    whole = every("2025-01-02", "2025-01-31", SEOUL_SHUT)
    for prints in (
        whole,
        {day: level for day, level in whole.items() if day != "2025-01-24"},
        {"2025-01-31": 100.0},
        {"2025-01-02": 100.0},
    ):
        panel = panel_of(of, exchanges, SPY, bars("000660.KS", prints))
        assert shut_on(panel, "000660.KS") == list(SEOUL_SHUT)
        assert shut_on(panel, "SPY") == []


def test_a_print_on_a_day_that_is_no_row_is_carried_by_the_next_row(of: SessionsOf, exchanges: Exchanges) -> None:
    # Seoul traded on Monday the 20th, when New York was closed: Tuesday's row holds both moves.
    hynix = bars("000660.KS", {"2025-01-17": 100.0, "2025-01-20": 110.0, "2025-01-21": 121.0})
    panel = panel_of(of, exchanges, SPY, hynix)
    assert column(panel, "000660.KS", "2025-01-17", "2025-01-21") == [100.0, 121.0]


def test_a_print_against_the_calendar_is_used(of: SessionsOf, exchanges: Exchanges) -> None:
    hynix = bars("000660.KS", every("2025-01-24", "2025-01-28"))
    panel = panel_of(of, exchanges, SPY, hynix)
    assert column(panel, "000660.KS", "2025-01-24", "2025-01-28") == [100.0, 101.0, 102.0]
    # The 29th and 30th are closed; on the 31st Seoul was open and nothing was printed.
    assert closed_on(panel, "000660.KS") == shut_on(panel, "000660.KS") == ["2025-01-29", "2025-01-30"]
    assert np.isnan(column(panel, "000660.KS", "2025-01-31", "2025-01-31")[0])


@pytest.mark.parametrize(("hour", "used"), [(16, False), (17, True)])
def test_a_print_against_the_calendar_closes_at_the_usual_hour(
    weekdays: Weekdays, exchanges: Exchanges, hour: int, used: bool
) -> None:
    # Amsterdam, closed by calendar on the 28th, usually closes at 16:30 UTC; Seoul's row closed at 06:30.
    of = weekdays({"XAMS": {"2025-01-28"}})
    seoul, asml = (bars(ticker, every("2025-01-24", "2025-01-28")) for ticker in ("KOSPI.KS", "ASML.AS"))
    until = dt.datetime(2025, 1, 28, hour, tzinfo=dt.UTC)
    panel = panel_of(of, exchanges, seoul, asml, benchmark="KOSPI.KS", until_at=until)
    assert column(panel, "ASML.AS", "2025-01-28", "2025-01-28") == [102.0 if used else 101.0]
    assert closed_on(panel, "ASML.AS") == ([] if used else ["2025-01-28"])


def test_an_exchange_whose_sessions_are_unknown_in_range_has_no_prints(of: SessionsOf, exchanges: Exchanges) -> None:
    def of_none(mic: str) -> ExchangeSessions:
        known = of(mic)
        if mic == "XNYS":
            return known
        return ExchangeSessions(mic, known.session_on[:0], known.closes_at[:0], known.opens_at[:0])

    panel = panel_of(of_none, exchanges, SPY, bars("0700.HK", every("2025-01-02", "2025-01-24")))
    assert panel.coverage[1].reason == "no_print_in_range"


def test_before_the_first_print_and_after_the_last_there_is_nothing(of: SessionsOf, exchanges: Exchanges) -> None:
    panel = panel_of(of, exchanges, SPY, bars("FIG", every("2025-01-08", "2025-01-14", ("2025-01-09",))))
    level = column(panel, "FIG", "2025-01-02", "2025-01-31")
    known = [str(day) for day, price in zip(panel.session_on, level, strict=True) if not np.isnan(price)]
    assert known == ["2025-01-08", "2025-01-10", "2025-01-13", "2025-01-14"]
    assert closed_on(panel, "FIG") == []


def test_a_first_row_on_which_the_listing_is_closed_carries_an_earlier_print(
    of: SessionsOf, exchanges: Exchanges
) -> None:
    spy = bars("SPY", every("2025-01-27", "2025-01-31"))
    hynix = bars("000660.KS", every("2025-01-23", "2025-01-31", SEOUL_SHUT))
    panel = panel_of(of, exchanges, spy, hynix)
    assert column(panel, "000660.KS", "2025-01-27", "2025-01-31") == [101.0, 101.0, 101.0, 101.0, 106.0]
    assert closed_on(panel, "000660.KS") == list(SEOUL_SHUT)


def test_a_first_row_closed_before_any_print_is_not_called_closed(of: SessionsOf, exchanges: Exchanges) -> None:
    spy = bars("SPY", every("2025-01-27", "2025-01-31"))
    panel = panel_of(of, exchanges, spy, bars("000660.KS", {"2025-01-31": 100.0}))
    assert closed_on(panel, "000660.KS") == []
    assert np.isnan(column(panel, "000660.KS", "2025-01-27", "2025-01-27")[0])


def test_levels_are_adjusted_closes(of: SessionsOf, exchanges: Exchanges) -> None:
    days = np.array(["2025-01-02", "2025-01-03"], dtype="datetime64[D]")
    both = Bars("SPY", days, np.array([100.0, 101.0]), np.array([90.0, 92.0]), "split_adjusted")
    assert panel_of(of, exchanges, both).level[:, 0].tolist() == [90.0, 92.0]


def test_closes_stand_in_only_when_every_adjusted_close_is_blank(of: SessionsOf, exchanges: Exchanges) -> None:
    days = np.array(["2025-01-02", "2025-01-03"], dtype="datetime64[D]")
    partly = Bars("NVDA", days, np.array([100.0, 101.0]), np.array([90.0, NAN]), "split_adjusted")
    index = bars("^GSPC", every("2025-01-02", "2025-01-31", ("2025-01-09", "2025-01-20")), close=True)
    panel = panel_of(of, exchanges, index, partly, benchmark="^GSPC")
    assert column(panel, "^GSPC", "2025-01-02", "2025-01-03") == [100.0, 101.0]
    assert column(panel, "NVDA", "2025-01-02", "2025-01-02") == [90.0]
    assert np.isnan(column(panel, "NVDA", "2025-01-03", "2025-01-03")[0])
    assert [each.reason for each in panel.coverage] == ["price_return_only", ""]


def test_closes_as_traded_are_no_levels(of: SessionsOf, exchanges: Exchanges) -> None:
    raw = bars("NVDA", every("2025-01-02", "2025-01-31"), close=True, basis="as_traded")
    panel = panel_of(of, exchanges, SPY, raw)
    assert panel.tickers == ("SPY",)
    assert panel.coverage[1].reason == "splits_not_applied"


def test_coverage_names_every_ticker_asked_for_priced_or_not(of: SessionsOf, exchanges: Exchanges) -> None:
    panel = panel_of(
        of,
        exchanges,
        SPY,
        bars("FIG", every("2025-01-14", "2025-01-16")),
        bars("OLD", {"2024-12-31": 5.0}),
        bars("SAP.DE", every("2025-01-14", "2025-01-16")),
        asked=("GONE", "FIG", "OLD", "SAP.DE", "0700.HK", "FIG"),
        missing=(Missing("GONE", "no file GONE.csv"),),
    )
    assert panel.tickers == ("FIG", "SPY")
    assert panel.coverage == (
        Coverage("GONE", "XNYS", 0, None, None, "no file GONE.csv"),
        Coverage("FIG", "XNYS", 3, dt.date(2025, 1, 14), dt.date(2025, 1, 16), ""),
        Coverage("OLD", "XNYS", 0, None, None, "no_print_in_range"),
        Coverage("SAP.DE", "", 0, None, None, "unknown_exchange"),
        Coverage("0700.HK", "XHKG", 0, None, None, "not_answered"),
        Coverage("SPY", "XNYS", 20, dt.date(2025, 1, 2), dt.date(2025, 1, 31), ""),
    )


def test_asia_closes_before_new_york_opens_and_europe_does_not(of: SessionsOf, exchanges: Exchanges) -> None:
    tickers = ("000660.KS", "0700.HK", "ASML.AS")
    series = [bars(ticker, every("2025-01-02", "2025-01-24")) for ticker in tickers]
    panel = panel_of(of, exchanges, SPY, *series)
    assert dict(zip(panel.tickers, panel.closes_early.tolist(), strict=True)) == {
        "SPY": False,
        "000660.KS": True,
        "0700.HK": True,
        "ASML.AS": False,
    }


def test_seen_from_seoul_nothing_closes_early(of: SessionsOf, exchanges: Exchanges) -> None:
    seoul = bars("KOSPI.KS", every("2025-01-02", "2025-01-24"))
    hong_kong = bars("0700.HK", every("2025-01-02", "2025-01-24"))
    panel = panel_of(of, exchanges, seoul, SPY, hong_kong, benchmark="KOSPI.KS")
    assert not panel.closes_early.any()


def test_problems_and_the_source_travel_with_the_panel(of: SessionsOf, exchanges: Exchanges) -> None:
    problem = Problem("SPY.csv", 3, 0, "P106", "error", "close 'x' is no number")
    answer = PriceAnswer("simulated", (SPY,), (), (problem,))
    panel = build_panel(answer, ("SPY",), "SPY", exchanges, of, START, UNTIL)
    assert panel.source == "simulated"
    assert panel.problems == (problem,)


@pytest.mark.parametrize(
    ("series", "missing", "benchmark", "said"),
    [
        ((), (Missing("SPY", "Timeout: no answer"),), "SPY", "SPY: Timeout: no answer; name another"),
        ((), (), "SPY", "the source did not answer for it"),
        ((bars("SPY", {"2024-12-31": 5.0}),), (), "SPY", "no price from 2025-01-01 to 2025-01-31"),
        ((bars("SPY", {"2025-01-09": 5.0}),), (), "SPY", "no price from 2025-01-01 to 2025-01-31"),
        ((bars("DAX.DE", {"2025-01-09": 5.0}),), (), "DAX.DE", "add its suffix to exchanges.csv"),
    ],
)
def test_without_a_benchmark_there_is_no_panel_and_the_remedy_is_named(
    of: SessionsOf,
    exchanges: Exchanges,
    series: tuple[Bars, ...],
    missing: tuple[Missing, ...],
    benchmark: str,
    said: str,
) -> None:
    with pytest.raises(PriceError) as refused:
        panel_of(of, exchanges, *series, missing=missing, benchmark=benchmark, asked=("NVDA",))
    assert said in str(refused.value)


def test_an_instant_without_a_zone_is_refused(of: SessionsOf, exchanges: Exchanges) -> None:
    with pytest.raises(CodeError):
        panel_of(of, exchanges, SPY, until_at=dt.datetime(2025, 1, 31))  # noqa: DTZ001 - what is refused


DAYS = [str(day) for day in np.arange("2025-01-02", "2025-02-01", dtype="datetime64[D]")]


@given(
    prints=st.lists(st.sampled_from(DAYS), min_size=1, unique=True).map(sorted),
    ticker=st.sampled_from(["NVDA", "000660.KS", "ASML.AS"]),
    cut=st.integers(1, 30),
)
@settings(deadline=None)
def test_earlier_rows_do_not_know_later_prints(weekdays: Weekdays, prints: list[str], ticker: str, cut: int) -> None:
    exchanges = Exchanges(
        [Exchange("", "XNYS", "", "USD"), Exchange(".KS", "XKRX", "", "KRW"), Exchange(".AS", "XAMS", "", "EUR")]
    )
    of = weekdays({"XNYS": {"2025-01-09", "2025-01-20"}, "XKRX": set(SEOUL_SHUT), "XAMS": {"2025-01-02"}})
    series = bars(ticker, {day: 100.0 + number for number, day in enumerate(prints)})
    until = dt.datetime(2025, 1, 1, 22, tzinfo=dt.UTC) + dt.timedelta(cut)
    whole = panel_of(of, exchanges, SPY, series)
    part = panel_of(of, exchanges, SPY, series, until_at=until)
    count = len(part.session_on)
    assert np.array_equal(part.session_on, whole.session_on[:count])
    ours, theirs = part.column(ticker), whole.column(ticker)
    if theirs is None:
        assert ours is None
    elif ours is None:
        assert np.isnan(whole.level[:count, theirs]).all()
    else:
        assert np.array_equal(part.level[:, ours], whole.level[:count, theirs], equal_nan=True)
        assert np.array_equal(part.closed[:, ours], whole.closed[:count, theirs])
        assert shut_on(part, ticker) == [day for day in shut_on(whole, ticker) if np.datetime64(day) in part.session_on]
