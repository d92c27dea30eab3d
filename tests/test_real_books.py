"""The first thesis held over time on real prices: every period there, every line added up, every variant counted."""

import csv
import io
import math

import pytest

from screener.cli.main import run
from screener.files import shipped
from screener.records.event import PERIODS

pytestmark = pytest.mark.real

LEGS = ("long_chips", "long_memory", "long_on_prem", "long_hyperscalers", "short_api_only", "short_ai_revenue")


@pytest.fixture
def table(real_data, tmp_path, monkeypatch, capfd):
    """Return a function that backtests a note and reads a table; all calls share a workspace."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENER_WORKSPACE", str(tmp_path / "workspace"))

    def call(name: str, note: str = "ai-commoditization") -> list[dict[str, str]]:
        code = run(["backtest", note, "--source", f"csv:{real_data / 'prices'}", "--table", name])
        out, err = capfd.readouterr()
        assert code == 0, err
        return list(csv.DictReader(io.StringIO(out)))

    return call


def test_every_leg_side_and_the_spread_has_all_four_periods_and_an_empty_one_says_why(table):
    rows = table("performance")

    assert [(row["basket"], row["period"]) for row in rows] == [
        (basket, period) for basket in (*LEGS, "long", "short", "spread") for period in PERIODS
    ]
    for row in rows:
        assert (row["total_return_pct"] == "") == (row["n_sessions"] == "0") == ("no_sessions" in row["flags"])


def test_names_cost_borrow_and_cash_add_up_to_what_the_spread_returned_in_every_period(table):
    lines = table("attribution")
    returned = {row["period"]: row["total_return_pct"] for row in table("performance") if row["basket"] == "spread"}

    for period in PERIODS:
        own = [line for line in lines if line["period"] == period]
        parts = [float(line["contribution_pct"]) for line in own if line["is_subtotal"] == "false"]
        if not returned[period]:
            assert parts == []
            continue
        net = next(float(line["contribution_pct"]) for line in own if line["line"] == "net")
        assert math.fsum(parts) == pytest.approx(net, abs=1e-10)
        assert net == pytest.approx(float(returned[period]), abs=1e-10)
        for line in own:
            split = float(line["market_pct"]) + float(line["residual_pct"])
            assert split == pytest.approx(float(line["contribution_pct"]), abs=1e-10)


def test_another_variant_raises_the_count_of_trials_and_a_rerun_does_not(table, tmp_path):
    note = (shipped("theses") / "ai-commoditization.md").read_text(encoding="utf-8")
    other = tmp_path / "other.md"
    other.write_text(note.replace("rebalance: monthly", "rebalance: weekly"), encoding="utf-8")

    counts = [table("performance", each)[0]["n_trials"] for each in ("ai-commoditization",) * 2 + (str(other),) * 2]

    assert counts == ["1", "1", "2", "2"]
