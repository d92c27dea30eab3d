"""What every part of the event study reads: events on panel rows, and each basket's response at every session."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.market import Market
from screener.calc.response.basket_response import BasketResponse, basket_response
from screener.calc.response.composition import Usability, usability
from screener.calc.response.masked_sessions import masked_sessions
from screener.calc.response.window_rows import windows_over
from screener.events.align import align
from screener.pricing import Priced
from screener.records.event import Anchor, Event, Period
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.fact import Earnings
from screener.records.prices import Bools, Integers
from screener.records.study import StudiedEvent
from screener.records.thesis import Window


@dataclass(frozen=True, slots=True)
class StudyFrame:
    """One thesis laid out for its event study.

    Parameters
    ----------
    priced : Priced
    anchor : {"released", "noticed"}
    model : EventModel
    market : Market
        The thesis on the panel; with masked events their sessions are taken out of its estimation returns.
    placed : tuple of StudiedEvent
        The events asked for, each on its panel row.
    others : tuple of StudiedEvent
        Events that were known and not asked for.
    known : Usability
        Which members could be used at which session.
    earnings : tuple of Earnings
        Reports whose dates were known.
    masked : array of shape (T,) or None
        Sessions left out of every fit.
    """

    priced: Priced
    anchor: Anchor
    model: EventModel
    market: Market
    placed: tuple[StudiedEvent, ...]
    others: tuple[StudiedEvent, ...]
    known: Usability
    earnings: tuple[Earnings, ...] = ()
    masked: Bools | None = None

    @property
    def windows(self) -> tuple[Window, ...]:
        """The thesis's event windows."""
        return self.market.thesis.windows

    @property
    def is_hindsight(self) -> bool:
        """Whether day 0 or an event was picked because the market moved: nothing may be tested then."""
        return self.anchor == "noticed" or any(studied.event.is_hindsight for studied in self.placed)

    @property
    def n_with_estimation_overlap(self) -> int:
        """Placed events whose estimation window holds another's day 0."""
        rows = event_rows(self.placed)
        relative = rows[None, :] - rows[:, None]
        inside = (relative >= self.model.estimation.start) & (relative <= self.model.estimation.end)
        return int(inside.any(axis=1).sum())

    def respond(
        self, basket: str, *, windows: tuple[Window, ...] | None = None, without: Bools | None = None
    ) -> BasketResponse:
        """Score a basket around every session.

        Parameters
        ----------
        basket : str
        windows : tuple of Window, optional
            Other windows than the thesis's; the composition stays the one that the thesis's windows fix.
        without : array of shape (J,), optional
            Members to leave out, as if the note had never named them.
        """
        members = self.market.members
        valid = members.valid if without is None else members.valid & ~without
        return basket_response(
            members.shape_of(self.market.thesis, basket),
            members.returns,
            members.estimation,
            self.market.regressors,
            valid,
            self.known if windows is None else replace(self.known, is_over=windows_over(len(valid), windows)),
            windows or self.windows,
            self.model,
            self.market.first,
            event_rows(self.placed),
        )


def study_frame(
    priced: Priced, anchor: Anchor, model: EventModel = DEFAULT_MODEL, earnings: Sequence[Earnings] = ()
) -> StudyFrame:
    """Place the events of a thesis on its panel, and tell which members could be used where.

    Parameters
    ----------
    priced : Priced
    anchor : {"released", "noticed"}
    model : EventModel
    earnings : sequence of Earnings
        Reports whose dates were known.
    """
    placed = place(priced, priced.selection.selected, anchor)
    market, masked = priced.market, None
    if model.masks_events:
        masked = masked_sessions(np.unique(event_rows(placed)), len(market.members.estimation))
        market = _without(market, masked)
    known = usability(market.members.returns, market.members.estimation, market.thesis.windows, model)
    others = place(priced, priced.selection.others, anchor)
    return StudyFrame(priced, anchor, model, market, placed, others, known, tuple(earnings), masked)


def place(priced: Priced, events: Sequence[Event], anchor: Anchor) -> tuple[StudiedEvent, ...]:
    """Find each event's panel row and period."""
    return tuple(_place(event, priced.market, anchor) for event in events)


def event_rows(placed: Sequence[StudiedEvent]) -> Integers:
    """Return the panel rows of the events that have one, one an event."""
    return np.array([studied.row for studied in placed if studied.row is not None], dtype=np.int64)


def _place(event: Event, market: Market, anchor: Anchor) -> StudiedEvent:
    panel, thesis = market.panel, market.thesis
    alignment = align(event, panel.session_on, panel.closes_at, anchor)
    day = alignment.session_on or event.released_on
    period: Period = "before" if day <= thesis.opened_on else "live" if day > thesis.live_from else "after"
    return StudiedEvent(event, alignment, market.row_of(alignment.session_on), period)


def _without(market: Market, masked: Bools) -> Market:
    """Take sessions out of the estimation returns."""
    estimation = np.where(masked[:, None], np.nan, market.members.estimation)
    return replace(market, members=replace(market.members, estimation=estimation))
