"""Bars without the cells and rows that are no prices, and what was left out."""

import dataclasses

import numpy as np

from screener.prices.checks.runs import runs
from screener.prices.span import rows
from screener.records.prices import Bars, Bools, Finding, Floats

_COLUMNS = ("close", "adj_close", "open", "high", "low", "volume")


def usable(bars: Bars) -> tuple[Bars | None, tuple[Finding, ...]]:
    """Return the bars with bad cells blank and unpriced rows left out, and a finding for each run of rows concerned.

    Parameters
    ----------
    bars : Bars
        As received.

    Returns
    -------
    bars : Bars or None
        Zero, negative and infinite prices are NaN, so are negative and infinite volumes; rows with neither a
        close nor an adjusted close are left out. The same object when nothing is wrong; None when no row is left.
    findings : tuple of Finding
        ``not_positive`` and ``infinite`` for cells, ``no_price`` for rows left out; a row of zeros has both.
    """
    columns: dict[str, Floats] = {name: column for name in _COLUMNS if (column := getattr(bars, name)) is not None}
    # No trade is a volume too.
    not_positive = {name: column < 0 if name == "volume" else column <= 0 for name, column in columns.items()}
    infinite = {name: np.isinf(column) for name, column in columns.items()}
    for name in columns:
        not_positive[name] &= ~infinite[name]
    blank = {name: np.where(infinite[name] | not_positive[name], np.nan, column) for name, column in columns.items()}
    no_price = np.isnan(blank["close"]) & np.isnan(blank["adj_close"])
    findings = [
        *_cells(bars, "not_positive", "0 or below", not_positive),
        *_cells(bars, "infinite", "infinite", infinite),
        *_rows(bars, no_price),
    ]
    if not findings:
        return bars, ()
    kept = ~no_price
    if not kept.any():
        return None, tuple(findings)
    cleaned = dataclasses.replace(
        bars,
        close=blank["close"],
        adj_close=blank["adj_close"],
        open=blank.get("open"),
        high=blank.get("high"),
        low=blank.get("low"),
        volume=blank.get("volume"),
    )
    return rows(cleaned, kept), tuple(findings)


def _cells(bars: Bars, check: str, what: str, bad: dict[str, Bools]) -> list[Finding]:
    first, past = runs(np.logical_or.reduce(list(bad.values())))
    findings = []
    for start, end in zip(first, past, strict=True):
        names = [name for name, cells in bad.items() if cells[start:end].any()]
        message = f"{' and '.join(names)} {what} on {_count(int(end - start))}; taken as blank, fetch the ticker again"
        findings.append(_finding(bars, check, start, end, message))
    return findings


def _rows(bars: Bars, no_price: Bools) -> list[Finding]:
    return [
        _finding(
            bars, "no_price", start, end, f"no price on {_count(int(end - start))}; left out, fetch the ticker again"
        )
        for start, end in zip(*runs(no_price), strict=True)
    ]


def _count(n_rows: int) -> str:
    return f"{n_rows} row{'s' * (n_rows > 1)}"


def _finding(bars: Bars, check: str, start: int, end: int, message: str) -> Finding:
    first_on, last_on = (bars.session_on[row].astype(object) for row in (start, end - 1))
    return Finding(bars.ticker, check, first_on, last_on, int(end - start), message)
