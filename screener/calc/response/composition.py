"""Which members a basket holds at each session, and the basket as one asset."""

from dataclasses import dataclass, replace

import numpy as np

from screener.calc.response.window_rows import windows_over
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

MIN_WEIGHT_SHARE = 0.5

# Exactly half the weight counts, though 0.1 + 0.2 + 0.3 rounds to more than twice 0.3.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Usability:
    """Per session and member, why a member can or cannot be used for an event on that session.

    Parameters
    ----------
    has_history : array of shape (T, J)
        Enough estimation returns before the session.
    has_window : array of shape (T, J)
        No missing return in any event window that is already over.
    is_over : array of shape (T, W)
        The event window around that session lies inside the sessions given.
    """

    has_history: Bools
    has_window: Bools
    is_over: Bools

    @property
    def usable(self) -> Bools:
        """Members usable on each session, shape (T, J)."""
        return self.has_history & self.has_window


def usability(
    returns: Floats,
    estimation_returns: Floats,
    windows: tuple[Window, ...],
    model: EventModel = DEFAULT_MODEL,
) -> Usability:
    """Tell for every session which members could be used if an event fell on it.

    Parameters
    ----------
    returns, estimation_returns : array of shape (T, J)
        See :func:`screener.calc.response.abnormal.abnormal_returns`.
    windows : tuple of W Window
    model : EventModel

    Returns
    -------
    Usability

    Notes
    -----
    The composition is fixed by all windows already over (in practice the longest), so all windows of one event hold
    the same names. A window that is not over yet can still take a name out when it completes.
    """
    n_sessions = len(returns)
    rows = np.arange(n_sessions)
    counts = _running_count(np.isfinite(estimation_returns))
    n_estimation = _count_between(counts, rows + model.estimation.start, rows + model.estimation.end)
    is_over = windows_over(n_sessions, windows)
    missing = _running_count(~np.isfinite(returns))
    has_window = np.ones(returns.shape, dtype=bool)
    for window, over in zip(windows, is_over.T, strict=True):
        has_window &= ~over[:, None] | (_count_between(missing, rows + window.start, rows + window.end) == 0)
    return Usability(n_estimation >= model.min_returns, has_window, is_over)


@dataclass(frozen=True, slots=True)
class BasketShape:
    """How members make a basket.

    Parameters
    ----------
    leg_of : array of shape (J,), int
        Leg of each member.
    weight : array of shape (J,)
        Relative weight inside the leg.
    leg_weight : array of shape (G,)
        Relative weight of each leg inside its side; 0 for a leg that is not in the basket.
    leg_sign : array of shape (G,)
        +1 where the leg is added, -1 where it is subtracted (the short side of a spread).
    """

    leg_of: Integers
    weight: Floats
    leg_weight: Floats
    leg_sign: Floats

    @property
    def holds(self) -> Bools:
        """Members in the basket, shape (J,)."""
        return np.asarray(self.leg_weight[self.leg_of] > 0.0)

    @property
    def signs(self) -> tuple[float, ...]:
        """The sides present: +1, -1 or both."""
        return tuple(float(sign) for sign in (1.0, -1.0) if np.any(self.leg_weight * (self.leg_sign == sign) > 0))

    def own_model(self, model: EventModel) -> EventModel:
        """Return the return model of the basket as one asset when its members have ``model``.

        Subtracting the benchmark from both sides of a spread leaves the raw difference.
        """
        if model.return_model == "market_adjusted" and len(self.signs) == 2:
            return replace(model, return_model="raw")
        return model

    def member_weights(self, used: Bools | Floats) -> Floats:
        """Weights over the used members.

        Parameters
        ----------
        used : array of shape (..., J)
            Or a factor on each member's own weight, 0 for who is not used.

        Returns
        -------
        array of shape (..., J)
            Signed; each side sums to +1 or -1 when it has any used member, else its weights are 0. What a leg
            lacks goes to its other members; an empty leg's weight to the side's other legs.
        """
        membership = self._membership()
        inside = used * self.weight
        leg_total = inside @ membership
        legs = (leg_total > 0) * self.leg_weight
        result = np.zeros(inside.shape)
        for sign in self.signs:
            side = legs * (self.leg_sign == sign)
            total = side.sum(axis=-1, keepdims=True)
            share = sign * np.divide(side, total, out=np.zeros_like(side), where=total > 0)
            per_leg = np.divide(share, leg_total, out=np.zeros_like(share), where=leg_total > 0)
            result += inside * (per_leg @ membership.T)
        return result

    def weight_share(self, used: Bools, valid: Bools) -> Floats:
        """Share of the weight that is used, the smaller of the two sides for a spread.

        Parameters
        ----------
        used, valid : array of shape (T, J)
            ``valid`` are the members the note names on that session.

        Returns
        -------
        array of shape (T,)
            Between 0 and 1; 0 where a side has no valid member.
        """
        membership = self._membership()
        asked = (valid * self.weight) @ membership
        have = (used * self.weight) @ membership
        fraction = np.divide(have, asked, out=np.zeros_like(have), where=asked > 0)
        shares = []
        for sign in self.signs:
            legs = self.leg_weight * (self.leg_sign == sign) * (asked > 0)
            total = legs.sum(axis=1)
            shares.append(np.divide((fraction * legs).sum(axis=1), total, out=np.zeros_like(total), where=total > 0))
        return np.asarray(np.min(shares, axis=0))

    def has_enough(self, used: Bools, valid: Bools) -> Bools:
        """Tell on which sessions at least half the weight is used, on each side; see :meth:`weight_share`."""
        return np.asarray(self.weight_share(used, valid) >= MIN_WEIGHT_SHARE - _ROUNDING)

    def series(self, returns: Floats, used: Bools) -> Floats:
        """Return the basket as one asset, for fixed compositions.

        Parameters
        ----------
        returns : array of shape (T, J)
        used : array of shape (J,) or (C, J)
            Members of one composition, or of several.

        Returns
        -------
        array of shape (T,) or (T, C)
            Weights are renormalised each session over the used members present; NaN where a side has none.
        """
        if used.ndim == 1:
            return self.series(returns, used[None])[:, 0]
        exists: Bools = np.asarray(np.isfinite(returns))
        known = np.where(exists, returns, 0.0)
        weights = self.member_weights(used)
        result = np.where(self._has_sides(weights), known @ weights.T, np.nan)
        lacks = (~exists).astype(np.float64) @ used.T.astype(np.float64) > 0.0
        for c in np.flatnonzero(lacks.any(axis=0)):
            rows = np.flatnonzero(lacks[:, c])
            renormalised = self.member_weights(exists[rows] & used[c])
            total = (renormalised * known[rows]).sum(axis=1)
            result[rows, c] = np.where(self._has_sides(renormalised), total, np.nan)
        return result

    def _has_sides(self, weights: Floats) -> Bools:
        """Tell which rows of member weights have a member on each side."""
        return np.asarray(np.all([(weights * sign > 0).any(axis=-1) for sign in self.signs], axis=0))

    def _membership(self) -> Floats:
        """One column a leg, shape (J, G)."""
        return np.eye(len(self.leg_weight))[self.leg_of]


def _running_count(flags: Bools) -> Integers:
    counts = np.zeros((flags.shape[0] + 1, flags.shape[1]), dtype=np.int64)
    np.cumsum(flags, axis=0, out=counts[1:])
    return counts


def _count_between(
    counts: Integers,
    first: Integers,
    last: Integers,
) -> Integers:
    """Count flags in rows ``first..last``, clipped to the rows there are."""
    top = len(counts) - 1
    difference: Integers = counts[np.clip(last + 1, 0, top)] - counts[np.clip(first, 0, top)]
    return difference
