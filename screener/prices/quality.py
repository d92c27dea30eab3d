"""Everything the quality checks find in one answer."""

import datetime as dt
from dataclasses import replace

from screener.prices.checks.all_checks import findings_of
from screener.prices.checks.twin import twins
from screener.prices.finished import final_close
from screener.records.prices import Finding, PriceAnswer
from screener.sessions.calendar import SessionsOf
from screener.sessions.listings import Exchanges


def checked(answer: PriceAnswer, exchanges: Exchanges, sessions_of: SessionsOf, until_at: dt.datetime) -> PriceAnswer:
    """Return the answer with the findings of all checks; no price is changed or dropped.

    Parameters
    ----------
    answer : PriceAnswer
        Simulated prices are not checked: they are made without faults.
    exchanges : Exchanges
    sessions_of : callable
        Exchange (MIC) to its sessions.
    until_at : datetime
        Aware; nothing later is looked at.
    """
    if answer.source == "simulated":
        return answer
    # A replay judges what is late by the answers it replays, as the first report did.
    until = final_close(min(until_at, answer.known_until or until_at))
    found: list[Finding] = list(answer.findings)
    for bars in answer.bars:
        exchange = exchanges.of(bars.ticker)
        found += findings_of(bars, None if exchange is None else sessions_of(exchange.mic), until)
    found += twins(answer.bars)
    order = {bars.ticker: place for place, bars in enumerate(answer.bars)}
    last = len(order)
    found.sort(key=lambda each: (order.get(each.ticker, last), each.ticker, each.session_on))
    return replace(answer, findings=tuple(found))
