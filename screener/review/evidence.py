"""What became known since the last review, and whether it speaks for the thesis or against it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from screener.claims.comparing import distance
from screener.dictionary.measures import MEASURES
from screener.dossier import Dossier
from screener.measures.desk import Desk
from screener.records.claim import ClaimRole
from screener.records.event import Event, Outcome
from screener.records.expression import Comparison, Statement
from screener.records.fact import Facts, TokenPrice
from screener.records.income import MarginQuarter
from screener.records.review import Direction, Evidence
from screener.records.study import BasketEvent


@dataclass(frozen=True, slots=True)
class Between:
    """The days after one day up to another."""

    after_on: dt.date
    until_on: dt.date

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies between."""
        return self.after_on < day <= self.until_on


def evidence(dossier: Dossier, facts: Facts, desk: Desk, between: Between) -> tuple[Evidence, ...]:
    """Return what became known between two days, by day.

    Parameters
    ----------
    dossier : Dossier
    facts : Facts
    desk : Desk
        Of the same thesis and day.
    between : Between

    Returns
    -------
    tuple of Evidence
        An event of the thesis is *for* it where the primary basket's abnormal return has the thesis's sign. A claim or
        criterion whose value moved, by what was known on each day, is *for* it where the value moved away from what
        would break the claim or trip the criterion. A margin that rose over the year is *for* a long name and *against*
        a short one. Everything else is neutral: a fact speaks through the claims that rest on it.
    """
    found = [
        *_events(dossier, between),
        *_claims(dossier, desk, between),
        *_token_prices(facts, between),
        *_rows(facts, between),
        *_margins(dossier, between),
    ]
    return tuple(sorted(found, key=lambda each: each.day_on))


def _events(dossier: Dossier, between: Between) -> Iterator[Evidence]:
    thesis = dossier.thesis
    responses = {
        each.studied.event.event_id: each
        for each in dossier.backtest.study.basket_events
        if (each.basket, each.window) == (thesis.primary_basket, thesis.primary_window)
    }
    for event in dossier.priced.selection.selected:
        if between.holds(event.known_on):
            yield _event(event, responses.get(event.event_id))
    for event in dossier.priced.selection.others:
        if between.holds(event.known_on):
            yield _event(event, None, "not among the thesis's events")


def _event(event: Event, response: BasketEvent | None, said: str = "") -> Evidence:
    direction: Direction = "neutral"
    if response is not None:
        said = f"{response.basket} {response.window}: "
        if response.outcome is Outcome.USED and response.car is not None:
            gain = -response.car if response.side == "short" else response.car
            direction = "for" if gain > 0.0 else "against"
            said += f"{100.0 * response.car:+.1f} %"
        else:
            said += response.outcome.value
    note = "; ".join(part for part in (said, event.summary) if part)
    return Evidence(event.known_on, "event", event.name, direction, note, event.provenance, event.source)


def _claims(dossier: Dossier, desk: Desk, between: Between) -> Iterator[Evidence]:
    roles: tuple[tuple[ClaimRole, tuple[Statement, ...]], ...] = (
        ("claim", dossier.thesis.claims),
        ("kill", dossier.thesis.kill),
    )
    for role, statements in roles:
        for statement in statements:
            for comparison in statement.comparisons if statement.on is None else ():
                if not MEASURES[comparison.measure].uses_prices:
                    yield from _moved(statement, role, comparison, desk, between)


def _moved(
    statement: Statement, role: ClaimRole, comparison: Comparison, desk: Desk, between: Between
) -> Iterator[Evidence]:
    """Yield a value that is another than it was, where a fact and not time alone has moved it."""
    evaluator = desk.evaluator(comparison)
    was = evaluator.reading(between.after_on, between.after_on)
    now = evaluator.reading(between.until_on, between.until_on)
    is_news = now.known_on is not None and between.holds(now.known_on)
    if was.value is None or now.value is None or was.value == now.value or not is_news:
        return
    gained = distance(comparison, now.value) - distance(comparison, was.value)
    better = gained if role == "claim" else -gained
    direction: Direction = "neutral" if better == 0.0 else "for" if better > 0.0 else "against"
    name = statement.name or statement.text
    note = f"{comparison.called} from {was.value:.4g} to {now.value:.4g} {now.unit}; {now.note}".rstrip("; ")
    day = now.known_on or between.until_on
    yield Evidence(day, "claim", name, direction, note, now.provenance, now.source)


def _token_prices(facts: Facts, between: Between) -> Iterator[Evidence]:
    for row in facts.token_prices:
        if between.holds(row.known_on):
            note = "; ".join(part for part in (_price_before(row, facts), row.note) if part)
            yield Evidence(row.known_on, "token_price", row.model, "neutral", note, row.provenance, row.source)


def _price_before(row: TokenPrice, facts: Facts) -> str:
    """Say in and out price, and what they were before."""
    earlier = [
        each
        for each in facts.token_prices
        if (each.model, each.provider) == (row.model, row.provider) and each.effective_on < row.effective_on
    ]
    now = f"{row.input_usd_per_mtok:g} in, {row.output_usd_per_mtok:g} out, USD a million tokens at {row.provider}"
    if not earlier:
        return now
    last = max(earlier, key=lambda each: each.effective_on)
    return f"{now}; before {last.input_usd_per_mtok:g} and {last.output_usd_per_mtok:g}"


def _rows(facts: Facts, between: Between) -> Iterator[Evidence]:
    for gap in facts.benchmark_gaps:
        if between.holds(gap.known_on):
            what, note = f"{gap.benchmark} {gap.pair}", f"gap {gap.gap:g} {gap.unit}, measured {gap.measured_on}"
            yield Evidence(gap.known_on, "benchmark", what, "neutral", note, gap.provenance, gap.source)
    for use in facts.usage:
        if between.holds(use.known_on):
            note = f"{use.value:g} {use.unit}, measured {use.measured_on}"
            yield Evidence(use.known_on, "usage", use.measure, "neutral", note, use.provenance, use.source)


def _margins(dossier: Dossier, between: Between) -> Iterator[Evidence]:
    for leg in dossier.thesis.legs:
        names = {member.ticker for member in leg.members if member.is_valid_on(between.until_on)}
        for quarter in dossier.claims.margins:
            if quarter.ticker in names and quarter.is_used and between.holds(quarter.known_on):
                yield _margin(quarter, sign=1.0 if leg.side == "long" else -1.0)


def _margin(quarter: MarginQuarter, sign: float) -> Evidence:
    change, growth = quarter.gross_margin_change, quarter.revenue_growth
    direction: Direction = "neutral"
    if change:
        direction = "for" if sign * change > 0.0 else "against"
    said = [
        f"quarter to {quarter.period_end_on}",
        "" if quarter.gross_margin is None else f"gross margin {100.0 * quarter.gross_margin:.1f} %",
        "no year-ago margin" if change is None else f"{100.0 * change:+.1f} pp over the year",
        "" if growth is None else f"revenue {100.0 * growth:+.1f} %",
    ]
    note = ", ".join(part for part in said if part)
    source, provenance = quarter.quarter.source, quarter.quarter.provenance
    return Evidence(quarter.known_on, "margin", quarter.ticker, direction, note, provenance, source)
