"""The tables that ship, as a user's copy would meet them."""

import csv
import datetime as dt
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
    "income": ("ticker", "period_end_on", "known_on"),
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
    "income": columns.INCOME,
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


def test_a_price_was_checked_on_the_day_of_a_copy_that_its_source_names(checkout: Path) -> None:
    rows = table(checkout, "token_prices")
    for row in rows:
        assert not row["checked_on"] or f"to {row['checked_on']}" in row["source"], row
    # The package of November 2026 says no day.
    assert all(not row["checked_on"] for row in rows if row["source"] == "PyPI genai-prices 0.2.3 (2026-11)")
    assert sum(bool(row["checked_on"]) for row in rows) > 50


def test_tariffs_by_time_of_day_have_the_price_of_most_hours_as_their_own(checkout: Path, labs: Labs) -> None:
    prices = read_facts([checkout / "data"], labs.resolve).token_prices
    by_day = {
        (price.model, str(price.effective_on)): (price.input_usd_per_mtok, price.other)
        for price in prices
        if price.other
    }
    # Peak hours cost twice as much; the discount of 2025 was half of V3's price and a quarter of R1's, rounded.
    assert {key: (own, other.input_usd_per_mtok, other.hours_utc) for key, (own, other) in by_day.items()} == {
        ("deepseek-r1", "2025-02-26"): (0.55, 0.135, "16:30-00:30"),
        ("deepseek-v3", "2025-02-26"): (0.27, 0.135, "16:30-00:30"),
        ("deepseek-v3.1", "2025-08-21"): (0.27, 0.135, "16:30-00:30"),
        ("deepseek-v4-flash", "2026-08-16"): (0.22, 0.44, "01:00-04:00;06:00-10:00"),
        ("deepseek-v4-pro", "2026-08-16"): (0.66, 1.32, "01:00-04:00;06:00-10:00"),
        ("deepseek-v4.1-flash", "2026-09-10"): (0.15, 0.3, "01:00-04:00;06:00-10:00"),
    }


@pytest.mark.parametrize(
    ("event_id", "model", "direction"),
    [
        ("E2025-08-21-v31", "deepseek-v3.1", "flat"),
        ("E2025-09-05-v31-price", "deepseek-v3.1", "up"),
        ("E2026-06-13-glm52", "glm-5.2", "flat"),
        ("E2026-09-10-v41flash", "deepseek-v4.1-flash", "down"),
        ("E2026-09-10-v41flash-ga", "deepseek-v4.1-flash", "down"),
        ("E2026-10-06-ml4", "mistral-large-4", "up"),
    ],
)
def test_an_event_has_the_price_of_its_day(
    checkout: Path, labs: Labs, event_id: str, model: str, direction: str
) -> None:
    (event,) = (
        each for each in read_events([checkout / "data" / "events.csv"], labs).events if each.event_id == event_id
    )
    in_force = [
        price
        for price in read_facts([checkout / "data"], labs.resolve).token_prices
        if price.model == model and price.effective_on <= event.released_on
    ][-1]
    assert event.price_direction == direction
    assert (event.token_in_usd_per_mtok, event.token_out_usd_per_mtok) == (
        in_force.input_usd_per_mtok,
        in_force.output_usd_per_mtok,
    )


def test_deepseeks_last_release_was_71_days_before_the_20th_of_november_2026(checkout: Path, labs: Labs) -> None:
    events = read_events([checkout / "data" / "events.csv"], labs).events
    released = [
        event.released_on
        for event in events
        if event.lab == "deepseek" and event.kind in ("open_weights", "model_release")
    ]
    assert (dt.date(2026, 11, 20) - max(released)).days == 71


# What our table knows better than the facts it was made from: name there, our first day of the price.
BETTER_DAYS = {
    "gemini-3.8-flash": "2026-09-02",
    "grok-4.7": "2026-09-21",
    "llama-3.1-405b (Bedrock)": "2026-11-23",
    "llama-4-maverick (Bedrock)": "2026-11-23",
}


@pytest.mark.real
def test_every_price_collected_is_in_the_table(checkout: Path, real_data: Path, labs: Labs) -> None:
    ours = {
        (price.provider, str(price.effective_on), price.input_usd_per_mtok, price.output_usd_per_mtok)
        for price in read_facts([checkout / "data"], labs.resolve).token_prices
    }
    with (real_data / "facts" / "token_prices.csv").open(encoding="utf-8", newline="") as stream:
        collected = list(csv.DictReader(stream))
    missing = [
        row["model"]
        for row in collected
        if (
            labs.resolve(row["provider"]),
            BETTER_DAYS.get(row["model"], row["effective_from"]),
            float(row["input_usd_per_mtok"]),
            float(row["output_usd_per_mtok"]),
        )
        not in ours
    ]
    assert len(collected) > 70
    assert missing == []


@pytest.mark.real
def test_every_event_collected_is_in_the_catalogue(checkout: Path, real_data: Path) -> None:
    ours = {row["event_id"]: row for row in table(checkout, "events")}
    with (real_data / "facts" / "events.csv").open(encoding="utf-8", newline="") as stream:
        collected = list(csv.DictReader(stream))
    # Two events have the price of their day in ours, and that of some weeks later in the facts they were made from.
    corrected = {"E2025-08-21-v31", "E2026-10-06-ml4"}
    prices = ("token_in_usd_per_mtok", "token_out_usd_per_mtok")
    other = [
        row["event_id"]
        for row in collected
        if ours[row["event_id"]]["kind"] != row["kind"]
        or any(number(ours[row["event_id"]][name]) != number(row[name]) for name in prices)
    ]
    assert len(collected) == 110
    assert set(other) == corrected
    assert ours.keys() - {row["event_id"] for row in collected} == {"E2025-09-05-v31-price", "E2026-09-10-v41flash-ga"}


def number(cell: str) -> float | None:
    return float(cell) if cell else None
