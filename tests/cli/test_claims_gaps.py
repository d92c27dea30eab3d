"""What ``claims`` says of data that is missing, old or looks wrong, and what ``--strict`` counts as missing."""

import csv
import io

import pytest
from made_claims import give_claims

ASKED = ("claims", "small", "--source", "csv:prices", "--as-of", "2026-11-20")
# The day the prices end.
FRESH = ("claims", "small", "--source", "csv:prices", "--as-of", "2026-03-31")
LAST = '  - "? tools'


@pytest.fixture
def claims(workspace, rewrite):
    return give_claims(workspace, rewrite)


def found(text):
    return {row["claim"]: row for row in csv.DictReader(io.StringIO(text))}


def edit(path, change):
    path.write_text(change(path.read_text()))


def test_a_mean_response_on_old_prices_is_stale_as_any_other_measure_over_prices(claims, screener, rewrite):
    rewrite("kill:\n", 'kill:\n  - "watch response: event_response_pct(spread, 0..5) > -999"\n')

    fresh, old = (found(screener(*asked).out)["response"] for asked in (FRESH, ASKED))

    assert (fresh["state"], fresh["measured_on"]) == ("tripped", "2026-03-31")
    assert (old["state"], old["measured_on"]) == ("stale", "2026-03-31")
    assert old["note"].startswith("stale; tripped by the last figure known; ")


@pytest.mark.parametrize(
    "line",
    [
        "? brand keeps its price",
        "ahead: token_price_gap_x(frontier, open) > 3 on 2026-12-08",
        "reviewed: days_since_review < 14",
    ],
)
def test_strict_takes_no_question_day_ahead_or_review_for_missing_data(claims, screener, rewrite, line):
    rewrite(LAST, f'  - "{line}"\n{LAST}')

    ran = screener(*ASKED, "--strict")

    assert "unknown" in {row["state"] for row in found(ran.out).values()}
    assert ran.code == 0


def test_strict_misses_a_member_without_prices(claims, screener):
    (claims / "prices" / "ADBE.csv").unlink()

    assert screener(*ASKED).code == 0
    assert screener(*ASKED, "--strict").code == 3


def test_strict_misses_a_statement_behind_a_leg_s_median(claims, screener):
    edit(claims / "data" / "income.csv", lambda text: "".join(text.splitlines(True)[:3]))

    ran = screener(*ASKED, "--strict")

    assert found(ran.out)["chips keep their margin"]["value"] == "60"
    assert ran.code == 3


def test_strict_misses_a_value_that_another_comparison_makes_up_for(claims, screener, rewrite):
    both = "token_price_in_usd(gpt-5) > 99 and gross_margin_pct(ADBE) > 50"
    rewrite("kill:\n", f'kill:\n  - "watch both: {both}"\n')

    ran = screener(*ASKED, "--strict")

    assert found(ran.out)["both"]["state"] == "clear"
    assert ran.code == 3
    assert "  without a value for want of data: both (the column note says why)" in ran.err.splitlines()


def test_strict_misses_statements_that_no_measure_needs_only_in_the_table_of_margins(claims, screener):
    assert screener(*ASKED, "--strict").code == 0
    assert screener(*ASKED, "--strict", "--table", "margins").code == 3


def test_a_quarter_that_came_later_is_not_spoken_of_before(claims, screener):
    ran = screener("claims", "small", "--source", "csv:prices", "--as-of", "2025-08-01")

    assert "  NVDA, AVGO, CRM: no quarterly data: none was known by 2025-08-01" in ran.err.splitlines()


def test_price_checks_are_told_under_the_report(claims, screener):
    def spike(text):
        lines = text.splitlines(True)
        place = next(n for n, line in enumerate(lines) if line.startswith("2025-10-01"))
        day, *prices, volume = lines[place].split(",")
        lines[place] = ",".join([day, *(str(9 * float(price)) for price in prices), volume])
        return "".join(lines)

    edit(claims / "prices" / "CRM.csv", spike)

    piped, shown = screener(*FRESH), screener(*FRESH, "--format", "table")

    for text in (piped.err, shown.out):
        assert "price checks found 1 (screener backtest --table coverage has them all)\n" in text
        assert "\n  jump_undone: CRM 2025-10-01\n" in text
    assert shown.out.index("price checks found") > shown.out.index("since_on")
    assert "price checks" not in shown.err


def test_only_rows_about_prices_carry_what_is_wrong_with_prices(claims, screener):
    (claims / "prices" / "ADBE.csv").unlink()

    now = found(screener(*ASKED).out)
    margins = screener(*ASKED, "--table", "margins").out
    history = list(csv.DictReader(io.StringIO(screener(*ASKED, "--history").out)))

    assert {name for name, row in now.items() if "members_missing" in row["flags"]} == {"drawdown"}
    assert "members_missing" not in margins
    assert {row["claim"] for row in history if row["flags"]} == {"drawdown"}


def test_a_ticker_in_two_legs_has_both_in_the_table_of_margins(claims, screener, rewrite):
    rewrite("[NVDA, AVGO]", "[NVDA, AVGO, CRM 2023-01-02..2024-12-31]")
    rewrite("[CRM, ADBE]", "[CRM 2025-01-01.., ADBE]")

    ran = screener(*ASKED, "--table", "margins")
    legs = {row["ticker"]: row["leg"] for row in csv.DictReader(io.StringIO(ran.out))}

    assert legs["CRM"] == "long_chips;short_software"
    assert legs["ADBE"] == "short_software"
