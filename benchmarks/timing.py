"""Wall times of tasks, medians of several runs taken in turn."""

import statistics
import time
from collections.abc import Callable, Sequence


def median_seconds(task: Callable[[], object], runs: int) -> float:
    """Return the median wall time of a task after one warm-up."""
    return medians_in_turn([task], runs)[0]


def medians_in_turn(tasks: Sequence[Callable[[], object]], runs: int) -> list[float]:
    """Return the median wall time of each task after one warm-up; the tasks take turns, because the machine drifts."""
    times: list[list[float]] = [[] for _ in tasks]
    for run in range(runs + 1):
        for task, own in zip(tasks, times, strict=True):
            start = time.perf_counter()
            task()
            if run:
                own.append(time.perf_counter() - start)
    return [statistics.median(own) for own in times]
