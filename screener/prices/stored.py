"""Prices out of the store: what Yahoo answered, and imported files for what it does not have."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from screener.prices.checks.usable import usable
from screener.prices.span import between
from screener.prices.store.price_store import PriceStore
from screener.prices.store_findings import alarms, not_refreshed, unused
from screener.prices.until import last_on
from screener.records.price_store import Asked
from screener.records.prices import CSV, YAHOO, Bars, Missing, PriceAnswer, Received


class StoredPrices:
    """The price store as a source of prices; it asks nobody.

    Parameters
    ----------
    path : Path
        The store's file.
    known_at : datetime or None
        Aware; prices as known at this instant. None means the latest.

    Notes
    -----
    A ticker's prices are Yahoo's, or those of one imported file where Yahoo never gave any: never a mixture. Where both
    are there a finding says so.
    """

    def __init__(self, path: Path, known_at: dt.datetime | None = None) -> None:
        self._path = path
        self._known_at = known_at

    @property
    def name(self) -> str:
        """``yahoo``."""
        return YAHOO

    def daily(self, tickers: tuple[str, ...], start_on: dt.date, until_at: dt.datetime) -> PriceAnswer:
        """Return the bars of ``tickers`` from ``start_on`` to the date at ``until_at`` in UTC.

        ``source`` names where the bars came from: ``yahoo``, ``csv`` or both. Revisions and withdrawn sessions of
        the last month are among the findings.

        Raises
        ------
        PriceError
            The store cannot be read.
        """
        tickers = tuple(dict.fromkeys(tickers))
        with PriceStore.open_existing(self._path) as store:
            imported = store.read(tickers, CSV, self._known_at, start_on)
            pulled = store.read(tickers, YAHOO, self._known_at, start_on)
            # Of these something is told that counts every row.
            whole = _told_whole(imported, pulled, np.datetime64(last_on(until_at)))
            imported |= store.read(whole & imported.keys(), CSV, self._known_at)
            pulled |= store.read(whole & pulled.keys(), YAHOO, self._known_at)
            asked = store.asked(YAHOO, tickers)
            revisions = [
                *store.revisions(pulled, YAHOO, self._known_at),
                *store.revisions(imported.keys() - pulled.keys(), CSV, self._known_at),
            ]
        held = imported | pulled
        findings = [*alarms(revisions, start_on, until_at), *unused(imported, pulled)]
        if self._known_at is None:
            findings += not_refreshed(pulled, asked)
        bars: list[Bars] = []
        missing: list[Missing] = []
        span = np.datetime64(start_on), np.datetime64(last_on(until_at))
        for ticker in tickers:
            if ticker not in held:
                missing.append(Missing(ticker, self._why_absent(asked.get(ticker))))
                continue
            kept, found = usable(between(held[ticker].bars, *span))
            findings += found
            if kept is None:
                missing.append(Missing(ticker, _nothing(held[ticker], start_on, until_at)))
            else:
                bars.append(kept)
        order = {ticker: place for place, ticker in enumerate(tickers)}
        return PriceAnswer(
            ";".join(sorted({held[each.ticker].source for each in bars})) or YAHOO,
            tuple(bars),
            tuple(missing),
            findings=tuple(sorted(findings, key=lambda each: (order[each.ticker], each.session_on))),
            known_until=None
            if self._known_at is None
            else max((each.fetched_at for each in held.values()), default=None),
        )

    def _why_absent(self, last: Asked | None) -> str:
        if last is None:
            return "never asked for; run: screener prices pull"
        if self._known_at is not None:
            return f"nothing was known of it by {self._known_at:%Y-%m-%d}"
        return f"{last.last_outcome.value} on {last.last_at:%Y-%m-%d}: {last.last_reason}"


def _told_whole(imported: Mapping[str, Received], pulled: Mapping[str, Received], final_on: np.datetime64) -> set[str]:
    """Return the tickers of two sources, and those without a row in the span."""
    silent = {ticker for ticker, held in {**imported, **pulled}.items() if not (held.bars.session_on <= final_on).any()}
    return (imported.keys() & pulled.keys()) | silent


def _nothing(held: Received, start_on: dt.date, until_at: dt.datetime) -> str:
    dates = held.bars.session_on
    # What comes after the span is not known in it, be it only how long the prices go on.
    earlier = dates[dates < np.datetime64(start_on)]
    other = "the store has no row" if not len(dates) else "the store's prices begin later"
    if len(earlier):
        other = f"the last one before is of {earlier[-1]}"
    return f"no price from {start_on} to {last_on(until_at)}; {other}"
