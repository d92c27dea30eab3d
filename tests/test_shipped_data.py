"""The tables that ship, as a user's copy would meet them."""

import csv
from pathlib import Path

import pytest

from screener.events.catalogue import COLUMNS, read_events
from screener.events.labs import Labs, read_labs
from screener.facts import columns
from screener.facts.tables import read_facts

KEYS = {
    "events": ("event_id",),
    "labs": ("lab",),
    "exchanges": ("suffix",),
    "token_prices": ("model", "effective_on"),
    "model_groups": ("group", "model", "from_on"),
    "benchmark_gaps": ("benchmark", "pair", "measured_on"),
    "usage": ("measure", "measured_on"),
    "candidates": ("ticker", "name"),
    "exposures": ("holder", "lab"),
    "earnings": ("ticker", "reported_on"),
}
HEADERS = {
    "events": COLUMNS,
    "token_prices": columns.TOKEN_PRICES,
    "model_groups": columns.MODEL_GROUPS,
    "benchmark_gaps": columns.BENCHMARK_GAPS,
    "usage": columns.USAGE,
    "candidates": columns.CANDIDATES,
    "exposures": columns.EXPOSURES,
    "earnings": columns.EARNINGS,
}
NUMBERS = {column.name for table in HEADERS.values() for column in table if column.kind == "number"}


@pytest.fixture
def labs(checkout: Path) -> Labs:
    return read_labs([checkout / "data" / "labs.csv"])


def table(checkout: Path, name: str) -> list[dict[str, str]]:
    with (checkout / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_events_and_labs_read_without_a_problem(checkout: Path, labs: Labs) -> None:
    events = read_events([checkout / "data" / "events.csv"], labs)
    assert labs.problems == ()
    assert events.problems == ()
    assert len(events.events) == len(table(checkout, "events")) > 100
    assert {event.lab for event in events.events} <= set(labs.ids)


def test_facts_read_without_a_problem(checkout: Path, labs: Labs) -> None:
    facts = read_facts([checkout / "data"], labs.resolve)
    assert facts.problems == ()
    for name in ("token_prices", "model_groups", "benchmark_gaps", "usage", "candidates", "exposures"):
        assert len(getattr(facts, name)) == len(table(checkout, name)) > 0
    assert all(labs.resolve(price.provider) for price in facts.token_prices)


def test_the_first_events_are_dated_as_their_sources_say(checkout: Path, labs: Labs) -> None:
    events = read_events([checkout / "data" / "events.csv"], labs).events
    r1 = [event for event in events if event.lab == "deepseek" and str(event.released_on) == "2025-01-20"]
    assert [event.kind for event in r1] == ["open_weights"]
    assert str(r1[0].market_noticed_on) == "2025-01-27"


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_unique(checkout: Path, name: str) -> None:
    keys = [tuple(row[column] for column in KEYS[name]) for row in table(checkout, name)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_the_columns_in_order(checkout: Path, name: str) -> None:
    header = (checkout / "data" / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert header.split(",") == [column.name for column in HEADERS[name]]


@pytest.mark.parametrize("name", KEYS)
def test_no_text_cell_can_run_as_a_formula(checkout: Path, name: str) -> None:
    for row in table(checkout, name):
        for column, cell in row.items():
            assert column in NUMBERS or not cell.startswith(("=", "+", "-", "@")), (name, column, cell)


def test_one_lab_has_one_model_in_a_group_at_a_time(checkout: Path) -> None:
    facts = read_facts([checkout / "data"])
    provider = {price.model: price.provider for price in facts.token_prices}
    for place, one in enumerate(facts.model_groups):
        for other in facts.model_groups[place + 1 :]:
            same = (one.group, provider[one.model]) == (other.group, provider[other.model])
            assert not (same and (one.is_valid_on(other.from_on) or other.is_valid_on(one.from_on)))
