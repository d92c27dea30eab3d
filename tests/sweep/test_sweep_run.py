"""A sweep from text to report: each row is the backtest of its rules, on prices read once."""

import csv
import dataclasses
import datetime as dt

import numpy as np
import pytest
from csv_prices import write_prices
from make_market import make_thesis

from screener.calc.books.all_books import run_books
from screener.calc.market import lay_out
from screener.config import Workspace, cache_folder
from screener.errors import DataError, UsageError
from screener.records.event import PERIODS
from screener.records.settings import Settings
from screener.reference import read_reference
from screener.sweep import run
from screener.sweep.grid import variants
from screener.sweep.run import stages, sweep

TEXT = "weighting,hedge,rebalance=daily/never,lag=0/3,cost_bps=25,borrow_bps_per_year=400,gross=1.5,max_weight_pct=40"


def bare(row):
    """Return a row without what a ledger or a search for the break-even rate adds."""
    return dataclasses.replace(
        row, deflated_sharpe=None, n_trials=None, probabilistic_sharpe=None, breakeven_borrow=None
    )


def test_each_row_is_the_held_row_of_a_backtest_with_its_rules(noise_market, sweep_market):
    market = noise_market()

    report = sweep_market(market, TEXT)

    assert len(report.rows) == (1 + 16) * len(PERIODS)
    for number, variant in enumerate(variants(market.thesis, TEXT)):
        alone = lay_out(dataclasses.replace(market.thesis, rules=variant.rules), market.panel)
        held = [row for row in run_books(alone).performance if row.basket == "spread"]
        swept = report.rows[number * 4 : number * 4 + 4]
        assert {row.variant for row in swept} == {variant}
        for expected, found in zip(held, swept, strict=True):
            flags = tuple(flag for flag in found.performance.flags if flag != "lag_0")
            assert bare(expected) == bare(dataclasses.replace(found.performance, flags=flags))


def test_rows_that_nobody_can_trade_are_flagged_also_if_the_note_says_so(noise_market, sweep_market):
    for own, text in ((1, "lag=0/2"), (0, "lag=1/2")):
        report = sweep_market(noise_market(lag_sessions=own), text)
        flagged = {row.variant.rules.lag_sessions for row in report.rows if "lag_0" in row.performance.flags}
        untraded = [row for row in report.rows if row.variant.rules.lag_sessions == 0]
        assert flagged == {0}
        assert len(untraded) == 4
        assert all("lag_0" in row.performance.flags for row in untraded)


def test_the_listener_is_told_each_stage_as_it_begins(noise_market, sweep_market):
    market = noise_market()
    told = []

    sweep_market(market, "rebalance=daily/weekly,lag", listener=told.append)

    assert tuple(told) == stages(market.thesis, "rebalance=daily/weekly,lag")
    assert told[0] == "prices"
    assert told[1] == "rebalance=monthly lag_sessions=1"
    assert told[-2:] == ["ledger", "tests"]
    assert len(told) == 1 + 7 + 2


def test_a_mistake_in_the_grid_is_told_before_anything_is_priced(noise_market, monkeypatch):
    monkeypatch.setattr(run, "price", lambda *_: pytest.fail("priced"))
    settings = Settings(
        "csv", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 1, tzinfo=dt.UTC), cache_folder()
    )

    for call in (
        lambda text: sweep(noise_market().thesis, None, settings, text),
        lambda text: stages(noise_market().thesis, text),
    ):
        with pytest.raises(UsageError, match="character 5"):
            call("lag=x")


def test_the_report_says_what_it_was_made_from(noise_market, sweep_market):
    market = noise_market()
    coverage = tuple(
        dataclasses.replace(each, n_sessions=0, reason="no prices") if each.ticker == "C" else each
        for each in market.panel.coverage
    )
    panel = dataclasses.replace(market.panel, source="simulated", coverage=coverage)

    report = sweep_market(dataclasses.replace(market, panel=panel), "rebalance")

    assert (report.as_of, report.data_as_of) == (dt.date(2026, 11, 20), panel.data_as_of)
    assert report.price_source == "simulated"
    assert report.is_simulated
    assert report.flags == ("simulated", "members_missing")
    assert [each.ticker for each in report.unpriced] == ["C"]
    assert report.is_incomplete
    assert not sweep_market(market, "rebalance").is_incomplete
    closed = noise_market(chosen=319)
    assert sweep_market(closed, "rebalance").flags == ("no_out_of_sample_session",)


def test_the_fingerprint_is_that_of_the_grid_however_it_is_spaced(noise_market, sweep_market):
    market = noise_market()
    first = sweep_market(market, "rebalance,cost_bps=10:20:10").fingerprint

    assert sweep_market(market, " rebalance, cost_bps = 20 / 10.0").fingerprint != first
    assert sweep_market(market, " rebalance, cost_bps = 10 / 20.0").fingerprint == first
    assert sweep_market(market, "rebalance,cost_bps=10:30:10").fingerprint != first
    assert sweep_market(noise_market(2), "rebalance,cost_bps=10:20:10").fingerprint != first
    assert len(first) == 12


@pytest.fixture(scope="module")
def prices(tmp_path_factory):
    workspace = tmp_path_factory.mktemp("sweep")
    return write_prices(workspace, ["A", "B", "C", "SPY"])


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    return read_reference(Workspace(tmp_path_factory.mktemp("nothing")))


def settings_on(day, folder):
    at = dt.datetime.combine(day, dt.time(23, 59), dt.UTC)
    return Settings(f"csv:{folder}", at, dt.datetime(2026, 11, 20, tzinfo=dt.UTC), cache_folder())


def test_as_of_gives_what_files_that_end_then_would_have_given(prices, reference, tmp_path):
    day = dt.date(2025, 6, 30)
    for path in prices.glob("*.csv"):
        with path.open() as whole, (tmp_path / path.name).open("w") as cut:
            head, *rows = list(csv.reader(whole))
            csv.writer(cut).writerows([head, *(row for row in rows if row[0] <= "2025-06-30")])
    thesis = make_thesis({"long_a": ["A", "B"], "short_b": ["C"]}, opened_on=dt.date(2024, 3, 1))
    text = "weighting,rebalance=weekly/never,lag"

    early = sweep(thesis, reference, settings_on(day, prices), text)
    cut = sweep(thesis, reference, settings_on(day, tmp_path), text)
    late = sweep(thesis, reference, settings_on(dt.date(2026, 3, 31), prices), text)

    assert early.data_as_of == day
    assert (early.rows, early.verdicts) == (cut.rows, cut.verdicts)
    assert early.fingerprint == cut.fingerprint
    before = [[row for row in each.rows if row.performance.period == "before"] for each in (early, late)]
    assert before[0] == before[1]
    assert early.verdicts[0] == late.verdicts[0]
    assert late.verdicts[2].n_sessions > early.verdicts[2].n_sessions >= 60


def test_prices_are_read_once(prices, reference, monkeypatch):
    n_read = []
    own = run.price
    monkeypatch.setattr(run, "price", lambda *given: n_read.append(1) or own(*given))
    thesis = make_thesis({"long_a": ["A", "B"]}, opened_on=dt.date(2024, 3, 1))

    report = sweep(thesis, reference, settings_on(dt.date(2026, 3, 31), prices), "rebalance,lag")

    assert (len(n_read), len(report.rows)) == (1, 15 * 4)
    assert {row.performance.basket for row in report.rows} == {"long"}


def test_without_a_benchmark_there_is_no_sweep(prices, reference):
    thesis = make_thesis({"long_a": ["A"]}, benchmark=("NONE",))

    with pytest.raises(DataError, match="no prices of the benchmark NONE"):
        sweep(thesis, reference, settings_on(dt.date(2026, 3, 31), prices), "rebalance")


def test_simulated_prices_make_a_flagged_sweep_in_which_cash_earns_nothing(reference):
    thesis = make_thesis({"long_a": ["NVDA"], "short_b": ["CRM"]}, opened_on=dt.date(2024, 3, 1), cash_rate="^IRX")
    settings = dataclasses.replace(settings_on(dt.date(2026, 3, 31), ""), source="simulated")

    report = sweep(thesis, reference, settings, "lag")

    assert "simulated" in report.flags
    assert report.rows[0].variant.rules == thesis.rules
    assert {row.performance.interest for row in report.rows} == {0.0}
    assert np.isfinite([each.p_spa for each in report.verdicts]).all()
