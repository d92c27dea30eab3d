"""The first thesis on real prices: documented returns, honest periods, books that agree with a plain loop."""

import csv
import datetime as dt
import io

import pytest

from screener.cli.main import run
from screener.files import shipped
from screener.thesis.reading import read_thesis

pytestmark = pytest.mark.real

# Close to close, percent; printed by the press on the day and checked against a second vendor.
DOCUMENTED_2025_01_27 = {"NVDA": -16.97, "AVGO": -17.40, "META": 1.91, "VRT": -29.88}


@pytest.fixture(scope="module")
def tables() -> dict[tuple[str, ...], list[dict[str, str]]]:
    """What was asked for so far, by its options."""
    return {}


@pytest.fixture
def backtest(real_data, tmp_path, monkeypatch, capfd, tables):
    """Return a table of the first thesis; one that was made before is not made again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENER_WORKSPACE", str(tmp_path / "workspace"))

    def call(*options: str) -> list[dict[str, str]]:
        if options not in tables:
            code = run(["backtest", "ai-commoditization", "--source", f"csv:{real_data / 'prices'}", *options])
            out, err = capfd.readouterr()
            assert code == 0, err
            tables[options] = list(csv.DictReader(io.StringIO(out)))
        return tables[options]

    return call


def test_day_0_returns_of_the_shock_are_the_documented_ones(backtest):
    rows = backtest("--anchor", "noticed", "--table", "names")
    found = {
        row["ticker"]: float(row["day0_return_pct"])
        for row in rows
        if row["session_on"] == "2025-01-27" and row["event_id"] == "E2025-01-20-r1" and row["day0_return_pct"]
    }

    for ticker, documented in DOCUMENTED_2025_01_27.items():
        assert found[ticker] == pytest.approx(documented, abs=0.005)


def test_a_release_on_a_market_holiday_lands_on_the_next_session(backtest):
    rows = [row for row in backtest("--table", "events") if row["event_id"] == "E2025-01-20-r1"]

    assert {"2025-01-21"} == {row["session_on"] for row in rows}


def test_every_table_says_that_no_session_is_out_of_sample(backtest):
    for table in ("scores", "events", "names", "performance", "attribution", "equity"):
        assert all("no_out_of_sample_session" in row["flags"].split(";") for row in backtest("--table", table))


def test_the_unpriced_name_is_named_with_its_outcome(backtest):
    assert {"not_priced"} == {row["outcome"] for row in backtest("--table", "names") if row["ticker"] == "FIG"}


def test_korean_names_are_flagged_where_their_own_day_0_differs(backtest):
    rows = [row for row in backtest("--table", "names") if row["ticker"] == "000660.KS" and row["outcome"] == "used"]

    assert rows
    assert all("dimson_lag" in row["flags"] for row in rows)


def test_the_held_books_return_agrees_with_a_plain_loop(backtest, real_data):
    thesis = read_thesis(shipped("theses") / "ai-commoditization.md").thesis
    row = next(
        row for row in backtest("--table", "performance") if row["basket"] == "spread" and row["period"] == "all"
    )

    expected = plain_loop(thesis, real_data / "prices", row["start_on"], row["end_on"])

    assert 100 * expected == pytest.approx(float(row["total_return_pct"]), abs=1e-8)


def plain_loop(thesis, folder, start_on, end_on):
    """Hold the spread day by day and name by name, with dictionaries."""
    spy = adjusted(folder / "SPY.csv")
    prices = {}
    for leg in thesis.legs:
        for member in leg.members:
            path = folder / f"{member.ticker}.csv"
            if path.is_file():
                prices[leg.name, leg.side, member] = {
                    day: price
                    for day, price in adjusted(path).items()
                    if member.is_valid_on(dt.date.fromisoformat(day))
                }
    days = [day for day in sorted(spy) if day <= end_on]
    first = days.index(start_on) - 1
    nav, held, last, waiting = 1.0, {}, {}, None
    for i, day in enumerate(days):
        now = {name: series.get(day, last.get(name)) for name, series in prices.items()}
        if i >= first:
            gap = (dt.date.fromisoformat(day) - dt.date.fromisoformat(days[i - 1])).days
            short = -sum(value for value in held.values() if value < 0)
            before = sum(held.values())
            held = {name: value * now[name] / last[name] for name, value in held.items()}
            nav += sum(held.values()) - before - short * thesis.rules.borrow_bps_per_year / 1e4 * gap / 365
            if waiting is not None:
                target = {name: weight * nav for name, weight in waiting.items()}
                names = set(target) | set(held)
                nav -= thesis.rules.cost_bps / 1e4 * sum(abs(target.get(n, 0) - held.get(n, 0)) for n in names)
                held, waiting = target, None
            if i == first or day[:7] != days[i - 1][:7]:
                waiting = equal_weights([name for name in prices if now[name] is not None])
        last = now
    return nav - 1


def equal_weights(names):
    weights = {}
    for side, sign in (("long", 1), ("short", -1)):
        legs = sorted({name[0] for name in names if name[1] == side})
        for leg in legs:
            members = [name for name in names if name[0] == leg]
            weights |= {name: sign / len(legs) / len(members) for name in members}
    return weights


def adjusted(path):
    with path.open() as stream:
        return {row["date"]: float(row["adj_close"]) for row in csv.DictReader(stream) if row["adj_close"]}
