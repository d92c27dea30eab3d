"""The ways Yahoo does not give prices, each one an exception that never leaves this folder."""

from screener.records.prices import FetchOutcome


class NoPricesError(Exception):
    """An answer without prices.

    Deliberately no OSError: yfinance takes those for hiccups of the network and asks on.
    """

    outcome = FetchOutcome.FAILED


class GoneError(NoPricesError):
    """Yahoo says that it does not know the symbol."""

    outcome = FetchOutcome.GONE


class EmptyError(NoPricesError):
    """Yahoo knows the symbol and has no row in the span."""

    outcome = FetchOutcome.EMPTY


class RateLimitedError(NoPricesError):
    """Yahoo refuses because it was asked too often."""

    outcome = FetchOutcome.RATE_LIMITED
