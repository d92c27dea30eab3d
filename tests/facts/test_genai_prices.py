"""The package's price list as the gate reads it: on providers made by hand with the package's own types."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import pytest
from genai_prices import data, types

from screener.errors import UsageError
from screener.facts.genai_prices import genai_prices
from screener.records.fact import OtherPrice
from screener.records.fact_proposal import ListedModel, ListedStep

Condition = types.ConditionalPrice


def price(paid: str | types.TieredPrices | None, made: str | types.TieredPrices | None) -> types.ModelPrice:
    given = {"input_mtok": paid, "output_mtok": made}
    return types.ModelPrice(
        **{name: Decimal(each) if isinstance(each, str) else each for name, each in given.items() if each is not None}
    )


def from_day(day: str, paid: str, made: str) -> Condition:
    return Condition(types.StartDateConstraint(dt.date.fromisoformat(day)), prices=price(paid, made))


def from_hour(start: str, end: str, paid: str, made: str) -> Condition:
    times = [dt.time.fromisoformat(each).replace(tzinfo=dt.UTC) for each in (start, end)]
    return Condition(types.TimeOfDateConstraint(*times), prices=price(paid, made))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch):
    def call(prices: types.ModelPrice | list[Condition], **more: object) -> tuple[ListedStep, ...] | None:
        model = types.ModelInfo(id="m", match=types.ClauseEquals("m"), prices=prices, **more)
        provider = types.Provider(id="deepseek", name="DeepSeek", api_pattern="x", models=[model])
        monkeypatch.setattr(data, "providers", [provider])
        (found,) = genai_prices().models or (None,)
        assert found is None or (found.provider, found.model) == ("deepseek", "m")
        return found and found.steps

    return call


def test_one_price_is_one_step_without_a_date(read) -> None:
    assert read(price("1.25", "10")) == (ListedStep(1.25, 10.0, None),)


def test_of_a_tiered_price_the_base_counts(read) -> None:
    tiered = types.TieredPrices(base=Decimal("2.5"), tiers=[types.Tier(start=272_000, price=Decimal(5))])
    assert read(price(tiered, "15")) == (ListedStep(2.5, 15.0, None, is_tiered=True),)


def test_dated_prices_are_steps_and_one_that_changes_nothing_is_none(read) -> None:
    steps = read(
        [
            Condition(prices=price("5", "30")),
            from_day("2026-05-01", "5", "30"),
            from_day("2026-08-21", "4", "20"),
            from_day("2026-12-01", "3", "15"),
        ]
    )
    assert steps == (
        ListedStep(5.0, 30.0, None),
        ListedStep(4.0, 20.0, dt.date(2026, 8, 21)),
        ListedStep(3.0, 15.0, dt.date(2026, 12, 1)),
    )


def test_a_tariff_that_begins_with_its_peak_hours_has_the_price_of_noon(read) -> None:
    # V4: off-peak is the plain price, and 7 hours are dearer.
    steps = read(
        [
            Condition(prices=price("0.435", "0.87")),
            from_day("2026-08-17", "0.66", "1.98"),
            from_hour("01:00", "04:00", "1.32", "3.96"),
            from_hour("06:00", "10:00", "1.32", "3.96"),
        ]
    )
    # The windows have no date, so nothing is believed of them before the latest price.
    assert steps == (
        ListedStep(0.435, 0.87, None),
        ListedStep(0.66, 1.98, dt.date(2026, 8, 17), OtherPrice(1.32, 3.96, "01:00-04:00;06:00-10:00")),
    )


def test_a_tariff_that_begins_with_its_discount_has_the_price_of_noon_too(read) -> None:
    # V3 in 2025: the discount is the plain price, and the standard one holds for 16 hours.
    steps = read([Condition(prices=price("0.135", "0.55")), from_hour("00:30", "16:30", "0.27", "1.1")])
    assert steps == (ListedStep(0.27, 1.1, None, OtherPrice(0.135, 0.55, "16:30-00:30")),)


def test_a_third_price_by_time_of_day_is_not_guessed_at(read) -> None:
    steps = read(
        [
            Condition(prices=price("1", "2")),
            from_hour("01:00", "02:00", "3", "4"),
            from_hour("03:00", "04:00", "5", "6"),
        ]
    )
    assert steps == (ListedStep(1.0, 2.0, None),)


def test_prices_of_another_service_tier_are_left_out(read) -> None:
    flex = types.PriceVariant(when={"service_tier": "flex"}, prices=price("0.5", "1"))
    assert read(price("1", "2"), price_variants=[flex]) == (ListedStep(1.0, 2.0, None),)


@pytest.mark.parametrize(("paid", "made"), [(None, "2"), ("1", None), (None, None)])
def test_a_model_without_a_price_for_input_or_output_is_left_out(read, paid: str | None, made: str | None) -> None:
    assert read(price(paid, made)) is None


def test_the_packages_own_list_is_read_whole() -> None:
    found = genai_prices()
    assert found.name.startswith("PyPI genai-prices ")
    by_name = {(each.provider, each.model): each for each in found.models}
    # A list price that will not change any more.
    assert by_name["openai", "gpt-5"].steps == (ListedStep(1.25, 10.0, None),)
    assert len(found.models) > 1000
    assert all(isinstance(each, ListedModel) and each.steps for each in found.models)


OFFLINE = """
import socket
def refuse(*_args, **_more):
    raise AssertionError("the network was asked")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
import threading
from screener.facts.genai_prices import genai_prices
assert len(genai_prices().models) > 1000
assert threading.active_count() == 1
"""


def test_nothing_is_asked_of_the_network() -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", OFFLINE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_package_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices.data", None)
    with pytest.raises(UsageError, match=r"pip install 'thesis-screener\[genai\]'"):
        genai_prices()
