"""What must agree between the rows of the fact tables."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from screener.csv_rows import Row
from screener.dictionary.near_misses import did_you_mean
from screener.dictionary.table_codes import (
    GAP_MISMATCH,
    KNOWN_EARLY,
    NO_PRICE_YET,
    SPAN_BACKWARDS,
    SPANS_OVERLAP,
    UNKNOWN_HOLDING,
    UNKNOWN_MODEL,
)
from screener.records.fact import BenchmarkGap, Exposure, GroupMember, TokenPrice
from screener.records.income import IncomeQuarter
from screener.records.problem import Problem

ResolveLab = Callable[[str], str | None]

# Scores are printed to a decimal or two, so their difference may miss the printed gap by a rounding step.
_ROUNDING = 0.1
# In these units the gap is not the difference of the two scores.
_OTHER_SCALE = ("months", "pct_elo")


def check_groups(
    pairs: Sequence[tuple[Row, GroupMember]], prices: Iterable[TokenPrice]
) -> tuple[tuple[GroupMember, ...], tuple[Problem, ...]]:
    """Keep the group members that make sense beside the prices.

    Left out: a model without any price, a span that ends before it begins, and a second span of one model in
    one group that overlaps an earlier row's. A span that begins before the model's first price is a warning.
    """
    first_price: dict[str, dt.date] = {}
    for price in prices:
        first_price[price.model] = min(price.effective_on, first_price.get(price.model, dt.date.max))
    kept: list[GroupMember] = []
    problems: list[Problem] = []
    for row, member in pairs:
        problem = _group_problem(row, member, kept, first_price)
        if problem is not None:
            problems.append(problem)
        if problem is None or problem.severity == "warning":
            kept.append(member)
    return tuple(kept), tuple(problems)


def check_gaps(pairs: Sequence[tuple[Row, BenchmarkGap]]) -> tuple[Problem, ...]:
    """Warn where a gap is not the difference of the two scores beside it."""
    problems: list[Problem] = []
    for row, gap in pairs:
        if gap.frontier_score is None or gap.open_score is None or gap.unit in _OTHER_SCALE:
            continue
        difference = gap.frontier_score - gap.open_score
        if abs(difference - gap.gap) > _ROUNDING:
            message = f"gap is {gap.gap:g}, but frontier_score minus open_score is {difference:g}"
            problems.append(row.problem(GAP_MISMATCH, "gap", message, "correct one of the three", "warning"))
    return tuple(problems)


def check_exposures(
    pairs: Sequence[tuple[Row, Exposure]], resolve_lab: ResolveLab | None
) -> tuple[tuple[Exposure, ...], tuple[Problem, ...]]:
    """Give each exposure its lab's canonical id; one whose lab is unknown is left out.

    Without ``resolve_lab`` every exposure stays as written.
    """
    kept: list[Exposure] = []
    problems: list[Problem] = []
    for row, exposure in pairs:
        lab = exposure.lab if resolve_lab is None else resolve_lab(exposure.lab)
        if lab is None:
            message = f"the lab {exposure.lab!r} is not in labs.csv"
            hint = "write the lab's id, or add it to labs.csv in your workspace's data folder"
            problems.append(row.problem(UNKNOWN_HOLDING, "lab", message, hint))
        else:
            kept.append(replace(exposure, lab=lab))
    return tuple(kept), tuple(problems)


def check_income(
    pairs: Sequence[tuple[Row, IncomeQuarter]],
) -> tuple[tuple[IncomeQuarter, ...], tuple[Problem, ...]]:
    """Leave out quarters whose figures would have been known before the quarter was over."""
    kept: list[IncomeQuarter] = []
    problems: list[Problem] = []
    for row, quarter in pairs:
        if quarter.known_on > quarter.period_end_on:
            kept.append(quarter)
            continue
        message = f"known_on {quarter.known_on} is not after the quarter's end {quarter.period_end_on}"
        hint = "write the day of the report, or leave known_on empty"
        problems.append(row.problem(KNOWN_EARLY, "known_on", message, hint))
    return tuple(kept), tuple(problems)


def _group_problem(
    row: Row, member: GroupMember, kept: Sequence[GroupMember], first_price: dict[str, dt.date]
) -> Problem | None:
    if member.model not in first_price:
        message = f"the model {member.model!r} is not in token_prices.csv"
        hint = did_you_mean(member.model, first_price) or "add its price to token_prices.csv"
        return row.problem(UNKNOWN_MODEL, "model", message, hint)
    if member.to_on is not None and member.to_on < member.from_on:
        message = f"to_on {member.to_on} lies before from_on {member.from_on}"
        return row.problem(SPAN_BACKWARDS, "to_on", message, "correct one of the two dates")
    for other in kept:
        same = (other.group, other.model) == (member.group, member.model)
        if same and (other.is_valid_on(member.from_on) or member.is_valid_on(other.from_on)):
            message = f"{member.model} is already in {member.group} at that time, from {other.from_on}"
            return row.problem(SPANS_OVERLAP, "from_on", message, "give the two rows dates that do not overlap")
    if member.from_on < first_price[member.model]:
        message = f"{member.model} has no price before {first_price[member.model]}"
        hint = "add the earlier price, or begin the span there"
        return row.problem(NO_PRICE_YET, "from_on", message, hint, "warning")
    return None
