import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, make_panel, make_thesis, weekdays

from screener.calc.members import first_rows_of_legs, member_panel
from screener.records.thesis import Member

NAN = np.nan
DAYS = weekdays(10)


def day(row):
    return date_of(DAYS[row])


def flat(n=10):
    return np.full(n, 100.0)


def lay_out(legs, levels, **keywords):
    thesis = make_thesis(legs)
    return thesis, member_panel(thesis, make_panel({**levels, BENCHMARK: flat()}, **keywords))


def test_the_level_before_from_is_never_used():
    level = 100.0 * 1.01 ** np.arange(10)
    level[:4] *= 7.0
    _, members = lay_out({"long_a": [Member("AAA", from_on=day(4))]}, {"AAA": level})

    np.testing.assert_array_equal(members.level[:, 0], [NAN] * 4 + level[4:].tolist())
    assert np.isnan(members.returns[:5, 0]).all()
    np.testing.assert_allclose(members.returns[5:, 0], 0.01, rtol=1e-12)
    np.testing.assert_array_equal(members.valid[:, 0], [False] * 4 + [True] * 6)


def test_a_level_carried_into_the_span_over_a_closed_session_is_never_used():
    # FROM falls on a session at which the exchange is closed: its level is the one of the session before.
    level = np.array([7.0, 7.0, 7.0, 7.0, 7.0, 100.0, 101.0, 102.01, 102.01, 104.0502])
    _, members = lay_out({"long_a": [Member("AAA", from_on=day(3))]}, {"AAA": level}, closed={"AAA": [3, 4, 8]})

    assert np.isnan(members.returns[:6, 0]).all()
    np.testing.assert_allclose(members.returns[6:, 0], [0.01, 0.01, 0.0, 0.02], atol=1e-12)
    np.testing.assert_array_equal(members.valid[:, 0], [False] * 3 + [True] * 7)


def test_a_span_that_only_ever_meets_closed_sessions_has_no_level():
    _, members = lay_out({"long_a": [Member("AAA", from_on=day(8))]}, {"AAA": flat()}, closed={"AAA": [8, 9]})

    assert np.isnan(members.level).all()


def test_nothing_after_to_is_used():
    level = 100.0 * 1.01 ** np.arange(10)
    _, members = lay_out({"long_a": [Member("AAA", to_on=day(4))]}, {"AAA": level})

    assert np.isfinite(members.level[:5, 0]).all()
    assert np.isnan(members.level[5:, 0]).all()
    assert members.valid[:, 0].tolist() == [True] * 5 + [False] * 5


def test_dates_that_are_no_sessions_bind_inwards():
    # Rows 4 and 5 are a Friday and a Monday.
    saturday = day(4) + dt.timedelta(days=1)
    _, members = lay_out({"long_a": [Member("AAA", from_on=saturday), Member("BBB", to_on=saturday)]}, {"AAA": flat()})

    assert members.valid[:, 0].tolist() == [False] * 5 + [True] * 5
    assert members.valid[:, 1].tolist() == [True] * 5 + [False] * 5


def test_spans_outside_the_panel_hold_nothing():
    long_ago, far = dt.date(1990, 1, 1), dt.date(2090, 1, 1)
    legs = {"long_a": [Member("AAA", to_on=long_ago), Member("AAA", from_on=far), Member("AAA")]}
    _, members = lay_out(legs, {"AAA": flat()})

    assert members.valid.sum(axis=0).tolist() == [0, 0, 10]
    assert np.isfinite(members.level).sum(axis=0).tolist() == [0, 0, 10]


def test_a_ticker_may_stand_twice_with_disjoint_dates_and_on_either_side():
    level = 100.0 * 1.01 ** np.arange(10)
    legs = {"long_a": [Member("AAA", to_on=day(4))], "short_a": [Member("AAA", weight=2.0, from_on=day(5))]}
    thesis, members = lay_out(legs, {"AAA": level})

    assert members.columns.tolist() == [0, 0]
    assert (members.valid.sum(axis=1) == 1).all()
    # The return over the change of sides belongs to neither.
    np.testing.assert_array_equal(np.isfinite(members.returns).sum(axis=1), [0, 1, 1, 1, 1, 0, 1, 1, 1, 1])
    assert members.shape_of(thesis, "spread").leg_sign.tolist() == [1.0, -1.0]


def test_a_closed_session_and_the_next_are_left_out_of_the_fit_only():
    level = 100.0 * 1.01 ** np.arange(10)
    level[4] = level[3]
    _, members = lay_out({"long_a": ["AAA"]}, {"AAA": level}, closed={"AAA": [4]})

    assert np.flatnonzero(np.isnan(members.returns[:, 0])).tolist() == [0]
    assert np.flatnonzero(np.isnan(members.estimation[:, 0])).tolist() == [0, 4, 5]
    assert members.returns[4, 0] == 0.0
    np.testing.assert_allclose(members.returns[5, 0], 1.01**2 - 1, rtol=1e-12)


def test_an_unpriced_member_is_a_valid_column_without_numbers():
    _, members = lay_out({"long_a": ["AAA", "GONE"]}, {"AAA": flat()})

    assert members.columns.tolist() == [0, -1]
    assert members.valid[:, 1].all()
    assert np.isnan(members.level[:, 1]).all()
    assert np.isnan(members.returns[:, 1]).all()


def test_shapes_hold_the_members_of_their_basket():
    legs = {"long_a": ["A", Member("B", 2.0)], "long_b": ["C"], "short_a": ["D"]}
    thesis = make_thesis(legs, leg_weights={"long_a": 60.0, "long_b": 40.0})
    members = member_panel(thesis, make_panel({BENCHMARK: flat()}))

    def weights(basket):
        return members.shape_of(thesis, basket).member_weights(np.ones(4, dtype=bool)).round(12).tolist()

    assert weights("long_a") == [round(1 / 3, 12), round(2 / 3, 12), 0, 0]
    assert weights("long") == [0.2, 0.4, 0.4, 0]
    assert weights("short") == [0, 0, 0, 1.0]
    assert weights("short_a") == [0, 0, 0, 1.0]
    assert weights("spread") == [0.2, 0.4, 0.4, -1.0]


def test_history_starts_when_the_last_leg_has_half_its_weight_priced():
    late = np.where(np.arange(10) < 6, NAN, 100.0)
    later = np.where(np.arange(10) < 8, NAN, 100.0)
    legs = {"long_a": ["AAA", "BBB"], "short_a": ["CCC", Member("DDD", 3.0)]}

    for levels, expected in (
        ({"AAA": flat(), "BBB": flat(), "CCC": flat(), "DDD": flat()}, 0),
        ({"AAA": flat(), "BBB": later, "CCC": flat(), "DDD": late}, 6),
        ({"AAA": later, "BBB": later, "CCC": flat(), "DDD": late}, 8),
        ({"AAA": flat(), "DDD": late}, 6),
        ({"AAA": later, "CCC": flat()}, 8),  # the short leg never gets there
        ({"CCC": flat()}, None),
    ):
        thesis, members = lay_out(legs, levels)

        assert max(first_rows_of_legs(thesis, members).values(), default=None) == expected


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e3))
def test_the_unit_of_a_price_changes_nothing(seed, scale):
    level = np.random.default_rng(seed).uniform(10.0, 20.0, 10)
    _, members = lay_out({"long_a": ["AAA"]}, {"AAA": level})
    _, scaled = lay_out({"long_a": ["AAA"]}, {"AAA": level * scale})

    np.testing.assert_allclose(scaled.returns, members.returns, rtol=1e-11, atol=1e-14)


def test_closed_days_are_those_of_the_calendar_whatever_the_span_and_whether_or_not_a_level_is_carried():
    level = flat()
    level[5] = NAN
    legs = {"long_a": ["AAA", Member("AAA", from_on=day(8)), "BBB", "GONE"]}
    _, members = lay_out(legs, {"AAA": level, "BBB": flat()}, shut={"AAA": [3, 6, 7]})

    assert [np.flatnonzero(column).tolist() for column in members.shut.T] == [[3, 6, 7], [3, 6, 7], [], []]


def test_without_a_calendar_closed_days_are_those_that_carry_a_level():
    _, members = lay_out({"long_a": ["AAA", "GONE"]}, {"AAA": flat()}, closed={"AAA": [4]})

    assert np.argwhere(members.shut).tolist() == [[4, 0]]


def test_the_panel_is_left_as_it_was():
    panel = make_panel({"AAA": 100.0 * 1.01 ** np.arange(10), BENCHMARK: flat()}, closed={"AAA": [4]})
    before = panel.level.copy(), panel.closed.copy()

    member_panel(make_thesis({"long_a": [Member("AAA", from_on=day(3), to_on=day(7))]}), panel)

    np.testing.assert_array_equal(panel.level, before[0])
    np.testing.assert_array_equal(panel.closed, before[1])
