"""One checked row to one record, for each fact table."""

import datetime as dt

from screener.csv_rows import Row
from screener.records.fact import BenchmarkGap, Candidate, Earnings, Exposure, GroupMember, TokenPrice, Usage


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


def _known(row: Row, otherwise: dt.date) -> tuple[dt.date, bool]:
    """Return ``known_on``, and whether it is assumed to be the day the fact itself names."""
    known_on = row.get("known_on", dt.date)
    return (otherwise, True) if known_on is None else (known_on, False)
