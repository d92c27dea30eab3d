"""The price list of the package genai-prices, read without the network: the only importer of it.

The package dates changes of a price and no launches; a price without a date reads as if it had always held. It has a
tariff by time of day in either order, off-peak first or last, so a price is what it says for noon in UTC: the price
of most hours. Prices of another service tier, of batches and of long prompts are left out.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from screener.errors import UsageError
from screener.facts.hours import hours_text
from screener.records.fact import OtherPrice
from screener.records.fact_proposal import ListedModel, ListedStep, PriceCollection

INSTALL = "comparing token prices needs genai-prices; run: pip install 'thesis-screener[genai]'"

_NOON = dt.time(12)
# A day that every dated entry is later than.
_LONG_AGO = dt.date(2000, 1, 1)

Span = tuple[dt.time, dt.time]


def genai_prices() -> PriceCollection:
    """Return the list prices of the package as installed.

    Raises
    ------
    UsageError
        The package is not installed.
    """
    try:
        from genai_prices.data import providers  # noqa: PLC0415 -- optional, and it takes a sixth of a second
    except ImportError as error:
        raise UsageError(INSTALL) from error
    models = tuple(
        ListedModel(provider.id, model.id, steps)
        for provider in providers
        for model in provider.models
        if (steps := _steps(model))
    )
    return PriceCollection(f"PyPI genai-prices {version('genai-prices')}", models)


def _steps(model: Any) -> tuple[ListedStep, ...]:
    """Return a model's prices, oldest first; an entry that changes neither input nor output is no step."""
    steps: list[ListedStep] = []
    for step in _entries(model):
        if steps and (step.input_usd_per_mtok, step.output_usd_per_mtok) == (
            steps[-1].input_usd_per_mtok,
            steps[-1].output_usd_per_mtok,
        ):
            steps[-1] = replace(step, starts_on=steps[-1].starts_on)
        else:
            steps.append(step)
    return tuple(steps)


def _entries(model: Any) -> Iterator[ListedStep]:
    """Yield the price of every date an entry begins on, oldest first, but those without input or output."""
    conditions = model.prices if isinstance(model.prices, list) else []
    starts = sorted({each.constraint.start_date for each in conditions if hasattr(each.constraint, "start_date")})
    for starts_on in (None, *starts):
        on = starts_on or _LONG_AGO
        base = _base(model, on, _NOON)
        if base is None:
            continue
        # Windows carry no date, so they are believed of the latest price only.
        is_latest = starts_on == (starts[-1] if starts else None)
        other = _other(model, on, base) if is_latest else None
        yield ListedStep(float(base[0]), float(base[1]), starts_on, other, _is_tiered(model, on))


def _base(model: Any, on: dt.date, at: dt.time) -> tuple[Decimal, Decimal] | None:
    """Return input and output price of the base tier at an instant, or None where either is missing."""
    prices = model.get_prices(dt.datetime.combine(on, at, dt.UTC))
    found = [getattr(prices, name, None) for name in ("input_mtok", "output_mtok")]
    paid, made = (getattr(price, "base", price) for price in found)
    return None if paid is None or made is None else (paid, made)


def _is_tiered(model: Any, on: dt.date) -> bool:
    prices = model.get_prices(dt.datetime.combine(on, _NOON, dt.UTC))
    return hasattr(getattr(prices, "input_mtok", None), "base")


def _other(model: Any, on: dt.date, base: tuple[Decimal, Decimal]) -> OtherPrice | None:
    """Return the one price of the hours in which noon's does not hold; None if there is none, or several."""
    found: dict[tuple[Decimal, Decimal], list[Span]] = {}
    for span in _day_parts(model):
        price = _base(model, on, span[0])
        if price is not None and price != base:
            found.setdefault(price, []).append(span)
    if len(found) != 1:
        return None
    ((paid, made), spans) = next(iter(found.items()))
    return OtherPrice(float(paid), float(made), hours_text(spans))


def _day_parts(model: Any) -> list[Span]:
    """Return the parts of a day between the hours at which a price begins or ends."""
    conditions = model.prices if isinstance(model.prices, list) else []
    windows = [each.constraint for each in conditions if hasattr(each.constraint, "start_time")]
    bounds = sorted({time.replace(tzinfo=None) for each in windows for time in (each.start_time, each.end_time)})
    return list(zip(bounds, [*bounds[1:], *bounds[:1]], strict=True))
