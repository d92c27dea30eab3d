"""Three listings for tests that ask the loopback Yahoo: with actions, of another zone, and plain."""

import datetime as dt

from loopback_yahoo.market import Listing, make_listing, weekdays

FIRST_ON = dt.date(2024, 1, 2)
SESSIONS = weekdays("2024-01-02", "2025-06-30")
DIVIDEND_ON, SPLIT_ON = dt.date(2024, 5, 15), dt.date(2025, 2, 3)
NOW_AT = dt.datetime(2025, 3, 14, 23, tzinfo=dt.UTC)


def listings() -> tuple[Listing, ...]:
    return (
        make_listing("NVDA", SESSIONS, seed=1, dividends={DIVIDEND_ON: 0.5}, splits={SPLIT_ON: (4, 1)}),
        make_listing("0700.HK", SESSIONS, seed=2, exchange="HKG"),
        make_listing("SPY", SESSIONS, seed=3, instrument="ETF"),
    )
