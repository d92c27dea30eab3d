"""Prices out of the store: what Yahoo answered, and imported files for what it does not have."""

import datetime as dt
from pathlib import Path

import numpy as np

from screener.prices.checks.usable import usable
from screener.prices.span import between
from screener.prices.store.price_store import PriceStore
from screener.prices.until import last_on
from screener.records.price_store import Revision, RevisionKind
from screener.records.prices import Bars, Finding, Missing, PriceAnswer, Received

YAHOO, IMPORTED = "yahoo", "csv"
# Settled volumes, splits and dividends are what prices do; these are what somebody should look at.
_ALARMS = {RevisionKind.REVISION: "revised", RevisionKind.WITHDRAWN: "withdrawn"}


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
    A ticker's prices are Yahoo's, or those of one imported file where Yahoo never gave any: never a mixture.
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

        ``source`` names where the bars came from: ``yahoo``, ``csv`` or both. Revisions and withdrawn sessions are
        among the findings.

        Raises
        ------
        PriceError
            The store cannot be read.
        """
        asked = tuple(dict.fromkeys(tickers))
        with PriceStore.open_existing(self._path) as store:
            held = store.read(asked, IMPORTED, self._known_at) | store.read(asked, YAHOO, self._known_at)
            absent = tuple(ticker for ticker in asked if ticker not in held)
            why = self._reasons(store, absent)
            revisions = [
                revision
                for source in (YAHOO, IMPORTED)
                for revision in store.revisions(asked, source, self._known_at)
                if revision.ticker in held and held[revision.ticker].source == revision.source
            ]
        span = np.datetime64(start_on), np.datetime64(last_on(until_at))
        bars: list[Bars] = []
        missing = [Missing(ticker, why[ticker]) for ticker in absent]
        findings = [_finding(each) for each in revisions if each.kind in _ALARMS and each.first_on <= span[1].item()]
        for ticker in asked:
            if ticker in held:
                kept, found = usable(between(held[ticker].bars, *span))
                findings += found
                if kept is None:
                    missing.append(Missing(ticker, _nothing(held[ticker], start_on, until_at)))
                else:
                    bars.append(kept)
        order = {ticker: place for place, ticker in enumerate(asked)}
        return PriceAnswer(
            ";".join(sorted({held[each.ticker].source for each in bars})) or YAHOO,
            tuple(bars),
            tuple(sorted(missing, key=lambda each: order[each.ticker])),
            findings=tuple(sorted(findings, key=lambda each: (order[each.ticker], each.session_on))),
        )

    def _reasons(self, store: PriceStore, tickers: tuple[str, ...]) -> dict[str, str]:
        """Say of each ticker without a price why there is none."""
        asked = store.asked(YAHOO, tickers)
        reasons = {}
        for ticker in tickers:
            last = asked.get(ticker)
            if last is None:
                reasons[ticker] = "never asked for; run: screener prices pull"
            elif self._known_at is not None:
                reasons[ticker] = f"nothing was known of it by {self._known_at:%Y-%m-%d}"
            else:
                reasons[ticker] = f"{last.last_outcome.value} on {last.last_at:%Y-%m-%d}: {last.last_reason}"
        return reasons


def _nothing(held: Received, start_on: dt.date, until_at: dt.datetime) -> str:
    dates = held.bars.session_on
    span = f"the store has {dates[0]} to {dates[-1]}" if len(dates) else "the store has no row"
    return f"no price from {start_on} to {last_on(until_at)}; {span}"


def _finding(revision: Revision) -> Finding:
    return Finding(
        revision.ticker,
        _ALARMS[revision.kind],
        revision.first_on,
        revision.last_on,
        revision.n_sessions,
        f"in the answer of {revision.noted_at:%Y-%m-%d}: {revision.message}",
    )
