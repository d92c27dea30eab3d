"""The classical event tests of every basket: over event days, and over names as if they were independent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.inference.event_tests import mostly_overlapping
from screener.calc.market import basket_side
from screener.calc.pair_tests.battery import all_tests
from screener.calc.pair_tests.calendar_time import calendar_time
from screener.calc.pair_tests.sample import PairSample, pair_sample
from screener.calc.response.basket_response import BasketResponse
from screener.records.event import PERIODS, Period
from screener.records.event_model import EventModel
from screener.records.event_test_row import EventTestRow, Level
from screener.records.pair_test import PairTest
from screener.records.prices import Floats, Integers
from screener.records.study import BasketEvent, StudiedEvent
from screener.records.thesis import Window
from screener.study.frame import StudyFrame, event_rows
from screener.study.scores import used_rows


@dataclass(frozen=True, slots=True)
class _Units:
    """What is tested at one level: J series, and which of them at which event day; a spread holds no market."""

    level: Level
    returns: Floats
    estimation: Floats
    rows: Integers
    columns: Integers
    signs: Floats
    model: EventModel
    holds_market: bool


def event_test_rows(frame: StudyFrame, basket_events: Sequence[BasketEvent]) -> tuple[EventTestRow, ...]:
    """Run every test on every basket, window and period.

    Parameters
    ----------
    frame : StudyFrame
    basket_events : sequence of BasketEvent
        The used ones make the samples.

    Returns
    -------
    tuple of EventTestRow
        Empty when the events were chosen with hindsight: nothing may be tested then. Full-sample inference.
    """
    if frame.is_hindsight:
        return ()
    used = used_rows(basket_events)
    return tuple(
        row
        for basket in frame.market.thesis.baskets
        for row in _of_basket(frame, basket, {window: used[basket, window] for window in frame.windows})
    )


def _of_basket(frame: StudyFrame, basket: str, used: Mapping[Window, Sequence[StudiedEvent]]) -> Iterator[EventTestRow]:
    response = frame.respond(basket)
    for window in frame.windows:
        days = {period: _days(used[window], period) for period in PERIODS}
        for make in (_as_one_asset, _name_by_name):
            units = make(frame, basket, response, days["all"])
            sample = _sample(frame, units, window)
            for period, own in days.items():
                part = sample.part(np.isin(units.rows[sample.kept], own))
                is_overlapping = mostly_overlapping(own, window)
                for result in (*all_tests(part), _held(frame, units, window, own)):
                    yield EventTestRow(
                        basket=basket,
                        side=basket_side(basket),
                        period=period,
                        window=window,
                        level=units.level,
                        n_units=len(part.car),
                        n_event_days=len(own),
                        result=result,
                        is_overlapping=is_overlapping,
                    )


def _days(used: Sequence[StudiedEvent], period: Period) -> Integers:
    return np.unique(event_rows([each for each in used if each.is_in(period)]))


def _sample(frame: StudyFrame, units: _Units, window: Window) -> PairSample:
    given = units.returns, units.estimation, frame.market.regressors, units.rows, units.columns, window, units.model
    sample = pair_sample(*given, signs=units.signs)
    return sample if units.holds_market else replace(sample, benchmark=np.zeros_like(sample.benchmark))


def _held(frame: StudyFrame, units: _Units, window: Window, days: Integers) -> PairTest:
    """Test the calendar-time portfolio of the units inside their windows around some of the event days."""
    own = np.isin(units.rows, days)
    given = units.returns, units.estimation, frame.market.regressors, units.rows[own], units.columns[own], window
    return calendar_time(*given, units.model, signs=units.signs[own]).test


def _as_one_asset(frame: StudyFrame, basket: str, response: BasketResponse, days: Integers) -> _Units:
    """Take the basket, one column a composition."""
    members = frame.market.members
    shape = members.shape_of(frame.market.thesis, basket)
    compositions, column = np.unique(response.used[days], axis=0, return_inverse=True)
    return _Units(
        "event_days",
        shape.series(members.returns, compositions),
        shape.series(members.estimation, compositions),
        days,
        column.reshape(-1).astype(np.int64),
        np.ones(len(days)),
        shape.own_model(frame.model),
        holds_market=len(shape.signs) == 1,
    )


def _name_by_name(frame: StudyFrame, basket: str, response: BasketResponse, days: Integers) -> _Units:
    """Take every name used on an event day; those of a spread's short side count as held."""
    members = frame.market.members
    day, member = np.nonzero(response.used[days])
    held = np.array([-1.0 if basket == "spread" and leg.side == "short" else 1.0 for leg, _ in members.members])
    return _Units(
        "names",
        members.returns,
        members.estimation,
        days[day],
        member.astype(np.int64),
        held[member],
        frame.model,
        holds_market=True,
    )
