"""Answers of an invented source, made from prices as they were traded."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from screener.records.prices import Actions, Bars, Basis, Received

NOON = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
FROM_ON = dt.date(2024, 1, 1)
NUMBERS = ("open", "high", "low", "close", "adj_close", "volume")


def sessions(n: int) -> np.ndarray:
    """Return the first n weekdays from 2024 on."""
    days = np.arange("2024-01-01", "2044-01-01", dtype="datetime64[D]")
    return days[np.is_busday(days)][:n]


@dataclass
class Listing:
    """A listing as it was traded; each answer is on the scale of its last session, as Yahoo's are.

    Everything is keyed by the session's number. ``split`` and ``dividend`` (as paid that day) happen at its open,
    ``revised`` multiplies its prices, ``lost`` sessions are not given.
    """

    seed: int = 1
    ticker: str = "XYZ"
    split: dict[int, float] = field(default_factory=dict)
    dividend: dict[int, float] = field(default_factory=dict)
    revised: dict[int, float] = field(default_factory=dict)
    volume: dict[int, float] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    is_noisy: bool = False

    def traded(self, n: int) -> np.ndarray:
        """Return n closes as they were traded, without revisions."""
        rng = np.random.default_rng(self.seed)
        close = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, 4_000)))[:n]
        for at, ratio in self.split.items():
            close[at:] /= ratio
        return close

    def bars(self, n: int) -> Bars:
        """Return what a source gives after n sessions."""
        traded = self.traded(n)
        splits = {at: ratio for at, ratio in sorted(self.split.items()) if at < n}
        dividends = {at: paid for at, paid in sorted(self.dividend.items()) if at < n}
        scale, factor = np.ones(n), np.ones(n)
        for at, ratio in splits.items():
            scale[:at] /= ratio
        for at, paid in dividends.items():
            factor[:at] *= 1 - paid / (traded[at - 1] / splits.get(at, 1.0))
        wrong = np.ones(n)
        for at, by in self.revised.items():
            wrong[at : at + 1] *= by
        close = traded * scale * wrong
        volume = np.full(n, 1e6) / scale
        for at, by in self.volume.items():
            volume[at : at + 1] *= by
        columns = {
            "open": close * 0.99,
            "high": close * 1.02,
            "low": close * 0.97,
            "close": close,
            "adj_close": close * factor,
        }
        if self.is_noisy:
            columns = {name: column.astype(np.float32).astype(np.float64) for name, column in columns.items()}
        on = sessions(n)
        actions = Actions(
            on[list(dividends)],
            np.array([paid * scale[at] for at, paid in dividends.items()], dtype=np.float64),
            on[list(splits)],
            np.array(list(splits.values()), dtype=np.float64),
        )
        given = np.array([at not in self.lost for at in range(n)], dtype=np.bool_)
        return Bars(
            self.ticker,
            on[given],
            basis="split_adjusted",
            actions=actions,
            volume=volume[given],
            **{name: column[given] for name, column in columns.items()},
        )

    def answer(self, n: int, at: dt.datetime = NOON, from_on: dt.date = FROM_ON) -> Received:
        """Return the source's answer after n sessions."""
        return Received(self.bars(n), "yahoo", at, from_on, "USD", "NYQ")


def closes(values: list[float], basis: Basis = "split_adjusted", **given: Any) -> Bars:
    """Return bars of nothing but closes, which are the adjusted closes too unless others are given."""
    close = np.array(values, dtype=np.float64)
    adj_close = np.array(given.pop("adj_close", values), dtype=np.float64)
    return Bars("XYZ", sessions(len(values)), close, adj_close, basis, **given)


def actions(dividends: dict[int, float] | None = None, splits: dict[int, float] | None = None) -> Actions:
    """Return actions by number of session."""
    on = sessions(4_000)
    dividends, splits = dividends or {}, splits or {}
    return Actions(
        on[list(dividends)],
        np.array(list(dividends.values()), dtype=np.float64),
        on[list(splits)],
        np.array(list(splits.values()), dtype=np.float64),
    )


def received(bars: Bars, at: dt.datetime = NOON, **given: Any) -> Received:
    """Return the bars as an answer."""
    return replace(Received(bars, "yahoo", at, FROM_ON, "USD", "NYQ"), **given)


def assert_same(found: Bars, expected: Bars, rtol: float = 0.0) -> None:
    """Demand the same bars; columns and actions that are not given have to be missing on both sides."""
    assert (found.ticker, found.basis) == (expected.ticker, expected.basis)
    np.testing.assert_array_equal(found.session_on, expected.session_on)
    for name in NUMBERS:
        one, other = getattr(found, name), getattr(expected, name)
        assert (one is None) == (other is None), name
        if one is not None:
            np.testing.assert_allclose(one, other, rtol=rtol, atol=0, err_msg=name)
    assert (found.actions is None) == (expected.actions is None)
    if found.actions is not None and expected.actions is not None:
        np.testing.assert_array_equal(found.actions.dividend_on, expected.actions.dividend_on)
        np.testing.assert_array_equal(found.actions.split_on, expected.actions.split_on)
        np.testing.assert_allclose(found.actions.dividend, expected.actions.dividend, rtol=rtol, atol=0)
        np.testing.assert_allclose(found.actions.split, expected.actions.split, rtol=rtol, atol=0)
