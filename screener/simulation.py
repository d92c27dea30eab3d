"""What is planted into simulated prices: a known response of every member to the thesis's events."""

from collections.abc import Sequence

from screener.events.align import align
from screener.prices.simulated import Plant
from screener.records.event import Event
from screener.records.thesis import Thesis
from screener.sessions.calendar import SessionsOf
from screener.sessions.listings import Exchanges

# Returns added on day 0 and the two sessions after it; short members get the opposite. Small beside a stock's daily
# noise of 1 to 2.5 %, large enough for a basket of twenty over thirty event days.
PLANTED_RETURNS = (0.010, 0.004, 0.002)


def plants(
    thesis: Thesis,
    events: Sequence[Event],
    exchanges: Exchanges,
    sessions_of: SessionsOf,
) -> tuple[Plant, ...]:
    """Plant the thesis's own prediction: long members rise and short members fall after each event day.

    Parameters
    ----------
    thesis : Thesis
    events : sequence of Event
        Those the thesis selects.
    exchanges : Exchanges
    sessions_of : callable
        Exchange (MIC) to its sessions.

    Returns
    -------
    tuple of Plant
        One for each member and event day, on the listing's own day 0. Events on one session count once.
    """
    result: list[Plant] = []
    for leg in thesis.legs:
        sign = 1.0 if leg.side == "long" else -1.0
        for member in leg.members:
            exchange = exchanges.of(member.ticker)
            if exchange is None:
                continue
            sessions = sessions_of(exchange.mic)
            days = {align(event, sessions.session_on, sessions.closes_at, "released").session_on for event in events}
            result.extend(
                Plant(member.ticker, day, tuple(sign * value for value in PLANTED_RETURNS))
                for day in sorted(day for day in days if day is not None)
                if member.is_valid_on(day)
            )
    return tuple(result)
