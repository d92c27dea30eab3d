"""Theses whose names list late, halt, die, resume and leave, by seed."""

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from make_market import BENCHMARK, date_of, levels_from, make_panel, make_thesis, random_returns, weekdays

from screener.calc.books.all_books import BookResults
from screener.calc.market import Market, lay_out
from screener.records.book_rules import Delisting, NameRate
from screener.records.prices import Floats, PricePanel
from screener.records.thesis import Member

NAN = float("nan")
N = 150
DAYS = weekdays(N, "2021-01-04")
# F stands on both sides on days of its own.
LEGS = {
    "long_a": ["A", Member("B", 2.0), Member("F", to_on=date_of(DAYS[60]))],
    "long_b": ["C", Member("G", from_on=date_of(DAYS[30]), to_on=date_of(DAYS[110]))],
    "short_a": ["D", Member("E", 0.5, from_on=date_of(DAYS[45]))],
    "short_b": [Member("F", from_on=date_of(DAYS[80])), "H"],
}
LEG_WEIGHTS = {"long_a": 60.0, "long_b": 40.0, "short_a": 30.0, "short_b": 70.0}
# A price would depend on the unit of prices, and of a leg that dies at zero rounding may leave something.
EXITS = (Delisting("change", -0.3), Delisting("change", -0.99, ticker="D"))


def cut(panel: PricePanel, t: int) -> PricePanel:
    """Return the panel's first t sessions."""
    return replace(
        panel,
        session_on=panel.session_on[:t],
        closes_at=panel.closes_at[:t],
        level=panel.level[:t],
        closed=panel.closed[:t],
        close=None if panel.close is None else panel.close[:t],
        shut=None if panel.shut is None else panel.shut[:t],
    )


def holey_levels(rng: np.random.Generator, n_names: int, sd: float) -> Floats:
    """Return levels of names that list late, halt for one to nine sessions and die; the last is the whole benchmark."""
    level = levels_from(np.clip(random_returns(rng, N, n_names, sd), -0.5, 2.0))
    for j in range(n_names):
        level[: rng.choice([0, 0, 0, 15, 50]), j] = NAN
        for start in rng.integers(0, N, rng.integers(0, 4)):
            level[start : start + int(rng.integers(1, 10)), j] = NAN
        if rng.random() < 0.3:
            level[int(rng.integers(60, N)) :, j] = NAN
    return level


def coming_and_going(seed: int, *, opening: int = 70, sd: float = 0.015, **settings: Any) -> Market:
    """Return a thesis whose names come and go on a rate of 0.5 to 5 % that has holes as well.

    ``settings`` are fields of Thesis or of BookRules, or ``legs``.
    """
    rng = np.random.default_rng(seed)
    level = holey_levels(rng, 8, sd)
    series = dict(zip((*"ABCDEFGH", BENCHMARK), level.T, strict=True))
    series["RATE"] = np.where(rng.random(N) < 0.2, NAN, rng.uniform(0.5, 5.0, N))
    chosen = {
        "cost_bps": 20.0,
        "borrow_bps_per_year": 400.0,
        "cost_by_name": (NameRate("B", 80.0),),
        "borrow_by_name": (NameRate("D", 2_000.0, date_of(DAYS[50]), date_of(DAYS[90])), NameRate("F", 0.0)),
        "delisting": EXITS,
        "leg_weights": LEG_WEIGHTS,
        "opened_on": date_of(DAYS[opening]),
    }
    legs = settings.pop("legs", LEGS)
    panel = make_panel(series, session_on=DAYS)
    # A source gives a close beside each level, on a scale of its own.
    return lay_out(make_thesis(legs, **chosen | settings), replace(panel, close=0.5 * panel.level))


def finding_keys(results: BookResults) -> list[tuple[str, ...]]:
    """Return every finding in words, sorted."""
    return sorted(tuple(map(str, asdict(each).values())) for each in results.affected)


def alike(one: Any, other: Any) -> bool:
    """Tell whether two figures differ by rounding at most."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-10)
    return bool(one == other)


def assert_same_books(ours: BookResults, theirs: BookResults, except_for: Mapping[str, Any] | None = None) -> None:
    """Compare all that books did, in any order of members and legs; set some fields aside by giving them a value."""
    # Two names that die by 30 % make two equally bad weeks, which rounding tells apart.
    aside = {"worst_week_on": None} | dict(except_for or {})
    ours_by_key, theirs_by_key = (_figures(each, aside) for each in (ours, theirs))
    assert ours_by_key.keys() == theirs_by_key.keys()
    for key, figures in ours_by_key.items():
        theirs_of = theirs_by_key[key]
        differ = {
            name: (value, theirs_of[name]) for name, value in figures.items() if not alike(value, theirs_of[name])
        }
        assert not differ, (key, differ)
    our_paths, their_paths = (_paths(each) for each in (ours, theirs))
    assert our_paths.keys() == their_paths.keys()
    for key, path in our_paths.items():
        np.testing.assert_allclose(path, their_paths[key], rtol=1e-9, atol=1e-12, err_msg=str(key))
    assert finding_keys(ours) == finding_keys(theirs)


def _figures(results: BookResults, aside: Mapping[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
    rows = {(row.basket, row.period): asdict(row) for row in results.performance}
    lines = {(each.period, each.line, each.side, each.leg, each.ticker): asdict(each) for each in results.attribution}
    assert len(lines) == len(results.attribution)
    return {key: row | {name: aside[name] for name in aside if name in row} for key, row in (rows | lines).items()}


def _paths(results: BookResults) -> dict[tuple[str, ...], Floats]:
    points: dict[tuple[str, ...], list[tuple[float, ...]]] = {}
    for each in results.equity:
        day = 0.0 if each.session_on is None else float(each.session_on.toordinal())
        row = (day, NAN if each.value is None else each.value, NAN if each.drawdown is None else each.drawdown)
        points.setdefault((each.basket, each.period), []).append(row)
    return {key: np.array(rows) for key, rows in points.items()}
