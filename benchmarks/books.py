"""Timings of books over ten years, beside the package bt and a plain pandas loop, all from one run.

    python benchmarks/books.py [--runs N]

500 names drawn over 2,520 sessions, a tenth listed late and a tenth dead before the end. One thesis of 15 long and 15
short names, monthly, 10 bps a trade, 50 bps a year on shorts; 1,000 random baskets of its shape; and what tells whether
it was only found by trying. Sides are timed in turn and the medians printed, because the machine's speed drifts. bt and
the loop take a sample of the same baskets, with targets made beforehand, and their time is scaled up to all. bt is
skipped where it is not installed: ``pip install bt``.
"""

import argparse
import datetime as dt
import importlib
import importlib.util
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import numpy as np
import pandas as pd
from timing import medians_in_turn

from screener.calc.books.all_books import run_books
from screener.calc.books.book import DAYS_PER_YEAR
from screener.calc.books.book_plan import BookPlan, held_plan
from screener.calc.books.variant_book import run_variant
from screener.calc.market import Market, lay_out
from screener.calc.selection.random_books import N_BOOKS, SEED, RandomBooks, pool_of, random_books
from screener.config import cache_folder
from screener.records.event import PERIODS
from screener.records.prices import Coverage, Floats, PricePanel
from screener.records.settings import Settings
from screener.records.sweep import SweepRow
from screener.records.thesis import Leg, Member, Thesis, Window
from screener.records.variant import AS_WRITTEN, VariantResult
from screener.selection import selection_rows
from screener.sweep.grid import variants
from screener.sweep.run import run_grid
from screener.sweep.verdicts import verdicts
from screener.variants import Try, enter_all

N_NAMES, N_SESSIONS, N_SIDE, N_SAMPLE = 500, 2_520, 15, 3
BENCHMARK = "INDEX"
OPENED_ON, CHOSEN_ON = dt.date(2021, 1, 4), dt.date(2022, 1, 3)
GRID = "weighting,hedge,rebalance=weekly/monthly/quarterly,lag=1/2/3"

# At most, for planning and running one basket; for all random ones; for the whole panel of tries.
BOOK_LIMIT_MS, MANY_LIMIT, MANY_LIMIT_MB, PANEL_LIMIT = 10.0, 0.3, 250.0, 5.0


def drawn_panel() -> PricePanel:
    """Draw levels of heavy-tailed returns that share the benchmark's, the last column."""
    rng = np.random.default_rng(1)
    benchmark = rng.normal(0.0004, 0.01, (N_SESSIONS, 1))
    noise = np.clip(rng.standard_t(5, (N_SESSIONS, N_NAMES)) * 0.015, -0.3, 0.3)
    returns = np.column_stack([benchmark * rng.uniform(0.5, 1.8, N_NAMES) + noise, benchmark])
    level = 100.0 * np.cumprod(1.0 + returns, axis=0)
    late, dead = np.split(rng.permutation(N_NAMES)[: N_NAMES // 5], 2)
    for column in late:
        level[: rng.integers(20, N_SESSIONS - 250), column] = np.nan
    for column in dead:
        level[rng.integers(250, N_SESSIONS - 20) :, column] = np.nan
    tickers = (*(f"N{j}" for j in range(N_NAMES)), BENCHMARK)
    days = np.busday_offset(np.datetime64("2015-01-01"), np.arange(N_SESSIONS)).astype("datetime64[D]")
    priced = np.isfinite(level).sum(axis=0).tolist()
    return PricePanel(
        source="simulated",
        mic="XNYS",
        session_on=days,
        closes_at=days.astype("datetime64[s]") + np.timedelta64(21, "h"),
        tickers=tickers,
        level=level,
        closed=np.zeros(level.shape, dtype=np.bool_),
        closes_early=np.zeros(len(tickers), dtype=np.bool_),
        coverage=tuple(Coverage(ticker, "XNYS", n, None, None) for ticker, n in zip(tickers, priced, strict=True)),
    )


def thesis_of(tickers: tuple[str, ...]) -> Thesis:
    """Return a thesis that is long the first half of the names and short the others, under the default rules."""
    members = tuple(Member(ticker) for ticker in tickers)
    return Thesis(
        thesis_id="drawn",
        title="Drawn",
        status="active",
        path="drawn.md",
        text_sha256="0" * 64,
        opened_on=OPENED_ON,
        members_chosen_on=CHOSEN_ON,
        legs=(Leg("long_half", "long", 1.0, members[:N_SIDE]), Leg("short_half", "short", 1.0, members[N_SIDE:])),
        benchmark=(BENCHMARK,),
        windows=(Window(0, 5),),
        primary_basket="spread",
        primary_window=Window(0, 5),
    )


def drawn_market(panel: PricePanel) -> Market:
    """Return the thesis of names drawn among all, so that some list late and some die."""
    columns = np.random.default_rng(2).choice(N_NAMES, 2 * N_SIDE, replace=False)
    return lay_out(thesis_of(tuple(panel.tickers[j] for j in columns)), panel)


def sampled_plans(market: Market, tickers: tuple[str, ...]) -> list[BookPlan]:
    """Return the plans of the first random baskets, each as a thesis of its own; they are drawn as all of them are."""
    shuffled = np.random.default_rng(SEED).random((N_BOOKS, len(tickers))).argsort(axis=1)
    drawn = [tuple(tickers[j] for j in row[: 2 * N_SIDE]) for row in shuffled[:N_SAMPLE]]
    return [held_plan(replace(lay_out(thesis_of(each), market.panel), first=market.first)) for each in drawn]


def by_pandas(market: Market, plan: BookPlan) -> Floats:
    """Return the NAV of a book kept day by day, as one would write it with pandas."""
    days, rules = pd.DatetimeIndex(market.panel.session_on), market.thesis.rules
    returns = pd.DataFrame(plan.presence.returns, index=days)
    can_trade = pd.DataFrame(plan.presence.fillable, index=days)
    targets = pd.DataFrame([each.weights for each in plan.trades], index=days[[each.row for each in plan.trades]])
    per_day = rules.borrow_bps_per_year / 1e4 / DAYS_PER_YEAR
    value, nav, before = pd.Series(0.0, index=returns.columns), 1.0, days[0]
    path: list[float] = []
    for day in days:
        owed = -value.clip(upper=0.0).sum() * per_day * (day - before).days
        gain = value * returns.loc[day]
        nav += gain.sum() - owed
        value += gain
        if day in targets.index:
            target = (targets.loc[day] * nav).where(can_trade.loc[day], value)
            nav -= (target - value).abs().sum() * rules.cost_bps / 1e4
            value = target
        path.append(nav)
        before = day
    return np.array(path)


def by_bt(market: Market, plan: BookPlan, bt: ModuleType) -> Floats:
    """Return the NAV of a book kept by bt, which knows no borrow; a missing print has the last price."""
    days, cost = pd.DatetimeIndex(market.panel.session_on), market.thesis.rules.cost_bps / 1e4
    prices = pd.DataFrame(np.cumprod(1.0 + plan.presence.returns, axis=0), index=days).add_prefix("N")
    rows, weights = [each.row for each in plan.trades], [each.weights for each in plan.trades]
    targets = pd.DataFrame(weights, index=days[rows], columns=prices.columns)
    backtest = bt.Backtest(
        bt.Strategy("drawn", [bt.algos.WeighTarget(targets), bt.algos.Rebalance()]),
        prices,
        initial_capital=1e8,
        commissions=lambda quantity, price: cost * abs(quantity) * price,
        integer_positions=False,
        progress_bar=False,
    )
    backtest.run()
    # Its first row is a day before the first.
    return np.asarray(backtest.strategy.values)[1:] / 1e8


def tries_of(market: Market, results: tuple[VariantResult, ...]) -> list[Try]:
    """Return what the trial ledger is told of a grid."""
    spans = {period: market.in_period(period) for period in PERIODS}
    return [
        Try(
            each.rules,
            each.performance,
            {
                (row.basket, row.period): each.returns[spans[row.period] & np.isfinite(each.returns)]
                for row in each.performance
            },
        )
        for each in results
    ]


def panel_of_tries(market: Market, books: RandomBooks | None) -> dict[str, Callable[[], object]]:
    """Return the tasks that tell whether it was only found by trying, beside the random baskets themselves."""
    grid, at = variants(market.thesis, GRID), dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)
    results, settings = run_grid(market, grid), Settings("simulated", at, at, cache_folder())
    tries = tries_of(market, results)
    tried = enter_all(market.thesis, settings, tries, "").performance
    rows = [SweepRow(variant, row) for variant, own in zip(grid, tried, strict=True) for row in own]
    return {
        "standing among random baskets": lambda: selection_rows(market, tried[0], books),
        f"{len(grid)} variants": lambda: run_grid(market, grid),
        "their deflated Sharpe ratios": lambda: enter_all(market.thesis, settings, tries, ""),
        "White, Hansen and overfitting": lambda: verdicts(market, results, rows),
    }


def peak_mb(task: Callable[[], object]) -> float:
    """Return the most memory that a task's arrays and objects held at once, by tracemalloc."""
    tracemalloc.start()
    task()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def largest_difference(nav: Floats, other: Floats) -> float:
    """Return the largest relative difference of two NAV paths where there is one."""
    return float(np.nanmax(np.abs(nav / other - 1.0)))


def report_others(market: Market, plans: list[BookPlan], seconds: dict[str, float], nav: Floats, ours: float) -> None:
    """Print what the others take for all random baskets, and how far their NAV is from ours."""
    apart = max(largest_difference(by_pandas(market, plan), nav[:, k]) for k, plan in enumerate(plans))
    told = {"pandas, day by day": (seconds["pandas"], f"largest difference of NAV {apart:.0e}")}
    if "bt" in seconds:
        bt = importlib.import_module("bt")
        free = [plan.run(replace(plan.frictions, borrow_per_year=0.0)).nav for plan in plans]
        apart = max(largest_difference(by_bt(market, plan, bt), own) for plan, own in zip(plans, free, strict=True))
        told["bt"] = (seconds["bt"], f"no borrow, and fees inside the order: largest difference of NAV {apart:.0e}")
    for name, (taken, what) in told.items():
        print(f"{name}: {taken * N_BOOKS / N_SAMPLE:.0f} s, scaled from {N_SAMPLE} of them, targets given; {what}")
        print(f"  all at once are {taken * N_BOOKS / N_SAMPLE / ours:,.0f} times as fast")
    if "bt" not in seconds:
        print("bt: skipped, not installed")


def main() -> None:
    """Print every timing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    prices = drawn_panel()
    market, names = drawn_market(prices), prices.tickers[:N_NAMES]
    pool = pool_of(market, prices, names)
    books = random_books(market, pool)
    plans = sampled_plans(market, pool.tickers)
    panel = panel_of_tries(market, books)
    tasks: dict[str, Callable[[], object]] = {
        "one": lambda: held_plan(market).run(),
        "figures": lambda: run_variant(market, market.thesis.rules, AS_WRITTEN, ""),
        "all": lambda: run_books(market),
        "pool": lambda: pool_of(market, prices, names),
        "many": lambda: random_books(market, pool),
        **panel,
        "pandas": lambda: [by_pandas(market, plan) for plan in plans],
    }
    if importlib.util.find_spec("bt"):
        bt = importlib.import_module("bt")
        tasks["bt"] = lambda: [by_bt(market, plan, bt) for plan in plans]
    seconds = dict(zip(tasks, medians_in_turn(list(tasks.values()), runs), strict=True))
    ms = {name: 1e3 * taken for name, taken in seconds.items()}

    n_trades = len(held_plan(market).trades)
    print(f"one basket of {2 * N_SIDE} names, {n_trades} trades, planned and run: {ms['one']:.1f} ms, ", end="")
    print(f"at most {BOOK_LIMIT_MS:.0f}; with its figures {ms['figures']:.1f} ms")
    print(f"  all {len(market.thesis.baskets)} baskets with figures, attribution, break-even: {ms['all']:.0f} ms")
    many = seconds["many"]
    print(f"{N_BOOKS:,} random baskets of {2 * N_SIDE} of {len(pool.tickers)} names: {many:.3f} s, ", end="")
    print(f"at most {MANY_LIMIT}; laying out the names {seconds['pool']:.3f} s")
    peak = peak_mb(lambda: random_books(market, pool_of(market, prices, names)))
    print(f"  peak of both {peak:.0f} MB by tracemalloc, at most {MANY_LIMIT_MB:.0f}")
    if books is not None:
        report_others(market, plans, seconds, books.nav, many)
    parts = {"laying out names": seconds["pool"], "random baskets": many, **{name: seconds[name] for name in panel}}
    print(f"was it only found by trying: {sum(parts.values()):.2f} s, at most {PANEL_LIMIT:.0f}")
    print(f"  {', '.join(f'{name} {1e3 * taken:.0f} ms' for name, taken in parts.items())}")


if __name__ == "__main__":
    main()
