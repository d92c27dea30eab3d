import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, make_panel, make_thesis, weekdays

from screener.calc.books.presence import Exit, presence, printed_lately
from screener.calc.members import member_panel
from screener.records.book_rules import Delisting
from screener.records.thesis import Member

NAN = np.nan
N = 40
DAYS = weekdays(N, "2022-01-10")
PRICE = (Delisting("price", 10.0),)


def members_of(members, levels, *, closed=None, shut=None, n=N):
    thesis = make_thesis({"long_a": members})
    panel = make_panel({**levels, BENCHMARK: np.full(n, 1.0)}, session_on=DAYS[:n], closed=closed, shut=shut)
    return member_panel(thesis, panel)


def there(members, levels, policies=(), close=None, **options):
    return presence(members_of(members, levels, **options), DAYS, policies, close)


def without(*rows, level=10.0):
    """Return a flat level without a print on these rows, or slices of rows."""
    levels = np.full(N, level)
    for each in rows:
        levels[each] = NAN
    return levels


def rows_of(flags):
    return np.flatnonzero(flags).tolist()


def test_a_member_without_a_print_for_five_sessions_is_dropped_and_returns_with_its_next():
    # A halt of four sessions keeps its place.
    level = without(slice(10, 14), slice(20, 27), slice(35, None))

    found = there(["AAA"], {"AAA": level})

    assert rows_of(~found.available[:, 0]) == [24, 25, 26, 39]
    assert [(each.row, each.last_row) for each in found.exits] == [(24, 19), (39, 34)]


def test_a_session_on_which_the_exchange_is_closed_is_none_of_the_five():
    # Row 12 is carried from the session before, so row 16 is the fourth without a print and row 17 the fifth.
    level = without(slice(13, 20))

    found = there(["AAA"], {"AAA": level}, closed={"AAA": [12]})

    assert rows_of(~found.available[:, 0]) == [17, 18, 19]
    assert found.fillable[12, 0]


@pytest.mark.parametrize(
    ("shut", "dies"),
    [
        # Prints end with row 9; row 14 is the fifth without one where the exchange is open on all of them.
        ([], 14),
        # Right after the last print, after the first that is missing, and around the fifth.
        ([10, 11, 12, 13], 18),
        ([11, 12, 13, 14], 18),
        ([10, 12, 14], 17),
        ([14, 15, 16], 17),
        ([15, 16], 14),
        ([9], 14),
    ],
)
def test_the_five_sessions_are_those_on_which_the_exchange_is_open(shut, dies):
    # In a level of 10 a closed row 9 carries row 8.
    found = there(["AAA"], {"AAA": without(slice(10, 25))}, shut={"AAA": shut})

    assert rows_of(~found.available[:, 0]) == list(range(dies, 25))
    assert [(each.row, each.last_row) for each in found.exits] == [(dies, 8 if 9 in shut else 9)]


def test_a_closed_day_can_be_traded_where_the_session_before_printed_and_not_within_a_gap():
    found = there(["AAA"], {"AAA": without(12)}, shut={"AAA": [11, 13, 14]})

    assert rows_of(~found.fillable[:, 0]) == [12, 13, 14]
    assert found.available.all()


def test_weeks_of_closed_days_alone_kill_nobody():
    found = there(["AAA"], {"AAA": without(10, 36)}, shut={"AAA": range(11, 36)})

    # Rows 10 and 36 are all that is missing.
    assert found.exits == ()
    assert found.available.all()


def test_the_close_of_a_name_whose_exchange_was_closed_after_its_last_print_is_that_of_the_print():
    level = without(slice(15, None))
    close = np.where(np.arange(N) < 11, 20.0, NAN)[:, None]

    # Rows 11 to 14 carry the print of row 10 and have no close of their own.
    for calendar in ({"shut": {"AAA": range(11, 15)}}, {"closed": {"AAA": range(11, 15)}}):
        found = there(["AAA"], {"AAA": level}, PRICE, close, **calendar)

        assert found.exits == (Exit(19, 0, 10, PRICE[0], 0.5),)


def test_a_print_from_before_the_rows_counts_as_long_as_closed_days_carry_it():
    # Rows 0 and 1 carry an earlier day's print; rows 2 to 6 are five sessions without one.
    members = members_of(["AAA"], {"AAA": without(slice(2, None))}, closed={"AAA": [0, 1]})

    found = presence(members, DAYS)

    assert rows_of(found.available[:, 0]) == [0, 1, 2, 3, 4, 5]
    assert [(each.row, each.last_row) for each in found.exits] == [(6, 1)]


def test_a_member_is_available_from_its_first_print_inside_its_span_to_the_session_before_its_last():
    from_on, to_on = date_of(DAYS[12]), date_of(DAYS[30])

    found = there(
        ["AAA", "BBB", Member("AAA", from_on=from_on), Member("AAA", to_on=to_on), "GONE"],
        {"AAA": without(), "BBB": without(slice(0, 7))},
    )

    # At the close of its last valid session nothing may be held any longer.
    assert [rows_of(column) for column in found.available.T] == [
        list(range(N)),
        list(range(7, N)),
        list(range(12, N)),
        list(range(30)),
        [],
    ]
    assert found.exits == ()


def test_a_print_before_the_span_is_another_companys():
    levels = {"AAA": np.where(np.arange(N) < 14, 10.0, 50.0)}
    levels["AAA"][12:14] = NAN

    found = there([Member("AAA", from_on=date_of(DAYS[12]))], levels)

    assert rows_of(found.available[:, 0]) == list(range(14, N))
    assert not found.returns.any()


def test_a_last_day_on_a_weekend_ends_with_the_session_after_it():
    friday = next(t for t in range(10, 20) if date_of(DAYS[t]).weekday() == 4)
    saturday = date_of(DAYS[friday]) + dt.timedelta(days=1)

    found = there([Member("AAA", to_on=saturday)], {"AAA": without()}).available[:, 0]

    assert found[friday]
    assert not found[friday + 1 :].any()


def test_an_order_can_be_filled_where_there_is_a_print_or_nothing_but_cash_is_left():
    level = without(slice(3, 6), slice(10, 20), slice(24, 26), 31)
    members = [Member("AAA", to_on=date_of(DAYS[29])), "AAA"]

    found = there(members, {"AAA": level})

    # From row 14 on the name is dead until it prints again; from row 30 on the span of the first is over.
    assert rows_of(~found.fillable[:, 0]) == [3, 4, 5, 10, 11, 12, 13, 24, 25]
    assert rows_of(~found.fillable[:, 1]) == [3, 4, 5, 10, 11, 12, 13, 24, 25, 31]


@pytest.mark.parametrize(
    ("policies", "factor"),
    [
        ((), 1.0),
        ((Delisting("last_price"),), 1.0),
        ((Delisting("zero"),), 0.0),
        ((Delisting("change", -0.3),), 0.7),
        ((Delisting("change", 0.2),), 1.2),
        # Its last close was 8.
        ((Delisting("price", 6.0),), 0.75),
        # What is said of the name itself counts; of another one, nothing.
        ((Delisting("zero"), Delisting("change", -0.5, "AAA")), 0.5),
        ((Delisting("change", -0.5, "AAA"), Delisting("zero")), 0.5),
        ((Delisting("zero", ticker="BBB"), Delisting("change", -0.3)), 0.7),
        ((Delisting("zero", ticker="BBB"),), 1.0),
    ],
)
def test_a_dead_name_is_marked_by_its_policy_on_the_fifth_session(policies, factor):
    close = np.full((N, 1), 8.0)

    found = there(["AAA"], {"AAA": without(slice(20, None))}, policies, close)

    expected = np.zeros(N)
    expected[24] = factor - 1.0
    np.testing.assert_allclose(found.returns[:, 0], expected, atol=1e-15)
    (only,) = found.exits
    assert (only.row, only.member, only.last_row) == (24, 0, 19)
    assert only.factor == pytest.approx(factor, rel=1e-15)


@pytest.mark.parametrize("close", [None, np.full((N, 1), NAN), np.zeros((N, 1))])
def test_a_price_that_no_close_can_be_compared_with_leaves_the_last_price(close):
    policy = Delisting("price", 6.0)

    found = there(["AAA"], {"AAA": without(slice(20, None))}, (policy,), close)

    assert found.exits == (Exit(24, 0, 19, policy, 1.0),)
    assert not found.returns.any()


def test_the_close_of_the_last_print_counts_and_each_member_has_its_own():
    close = np.column_stack([np.linspace(1.0, 40.0, N), np.full(N, 4.0)])

    found = there(["AAA", "BBB"], {ticker: without(slice(20, None)) for ticker in ("AAA", "BBB")}, PRICE, close)

    # The first closed at 20 on row 19.
    assert [each.factor for each in found.exits] == pytest.approx([0.5, 2.5], rel=1e-12)


def test_a_name_that_prints_again_returns_from_its_mark():
    level = without(slice(10, 20))
    level[20:] = 12.0

    found = there(["AAA"], {"AAA": level}, (Delisting("change", -0.4),))

    # 10 is marked to 6 at row 14, and 12 is twice that.
    assert found.returns[[14, 20], 0] == pytest.approx([-0.4, 1.0], rel=1e-12)
    assert np.count_nonzero(found.returns) == 2


def test_it_can_die_more_than_once_and_exits_come_by_session():
    levels = {"AAA": without(slice(10, 16), slice(30, 36)), "BBB": without(slice(20, 26))}

    found = there(["AAA", "BBB"], levels)

    assert [(each.row, each.member) for each in found.exits] == [(14, 0), (24, 1), (34, 0)]


def test_nobody_dies_after_the_span():
    found = there([Member("AAA", to_on=date_of(DAYS[23]))], {"AAA": without(slice(20, None))}, (Delisting("zero"),))

    assert found.exits == ()
    assert not found.returns.any()


def test_without_members_there_is_nothing():
    members = members_of(["AAA"], {"AAA": without()})
    none = replace(
        members,
        members=(),
        columns=members.columns[:0],
        level=members.level[:, :0],
        returns=members.returns[:, :0],
        estimation=members.estimation[:, :0],
        valid=members.valid[:, :0],
        shut=members.shut[:, :0],
    )

    found = presence(none, DAYS)

    assert found.returns.shape == found.available.shape == found.fillable.shape == (N, 0)
    assert found.exits == ()


def test_names_printed_lately_up_to_four_open_sessions_after_their_print():
    level = np.array([[NAN, 1.0], [2.0, NAN], [NAN, NAN], [NAN, NAN], [NAN, NAN], [NAN, NAN], [NAN, 4.0]])
    shut = np.zeros(level.shape, dtype=bool)
    shut[[0, 3], 0] = True

    assert [rows_of(column) for column in printed_lately(level, shut).T] == [[1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 6]]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, N))
def test_presence_looks_at_no_later_session(seed, t):
    rng = np.random.default_rng(seed)
    level = np.where(rng.random(N) < 0.7, NAN, rng.uniform(5.0, 15.0, N))
    close = rng.uniform(1.0, 9.0, (N, 3))
    shut = np.flatnonzero(rng.random(N) < rng.choice([0.0, 0.3, 0.6]))
    members = ["AAA", Member("AAA", to_on=date_of(DAYS[25])), Member("AAA", from_on=date_of(DAYS[10]))]

    def until(n):
        found = members_of(members, {"AAA": level[:n]}, shut={"AAA": shut[shut < n]}, n=n)
        return presence(found, DAYS[:n], PRICE, close[:n])

    whole, cut = until(N), until(t)

    for name in ("returns", "available", "fillable"):
        np.testing.assert_array_equal(getattr(cut, name), getattr(whole, name)[:t])
    assert cut.exits == tuple(each for each in whole.exits if each.row < t)
