"""The thesis's members as columns of the panel, each inside its own span of dates."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.composition import BasketShape
from screener.calc.returns import estimation_returns, mask_span, simple_returns
from screener.records.prices import Bools, Floats, Integers, PricePanel
from screener.records.thesis import Leg, Member, Thesis


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """Levels and returns of J members on T sessions.

    Parameters
    ----------
    members : tuple of (Leg, Member), length J
        In the note's order.
    columns : array of shape (J,), int
        Column of each member's ticker in the price panel; -1 when it is not priced.
    level : array of shape (T, J)
        Price level, NaN outside the member's span and before the first open session after FROM.
    returns, estimation : array of shape (T, J), decimal per session
        The first return of a span is that of its second session: the level before FROM belongs to another company.
    valid : array of shape (T, J)
        The note names the member on that session.
    shut : array of shape (T, J)
        The member's exchange is closed that day by calendar, inside its span or not; see
        :attr:`screener.records.prices.PricePanel.shut`.
    """

    members: tuple[tuple[Leg, Member], ...]
    columns: Integers
    level: Floats
    returns: Floats
    estimation: Floats
    valid: Bools
    shut: Bools

    def shape_of(self, thesis: Thesis, basket: str) -> BasketShape:
        """Return how the members make ``basket``: a leg's name, ``long``, ``short`` or ``spread``."""
        in_basket = [basket in (leg.name, leg.side, "spread") for leg in thesis.legs]
        signs = [-1.0 if basket == "spread" and leg.side == "short" else 1.0 for leg in thesis.legs]
        order = {leg.name: g for g, leg in enumerate(thesis.legs)}
        return BasketShape(
            leg_of=np.array([order[leg.name] for leg, _ in self.members], dtype=np.int64),
            weight=np.array([member.weight for _, member in self.members]),
            leg_weight=np.array([leg.weight * inside for leg, inside in zip(thesis.legs, in_basket, strict=True)]),
            leg_sign=np.array(signs),
        )


def member_panel(thesis: Thesis, panel: PricePanel) -> MemberPanel:
    """Lay the thesis's members out on the panel's sessions.

    Parameters
    ----------
    thesis : Thesis
    panel : PricePanel

    Returns
    -------
    MemberPanel
        An unpriced member is a column of NaN.
    """
    members = tuple((leg, member) for leg in thesis.legs for member in leg.members)
    n_sessions = len(panel.session_on)
    level = np.full((n_sessions, len(members)), np.nan)
    closed, shut, valid = np.zeros((3, n_sessions, len(members)), dtype=bool)
    columns = np.full(len(members), -1, dtype=np.int64)
    for j, (_, member) in enumerate(members):
        first, last = _span(member, panel)
        valid[first : last + 1, j] = True
        column = panel.column(member.ticker)
        if column is None:
            continue
        columns[j] = column
        level[:, j] = mask_span(panel.level[:, column], _first_open(panel, column, member, first), last)
        closed[:, j] = panel.closed[:, column]
        shut[:, j] = panel.days_shut[:, column]
    returns = simple_returns(level)
    return MemberPanel(members, columns, level, returns, estimation_returns(returns, closed), valid, shut)


def first_rows_of_legs(thesis: Thesis, members: MemberPanel) -> dict[str, int]:
    """Return, leg by leg, the first session by which half its weight is priced.

    Parameters
    ----------
    thesis : Thesis
    members : MemberPanel

    Returns
    -------
    dict of str to int
        A leg that never gets there in the sessions given is left out.
    """
    priced = np.isfinite(members.level)
    rows = {}
    for leg in thesis.legs:
        shape = members.shape_of(thesis, leg.name)
        enough = shape.has_enough(priced & shape.holds, members.valid & shape.holds)
        if enough.any():
            rows[leg.name] = int(np.argmax(enough))
    return rows


def _first_open(panel: PricePanel, column: int, member: Member, first: int) -> int:
    """Return the first row of the span whose level is the member's own: a closed session carries the one before."""
    if member.from_on is None:
        return first
    is_open = ~panel.closed[first:, column]
    return first + int(np.argmax(is_open)) if is_open.any() else len(panel.session_on)


def _span(member: Member, panel: PricePanel) -> tuple[int, int]:
    """Return the first and last row of the member's span on the panel."""
    first = 0 if member.from_on is None else int(np.searchsorted(panel.session_on, np.datetime64(member.from_on)))
    last = len(panel.session_on) - 1
    if member.to_on is not None:
        last = int(np.searchsorted(panel.session_on, np.datetime64(member.to_on), side="right")) - 1
    return first, last
