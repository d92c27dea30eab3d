"""What is wrong with the tables: what reading them found, and what only comparing them with each other shows."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from screener.csv_rows.places import Places
from screener.dictionary.fact_columns import USAGE_UNITS
from screener.dictionary.measures import MEASURES
from screener.dictionary.near_misses import did_you_mean
from screener.dictionary.table_codes import (
    DATED_AHEAD,
    NO_COMMON_TIER,
    PRICED_BEFORE_RELEASE,
    UNIT_WITHOUT_MEASURE,
    USAGE_UNIT,
    ZERO_PRICE,
)
from screener.facts.model_names import name_key
from screener.records.event import Event
from screener.records.fact import BenchmarkGap, Facts, GroupMember, TokenPrice, Usage
from screener.records.problem import Problem
from screener.reference import Reference

# A day in the lab's zone and the same one in UTC may be called by two dates.
_ONE_DAY = dt.timedelta(days=1)
_GAP_UNITS = {each.unit for each in MEASURES.values() if each.arguments == ("benchmark", "pair")}


def lint_facts(reference: Reference, as_of: dt.date) -> tuple[Problem, ...]:
    """Return every problem of the tables, by file and place.

    Parameters
    ----------
    reference : Reference
        The shipped tables with the workspace's laid over them.
    as_of : date
        A row dated later is dated ahead.

    Notes
    -----
    What only this finds has codes F121 to F126; only F123 is an error.

    A price is called earlier than a release (F121) where the catalogue has an event of the same lab whose name has
    the very words and numbers of the model's slug, whose day is known as such, and which is more than a day later.
    """
    places, facts = Places(), reference.facts
    found = [
        *_before_release(facts.token_prices, reference.events, places),
        *_zero_prices(facts.token_prices, places),
        *_ahead(facts, as_of, places),
        *_tiers_apart(facts, places),
        *_unclaimed_units(facts.benchmark_gaps, places),
        *_usage_units(facts.usage, places),
    ]
    unique = dict.fromkeys((*reference.problems, *found))
    return tuple(sorted(unique, key=lambda problem: (problem.path, problem.line, problem.column, problem.code)))


def _before_release(prices: Sequence[TokenPrice], events: Iterable[Event], places: Places) -> Iterator[Problem]:
    released: dict[tuple[str, tuple[str, ...]], Event] = {}
    for event in events:
        if event.released_precision in ("instant", "day") and event.kind in (
            "open_weights",
            "model_release",
            "price_cut",
        ):
            released.setdefault((event.lab, name_key(event.name)), event)
    for price in _first_rows(prices):
        known = released.get((price.provider, name_key(price.model)))
        if known is not None and known.released_on - price.effective_on > _ONE_DAY:
            message = (
                f"{price.model} has a price from {price.effective_on}, and {known.event_id} was released on "
                f"{known.released_on}"
            )
            hint = "correct effective_on, or the event's day"
            yield _at(price, "effective_on", PRICED_BEFORE_RELEASE, message, hint, places)


def _first_rows(prices: Sequence[TokenPrice]) -> Iterable[TokenPrice]:
    first: dict[str, TokenPrice] = {}
    for price in sorted(prices, key=lambda row: row.effective_on):
        first.setdefault(price.model, price)
    return first.values()


def _zero_prices(prices: Iterable[TokenPrice], places: Places) -> Iterator[Problem]:
    for price in prices:
        if price.input_usd_per_mtok > 0.0 and price.output_usd_per_mtok > 0.0:
            continue
        column = "output_usd_per_mtok" if price.input_usd_per_mtok > 0.0 else "input_usd_per_mtok"
        message = f"{price.model} costs nothing from {price.effective_on}"
        hint = "leave the row out if the price is not known; a gap over a price of zero cannot be computed"
        yield _at(price, column, ZERO_PRICE, message, hint, places)


def _ahead(facts: Facts, as_of: dt.date, places: Places) -> Iterator[Problem]:
    """Yield the rows dated ahead, of the tables that say when a fact was known, without a plan known by then."""
    for price in facts.token_prices:
        yield from _dated_ahead(price, price.effective_on, "effective_on", as_of, places)
    figures: tuple[BenchmarkGap | Usage, ...] = (*facts.benchmark_gaps, *facts.usage)
    for figure in figures:
        yield from _dated_ahead(figure, figure.measured_on, "measured_on", as_of, places)


def _dated_ahead(
    row: TokenPrice | BenchmarkGap | Usage, dated_on: dt.date, column: str, as_of: dt.date, places: Places
) -> Iterator[Problem]:
    latest = max(dated_on, row.known_on)
    if latest <= as_of or (row.known_on <= as_of and not row.known_on_assumed):
        return
    message = f"the row is dated {latest}, after {as_of}"
    hint = "a plan needs the day on which it became known in known_on; else correct the date"
    where = column if dated_on > as_of else "known_on"
    yield places.problem(row.path, row.line, where, DATED_AHEAD, message, hint)


def _tiers_apart(facts: Facts, places: Places) -> Iterator[Problem]:
    """Yield pairs of groups without a common tier, at the first row of the smaller one."""
    tier_of = {price.model: price.tier for price in facts.token_prices if price.tier}
    members: dict[str, list[GroupMember]] = {}
    for member in facts.model_groups:
        members.setdefault(member.group, []).append(member)
    tiers = {name: {tier_of[each.model] for each in rows if each.model in tier_of} for name, rows in members.items()}
    known = sorted(name for name in tiers if tiers[name])
    for one, other in combinations(known, 2):
        if tiers[one].isdisjoint(tiers[other]):
            said = " and ".join(f"{name} ({', '.join(sorted(tiers[name]))})" for name in (one, other))
            message = f"{said} have no tier in common, so there is no price gap between them"
            hint = "choose models of the same place in their labs' ranges, or correct tier in token_prices.csv"
            smaller = min((members[one], members[other]), key=len)
            yield _at(smaller[0], "group", NO_COMMON_TIER, message, hint, places)


def _unclaimed_units(gaps: Iterable[BenchmarkGap], places: Places) -> Iterator[Problem]:
    seen: dict[tuple[str, str], list[BenchmarkGap]] = {}
    for gap in gaps:
        if gap.unit not in _GAP_UNITS:
            seen.setdefault((gap.benchmark, gap.unit), []).append(gap)
    for (benchmark, unit), rows in seen.items():
        more = "" if len(rows) == 1 else f" (so are {len(rows) - 1} more rows)"
        message = f"{benchmark} is in {unit}, which no measure takes{more}: it can be read, not claimed"
        hint = f"measures take {', '.join(sorted(_GAP_UNITS))}"
        first = min(rows, key=lambda row: (row.path, row.line))
        yield _at(first, "unit", UNIT_WITHOUT_MEASURE, message, hint, places)


def _usage_units(usage: Iterable[Usage], places: Places) -> Iterator[Problem]:
    first: dict[str, Usage] = {}
    for row in usage:
        other = first.setdefault(row.measure, row)
        if row.unit not in USAGE_UNITS:
            message, hint = f"the unit {row.unit!r} is not known", did_you_mean(row.unit, USAGE_UNITS)
        elif not row.measure.endswith(f"_{row.unit}"):
            message, hint = f"{row.measure} is in {row.unit}", "let the figure's name end in its unit"
        elif other.unit != row.unit:
            message, hint = f"{row.measure} is in {row.unit} here and in {other.unit} in line {other.line}", "use one"
        else:
            continue
        yield _at(row, "unit", USAGE_UNIT, message, hint, places)


def _at(
    row: TokenPrice | GroupMember | BenchmarkGap | Usage,
    column: str,
    code: str,
    message: str,
    hint: str,
    places: Places,
) -> Problem:
    """Return a warning at one cell of a row."""
    return places.problem(row.path, row.line, column, code, message, hint, "warning")
