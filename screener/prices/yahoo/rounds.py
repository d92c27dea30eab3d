"""In which order and how often tickers are asked for: a small pool, retries with growing pauses, waits when refused."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Protocol

from screener.prices.yahoo.wire import Ask, Pause
from screener.records.fetching import FetchSettings
from screener.records.prices import Fetched, FetchOutcome

GIVE_UP_REASON = "Yahoo refuses more requests; wait some minutes, then run again"
_RETRIED = frozenset({FetchOutcome.FAILED, FetchOutcome.EMPTY})


class Asker(Protocol):
    """What can be asked."""

    @property
    def is_reached(self) -> bool:
        """Whether anything has been answered in this run, be it a refusal."""
        ...

    def daily(self, ask: Ask) -> Fetched:
        """Ask for one ticker."""
        ...

    def forget(self) -> None:
        """Forget failed answers."""
        ...

    def slow_down(self) -> None:
        """Ask half as fast from here on."""
        ...


def ask_all(
    asks: Sequence[Ask],
    asker: Asker,
    settings: FetchSettings,
    tell: Callable[[Fetched | Pause], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Ask for every ticker until each has its last word.

    What came, or is gone, is told at once. What failed or came empty is asked for again, ``settings.attempts`` times
    in all. On the first refusal for asking too often nothing new is sent; after a wait the rest is asked for at half
    the pace, the refused ones last, so that one ticker that is always refused holds up no other. While nothing was ever
    answered, one ticker a round is asked, another each time; after ``settings.attempts`` rounds all have failed.

    Parameters
    ----------
    asks : sequence of Ask
    asker : Asker
    settings : FetchSettings
    tell : callable
        Given each ticker's last answer once, and every pause; never by two threads at once.
    sleep : callable
        Waits that many seconds.
    """
    waiting, attempts, n_refusals, n_unreached = list(asks), dict.fromkeys(asks, 0), 0, 0
    while True:
        unasked: list[Ask] = []
        failed: dict[Ask, Fetched] = {}
        refused: list[Ask] = []
        for ask, answer in _round(waiting, asker, settings.threads):
            attempts[ask] += answer is not None
            if answer is None:
                unasked.append(ask)
            elif answer.outcome is FetchOutcome.RATE_LIMITED:
                refused.append(ask)
            elif answer.outcome in _RETRIED and attempts[ask] < settings.attempts:
                failed[ask] = answer
            else:
                tell(answer)
        waiting = [*unasked, *failed, *refused]
        if not waiting:
            return
        n_refusals += bool(refused)
        n_unreached += not asker.is_reached
        if n_unreached >= settings.attempts:
            reason = next((answer.reason for answer in failed.values()), "")
            _give_up(waiting, FetchOutcome.FAILED, f"Yahoo cannot be reached: {reason}", tell)
            return
        if n_refusals > settings.limit_pauses:
            _give_up(waiting, FetchOutcome.RATE_LIMITED, GIVE_UP_REASON, tell)
            return
        if refused:
            asker.slow_down()
            _pause("Yahoo refuses more requests", settings.limit_pause_s * 2 ** (n_refusals - 1), tell, sleep)
        else:
            n_attempts = max(1, *(attempts[ask] for ask in waiting), n_unreached)
            _pause("asking again for what failed", settings.retry_pause_s * 2 ** (n_attempts - 1), tell, sleep)
        asker.forget()


def _give_up(asks: Sequence[Ask], outcome: FetchOutcome, reason: str, tell: Callable[[Fetched | Pause], None]) -> None:
    for ask in asks:
        tell(Fetched(ask.ticker, outcome, reason))


def _pause(why: str, least_s: float, tell: Callable[[Fetched | Pause], None], sleep: Callable[[float], None]) -> None:
    # Chance keeps several machines that were refused together from coming back together.
    wait_s = least_s * random.uniform(1.0, 1.5)  # noqa: S311 - no secret
    tell(Pause(why, wait_s))
    sleep(wait_s)


def _round(asks: Sequence[Ask], asker: Asker, threads: int) -> Iterator[tuple[Ask, Fetched | None]]:
    """Ask for each ticker once, yielding answers as they come; None where it was not asked any more."""
    refused = threading.Event()

    def one(ask: Ask) -> tuple[Ask, Fetched | None]:
        if refused.is_set() or not is_asking:
            return ask, None
        answer = asker.daily(ask)
        if answer.outcome is FetchOutcome.RATE_LIMITED:
            refused.set()
        return ask, answer

    # The first one alone: threads that make yfinance's cache files together find each other's database locked.
    is_asking = True
    yield one(asks[0])
    is_asking = asker.is_reached
    with ThreadPoolExecutor(threads, thread_name_prefix="yahoo") as pool:
        for future in as_completed([pool.submit(one, ask) for ask in asks[1:]]):
            yield future.result()
