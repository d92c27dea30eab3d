"""A screen is the same whether or not later prices and facts exist."""

import datetime as dt
from dataclasses import fields, replace

import numpy as np
import pytest
from made_screens import LAST_ON, cut_folder, cut_made, scored_names, screen_of, session_dates

from screener.records.screen import ScreenReport, ScreenRow
from screener.screening.scores import standing_at
from screener.screening.suggested import suggested_weights

N_DAYS = 20


def days() -> list[dt.date]:
    """Return days from the spring of the first year on; some are no sessions."""
    rng = np.random.default_rng(20260529)
    first = dt.date(2023, 4, 3)
    offsets = rng.choice((dt.date(2025, 6, 27) - first).days, N_DAYS, replace=False)
    return [first + dt.timedelta(days=int(each)) for each in sorted(offsets)]


def rows(report: ScreenReport) -> list[ScreenRow]:
    """Return whole rows; why a file has no price names the file, so that only its kind is compared."""
    return [
        replace(
            row, reasons=tuple(each.split(":")[0] if each.startswith("no prices") else each for each in row.reasons)
        )
        for row in report.rows
    ]


@pytest.mark.parametrize("day", days(), ids=str)
def test_cutting_away_what_became_known_later_changes_nothing(made, screened_on, tmp_path, day):
    whole, then = screened_on(str(day)), screen_of(cut_made(made, tmp_path / "then", day), day)

    assert sum(row.score is not None for row in whole.rows) >= 8
    assert rows(whole) == rows(then)
    assert (whole.gate, whole.compared_on, whole.weights, whole.flags, whole.n_watched, whole.data_as_of) == (
        *(then.gate, then.compared_on, then.weights, then.flags, then.n_watched, then.data_as_of),
    )


def test_the_days_see_a_gate_open_and_shut_and_signals_that_change(screened_on):
    found = [screened_on(str(day)) for day in days()]

    assert {bool(each.gate) for each in found} == {True, False}
    assert any(row.signal != row.signal_before for each in found for row in each.rows)
    assert {row.signal for each in found for row in each.rows} >= {"hold", "reduce", "avoid", "no_data"}


@pytest.fixture(scope="module")
def history(made):
    """Return every name scored at the end of every week, as seen on the last day."""
    return scored_names(made, LAST_ON)


# In the last three an event that is known is still inside its window.
@pytest.mark.parametrize("week", [*range(5, 130, 9), 15, 60, 105])
def test_what_is_replayed_of_a_week_is_what_was_seen_in_it(made, history, tmp_path, week):
    row = int(history.rows[week])
    day = history.board.session_on[row].astype(object)
    then = scored_names(cut_made(made, tmp_path / "then", day), day)

    assert then.rows[-1] == then.board.last == row
    for each in fields(history.found):
        whole, cut = (getattr(found, each.name) for found in (history.found, then.found))
        np.testing.assert_array_equal(whole[week], cut[-1], err_msg=each.name)
    for each in fields(history.scores):
        whole, cut = (getattr(scores, each.name) for scores in (history.scores, then.scores))
        np.testing.assert_array_equal(whole[week], cut[-1], err_msg=each.name)
    seen, replayed = (standing_at(of.board, of.rows, of.scores, row) for of in (then, history))
    assert seen.signals == replayed.signals
    np.testing.assert_array_equal(seen.held, replayed.held)
    weights = (suggested_weights(made.thesis, of.board, seen.signals, row) for of in (then, history))
    np.testing.assert_array_equal(*weights)


@pytest.mark.parametrize("since", ["2024-02-07", "2024-11-27"])
def test_what_is_compared_with_another_day_is_the_same_too(made, tmp_path, since):
    day = dt.date(2025, 1, 15)
    cut = cut_made(made, tmp_path / "then", day)

    whole, then = (screen_of(each, day, since=dt.date.fromisoformat(since)) for each in (made, cut))

    assert str(whole.compared_on) == since
    assert rows(whole) == rows(then)


def test_a_price_of_the_very_day_changes_something(made, tmp_path):
    day = dt.date(2025, 1, 15)
    folder = cut_folder(made.folder, tmp_path / "moved", day)
    path = folder / "LA.csv"
    *before, last = path.read_text().splitlines()
    on, close, _ = last.split(",")
    assert on == str(day)
    path.write_text("\n".join([*before, f"{on},{2 * float(close)},{2 * float(close)}"]) + "\n")

    assert rows(screen_of(made, day)) != rows(screen_of(replace(made, folder=folder), day))


@pytest.mark.parametrize("table", ["events", "income", "exposures", "earnings"])
def test_a_row_of_each_table_that_was_known_by_the_day_changes_something(made, table):
    day = dt.date(2025, 3, 14)
    reference, income = made.reference, made.income
    if table == "events":
        reference = replace(reference, events=tuple(each for each in reference.events if each.event_id != "E20"))
    elif table == "income":
        income = replace(income, quarters=tuple(each for each in income.quarters if each.ticker != "LA"))
    else:
        facts = replace(reference.facts, **{table: ()})
        reference = replace(reference, facts=facts)
        day = dt.date(2025, 1, 15)

    whole, without = screen_of(made, day), screen_of(replace(made, reference=reference, income=income), day)

    assert rows(whole) != rows(without)


def test_the_fingerprint_does_not_move_with_what_is_known_later(made, tmp_path):
    day = dt.date(2025, 1, 15)

    assert screen_of(made, day).fingerprint == screen_of(cut_made(made, tmp_path / "then", day), day).fingerprint


def test_the_reason_of_a_name_that_has_no_price_yet_says_nothing_of_later_days(made):
    (row,) = (row for row in screen_of(made, dt.date(2023, 6, 14)).rows if row.name.ticker == "CC")

    assert row.signal == "no_data"
    assert "2024-03-01" not in "; ".join(row.reasons)
    assert "2025-06-30" not in "; ".join(row.reasons)


def test_the_last_session_of_a_week_is_known_to_be_that_from_the_next_session_on(made, tmp_path):
    # A Thursday before a holiday, 2024-03-29: whether the week is over is not known yet.
    day = dt.date(2024, 3, 28)
    cut = cut_made(made, tmp_path / "then", day)

    assert day in session_dates().tolist()
    assert screen_of(made, day).compared_on == screen_of(cut, day).compared_on == dt.date(2024, 3, 22)
    assert screen_of(made, dt.date(2024, 4, 1)).compared_on == day
