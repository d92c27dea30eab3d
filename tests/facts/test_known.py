import datetime as dt
from pathlib import Path

import pytest

from screener.facts.known import facts_known
from screener.facts.tables import read_facts
from screener.records.fact import Facts


@pytest.fixture
def facts(checkout: Path) -> Facts:
    return read_facts([checkout / "data"])


def test_nothing_learned_later_is_visible(facts: Facts) -> None:
    as_of = dt.date(2026, 1, 31)
    known = facts_known(facts, as_of)
    for rows in (known.token_prices, known.benchmark_gaps, known.usage):
        assert rows
        assert all(row.known_on <= as_of for row in rows)
    assert all(member.from_on <= as_of for member in known.model_groups)
    assert all(row.measured_on is None or row.measured_on <= as_of for row in known.exposures)
    assert known.candidates == facts.candidates


def test_what_was_known_is_a_part_of_what_is_known_later(facts: Facts) -> None:
    early, late = (facts_known(facts, dt.date(year, 6, 30)) for year in (2025, 2026))
    assert set(early.token_prices) < set(late.token_prices) <= set(facts.token_prices)
    assert facts_known(early, dt.date(2026, 6, 30)) == early


def test_a_row_counts_from_the_day_it_was_known_not_measured(facts: Facts) -> None:
    mmlu = next(
        row for row in facts.benchmark_gaps if row.benchmark == "MMLU" and row.pair == "us_china" and row.gap == 17.5
    )
    assert mmlu.measured_on == dt.date(2023, 12, 31)
    assert mmlu in facts_known(facts, mmlu.known_on).benchmark_gaps
    assert mmlu not in facts_known(facts, mmlu.known_on - dt.timedelta(days=1)).benchmark_gaps
