"""How often the tests reject when nothing happens, and how often they find an effect, by simulation.

    python benchmarks/size.py [--n N] [--seed SEED]

Needs the test extra. N null spreads a calendar and variance, 1.5 N simulations of one date, N / 2 of several, N spreads
a planted effect; a share of 5 % is known to 0.5 points at N = 2,000, which takes about eight minutes on one core, most
of it the rank tests of 800 pairs on 40 dates. Tables on stdout, progress on stderr; same numbers, same seed.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from null_markets.calendar_nulls import TESTS, VARIANCE_RATIOS, calendar_sizes
from null_markets.calendars import apart, shipped_calendars
from null_markets.clustered_pairs import ONE_DATE_CELLS, many_dates_sizes, one_date_sizes
from null_markets.expected_size import expected_size
from null_markets.markets import WINDOWS, Noise, normal_noise, t5_noise
from null_markets.planted_effects import (
    Effect,
    Found,
    found,
    implied_power,
    power_at_own_statement,
    textbook_detectable,
    textbook_power,
)
from null_markets.stated_sizes import MANY_DATES, ONE_DATE

from screener.calc.pair_tests.battery import all_tests
from screener.records.study import MIN_EVENT_DAYS
from screener.records.thesis import Window

PLANTED = 0.02
SHORT_WINDOWS = WINDOWS[:2]


def progress(text: str) -> None:
    """Say on stderr what is being simulated."""
    print(f"... {text}", file=sys.stderr, flush=True)


def row(first: str, *cells: object, width: int = 9) -> None:
    """Print a line of cells, the first one wide."""
    shown = (f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells)
    print(f"{first:36}", *(f"{cell:>{width}}" for cell in shown))


def beside(share_pct: float, stated: float | None) -> str:
    """Return a share, and what was stated for it in parentheses."""
    return f"{share_pct:.1f} " + (f"({stated:4.1f})" if stated is not None else " " * 6)


def calendar_nulls(n: int, seed: int) -> None:
    """Print the rejections of null spreads on every shipped thesis's calendar."""
    print(f"\n1. Nulls on the calendars of the shipped theses, % rejected at 5 %, {n} spreads each")
    print("   'expected' is the t's, from the covariance of the responses; 0..20 overlaps too much to promise a size")
    row("thesis", "window", "variance", "K", "overlap %", "expected", "t", "BMP", "placebo")
    for calendar in shipped_calendars():
        if len(calendar.day0) < MIN_EVENT_DAYS:
            print(f"{calendar.name}: fewer than {MIN_EVENT_DAYS} event days, no test but the placebo")
        for ratio in VARIANCE_RATIOS:
            progress(f"{calendar.name}, variance x{ratio:g}")
            for size in calendar_sizes(calendar, ratio, n, seed):
                few = size.n_event_days < MIN_EVENT_DAYS
                expected = "" if few else 100.0 * expected_size(calendar, size.window, ratio)
                shares = [size.share_pct(test) for test in TESTS]
                known = ["", "", shares[-1]] if few else shares
                overlap = 100.0 * size.overlapping_share
                row(calendar.name, size.window, f"x{ratio:g}", size.n_event_days, overlap, expected, *known)


def one_date(n: int, seed: int) -> None:
    """Print the rejections of every pair test on one date, beside the stated ones."""
    print(f"\n2a. One date, 20 names, 6 sessions, t5, % rejected at 5 %, {n} simulations; (stated)")
    columns = []
    for cell in ONE_DATE_CELLS:
        progress(f"one date, correlation {cell.correlation:g}, variance x{cell.variance_ratio:g}")
        columns.append(one_date_sizes(cell, n, seed))
    row("test", *(f"rho {cell.correlation:g}, x{cell.variance_ratio:g}" for cell in ONE_DATE_CELLS), width=13)
    for test in columns[0]:
        stated = ONE_DATE.get(test, (None,) * len(columns))
        row(test, *(beside(column[test], each) for column, each in zip(columns, stated, strict=True)), width=13)


def many_dates(n: int, seed: int) -> None:
    """Print the rejections across pairs and across event days on several dates, beside the stated ones."""
    print(f"\n2b. K dates, 20 names, 6 sessions, correlation 0.2, t5, % rejected at 5 %, {n} simulations; (stated)")
    columns = {}
    for n_dates, ratio in MANY_DATES:
        progress(f"{n_dates} dates, variance x{ratio:g}")
        columns[n_dates, ratio] = many_dates_sizes(n_dates, ratio, n, seed, all_tests)
    row("test", *(f"K {n_dates}, x{ratio:g}" for n_dates, ratio in columns), width=13)
    for test in next(iter(columns.values())):
        row(test, *(beside(column[test], MANY_DATES[key].get(test)) for key, column in columns.items()), width=13)


def power(n: int, seed: int) -> None:
    """Print how often planted effects are found, on event days apart and on the shipped calendars."""
    print(f"\n3. Effects planted on day 0 of every event, % found at 5 %, {n} spreads each")
    print("   'stated' is the median smallest detectable effect; 'expected' the t's, by theory")
    row("K, window, noise", "planted %", "stated %", "expected", "t", "BMP", "placebo")
    for n_event_days in (5, 15):
        for window in SHORT_WINDOWS:
            for noise in (normal_noise, t5_noise):
                apart_power(n_event_days, window, noise, n, seed)
    print(
        "   On the shipped calendars, t5 noise, 'expected' implied by 'stated': an effect inside a neighbour's window"
    )
    print("   adds to it, one inside its estimation window takes from it")
    for calendar in shipped_calendars():
        for window in SHORT_WINDOWS if len(calendar.day0) >= MIN_EVENT_DAYS else ():
            progress(f"2 % on {calendar.name}, {window}")
            seen = found(calendar, window, lambda _: PLANTED, n, seed, noise=t5_noise)
            implied = implied_power(PLANTED, seen.stated, len(calendar.used(window)))
            power_row(f"{calendar.name} {window}", PLANTED, seen, implied)


def apart_power(n_event_days: int, window: Window, noise: Noise, n: int, seed: int) -> None:
    """Print the finds of three effects: 2 %, the textbook's detectable one, and each sample's own statement."""
    detectable = textbook_detectable(window, n_event_days)
    planted: list[tuple[float | None, Effect, float]] = [
        (PLANTED, lambda _: PLANTED, textbook_power(PLANTED, window, n_event_days)),
        (detectable, lambda _: detectable, 0.80),
        (None, lambda scored: scored.mde or 0.0, power_at_own_statement(n_event_days)),
    ]
    label = f"{n_event_days} {window} {'normal' if noise is normal_noise else 't5'}"
    progress(f"planted effects, {label}")
    for effect, plant, expected in planted:
        power_row(label, effect, found(apart(n_event_days), window, plant, n, seed, noise=noise), expected)


def power_row(label: str, effect: float | None, seen: Found, expected: float) -> None:
    """Print the finds of one effect; None stands for each sample's own statement."""
    shown = "own" if effect is None else f"{100.0 * effect:.2f}"
    shares = (seen.share_pct(test) for test in TESTS)
    row(label, shown, f"{100.0 * seen.stated:.2f}", 100.0 * expected, *shares)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=2_000, help="spreads simulated for each line")
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    if given.n < 2:
        parser.error("--n must be at least 2")
    calendar_nulls(given.n, given.seed)
    one_date(3 * given.n // 2, given.seed)
    many_dates(given.n // 2, given.seed)
    power(given.n, given.seed)


if __name__ == "__main__":
    main()
