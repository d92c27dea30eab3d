"""The facts as they could be known on a day."""

import datetime as dt
from dataclasses import replace

from screener.records.fact import Facts


def facts_known(facts: Facts, as_of: dt.date) -> Facts:
    """Return the facts without what was learned after ``as_of``.

    Parameters
    ----------
    facts : Facts
        All tables.
    as_of : date
        Prices, gaps and use stay if ``known_on`` is on or before this day; group members if their span has
        begun; exposures if measured by then or undated. Candidates all stay: the list is of today. A span's
        ``to_on`` may lie later; it changes nothing on or before the day.
    """
    return replace(
        facts,
        token_prices=tuple(row for row in facts.token_prices if row.known_on <= as_of),
        model_groups=tuple(row for row in facts.model_groups if row.from_on <= as_of),
        benchmark_gaps=tuple(row for row in facts.benchmark_gaps if row.known_on <= as_of),
        usage=tuple(row for row in facts.usage if row.known_on <= as_of),
        exposures=tuple(row for row in facts.exposures if row.measured_on is None or row.measured_on <= as_of),
    )
