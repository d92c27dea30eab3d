"""Every basket of a thesis beside random ones, for every window."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from screener.calc.market import basket_side
from screener.calc.members import MemberPanel, member_panel
from screener.calc.numbers import finite
from screener.calc.universe.block import OUTCOMES, BlockScan, Plan, merged
from screener.calc.universe.plans import blocks
from screener.calc.universe.random_baskets import RandomBaskets, random_baskets
from screener.calc.universe.scan_block import scan_block
from screener.records.prices import Floats, PricePanel
from screener.records.thesis import Thesis, Window
from screener.records.universe import QUANTILES, BasketDraw, NameOutcome, Universe


def basket_draws(
    thesis: Thesis,
    universe: Universe,
    panel: PricePanel,
    names: BlockScan,
    plain: Plan,
    early: Plan,
    *,
    is_hindsight: bool,
) -> tuple[BasketDraw, ...]:
    """Draw random baskets in the shape of each of the thesis's.

    Parameters
    ----------
    thesis : Thesis
    universe : Universe
    panel : PricePanel
        Its benchmarks and members.
    names : BlockScan
        Of the universe's names. Those used in the window are drawn from, but for members and benchmarks.
    plain, early : Plan
    is_hindsight : bool
        The events were chosen by their effect: no p.

    Returns
    -------
    tuple of BasketDraw
        By basket, then window.
    """
    members = member_panel(thesis, panel)
    own = merged([scan_block(block) for block in blocks(_inside_spans(universe, panel, members), plain, early)])
    known = {*thesis.tickers, *thesis.benchmark}
    is_stranger = np.array([ticker not in known for ticker in universe.tickers], dtype=np.bool_)
    valid = members.valid[plain.day_rows]

    def draws() -> Iterator[BasketDraw]:
        for basket in thesis.baskets:
            shape = members.shape_of(thesis, basket)
            for w, window in enumerate(plain.windows):
                is_used = names.windows[w].outcome == OUTCOMES.index(NameOutcome.USED)
                eligible = np.flatnonzero(is_used & is_stranger).astype(np.int64)
                own_car, car = own.windows[w].event_car.T, names.windows[w].event_car.T
                found = random_baskets(shape, valid, own_car, car, eligible)
                yield _record(basket, window, found, is_hindsight=is_hindsight)

    return tuple(draws())


def _inside_spans(universe: Universe, panel: PricePanel, members: MemberPanel) -> Universe:
    """Return the members as a universe of their own; as in the study, none has prices before its FROM."""
    columns, priced = np.maximum(members.columns, 0), members.columns >= 0
    closed = panel.closed[:, columns] & priced
    return replace(
        universe,
        tickers=tuple(member.ticker for _, member in members.members),
        level=members.level,
        closed=closed if closed.any() else None,
        closes_early=priced & panel.closes_early[columns],
    )


def _record(basket: str, window: Window, found: RandomBaskets, *, is_hindsight: bool) -> BasketDraw:
    return BasketDraw(
        basket=basket,
        side=basket_side(basket),
        window=window,
        n_event_days=found.n_event_days,
        excess=finite(found.excess),
        t=finite(found.t),
        p=None if is_hindsight else finite(found.p),
        n_baskets=len(found.random_t),
        mean_excess=_mean(found.random_excess),
        sd_excess=_sd(found.random_excess),
        mean_t=_mean(found.random_t),
        sd_t=_sd(found.random_t),
        excess_quantiles=_quantiles(found.random_excess),
        t_quantiles=_quantiles(found.random_t),
    )


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None


def _sd(values: Floats) -> float | None:
    return float(values.std(ddof=1)) if len(values) > 1 else None


def _quantiles(values: Floats) -> tuple[float, ...]:
    return tuple(float(each) for each in np.quantile(values, QUANTILES)) if len(values) else ()
