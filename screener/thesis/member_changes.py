"""Members that came, went, moved or were given other dates or weights, and what of it rewrites history."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screener.records.review import Change
from screener.records.thesis import Leg, Member, Thesis

REWRITES = "rewrites history: give it FROM..TO"
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Place:
    """One item of a leg."""

    leg: Leg
    member: Member

    @property
    def span(self) -> tuple[dt.date | None, dt.date | None]:
        return self.member.from_on, self.member.to_on

    @property
    def begins_on(self) -> dt.date:
        return self.member.from_on or dt.date.min

    @property
    def ends_on(self) -> dt.date:
        return self.member.to_on or dt.date.max


Likeness = Callable[[_Place, _Place], bool]
# The first that finds a partner wins.
_LIKENESSES: tuple[Likeness, ...] = (
    lambda one, other: one.leg.name == other.leg.name and one.span == other.span,
    lambda one, other: one.leg.name == other.leg.name and _share_an_end(one, other),
    lambda one, other: one.leg.name == other.leg.name,
    lambda one, other: one.span == other.span,
    lambda one, other: one.member.ticker == other.member.ticker,
)


def member_changes(before: Thesis, after: Thesis, before_on: dt.date | None = None) -> Iterator[Change]:
    """Yield what changed in the legs, ticker by ticker.

    Parameters
    ----------
    before, after : Thesis
    before_on : date or None
        Day on which ``before`` stood, if known.

    Yields
    ------
    Change
        Of the kind ``member`` (before and after are legs, with weight and dates where there are some; or dates alone)
        or ``weight``. One that changes what was held on days up to ``members_chosen_on`` or ``before_on`` says that it
        rewrites history, unless ``members_chosen_on`` was moved on with it.
    """
    known_on = None
    if after.members_chosen_on <= before.members_chosen_on:
        known_on = max(after.members_chosen_on, before_on or dt.date.min)
    old, new = _places(before), _places(after)
    for ticker in dict.fromkeys((*old, *new)):
        yield from _ticker_changes(ticker, old.get(ticker, []), new.get(ticker, []), known_on)


def leg_weight_changes(before: Thesis, after: Thesis) -> Iterator[Change]:
    """Yield the legs that both notes have and whose weight in their side differs; a weight not written is 1."""
    old = {leg.name: leg.weight for leg in before.legs}
    for leg in after.legs:
        if leg.name in old and leg.weight != old[leg.name]:
            yield Change("weight", leg.name, f"{old[leg.name]:g}", f"{leg.weight:g}")


def _places(thesis: Thesis) -> dict[str, list[_Place]]:
    found: dict[str, list[_Place]] = {}
    for leg in thesis.legs:
        for member in leg.members:
            found.setdefault(member.ticker, []).append(_Place(leg, member))
    return found


def _ticker_changes(
    ticker: str, before: list[_Place], after: list[_Place], known_on: dt.date | None
) -> Iterator[Change]:
    old, new = list(before), list(after)
    for likeness in _LIKENESSES:
        for one in tuple(old):
            partner = next((other for other in new if likeness(one, other)), None)
            if partner is not None:
                old.remove(one)
                new.remove(partner)
                yield from _edits(ticker, one, partner, known_on)
    for one in old:
        yield Change("member", ticker, _described(one), "", _note(one.begins_on, known_on))
    for one in new:
        yield Change("member", ticker, "", _described(one), _note(one.begins_on, known_on))


def _edits(ticker: str, old: _Place, new: _Place, known_on: dt.date | None) -> Iterator[Change]:
    """Yield what differs between an item and what became of it."""
    begins_on = min(old.begins_on, new.begins_on)
    if old.leg.name != new.leg.name:
        side = "changes side" if old.leg.side != new.leg.side else ""
        note = "; ".join(part for part in (side, _note(begins_on, known_on)) if part)
        yield Change("member", ticker, old.leg.name, new.leg.name, note)
    if old.span != new.span:
        first_on = begins_on
        if old.begins_on == new.begins_on:
            first_on = min(old.ends_on, new.ends_on) + _ONE_DAY
        yield Change("member", ticker, _span(old.member), _span(new.member), _note(first_on, known_on))
    if old.member.weight != new.member.weight:
        yield Change("weight", ticker, _weight(old.member), _weight(new.member), _note(begins_on, known_on))


def _note(first_on: dt.date, known_on: dt.date | None) -> str:
    """Say so where the first day on which something differs is known already."""
    if known_on is None or first_on > known_on:
        return ""
    return REWRITES if first_on == dt.date.min else f"rewrites history: it reaches back to {first_on}"


def _share_an_end(one: _Place, other: _Place) -> bool:
    return one.begins_on == other.begins_on or one.ends_on == other.ends_on


def _described(place: _Place) -> str:
    weight = _weight(place.member) if place.member.weight != 1.0 else ""
    return " ".join(part for part in (place.leg.name, weight, _span(place.member)) if part)


def _weight(member: Member) -> str:
    return f"x{member.weight:g}"


def _span(member: Member) -> str:
    """Return the dates as the note writes them, or nothing."""
    if (member.from_on, member.to_on) == (None, None):
        return ""
    return f"{member.from_on or ''}..{member.to_on or ''}"
