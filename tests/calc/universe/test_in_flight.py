import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from screener.calc.universe.in_flight import in_order


class Counting:
    """An executor that runs nothing until it is asked for a result, and counts what waits."""

    def __init__(self):
        self.waiting = 0
        self.most = 0
        self.futures = []

    def submit(self, function, task):
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        executor = self

        class Later(Future):
            def result(self, timeout=None):
                executor.waiting -= 1
                return function(task)

        self.futures.append(Later())
        return self.futures[-1]


def test_results_come_in_the_order_of_the_tasks():
    gate = threading.Event()

    def slow_first(number):
        if number == 0:
            gate.wait(5)
        else:
            gate.set()
        return number * 10

    with ThreadPoolExecutor(2) as pool:
        assert list(in_order(slow_first, range(20), pool)) == [number * 10 for number in range(20)]
    assert list(in_order(slow_first, range(20), None)) == [number * 10 for number in range(20)]


def test_only_so_many_tasks_are_made_before_they_are_answered():
    executor, made = Counting(), []

    def tasks():
        for number in range(50):
            made.append(number)
            yield number

    answers = in_order(str, tasks(), executor, n_in_flight=4)
    first = next(answers)

    assert (first, len(made)) == ("0", 5)
    assert [first, *answers] == [str(number) for number in range(50)]
    assert executor.most == 4


def test_after_a_failure_the_rest_is_cancelled():
    executor = Counting()

    def fails(number):
        raise ValueError(number)

    with pytest.raises(ValueError, match="0"):
        list(in_order(fails, range(10), executor, n_in_flight=3))

    assert len(executor.futures) == 3
    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_without_an_executor_nothing_is_done_ahead():
    done = []
    answers = in_order(done.append, range(5), None)

    next(answers)

    assert done == [0]
