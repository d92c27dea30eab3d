"""The review record: built once from the other parts, rendered many times."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from screener import __version__
from screener.calc.books.book_plan import held_plan
from screener.claims.check import open_desk
from screener.completeness import missing_lines
from screener.dossier import Dossier
from screener.fingerprint import extended
from screener.measures.desk import Desk
from screener.records.claim import ClaimRow
from screener.records.decision import Decision
from screener.records.measure import parted_sources
from screener.records.position import Position
from screener.records.review import Evidence, PnlLine, Review, RiskFigure
from screener.records.settings import Settings
from screener.records.snapshot import Snapshot
from screener.reference import Reference
from screener.report.verdict_sentences import verdict_sentences
from screener.review.changes import changes
from screener.review.chart_data import chart_data
from screener.review.coming import coming
from screener.review.evidence import Between, evidence
from screener.review.holdings import holdings
from screener.review.pnl import pnl_lines
from screener.review.risk import risk_figures
from screener.review.rulings import Facing, rulings, verdict
from screener.review.scorecard import Stated, scorecard
from screener.review.sizing import sizing_rows
from screener.review.weeks import week_of

_ONE_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person and earlier reviews have left for this one.

    Parameters
    ----------
    note : str
        The thesis note's text now.
    earlier : sequence of Snapshot
        Stored reviews of earlier days on the same kind of prices, oldest first.
    positions : sequence of Position
        Of this thesis.
    decisions : sequence of Decision
        Of this thesis's review notes.
    """

    note: str
    earlier: Sequence[Snapshot] = ()
    positions: Sequence[Position] = ()
    decisions: Sequence[Decision] = ()


def build_review(dossier: Dossier, reference: Reference, settings: Settings, kept: Kept) -> Review:
    """Build the review of one thesis on one day.

    Parameters
    ----------
    dossier : Dossier
    reference : Reference
    settings : Settings
        Those that the dossier was compiled under.
    kept : Kept

    Returns
    -------
    Review
        The same for the same inputs: no clock, no path.
    """
    thesis, market, report = dossier.thesis, dossier.priced.market, dossier.backtest
    as_of, previous = report.as_of, kept.earlier[-1] if kept.earlier else None
    plan = held_plan(market)
    book = plan.run()
    desk = _desk(dossier, reference, settings, kept)
    pnl = pnl_lines(market, book, as_of)
    decisions = tuple(each for each in kept.decisions if each.day_on <= as_of)
    changed = changes(thesis, kept.note, previous, dossier.screen, dossier.claims.rows, _loss(pnl))
    held, held_lines = holdings(kept.positions, market, plan, as_of, reference.exchanges)
    faced = rulings(Facing(thesis, as_of, dossier.claims.rows, report, previous, changed, held, decisions))
    since = as_of - _ONE_WEEK if previous is None else previous.as_of
    found = evidence(dossier, reference.facts, desk, Between(since, as_of))
    risk = risk_figures(market, book, report.overlap, thesis, as_of)
    week, monday, sunday = week_of(as_of)
    return Review(
        thesis_id=thesis.thesis_id,
        title=thesis.title,
        status=thesis.status,
        week=week,
        week_from_on=monday,
        week_to_on=sunday,
        as_of=as_of,
        data_as_of=report.data_as_of,
        opened_on=thesis.opened_on,
        live_from=thesis.live_from,
        basket=thesis.held_basket,
        previous_on=None if previous is None else previous.as_of,
        signals_before_on=dossier.screen.compared_on if previous is None else previous.data_as_of,
        verdict=verdict(faced),
        sentences=verdict_sentences(report),
        rulings=faced,
        pnl=pnl,
        changes=changed,
        claims=dossier.claims.rows,
        evidence=found,
        risk=risk,
        sizing=sizing_rows(market, plan, book),
        coming=coming(dossier, reference, as_of),
        decisions=decisions,
        scorecard=scorecard(
            thesis, desk, as_of, _stated(dossier, kept.earlier), len(kept.earlier) + 1, decisions, faced
        ),
        positions=held,
        position_lines=held_lines,
        charts=chart_data(dossier, _drawdown_limit(risk)),
        missing=tuple(missing_lines(dossier)),
        price_source=report.price_source,
        sources=_sources(dossier.claims.rows, found),
        flags=report.flags,
        fingerprint=_fingerprint(dossier, kept, previous),
        version=__version__,
    )


def _desk(dossier: Dossier, reference: Reference, settings: Settings, kept: Kept) -> Desk:
    reviewed_on = [each.as_of for each in kept.earlier]
    return open_desk(dossier.thesis, reference, settings, dossier.income, reviewed_on, dossier.priced)


def _loss(pnl: Sequence[PnlLine]) -> float | None:
    """Return the worst net return of the spans where it is below 0."""
    nets = [each.line.contribution for each in pnl if each.line.line == "net"]
    worst = min(nets, default=0.0)
    return worst if worst < 0.0 else None


def _stated(dossier: Dossier, earlier: Sequence[Snapshot]) -> list[Stated]:
    thesis = dossier.thesis
    before = [(each.as_of, each.probability_pct) for each in earlier]
    odds = [*before, (dossier.backtest.as_of, thesis.probability_pct)]
    return [Stated(day, pct / 100.0) for day, pct in odds if pct is not None]


def _drawdown_limit(risk: Sequence[RiskFigure]) -> float | None:
    limits = [each.limit for each in risk if each.figure == "drawdown" and each.limit is not None]
    return min(limits) / 100.0 if limits else None


def _sources(claims: Sequence[ClaimRow], found: Sequence[Evidence]) -> tuple[str, ...]:
    """Return each source of a fact once, in the order met; prices have their own line."""
    stated = [row.source for row in claims if not row.uses_prices] + [each.source for each in found]
    return parted_sources(stated)


def _fingerprint(dossier: Dossier, kept: Kept, previous: Snapshot | None) -> str:
    return extended(
        dossier.backtest.fingerprint,
        [
            dossier.claims.fingerprint,
            dossier.screen.fingerprint,
            *(f"{each.as_of} {each.fingerprint} {each.probability_pct}" for each in kept.earlier),
            "" if previous is None else previous.note,
            *(repr((each.ticker, each.shares, each.cost, each.currency, each.opened_on)) for each in kept.positions),
            *(repr(each) for each in kept.decisions),
        ],
    )
