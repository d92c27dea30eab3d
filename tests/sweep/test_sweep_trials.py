"""Every variant of a sweep is one try: it raises the ledger's count once, and Sharpe ratios are deflated by it."""

import dataclasses
import datetime as dt
import json
import math
import multiprocessing
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from screener.calc.books.all_books import run_books
from screener.calc.market import lay_out
from screener.config import cache_folder
from screener.records.settings import Settings
from screener.state import ledger
from screener.sweep.grid import variants
from screener.sweep.run import run_grid
from screener.variants import enter

AT = dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)
EULER_GAMMA = 0.5772156649015329


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "trials.jsonl"


def settings_with(path):
    return Settings("csv", AT, AT, cache_folder(), ledger_path=path)


def counts(report):
    """Return how many variants the report calls new, and the one number of trials that all its rows say."""
    (n_trials,) = {row.performance.n_trials for row in report.rows}
    return report.n_new_trials, n_trials


def n_lines(path):
    return len(path.read_text().splitlines())


def test_every_variant_raises_the_count_once_and_a_rerun_raises_nothing(noise_market, sweep_market, path):
    market = noise_market()

    assert counts(sweep_market(market, "rebalance,lag", path)) == (15, 15)
    written = path.read_bytes()
    assert counts(sweep_market(market, "rebalance,lag", path)) == (0, 15)
    assert counts(sweep_market(market, "lag=1:3:1,rebalance=never/weekly", path)) == (0, 15)
    assert path.read_bytes() == written
    assert n_lines(path) == 15
    # Two more lags for five ways to rebalance; the note's own rules are there already.
    assert counts(sweep_market(market, "rebalance,lag=4/5", path)) == (10, 25)
    assert n_lines(path) == 25


def test_each_line_holds_the_held_basket_under_its_own_rules(noise_market, sweep_market, path):
    market = noise_market()

    report = sweep_market(market, "rebalance,lag", path)

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert len({line["key"] for line in lines}) == 15
    assert {line["fingerprint"] for line in lines} == {report.fingerprint}
    for line, variant in zip(lines, variants(market.thesis, "rebalance,lag"), strict=True):
        rules = variant.rules
        assert (line["options"]["rebalance"], line["options"]["lag_sessions"]) == (rules.rebalance, rules.lag_sessions)
        rows = {row.performance.period: row.performance for row in report.rows if row.variant == variant}
        assert set(line["sharpes"]) == {f"spread|{period}" for period in rows}
        for period, row in rows.items():
            found = line["sharpes"][f"spread|{period}"]
            assert (found["sharpe_per_session"], found["n_sessions"]) == (row.sharpe_per_session, row.n_sessions)


def test_the_notes_own_rules_are_the_same_trial_in_a_backtest_and_in_a_sweep(noise_market, sweep_market, path):
    market = noise_market()
    books = run_books(market)
    assert enter(market.thesis, settings_with(path), books, "f00d").is_new

    assert counts(sweep_market(market, "rebalance", path)) == (4, 5)

    again = enter(market.thesis, settings_with(path), books, "f00d")
    assert not again.is_new
    assert {row.n_trials for row in again.performance} == {5}
    assert n_lines(path) == 5


def test_a_backtest_after_a_sweep_is_no_new_trial(noise_market, sweep_market, path):
    market = noise_market()
    swept = sweep_market(market, "rebalance", path)

    tried = enter(market.thesis, settings_with(path), run_books(market), "f00d")

    assert not tried.is_new
    held = [row.deflated_sharpe for row in tried.performance if row.basket == "spread"]
    assert held == [row.performance.deflated_sharpe for row in swept.rows if row.variant.is_as_written]


def test_a_sweep_deflates_like_as_many_backtests_one_after_the_other(noise_market, sweep_market, path, tmp_path):
    market = noise_market()
    together = sweep_market(market, "rebalance,lag", path)
    one_by_one = tmp_path / "one_by_one.jsonl"
    markets = [
        lay_out(dataclasses.replace(market.thesis, rules=each.rules), market.panel)
        for each in variants(market.thesis, "rebalance,lag")
    ]
    results = [run_books(each) for each in markets]
    # A second round, when all are in the ledger.
    for _ in range(2):
        alone = [
            enter(each.thesis, settings_with(one_by_one), books, "f00d").performance
            for each, books in zip(markets, results, strict=True)
        ]

    expected = [(row.deflated_sharpe, row.n_trials) for rows in alone for row in rows if row.basket == "spread"]
    found = [(row.performance.deflated_sharpe, row.performance.n_trials) for row in together.rows]
    assert [n for _, n in found] == [n for _, n in expected] == [15] * 60
    np.testing.assert_allclose([value for value, _ in found], [value for value, _ in expected], rtol=1e-12)


@pytest.mark.parametrize("has_ledger", [True, False])
def test_the_deflated_sharpe_ratio_is_that_of_the_paper(noise_market, sweep_market, path, has_ledger):
    """Bailey and Lopez de Prado (2014), equations 2 and 6, written out on the variants' own returns."""
    market = noise_market(2)
    grid = variants(market.thesis, "rebalance,lag")
    live = market.in_period("live")
    returns = [result.returns[live] for result in run_grid(market, grid)]
    sharpes = [float(each.mean() / each.std(ddof=1)) for each in returns]
    n = len(grid)
    spread = (1 - EULER_GAMMA) * ndtri(1 - 1 / n) + EULER_GAMMA * ndtri(1 - 1 / (n * math.e))
    best_of_worthless = np.std(sharpes, ddof=1) * spread

    report = sweep_market(market, "rebalance,lag", path if has_ledger else None)

    assert counts(report) == (15 if has_ledger else 0, 15)
    found = [row.performance.deflated_sharpe for row in report.rows if row.performance.period == "live"]
    for each, ratio, deflated in zip(returns, sharpes, found, strict=True):
        z = (each - each.mean()) / each.std()
        error = math.sqrt(1 - (z**3).mean() * ratio + ((z**4).mean() - 1) / 4 * ratio**2)
        expected = ndtr((ratio - best_of_worthless) * math.sqrt(len(each) - 1) / error)
        assert deflated == pytest.approx(expected, rel=1e-10)


def test_made_up_prices_are_counted_by_themselves(noise_market, sweep_market, path):
    market = noise_market()
    simulated = dataclasses.replace(settings_with(path), source="simulated")
    enter(market.thesis, simulated, run_books(market), "f00d")

    assert counts(sweep_market(market, "rebalance", path)) == (5, 5)


def test_a_ledger_that_cannot_be_written_is_told_and_does_not_end_the_sweep(noise_market, sweep_market, tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")

    report = sweep_market(noise_market(), "rebalance", tmp_path / "state" / "trials.jsonl")

    assert [problem.code for problem in report.problems] == ["L102"]
    assert counts(report) == (0, 5)
    assert report.is_incomplete


def test_a_line_of_the_ledger_that_cannot_be_read_is_told(noise_market, sweep_market, path):
    path.parent.mkdir()
    path.write_text("cut off\n")

    report = sweep_market(noise_market(), "rebalance", path)

    assert [(problem.code, problem.line) for problem in report.problems] == [("L101", 1)]
    assert counts(report) == (5, 5)


def sweep_many(sweep, market, texts, path, go):
    go.wait()
    found = [counts(sweep(market, text, path)) for text in texts]
    path.with_name(f"found-{multiprocessing.current_process().name}").write_text(json.dumps(found))


def run_at_once(sweep, market, path, texts_of):
    """Sweep in one process each at once; return what each said, and what the ledger then holds."""
    path.parent.mkdir()
    fork = multiprocessing.get_context("fork")
    go = fork.Event()
    workers = [
        fork.Process(target=sweep_many, args=(sweep, market, texts, path, go), name=str(number))
        for number, texts in enumerate(texts_of)
    ]
    for worker in workers:
        worker.start()
    go.set()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    said = [json.loads(Path(path.with_name(f"found-{number}")).read_text()) for number in range(len(workers))]
    return said, ledger.read(path)


@pytest.mark.soak
def test_sweeps_at_once_lose_no_line_and_count_none_twice(noise_market, sweep_market, path):
    # 41 costs, which the first process does in rising and the second in falling order, five at a time.
    parts = [f"cost_bps={5 * i}:{5 * i + 4}:1" for i in range(40)]

    said, reading = run_at_once(sweep_market, noise_market(), path, (parts, parts[::-1]))

    costs = [trial.options["cost_bps"] for trial in reading.trials]
    assert reading.problems == ()
    assert sorted(costs) == [float(cost) for cost in range(200)]
    assert len({trial.key for trial in reading.trials}) == 200
    assert sum(n_new for each in said for n_new, _ in each) == 200
    for each in said:
        n_trials = [n for _, n in each]
        assert n_trials == sorted(n_trials)
        assert n_trials[-1] == 200
