"""What has a date ahead: announced events, earnings, rebalances, spans of members, the horizon."""

import datetime as dt
from collections.abc import Iterator

from screener.dossier import Dossier
from screener.records.book_rules import BookRules
from screener.records.event import Event
from screener.records.review import Coming, ComingKind
from screener.reference import Reference

LOOK_AHEAD = dt.timedelta(days=28)
_ONE_DAY = dt.timedelta(days=1)
_MONTHS = {"monthly": 1, "quarterly": 3}


def coming(dossier: Dossier, reference: Reference, as_of: dt.date) -> tuple[Coming, ...]:
    """Return what is known to come in the next 28 days, and the horizon whenever it is, by day.

    Parameters
    ----------
    dossier : Dossier
    reference : Reference
        Its events and earnings dates; those first known after ``as_of`` are not seen.
    as_of : date
    """
    found = [
        *_events(dossier, as_of),
        *_earnings(dossier, reference, as_of),
        *_rebalance(dossier.thesis.rules, as_of),
        *_members(dossier, as_of),
    ]
    near = [each for each in found if as_of < each.day_on <= as_of + LOOK_AHEAD]
    horizon = dossier.thesis.horizon_on
    if horizon is not None and horizon > as_of:
        near.append(_coming(horizon, "horizon", dossier.thesis.thesis_id, "the thesis resolves", as_of))
    return tuple(sorted(near, key=lambda each: each.day_on))


def _events(dossier: Dossier, as_of: dt.date) -> Iterator[Coming]:
    for event in (*dossier.priced.selection.selected, *dossier.priced.selection.others):
        yield _coming(event.released_on, "event", event.name, _announced(event), as_of)


def _announced(event: Event) -> str:
    precision = "" if event.released_precision in ("day", "instant") else f"{event.released_precision}; "
    return f"{precision}{event.lab}, {event.kind}"


def _earnings(dossier: Dossier, reference: Reference, as_of: dt.date) -> Iterator[Coming]:
    sides = {member.ticker: leg for leg in dossier.thesis.legs for member in leg.members if member.is_valid_on(as_of)}
    for report in reference.facts.earnings:
        leg = sides.get(report.ticker)
        if leg is not None and report.known_on <= as_of:
            yield _coming(report.reported_on, "earnings", report.ticker, f"reports; {leg.side}, {leg.name}", as_of)


def _rebalance(rules: BookRules, as_of: dt.date) -> Iterator[Coming]:
    """Yield the next day on which the book is decided anew; the session is the first one from it on."""
    if rules.rebalance == "weekly":
        day = as_of + (7 - as_of.weekday()) * _ONE_DAY
    elif rules.rebalance in _MONTHS:
        step = _MONTHS[rules.rebalance]
        month = (as_of.month - 1) // step * step + step
        day = dt.date(as_of.year + month // 12, month % 12 + 1, 1)
    else:
        return
    yield _coming(day, "rebalance", rules.rebalance, "decided on the first session from this day on", as_of)


def _members(dossier: Dossier, as_of: dt.date) -> Iterator[Coming]:
    for leg in dossier.thesis.legs:
        for member in leg.members:
            if member.from_on is not None:
                yield _coming(member.from_on, "member", member.ticker, f"joins {leg.name}", as_of)
            if member.to_on is not None:
                yield _coming(member.to_on, "member", member.ticker, f"last day in {leg.name}", as_of)


def _coming(day: dt.date, kind: ComingKind, what: str, note: str, as_of: dt.date) -> Coming:
    return Coming(day, kind, what, note, (day - as_of).days)
