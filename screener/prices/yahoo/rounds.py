"""In which order and how often tickers are asked for: a small pool, retries with growing pauses, waits when refused."""

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
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
    while waiting:
        left = _sorted_out(_round(waiting, asker, settings.threads), attempts, settings.attempts, tell)
        waiting = [*left.unasked, *left.failed, *left.refused]
        n_refusals += bool(left.refused)
        n_unreached += not asker.is_reached
        if n_unreached >= settings.attempts or n_refusals > settings.limit_pauses:
            for ask in waiting:
                tell(_last_word(ask, left))
            return
        if left.refused:
            asker.slow_down()
            _pause("Yahoo refuses more requests", settings.limit_pause_s * 2 ** (n_refusals - 1), tell, sleep)
        elif waiting:
            n_attempts = max(1, *(attempts[ask] for ask in waiting), n_unreached)
            _pause("asking again for what failed", settings.retry_pause_s * 2 ** (n_attempts - 1), tell, sleep)
        if waiting:
            asker.forget()


@dataclass(frozen=True, slots=True)
class _Left:
    """What a round left to be asked for: never asked, failed but with attempts left, refused."""

    unasked: list[Ask]
    failed: dict[Ask, Fetched]
    refused: list[Ask]


def _sorted_out(
    answers: Iterable[tuple[Ask, Fetched | None]],
    attempts: dict[Ask, int],
    most_attempts: int,
    tell: Callable[[Fetched | Pause], None],
) -> _Left:
    """Tell what is final as it comes, and return the rest."""
    left = _Left([], {}, [])
    for ask, answer in answers:
        attempts[ask] += answer is not None
        if answer is None:
            left.unasked.append(ask)
        elif answer.outcome is FetchOutcome.RATE_LIMITED:
            left.refused.append(ask)
        elif answer.outcome in _RETRIED and attempts[ask] < most_attempts:
            left.failed[ask] = answer
        else:
            tell(answer)
    return left


def _last_word(ask: Ask, left: _Left) -> Fetched:
    """Return how a ticker ends that will not be asked for any more."""
    if ask in left.failed:
        return left.failed[ask]
    if left.refused:
        return Fetched(ask.ticker, FetchOutcome.RATE_LIMITED, GIVE_UP_REASON)
    reason = next((answer.reason for answer in left.failed.values()), "")
    return Fetched(ask.ticker, FetchOutcome.FAILED, f"Yahoo cannot be reached: {reason}")


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
