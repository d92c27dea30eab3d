"""One checked row to one record, for each fact table."""

import datetime as dt

from screener.csv_rows import Row
from screener.facts.publication import LAG
from screener.records.fact import (
    BenchmarkGap,
    Candidate,
    Earnings,
    Exposure,
    GroupMember,
    OtherPrice,
    TokenPrice,
    Usage,
)
from screener.records.income import IncomeQuarter
from screener.records.position import Position


def token_price(row: Row) -> TokenPrice:
    """Return a row of ``token_prices.csv``."""
    effective_on = row.need("effective_on", dt.date)
    known_on, assumed = _known(row, effective_on)
    return TokenPrice(
        model=row.text("model"),
        provider=row.text("provider"),
        input_usd_per_mtok=row.need("input_usd_per_mtok", float),
        output_usd_per_mtok=row.need("output_usd_per_mtok", float),
        effective_on=effective_on,
        precision=row.text("precision"),
        tier=row.text("tier"),
        open_weights=row.text("open_weights"),
        known_on=known_on,
        known_on_assumed=assumed,
        source=row.text("source"),
        provenance=row.text("provenance"),
        note=row.text("note"),
        path=row.path,
        line=row.line,
        checked_on=row.get("checked_on", dt.date),
        other=_other_price(row),
    )


def group_member(row: Row) -> GroupMember:
    """Return a row of ``model_groups.csv``."""
    return GroupMember(
        group=row.text("group"),
        model=row.text("model"),
        from_on=row.need("from_on", dt.date),
        to_on=row.get("to_on", dt.date),
        reason=row.text("reason"),
        path=row.path,
        line=row.line,
    )


def benchmark_gap(row: Row) -> BenchmarkGap:
    """Return a row of ``benchmark_gaps.csv``."""
    measured_on = row.need("measured_on", dt.date)
    known_on, assumed = _known(row, measured_on)
    return BenchmarkGap(
        benchmark=row.text("benchmark"),
        pair=row.text("pair"),
        measured_on=measured_on,
        frontier_score=row.get("frontier_score", float),
        open_score=row.get("open_score", float),
        gap=row.need("gap", float),
        unit=row.text("unit"),
        known_on=known_on,
        known_on_assumed=assumed,
        source=row.text("source"),
        provenance=row.text("provenance"),
        note=row.text("note"),
        path=row.path,
        line=row.line,
    )


def usage(row: Row) -> Usage:
    """Return a row of ``usage.csv``."""
    measured_on = row.need("measured_on", dt.date)
    known_on, assumed = _known(row, measured_on)
    return Usage(
        measure=row.text("measure"),
        value=row.need("value", float),
        unit=row.text("unit"),
        measured_on=measured_on,
        known_on=known_on,
        known_on_assumed=assumed,
        source=row.text("source"),
        provenance=row.text("provenance"),
        path=row.path,
        line=row.line,
    )


def candidate(row: Row) -> Candidate:
    """Return a row of ``candidates.csv``."""
    return Candidate(
        ticker=row.text("ticker"),
        name=row.text("name"),
        leg=row.text("leg"),
        side=row.text("side"),
        listed_on=row.get("listed_on", dt.date),
        why=row.text("why"),
        pitfalls=row.text("pitfalls"),
        source=row.text("source"),
        provenance=row.text("provenance"),
        path=row.path,
        line=row.line,
    )


def exposure(row: Row) -> Exposure:
    """Return a row of ``exposures.csv``."""
    return Exposure(
        holder=row.text("holder"),
        lab=row.text("lab"),
        stake_pct=row.get("stake_pct", float),
        measured_on=row.get("measured_on", dt.date),
        source=row.text("source"),
        provenance=row.text("provenance"),
        note=row.text("note"),
        path=row.path,
        line=row.line,
    )


def earnings(row: Row) -> Earnings:
    """Return a row of ``earnings.csv``."""
    reported_on = row.need("reported_on", dt.date)
    known_on, assumed = _known(row, reported_on)
    return Earnings(
        ticker=row.text("ticker"),
        reported_on=reported_on,
        known_on=known_on,
        known_on_assumed=assumed,
        source=row.text("source"),
        provenance=row.text("provenance"),
        path=row.path,
        line=row.line,
    )


def income_quarter(row: Row) -> IncomeQuarter:
    """Return a row of ``income.csv``; without ``known_on`` it counts as known after the stated lag."""
    period_end_on = row.need("period_end_on", dt.date)
    known_on, assumed = _known(row, period_end_on + LAG)
    return IncomeQuarter(
        ticker=row.text("ticker"),
        period_end_on=period_end_on,
        revenue=row.get("revenue", float),
        cost_of_revenue=row.get("cost_of_revenue", float),
        gross_profit=row.get("gross_profit", float),
        operating_income=row.get("operating_income", float),
        currency=row.text("currency").upper(),
        known_on=known_on,
        known_on_assumed=assumed,
        source=row.text("source"),
        provenance=row.text("provenance"),
        path=row.path,
        line=row.line,
    )


def position(row: Row) -> Position:
    """Return a row of ``positions.csv``."""
    return Position(
        thesis_id=row.text("thesis_id"),
        ticker=row.text("ticker"),
        shares=row.need("shares", float),
        cost=row.need("cost", float),
        currency=row.text("currency").upper(),
        opened_on=row.need("opened_on", dt.date),
        path=row.path,
        line=row.line,
    )


def _other_price(row: Row) -> OtherPrice | None:
    """Return the price of the other hours, or None where a cell of it is blank."""
    paid, made = row.get("other_input_usd_per_mtok", float), row.get("other_output_usd_per_mtok", float)
    hours_utc = row.text("other_hours_utc")
    if paid is None or made is None or not hours_utc:
        return None
    return OtherPrice(paid, made, hours_utc)


def _known(row: Row, otherwise: dt.date) -> tuple[dt.date, bool]:
    """Return ``known_on``, and whether it was left to a rule instead."""
    known_on = row.get("known_on", dt.date)
    return (otherwise, True) if known_on is None else (known_on, False)
