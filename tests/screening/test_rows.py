import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from made_facts import quarter
from made_screens import (
    NOTE,
    by_ticker,
    made_candidates,
    make_screen,
    scored_names,
    screen_of,
    session_dates,
    settings_of,
    write_series,
)

from screener.dictionary.screen_parts import SCORE_PARTS
from screener.screening.features import features
from screener.screening.run import ranking_fingerprint

DAYS = ("2023-06-14", "2024-04-23", "2025-02-26")
STEPS = """\
---
type: thesis
thesis_id: steps
title: Steps
status: active
opened_on: 2024-01-02
history_from: 2023-01-03
benchmark: SPY
long_a: [A, B, C]
short_b: [D, E, F]
event_ids: []
score_weights: [momentum_pct 1]
---
"""
NOW = dt.date(2024, 6, 28)


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """Prices of 100 until 22 sessions before a Friday, then an eighth, two or three more; a flat benchmark.

    The step is in that day's momentum and in no earlier week's.
    """
    made = make_screen(
        tmp_path_factory.mktemp("steps"),
        STEPS,
        has_walks=False,
        candidates=made_candidates([("G", "Gee", "a", "long")]),
    )
    days = session_dates()
    row = int(np.searchsorted(days, np.datetime64(NOW)))
    after = np.arange(len(days)) >= row - 21
    for ticker, eighths in {"A": 1, "B": 2, "C": 3, "D": 1, "E": 2, "F": 3, "G": 2}.items():
        write_series(made.folder, ticker, days, 100.0 + 12.5 * eighths * after)
    write_series(made.folder, "SPY", days, np.full(len(days), 400.0))
    return made


@pytest.mark.parametrize("day", DAYS)
def test_the_parts_add_up_to_the_score(screened_on, day):
    report = screened_on(day)
    scored = [row for row in report.rows if row.score is not None]

    assert len(scored) >= 8
    for row in scored:
        assert set(row.addends) == {part.column for part in SCORE_PARTS}
        assert abs(math.fsum(row.addends.values()) - row.score) < 1e-12
    assert math.fsum(weight for _, weight in report.weights) == pytest.approx(1.0, abs=1e-12)


def test_a_score_of_momentum_alone_is_its_place_within_the_side(steps):
    rows = by_ticker(screen_of(steps, NOW))

    assert [8.0 * rows[each].momentum for each in "ABCDEFG"] == [1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0]
    # Long 1, 2, 2, 3: mean 2, variance 2 / 3. Short 1, 2, 3: variance 1, and a fall is wanted.
    z = math.sqrt(1.5)
    assert [rows[each].score for each in "ABCG"] == pytest.approx([-z, 0.0, z, 0.0], abs=1e-12)
    assert [rows[each].score for each in "DEF"] == pytest.approx([1.0, 0.0, -1.0], abs=1e-12)
    assert {each: rows[each].signal for each in "ABCDEFG"} == {
        # Between the thresholds a member stays held, and a candidate stays out.
        "A": "exit",
        "B": "hold",
        "C": "hold",
        "G": "avoid",
        "D": "hold",
        "E": "hold",
        "F": "exit",
    }
    assert {each: rows[each].addends["score_momentum"] for each in "DF"} == pytest.approx({"D": 1.0, "F": -1.0})


def test_ranks_count_within_the_side_and_names_alike_share_the_best(steps):
    report = screen_of(steps, NOW)

    assert [(row.name.ticker, row.rank) for row in report.rows] == [
        *(("C", 1), ("B", 2), ("G", 2), ("A", 4)),
        *(("D", 1), ("E", 2), ("F", 3)),
    ]


def test_what_moved_most_is_named_where_the_signal_is_another(steps):
    rows = by_ticker(screen_of(steps, NOW))

    # A week before, no price had moved: all stood at 0.
    assert (rows["A"].signal_before, rows["A"].signal, rows["A"].moved_by) == ("hold", "exit", "score_momentum")
    assert rows["A"].score_change == pytest.approx(-math.sqrt(1.5), abs=1e-12)
    assert (rows["C"].signal_before, rows["C"].moved_by) == ("hold", "")
    assert rows["C"].score_change == pytest.approx(math.sqrt(1.5), abs=1e-12)


@pytest.mark.parametrize("day", DAYS)
def test_rows_stand_by_side_and_rank_with_what_has_no_data_last(screened_on, day):
    report = screened_on(day)
    order = {"long": 0, "short": 1, "": 2}
    keys = [(row.signal == "no_data", order[row.name.side], row.rank or math.inf) for row in report.rows]

    assert keys == sorted(keys)
    for side in ("long", "short"):
        scores = [row.score for row in report.rows if row.name.side == side and row.score is not None]
        ranks = [row.rank for row in report.rows if row.name.side == side and row.rank is not None]
        assert scores == sorted(scores, reverse=True)
        assert ranks == list(range(1, len(scores) + 1))


@pytest.mark.parametrize("day", DAYS)
def test_every_member_and_candidate_is_there_once(screened_on, day):
    rows = by_ticker(screened_on(day))

    members = {"LA", "LB", "LC", "LD", "GONE", "SA", "SB", "SC", "SD", "9984.T"}
    assert rows.keys() == members | {"CA", "CB", "CC", "CW", "NOFILE"}
    assert {each for each in rows if rows[each].name.universe == "member"} == members
    assert rows["LA"].name.name == "Lambda"


@pytest.mark.parametrize("ticker", ["GONE", "NOFILE"])
@pytest.mark.parametrize("day", DAYS)
def test_a_name_without_prices_has_no_data_and_the_reason(screened_on, day, ticker):
    row = by_ticker(screened_on(day))[ticker]

    assert (row.signal, row.score, row.rank, row.weight, row.addends, row.close) == ("no_data", *(None,) * 5)
    assert row.flags == ("not_priced",)
    assert row.reasons[0].startswith(f"no prices: no file {ticker}.csv in ")
    assert ticker in {each.ticker for each in screened_on(day).unpriced}


def test_a_name_that_ceased_to_print_leaves_and_then_has_no_data(screened_on):
    # LD's last print is of Friday 2024-10-11; a price counts for five sessions.
    last = by_ticker(screened_on("2024-10-17"))["LD"]
    gone = by_ticker(screened_on("2024-10-18"))["LD"]
    later = by_ticker(screened_on("2024-10-25"))["LD"]

    assert last.score is not None
    assert last.close is not None
    assert gone.score is None
    assert gone.weight is None
    assert later.signal == "no_data"
    assert later.reasons == ("no price in the last five sessions, or outside its span",)


def test_a_low_price_is_flagged(screened_on):
    flagged = [by_ticker(screened_on(day))["SC"] for day in DAYS]

    assert any(row.close < 5.0 for row in flagged)
    for row in (row for day in DAYS for row in screened_on(day).rows):
        assert ("price_under_5" in row.flags) == (row.close is not None and row.close < 5.0)


@pytest.mark.parametrize(
    ("day", "coming"),
    [
        ("2024-04-09", None),  # the report of February is over, that of May is announced the next day
        ("2024-04-10", "2024-05-20"),
        ("2024-05-17", "2024-05-20"),
        ("2024-05-21", None),
    ],
)
def test_the_next_report_is_one_that_was_announced_by_then(screened_on, day, coming):
    found = by_ticker(screened_on(day))["LA"].next_earnings_on

    assert (None if found is None else str(found)) == coming


@pytest.mark.parametrize("day", ["2024-12-06", "2025-02-28"])
def test_what_was_said_before_is_what_that_day_s_own_screen_says(screened_on, day):
    now = screened_on(day)
    then = by_ticker(screened_on(str(now.compared_on)))
    changed = 0
    for row in now.rows:
        other = then[row.name.ticker]
        assert row.signal_before == other.signal
        if row.score is None or other.score is None:
            assert (row.score_change, row.moved_by) == (None, "")
            continue
        assert row.score_change == pytest.approx(row.score - other.score, abs=1e-12)
        moves = {each: abs(row.addends[each] - other.addends[each]) for each in row.addends}
        is_other = row.signal != other.signal
        assert row.moved_by == (max(moves, key=moves.__getitem__) if is_other else "")
        changed += is_other
    assert changed


def test_the_first_day_has_nothing_to_be_compared_with(steps):
    report = screen_of(steps, dt.date(2023, 1, 4))

    assert report.compared_on is None
    assert {row.signal_before for row in report.rows} == {"no_data"}
    assert {row.moved_by for row in report.rows} == {""}


@pytest.mark.parametrize("day", DAYS)
def test_a_candidate_to_watch_is_measured_and_has_no_side_score_or_weight(screened_on, day):
    report = screened_on(day)
    row = by_ticker(report)["CW"]

    assert (row.name.side, row.score, row.rank, row.weight, row.addends) == ("", *(None,) * 4)
    assert row.close is not None
    assert row.reasons == ("no side: only watched",)
    assert report.n_watched == 1


@pytest.mark.parametrize("day", DAYS)
def test_weights_are_only_for_what_is_to_be_held_and_each_side_adds_up_to_all_of_it(screened_on, day):
    rows = screened_on(day).rows

    for row in rows:
        assert (row.weight is not None) == (row.signal in ("enter", "hold", "reduce"))
    # Where a side has nobody to hold, the other is not held either.
    is_spread = {row.name.side for row in rows if row.weight is not None} == {"long", "short"}
    for side, whole in (("long", 1.0 * is_spread), ("short", -1.0 * is_spread)):
        total = math.fsum(row.weight for row in rows if row.name.side == side and row.weight is not None)
        assert total == pytest.approx(whole, abs=1e-12)


def test_a_stake_counts_against_a_name_from_the_day_it_was_measured_and_only_on_the_other_side(screened_on):
    before, after = (by_ticker(screened_on(day)) for day in ("2024-04-23", "2025-02-26"))

    assert (before["SA"].lab_overlap, after["SA"].lab_overlap) == pytest.approx((0.10, 0.15))
    assert before["LB"].lab_overlap == 0.0
    assert after["LB"].lab_overlap is None
    assert "stake_unknown" in after["LB"].flags
    assert after["LC"].lab_overlap == 0.0


def test_a_reason_never_says_that_a_score_reached_what_it_did_not(tmp_path):
    day = dt.date(2024, 4, 23)
    made = make_screen(tmp_path, NOTE.replace("LC,", "LC 2024-04-22..,"))
    row = by_ticker(screen_of(made, day))["LC"]

    assert row.signal == "enter"
    assert row.score < 0.25
    assert "reached" not in row.reasons[0]


def test_shares_are_whole_and_signed_and_for_what_is_to_be_held(made):
    rows = screen_of(made, dt.date(2025, 2, 26), capital=100_000.0).rows
    held = [row for row in rows if row.weight is not None]

    assert held
    for row in held:
        assert row.shares == int(abs(row.weight) * 100_000.0 / row.close + 1e-9) * (1 if row.weight > 0 else -1)
    assert all(row.shares is None for row in rows if row.weight is None)


def test_reasons_name_each_part_that_counts_and_is_not_known(screened_on):
    # 9984.T and SD have no statements; nobody has volumes here.
    rows = by_ticker(screened_on("2024-04-23"))

    assert rows["9984.T"].reasons[-1] == "not known: change of the gross margin, revenue growth, liquidity"
    assert rows["SD"].reasons[-1] == "not known: change of the gross margin, revenue growth, liquidity"
    assert rows["LA"].reasons[-1] == "not known: liquidity"


def test_reasons_are_silent_about_parts_that_count_nothing(steps):
    said = [reason for row in screen_of(steps, NOW).rows for reason in row.reasons]

    assert any(reason.startswith("score ") for reason in said)
    assert not any(reason.startswith("not known") for reason in said)


def test_volume_counts_only_where_the_listing_trades_in_dollars(made):
    seen = scored_names(made, dt.date(2024, 4, 23))
    board = replace(seen.board, volume=np.where(np.isfinite(seen.board.close), 1000.0, np.nan))
    rows = seen.rows[-1:]

    found = features(board, rows, made.thesis, seen.days, (), (), lambda _: None, made.reference.exchanges)

    place = {each.ticker: j for j, each in enumerate(board.names)}
    closes = board.close[rows[0] - 20 : rows[0] + 1, place["LA"]]
    assert found.dollar_volume[0, place["LA"]] == pytest.approx(1000.0 * np.nanmedian(closes), rel=1e-12)
    assert np.isfinite(board.close[rows[0] - 20 :, place["9984.T"]]).sum() > 15
    assert np.isnan(found.dollar_volume[0, place["9984.T"]])


def test_a_name_that_never_printed_has_no_response_of_its_leg(made):
    seen = scored_names(made, dt.date(2024, 4, 23))
    place = {each.ticker: j for j, each in enumerate(seen.board.names)}

    assert np.isfinite(seen.found.response[-1, place["LA"]])
    assert np.isnan(seen.found.response[-1, place["NOFILE"]])


def test_a_quarter_that_the_checks_refuse_leaves_the_one_before(made):
    refused = quarter("LA", "2024-12-31", -5.0, 1.0)
    day = refused.known_on + dt.timedelta(days=3)
    fewer = replace(
        made,
        income=replace(
            made.income,
            quarters=tuple(
                each
                for each in made.income.quarters
                if (each.ticker, each.period_end_on) != ("LA", refused.period_end_on)
            ),
        ),
    )
    more = replace(fewer, income=replace(fewer.income, quarters=(*fewer.income.quarters, refused)))

    whole, without = (by_ticker(screen_of(each, day))["LA"] for each in (more, fewer))

    assert without.gross_margin_change is not None
    assert whole.gross_margin_change == without.gross_margin_change
    assert whole.revenue_growth == without.revenue_growth


def test_the_ranking_s_fingerprint_is_another_with_another_stake(made):
    seen = scored_names(made, dt.date(2024, 12, 20))
    settings = settings_of(made, dt.date(2024, 12, 20))
    facts = made.reference.facts
    none = replace(made.reference, facts=replace(facts, exposures=()))

    own, other = (
        ranking_fingerprint(made.thesis, settings, seen, made.income, each) for each in (made.reference, none)
    )

    assert facts.exposures
    assert own != other
