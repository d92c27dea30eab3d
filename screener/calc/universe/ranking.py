"""Names ranked by how far they stand out from what their own shifts gave."""

import datetime as dt
from collections.abc import Collection

import numpy as np

from screener.calc.inference.placebo import TIE
from screener.calc.numbers import finite
from screener.calc.universe.block import OUTCOMES, BlockScan, Plan
from screener.calc.universe.false_discovery import false_discovery_rates
from screener.records.prices import Floats
from screener.records.thesis import Window
from screener.records.universe import NameOutcome, Universe, UniverseName, UniverseWindow


def ranked_names(
    universe: Universe,
    scan: BlockScan,
    plan: Plan,
    w: int,
    members: Collection[str],
    *,
    is_hindsight: bool,
) -> tuple[UniverseName, ...]:
    """Return one record a name for one window.

    Parameters
    ----------
    universe : Universe
    scan : BlockScan
        Of all its columns, in their order.
    plan : Plan
    w : int
        Place of the window in ``plan``.
    members : collection of str
        The thesis's own tickers; one without prices gets a record too.
    is_hindsight : bool
        The events were chosen by their effect: no p and no false-discovery rate.

    Returns
    -------
    tuple of UniverseName
        By rank, then names without one by ticker.
    """
    part, window = scan.windows[w], plan.windows[w]
    rates = false_discovery_rates(part.z_placebo, scan.counts[w].weights)
    tickers = np.array(universe.tickers)
    order = np.lexsort((tickers, -np.abs(part.z_placebo)))
    ranks = np.zeros(len(tickers), dtype=np.int64)
    ranks[order] = np.arange(1, len(tickers) + 1)

    def tested(value: float) -> float | None:
        return None if is_hindsight else finite(value)

    def record(j: int) -> UniverseName:
        is_used = np.isfinite(part.z_placebo[j])
        return UniverseName(
            ticker=universe.tickers[j],
            window=window,
            n_event_days=int(part.n_event_days[j]),
            caar=finite(part.caar[j]),
            excess=finite(part.caar[j] - part.placebo_mean[j]),
            t_event=tested(part.t_event[j]),
            p_event=tested(part.p_event[j]),
            z_placebo=tested(part.z_placebo[j]),
            p_placebo=tested(part.p_placebo[j]),
            n_placebo=int(part.n_placebo[j]),
            placebo_mean=finite(part.placebo_mean[j]),
            fdr=tested(rates[j]),
            rank=int(ranks[j]) if is_used else None,
            first_on=_date(universe, scan.first_row[j]),
            last_on=_date(universe, scan.last_row[j]),
            n_sessions=int(scan.n_prints[j]),
            n_implausible=int(scan.n_implausible[j]),
            is_member=universe.tickers[j] in members,
            outcome=OUTCOMES[part.outcome[j]],
            flags=_flags(universe, scan, w, j),
        )

    ranked = [record(int(j)) for j in order if np.isfinite(part.z_placebo[j])]
    others = [record(int(j)) for j in np.flatnonzero(~np.isfinite(part.z_placebo))]
    others += [_unpriced(ticker, window, members) for ticker in _without_prices(universe, members)]
    return (*ranked, *sorted(others, key=lambda each: each.ticker))


def all_names(scan: BlockScan, plan: Plan, w: int, *, is_hindsight: bool) -> UniverseWindow:
    """Tell whether the calendar as a whole moved more names than its shifts.

    Parameters
    ----------
    scan : BlockScan
        Of all columns.
    plan : Plan
    w : int
        Place of the window in ``plan``.
    is_hindsight : bool
        No p then.
    """
    counts, ring = scan.counts[w], plan.rings[w]
    with np.errstate(invalid="ignore"):
        share: Floats = counts.n_beyond / np.where(counts.n_valid > 0, counts.n_valid, np.nan)
    real, shifts = share[0], share[1:][np.isfinite(share[1:])]
    is_known = bool(np.isfinite(real) and len(shifts))
    p = (1 + int((shifts >= real * TIE).sum())) / (1 + len(shifts)) if is_known else np.nan
    return UniverseWindow(
        window=plan.windows[w],
        n_event_days=int(np.isin(plan.day_rows, ring).sum()),
        n_ring_sessions=len(ring),
        n_names=int(counts.n_valid[0]),
        share_beyond=None if is_hindsight else finite(real),
        placebo_share_beyond=finite(shifts.mean()) if is_known and not is_hindsight else None,
        p_beyond=None if is_hindsight else finite(p),
    )


def _without_prices(universe: Universe, members: Collection[str]) -> list[str]:
    listed = {each.ticker for each in universe.unpriced}
    priced = set(universe.tickers)
    return sorted(listed | {ticker for ticker in members if ticker not in priced})


def _unpriced(ticker: str, window: Window, members: Collection[str]) -> UniverseName:
    return UniverseName(
        ticker=ticker,
        window=window,
        n_event_days=0,
        caar=None,
        excess=None,
        t_event=None,
        p_event=None,
        z_placebo=None,
        p_placebo=None,
        n_placebo=0,
        placebo_mean=None,
        fdr=None,
        rank=None,
        first_on=None,
        last_on=None,
        n_sessions=0,
        n_implausible=0,
        is_member=ticker in members,
        outcome=NameOutcome.NOT_PRICED,
        flags=("not_priced",),
    )


def _flags(universe: Universe, scan: BlockScan, w: int, j: int) -> tuple[str, ...]:
    ticker = universe.tickers[j]
    said = {
        "overlapping": scan.windows[w].is_overlapping[j],
        "dimson_lag": universe.closes_early[j],
        "closed_session": scan.has_closed_session[j],
        "implausible_return": scan.n_implausible[j] > 0,
        "price_return_only": ticker in universe.price_return_only,
    }
    return tuple(flag for flag, holds in said.items() if holds)


def _date(universe: Universe, row: int) -> dt.date:
    day: dt.date = universe.session_on[row].astype(object)
    return day
