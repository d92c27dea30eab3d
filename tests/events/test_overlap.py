import numpy as np
import pytest

from screener.events.overlap import overlaps
from screener.records.thesis import Window

ROWS = np.array([40, 10, 10, 15, -1, 41])
IDS = ("a", "b", "c", "d", "unplaced", "e")


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Window(0, 0), ((), ("c",), ("b",), (), (), ())),
        (Window(-1, 1), (("e",), ("c",), ("b",), (), (), ("a",))),
        (Window(0, 4), (("e",), ("c",), ("b",), (), (), ("a",))),
        (Window(0, 5), (("e",), ("c", "d"), ("b", "d"), ("b", "c"), (), ("a",))),
        (Window(3, 8), (("e",), ("c", "d"), ("b", "d"), ("b", "c"), (), ("a",))),
    ],
)
def test_windows_that_share_a_session_name_each_other(window: Window, expected: tuple[tuple[str, ...], ...]) -> None:
    assert overlaps(ROWS, window, IDS) == expected


def test_it_agrees_with_comparing_the_sessions_of_every_pair() -> None:
    rows = np.random.default_rng(7).integers(-2, 120, 40)
    ids = [str(i) for i in range(len(rows))]
    window = Window(-2, 7)
    spans = [set(range(row + window.start, row + window.end + 1)) if row >= 0 else set() for row in rows]
    found = overlaps(rows, window, ids)
    for i, names in enumerate(found):
        assert set(names) == {ids[j] for j in range(len(rows)) if j != i and spans[i] & spans[j]}
        assert len(names) == len(set(names))


def test_no_events_is_fine() -> None:
    none = np.array([], dtype=np.int64)
    assert overlaps(none, Window(0, 5), ()) == ()
