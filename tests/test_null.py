"""Prices without any effect, on the real calendar of the first thesis: a 5 % test rejects about 5 %."""

import dataclasses as dc
import datetime as dt
import random
from collections import Counter

import pytest

from screener import pricing
from screener.config import Workspace, cache_folder
from screener.files import shipped
from screener.records.settings import Settings
from screener.records.thesis import Window
from screener.reference import read_reference
from screener.study.event_study import study
from screener.study.frame import study_frame
from screener.theses import load

NOW = dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)
TESTS = ("p_event", "p_bmp_event", "p_placebo")


def rejections(n: int, windows: tuple[Window, ...], tmp_path, monkeypatch) -> Counter[tuple[str, str, str]]:
    """Count p < 0.05 by basket, window and test over n simulated markets that know nothing of the events."""
    monkeypatch.setattr(pricing, "plants", lambda *_: ())
    reference = read_reference(Workspace(tmp_path))
    thesis = load(shipped("theses") / "ai-commoditization.md", reference).thesis
    found: Counter[tuple[str, str, str]] = Counter()
    for seed in range(n):
        generator = random.Random(seed)
        legs = tuple(dc.replace(leg, members=strangers(leg.members, generator)) for leg in thesis.legs)
        settings = Settings("simulated", NOW, NOW, cache_folder())
        renamed = dc.replace(thesis, legs=legs, windows=windows, history_from=dt.date(2021, 7, 1))
        priced = pricing.price(renamed, reference.events, reference.exchanges, settings)
        for row in study(study_frame(priced, "released")).scores:
            if row.period == "all" and row.basket in ("spread", "long", "short"):
                found.update((row.basket, str(row.window), test) for test in TESTS if getattr(row, test) < 0.05)
    return found


def strangers(members, generator):
    """Give every member a name that no other market has: the simulated prices are fixed by the name."""
    return tuple(dc.replace(member, ticker=f"Q{generator.randrange(10**9)}") for member in members)


def test_a_twentieth_of_true_nulls_is_rejected(tmp_path, monkeypatch):
    found = rejections(40, (Window(0, 5),), tmp_path, monkeypatch)

    # Of 40 at 5 %, more than 8 come up once in 2,000 times.
    for basket in ("spread", "long", "short"):
        for test in TESTS:
            assert found[basket, "0..5", test] <= 8


@pytest.mark.soak
def test_a_twentieth_of_true_nulls_is_rejected_over_many_markets(tmp_path, monkeypatch):
    n = 400
    found = rejections(n, (Window(-1, 1), Window(0, 5)), tmp_path, monkeypatch)

    for key in sorted(found):
        print(*key, found[key] / n)
    for basket in ("spread", "long", "short"):
        for window in ("-1..1", "0..5"):
            for test in TESTS:
                assert 0.03 <= found[basket, window, test] / n <= 0.075
