"""Three listings to try the stand-in with, and instants before and after a split of one of them."""

import datetime as dt

from loopback_yahoo.market import Listing, make_listing, weekdays

SESSIONS = weekdays("2023-01-02", "2023-12-29", holidays=["2023-07-04"])
DIVIDEND_ON, SPLIT_ON = dt.date(2023, 3, 1), dt.date(2023, 12, 14)
BEFORE_SPLIT = dt.datetime(2023, 12, 13, 22, tzinfo=dt.UTC)
AFTER_SPLIT = dt.datetime(2023, 12, 14, 22, tzinfo=dt.UTC)


def listings() -> tuple[Listing, ...]:
    """Return one with actions and statements, one of another time zone, and one with neither."""
    revenue = {dt.date(2023, 3, 31): 90.0e9, dt.date(2023, 6, 30): 81.5e9, dt.date(2024, 3, 31): 99.0e9}
    return (
        make_listing(
            "AAA",
            SESSIONS,
            seed=1,
            dividends={DIVIDEND_ON: 0.5},
            splits={SPLIT_ON: (4, 1)},
            statements={"quarterlyTotalRevenue": revenue},
        ),
        make_listing("0700.HK", SESSIONS, seed=2, exchange="HKG"),
        make_listing("ZZZ", SESSIONS, seed=3),
    )
