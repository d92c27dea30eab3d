"""The fact tables: the shipped files with a workspace's laid over them, checked row by row and table by table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from screener.csv_rows import Column, Merged, Row, merge, read_rows
from screener.dictionary.table_codes import FACT_ROW_CODES
from screener.facts import columns, rows
from screener.facts.checks import ResolveLab, check_exposures, check_gaps, check_groups, check_income
from screener.facts.price_checks import check_prices
from screener.facts.publication import dated_by_reports
from screener.records.fact import BenchmarkGap, Candidate, Earnings, Exposure, Facts, GroupMember, TokenPrice, Usage
from screener.records.income import IncomeQuarter
from screener.records.problem import Problem
from screener.records.replacement import Replacement

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Table(Generic[R]):
    """How one table is read: its file is ``NAME.csv``."""

    name: str
    columns: tuple[Column, ...]
    build: Callable[[Row], R]
    key_columns: tuple[str, ...]
    key: Callable[[R], tuple[str, ...]]


_TOKEN_PRICES: _Table[TokenPrice] = _Table(
    "token_prices",
    columns.TOKEN_PRICES,
    rows.token_price,
    ("model", "effective_on"),
    lambda row: (row.model, str(row.effective_on)),
)
_MODEL_GROUPS: _Table[GroupMember] = _Table(
    "model_groups",
    columns.MODEL_GROUPS,
    rows.group_member,
    ("group", "model", "from_on"),
    lambda row: (row.group, row.model, str(row.from_on)),
)
_BENCHMARK_GAPS: _Table[BenchmarkGap] = _Table(
    "benchmark_gaps",
    columns.BENCHMARK_GAPS,
    rows.benchmark_gap,
    ("benchmark", "pair", "measured_on"),
    lambda row: (row.benchmark, row.pair, str(row.measured_on)),
)
_USAGE: _Table[Usage] = _Table(
    "usage",
    columns.USAGE,
    rows.usage,
    ("measure", "measured_on"),
    lambda row: (row.measure, str(row.measured_on)),
)
_CANDIDATES: _Table[Candidate] = _Table(
    "candidates",
    columns.CANDIDATES,
    rows.candidate,
    ("ticker",),
    # A private name has no ticker; the prefix keeps it from meeting a ticker spelt the same.
    lambda row: (row.ticker or f"name {row.name}",),
)
_EXPOSURES: _Table[Exposure] = _Table(
    "exposures",
    columns.EXPOSURES,
    rows.exposure,
    ("holder", "lab"),
    lambda row: (row.holder, row.lab),
)
_EARNINGS: _Table[Earnings] = _Table(
    "earnings",
    columns.EARNINGS,
    rows.earnings,
    ("ticker", "reported_on"),
    lambda row: (row.ticker, str(row.reported_on)),
)

_INCOME: _Table[IncomeQuarter] = _Table(
    "income",
    columns.INCOME,
    rows.income_quarter,
    ("ticker", "period_end_on", "known_on"),
    # A quarter that was reported anew is another row; a day that a rule sets is not a part of the key.
    lambda row: (row.ticker, str(row.period_end_on), "" if row.known_on_assumed else str(row.known_on)),
)

TABLES = ("token_prices", "model_groups", "benchmark_gaps", "usage", "candidates", "exposures", "earnings", "income")
"""Names of the fact tables; each lies in ``NAME.csv``."""


@dataclass(slots=True)
class _Findings:
    """What reading has found so far, over all tables."""

    problems: list[Problem] = field(default_factory=list)
    replacements: list[Replacement] = field(default_factory=list)


def read_facts(folders: Sequence[Path], resolve_lab: ResolveLab | None = None) -> Facts:
    """Read every fact table.

    Parameters
    ----------
    folders : sequence of Path
        The shipped ``data`` folder first, then the workspace's. A row of a later folder is added, or replaces
        the row with the same key. A folder may lack any file; a table that no folder has is an error.
    resolve_lab : callable, optional
        Returns a lab's canonical id, or None if unknown; with it, exposures to unknown labs are errors.

    Returns
    -------
    Facts
        The good rows, and everything found wrong.
    """
    found = _Findings()
    prices, price_problems = check_prices(_read(_TOKEN_PRICES, folders, found).pairs)
    members, group_problems = check_groups(_read(_MODEL_GROUPS, folders, found).pairs, prices)
    gaps = _read(_BENCHMARK_GAPS, folders, found)
    usage = _read(_USAGE, folders, found).records
    candidates = _read(_CANDIDATES, folders, found).records
    holdings = _read(_EXPOSURES, folders, found)
    earnings = _read(_EARNINGS, folders, found).records
    income, income_problems = check_income(_read(_INCOME, folders, found).pairs)
    exposures, exposure_problems = check_exposures(holdings.pairs, resolve_lab)
    return Facts(
        token_prices=tuple(sorted(prices, key=lambda row: (row.model, row.effective_on))),
        model_groups=tuple(sorted(members, key=lambda row: (row.group, row.from_on, row.model))),
        benchmark_gaps=tuple(sorted(gaps.records, key=lambda row: (row.benchmark, row.pair, row.measured_on))),
        usage=tuple(sorted(usage, key=lambda row: (row.measure, row.measured_on))),
        candidates=candidates,
        exposures=exposures,
        earnings=tuple(sorted(earnings, key=lambda row: (row.ticker, row.reported_on))),
        income=dated_by_reports(income, earnings),
        problems=(
            *found.problems,
            *price_problems,
            *group_problems,
            *check_gaps(gaps.pairs),
            *exposure_problems,
            *income_problems,
        ),
        replacements=tuple(found.replacements),
    )


def _read(table: _Table[R], folders: Sequence[Path], found: _Findings) -> Merged[R]:
    paths = [folder / f"{table.name}.csv" for folder in folders]
    present = [path for path in paths if path.exists()]
    files: list[list[tuple[Row, R]]] = []
    # Without any file the first one is asked for, so that its absence is reported.
    for path in present or paths[:1]:
        reading = read_rows(path, table.columns, codes=FACT_ROW_CODES)
        found.problems.extend(reading.problems)
        files.append([(row, table.build(row)) for row in reading.rows])
    merged = merge(table.name, files, table.key_columns, table.key, FACT_ROW_CODES.duplicate)
    found.problems.extend(merged.problems)
    found.replacements.extend(merged.replacements)
    return merged
