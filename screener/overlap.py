"""How much of one side's holding is the other side's: members that own part of a lab the other side is about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from screener.calc.books.book_plan import held_plan
from screener.calc.market import Market
from screener.records.fact import Exposure
from screener.records.overlap import PRIVATE, Overlap, OverlapRow
from screener.records.thesis import Side, Thesis

Weights = Mapping[tuple[Side, str], float]
Labs = Mapping[Side, frozenset[str]]


def overlap_of(
    market: Market, exposures: Sequence[Exposure], resolve_lab: Callable[[str], str | None], as_of: dt.date
) -> Overlap:
    """Find the stakes of a thesis's members in labs, and which of them the other side has too.

    Parameters
    ----------
    market : Market
    exposures : sequence of Exposure
        A stake without a date counts at any time.
    resolve_lab : callable
        Name of a lab to its canonical id, or None.
    as_of : date
        Stakes measured later are left out.

    Returns
    -------
    Overlap
    """
    thesis = market.thesis
    known = [each for each in exposures if each.measured_on is None or each.measured_on <= as_of]
    named: dict[Side, tuple[str, ...]] = {"long": thesis.private_long, "short": thesis.private_short}
    labs: Labs = {
        side: frozenset(lab for name in names if (lab := resolve_lab(name)) is not None)
        for side, names in named.items()
    }
    return Overlap(
        rows=tuple(_rows(thesis, side_weights(market), known, labs)),
        unknown_private=tuple(name for names in named.values() for name in names if resolve_lab(name) is None),
        n_not_known_yet=_n_held(thesis, exposures) - _n_held(thesis, known),
    )


def side_weights(market: Market) -> Weights | None:
    """Return each ticker's share of its side at the last trade of what the thesis holds, decimal; None before any."""
    plan = held_plan(market)
    if not plan.trades:
        return None
    weights: dict[tuple[Side, str], float] = defaultdict(float)
    totals: dict[Side, float] = defaultdict(float)
    for (leg, member), weight in zip(market.members.members, abs(plan.trades[-1].weights).tolist(), strict=True):
        weights[leg.side, member.ticker] += weight
        totals[leg.side] += weight
    return {(side, ticker): weight / (totals[side] or 1.0) for (side, ticker), weight in weights.items()}


def _n_held(thesis: Thesis, exposures: Iterable[Exposure]) -> int:
    return sum(each.holder in thesis.tickers for each in exposures)


def _rows(
    thesis: Thesis, weights: Weights | None, exposures: Sequence[Exposure], private: Labs
) -> Iterable[OverlapRow]:
    stakes: dict[str, list[Exposure]] = defaultdict(list)
    for exposure in exposures:
        stakes[exposure.holder].append(exposure)
    others: dict[Side, Side] = {"long": "short", "short": "long"}
    for side in thesis.sides:
        seen: set[str] = set()
        for leg in thesis.side_legs(side):
            for member in leg.members:
                # A ticker may stand twice with other dates; its stake is one.
                for stake in stakes[member.ticker] if member.ticker not in seen else ():
                    against = _against(thesis, others[side], stake.lab, stakes, private)
                    yield _row(side, leg.name, stake, weights, against)
                seen.add(member.ticker)


def _against(
    thesis: Thesis, side: Side, lab: str, stakes: Mapping[str, Sequence[Exposure]], private: Labs
) -> tuple[str, ...]:
    """Return what a side has of a lab."""
    tickers = dict.fromkeys(member.ticker for leg in thesis.side_legs(side) for member in leg.members)
    owners = [ticker for ticker in tickers if any(stake.lab == lab for stake in stakes.get(ticker, ()))]
    return (*([PRIVATE] if lab in private[side] else []), *owners)


def _row(side: Side, leg: str, stake: Exposure, weights: Weights | None, against: tuple[str, ...]) -> OverlapRow:
    holds = {
        "stake_unknown": stake.stake_pct is None,
        "undated": stake.measured_on is None,
        "memory": stake.provenance == "memory",
    }
    return OverlapRow(
        side=side,
        leg=leg,
        ticker=stake.holder,
        weight=None if weights is None else weights.get((side, stake.holder), 0.0),
        lab=stake.lab,
        stake=None if stake.stake_pct is None else stake.stake_pct / 100.0,
        against=against,
        measured_on=stake.measured_on,
        provenance=stake.provenance,
        source=stake.source,
        note=stake.note,
        flags=tuple(flag for flag, is_set in holds.items() if is_set),
    )
