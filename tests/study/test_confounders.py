import numpy as np
import pytest
from made_frames import event_on, make_frame, report_on
from make_market import make_market, random_returns

from screener.study.confounders import confounders
from screener.study.event_study import study


@pytest.fixture
def market():
    rng = np.random.default_rng(3)
    returns = random_returns(rng, 420, 3)
    return make_market(
        {"long_a": ["A", "B"], "short_b": ["C"]},
        dict(zip(("A", "B", "C", "SPY"), returns.T, strict=True)),
    )


def test_a_known_event_nobody_asked_for_on_the_same_day_is_named(market):
    frame = make_frame(
        market,
        [event_on(market, 300), event_on(market, 330)],
        others=[event_on(market, 330, "SHOCK", kind="market_shock"), event_on(market, 331, "NEXT")],
    )

    found = confounders(frame)

    assert found.same_day == ((), ("SHOCK",))


@pytest.mark.parametrize(("reported", "is_named"), [(298, False), (299, True), (300, True), (301, False)])
def test_a_report_may_move_its_own_session_or_the_next(market, reported, is_named):
    frame = make_frame(market, [event_on(market, 300)], earnings=[report_on(market, reported, "B")])

    rows = [row for row in study(frame).basket_events if row.basket == "long_a" and str(row.window) == "0..5"]

    assert [row.confounders for row in rows] == [("earnings B",) if is_named else ()]
    assert all(("confounded" in row.flags) == is_named for row in rows)


def test_a_report_of_a_name_outside_the_basket_disturbs_nothing(market):
    frame = make_frame(market, [event_on(market, 300)], earnings=[report_on(market, 300, "C")])

    by_basket = {row.basket: row.confounders for row in study(frame).basket_events if str(row.window) == "0..5"}

    assert by_basket["long_a"] == by_basket["long"] == ()
    assert by_basket["short"] == by_basket["spread"] == ("earnings C",)


@pytest.mark.parametrize(("reported", "flagged"), [(298, False), (299, True), (305, True), (306, False)])
def test_a_name_is_flagged_when_its_report_may_have_moved_its_window(market, reported, flagged):
    frame = make_frame(market, [event_on(market, 300)], earnings=[report_on(market, reported, "A")])

    rows = [row for row in study(frame).name_events if row.ticker == "A" and str(row.window) == "0..5"]

    assert [("earnings_in_window" in row.flags) for row in rows] == [flagged]


def test_a_report_on_a_day_without_a_session_counts_for_the_next_one(market):
    saturday = np.busday_offset(market.panel.session_on[300], 0) + 1
    while saturday in market.panel.session_on:
        saturday += 1
    row = int(np.searchsorted(market.panel.session_on, saturday))
    report = report_on(market, 0, "A")
    moved = type(report)("A", saturday.astype(object), *(getattr(report, name) for name in report.__slots__[2:]))

    frame = make_frame(market, [event_on(market, row)], earnings=[moved])

    assert confounders(frame).of(0, row, ["A"]) == ("earnings A",)
