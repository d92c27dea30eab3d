"""Timings of the event-study engine beside statsmodels and the package eventstudy, all from one run.

    python benchmarks/engine.py [--runs N]

500 names, 2,500 sessions, 40 event days that they share (20,000 pairs), the market model on 250 sessions, CAR and SCAR
of the windows -1..1, 0..5 and 0..20. Sides are timed in turn and the medians printed, because the machine's speed
drifts. The packages take a sample of the pairs, and their time is scaled up to all. eventstudy is skipped where it is
not installed: ``pip install eventstudy``.
"""

import argparse
import importlib
import importlib.util
import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from timing import medians_in_turn

from screener.calc.response.around_events import around_events
from screener.calc.response.every_session import every_session
from screener.records.event_model import DEFAULT_MODEL
from screener.records.prices import Dates, Floats, Integers
from screener.records.thesis import Window

N_NAMES, N_SESSIONS, N_EVENTS, N_SAMPLE = 500, 2_500, 40, 1_000
N_PAIRS = N_NAMES * N_EVENTS
WINDOWS = (Window(-1, 1), Window(0, 5), Window(0, 20))
# One call of eventstudy gives every window that starts where its own does: ours take two.
CALLS = (Window(-1, 1), Window(0, 20))

# Seconds at most for our two paths, and how many times as long the packages must take at least.
AROUND_LIMIT, EVERY_LIMIT = 0.05, 0.2
STATSMODELS_LIMIT, EVENTSTUDY_LIMIT = 100, 300


@dataclass(frozen=True, slots=True)
class Market:
    """Returns of a benchmark and of names with heavy-tailed noise."""

    returns: Floats
    benchmark: Floats
    days: Dates
    event_rows: Integers

    @classmethod
    def drawn(cls) -> "Market":
        """Draw it."""
        rng = np.random.default_rng(1)
        benchmark = rng.normal(0.0004, 0.01, (N_SESSIONS, 1))
        noise = rng.standard_t(5, (N_SESSIONS, N_NAMES)) * 0.015
        returns = 0.0001 + benchmark * rng.uniform(0.5, 1.8, N_NAMES) + noise
        days = np.datetime64("2015-01-01") + np.arange(N_SESSIONS)
        return cls(returns, benchmark, days, np.linspace(271, N_SESSIONS - 22, N_EVENTS).astype(np.int64))

    def sample(self) -> list[tuple[int, int]]:
        """Draw pairs of an event's row and a name's column."""
        chosen = np.random.default_rng(2).choice(N_PAIRS, N_SAMPLE, replace=False)
        return [(int(self.event_rows[pair // N_NAMES]), int(pair % N_NAMES)) for pair in chosen]


def by_statsmodels(market: Market) -> Callable[[], None]:
    """Return the task of fitting the sampled pairs with OLS on arrays, and of scoring the three windows."""
    ols = importlib.import_module("statsmodels.api").OLS
    estimation = DEFAULT_MODEL.estimation

    def task() -> None:
        for row, name in market.sample():
            span = slice(row + estimation.start, row + estimation.end + 1)
            design = np.column_stack([np.ones(estimation.n_sessions), market.benchmark[span]])
            fitted = ols(market.returns[span, name], design).fit()
            for window in WINDOWS:
                inside = slice(row + window.start, row + window.end + 1)
                summed = np.array([window.n_sessions, market.benchmark[inside].sum()])
                car = market.returns[inside, name].sum() - summed @ fitted.params
                scale = window.n_sessions + summed @ fitted.normalized_cov_params @ summed
                car / np.sqrt(fitted.scale * scale)

    return task


def by_eventstudy(market: Market, package: ModuleType) -> Callable[[], None]:
    """Return the task of scoring the sampled pairs as its documentation says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "returns.csv"
        header = ",".join(["date", "market", *map(str, range(N_NAMES))])
        rows = zip(market.days, np.column_stack([market.benchmark, market.returns]).tolist(), strict=True)
        path.write_text("\n".join([header, *(f"{day},{','.join(map(repr, values))}" for day, values in rows)]))
        package.Single.import_returns(str(path))
    estimation = DEFAULT_MODEL.estimation

    def task() -> None:
        for (row, name), window in itertools.product(market.sample(), CALLS):
            package.Single.market_model(
                security_ticker=str(name),
                market_ticker="market",
                event_date=market.days[row],
                event_window=(window.start, window.end),
                estimation_size=estimation.n_sessions,
                buffer_size=window.start - estimation.end - 1,
            )

    return task


def report(package: str, seconds: float, ours: float, limit: int, what: str) -> None:
    """Print a package's time on all pairs, and how many times ours that is."""
    print(f"{package}, {what}: {seconds:.2f} s, {N_PAIRS / seconds:,.0f} pairs/s; scaled from {N_SAMPLE:,} pairs")
    print(f"  two passes are {seconds / ours:.0f} times as fast; at least {limit} times")


def main() -> None:
    """Print every timing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    market = Market.drawn()
    data = market.returns, market.returns, market.benchmark
    tasks: dict[str, Callable[[], object]] = {
        "around": lambda: around_events(*data, market.event_rows, WINDOWS),
        "every": lambda: every_session(*data, WINDOWS),
    }
    if importlib.util.find_spec("statsmodels"):
        tasks["statsmodels"] = by_statsmodels(market)
    if importlib.util.find_spec("eventstudy"):
        tasks["eventstudy"] = by_eventstudy(market, importlib.import_module("eventstudy"))
    seconds = dict(zip(tasks, medians_in_turn(list(tasks.values()), runs), strict=True))

    around, every = seconds["around"], seconds["every"]
    n_scored = int(np.isfinite(every_session(*data, WINDOWS).scar[..., -1]).sum())
    print(f"{N_PAIRS:,} pairs x {len(WINDOWS)} windows, two passes: {around:.4f} s, ", end="")
    print(f"{N_PAIRS / around:,.0f} pairs/s; at most {AROUND_LIMIT} s")
    print(f"every session of every name, {n_scored:,} x {len(WINDOWS)} windows: {every:.3f} s, ", end="")
    print(f"{n_scored / every:,.0f} ticker-dates/s; at most {EVERY_LIMIT} s")
    scale = N_PAIRS / N_SAMPLE
    for package, limit, what in (
        ("statsmodels", STATSMODELS_LIMIT, "OLS on arrays, one fit a pair"),
        ("eventstudy", EVENTSTUDY_LIMIT, f"{len(CALLS)} calls a pair, {' and '.join(map(str, CALLS))}"),
    ):
        if package in seconds:
            report(package, seconds[package] * scale, around, limit, what)
        else:
            print(f"{package}: skipped, not installed")


if __name__ == "__main__":
    main()
