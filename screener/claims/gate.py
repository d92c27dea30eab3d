"""The breakers that stand tripped on a day: while one does, nothing new is entered."""

import datetime as dt

from screener.claims.judging import judge
from screener.measures.desk import Desk
from screener.records.thesis import Thesis


def tripped_breakers(thesis: Thesis, desk: Desk, as_of: dt.date) -> tuple[str, ...]:
    """Return the names of the breakers that are tripped on a day by what was known then.

    Parameters
    ----------
    thesis : Thesis
    desk : Desk
    as_of : date

    Returns
    -------
    tuple of str
        In the note's order. A stale or unknown breaker is not among them; ``screener claims`` tells those.
    """
    breakers = [each for each in thesis.kill if each.role == "breaker"]
    judged = [(each, judge(each, "kill", desk, as_of).rows[0].state) for each in breakers]
    return tuple(each.name or each.text for each, state in judged if state == "tripped")
