"""In which order and how often questions are asked: a small pool, retries with growing pauses, waits when refused."""

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Protocol

from screener.prices.yahoo.wire import Answer, Ask, Pause, without_rows
from screener.records.fetching import FetchSettings
from screener.records.prices import FetchOutcome

GIVE_UP_REASON = "Yahoo refuses more requests; wait some minutes, then run again"


class Asker(Protocol):
    """What can be asked."""

    @property
    def is_reached(self) -> bool:
        """Whether anything has been answered in this run, be it a refusal."""
        ...

    def answer(self, ask: Ask) -> Answer:
        """Ask one question."""
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
    tell: Callable[[Answer | Pause], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Ask every question until each has its last word.

    What came, or is gone, is told at once. What failed is asked for again, ``settings.attempts`` times in all, and so
    are prices that came empty; of statements there often are none. On the first refusal for asking too often nothing
    new is sent; after a wait the rest is asked for at half the pace, the refused ones last, so that one that is always
    refused holds up no other. While nothing was ever answered, one question a round is asked, another each time; after
    ``settings.attempts`` rounds all have failed.

    Parameters
    ----------
    asks : sequence of Ask
    asker : Asker
    settings : FetchSettings
    tell : callable
        Given each question's last answer once, and every pause; never by two threads at once.
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
    failed: dict[Ask, Answer]
    refused: list[Ask]


def _sorted_out(
    answers: Iterable[tuple[Ask, Answer | None]],
    attempts: dict[Ask, int],
    most_attempts: int,
    tell: Callable[[Answer | Pause], None],
) -> _Left:
    """Tell what is final as it comes, and return the rest."""
    left = _Left([], {}, [])
    for ask, answer in answers:
        attempts[ask] += answer is not None
        if answer is None:
            left.unasked.append(ask)
        elif answer.outcome is FetchOutcome.RATE_LIMITED:
            left.refused.append(ask)
        elif _may_heal(ask, answer) and attempts[ask] < most_attempts:
            left.failed[ask] = answer
        else:
            tell(answer)
    return left


def _may_heal(ask: Ask, answer: Answer) -> bool:
    """Tell whether another asking may bring what this one did not."""
    is_empty = answer.outcome is FetchOutcome.EMPTY and ask.kind == "prices"
    return answer.outcome is FetchOutcome.FAILED or is_empty


def _last_word(ask: Ask, left: _Left) -> Answer:
    """Return how a question ends that will not be asked any more."""
    if ask in left.failed:
        return left.failed[ask]
    if left.refused:
        return without_rows(ask, FetchOutcome.RATE_LIMITED, GIVE_UP_REASON)
    reason = next((answer.reason for answer in left.failed.values()), "")
    return without_rows(ask, FetchOutcome.FAILED, f"Yahoo cannot be reached: {reason}")


def _pause(why: str, least_s: float, tell: Callable[[Answer | Pause], None], sleep: Callable[[float], None]) -> None:
    # Chance keeps several machines that were refused together from coming back together.
    wait_s = least_s * random.uniform(1.0, 1.5)  # noqa: S311 - no secret
    tell(Pause(why, wait_s))
    sleep(wait_s)


def _round(asks: Sequence[Ask], asker: Asker, threads: int) -> Iterator[tuple[Ask, Answer | None]]:
    """Ask each question once, yielding answers as they come; None where it was not asked any more."""
    refused = threading.Event()

    def one(ask: Ask) -> tuple[Ask, Answer | None]:
        if refused.is_set() or not is_asking:
            return ask, None
        answer = asker.answer(ask)
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
