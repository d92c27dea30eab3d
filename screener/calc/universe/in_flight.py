"""Tasks through any executor, a bounded number of them at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

# Enough for a few dozen workers; at 6 MB a task, 200 MB.
IN_FLIGHT = 32


def in_order(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    executor: Executor | None,
    n_in_flight: int = IN_FLIGHT,
) -> Iterator[Result]:
    """Yield ``function`` of every task, in the order of the tasks.

    Parameters
    ----------
    function : callable
        Of a module's top level, so that it can be sent to another process.
    tasks : iterable
        Made only as they are sent off.
    executor : concurrent.futures.Executor or None
        A pool of processes or threads, or ``dask.distributed``'s ``Client.get_executor()``; None works here and now.
    n_in_flight : int
        Tasks made and not yet answered, at most.

    Notes
    -----
    When a task fails, or nobody wants the rest, those not yet begun are cancelled.
    """
    if executor is None:
        yield from map(function, tasks)
        return
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            if len(waiting) >= n_in_flight:
                yield waiting.popleft().result()
            waiting.append(executor.submit(function, task))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
