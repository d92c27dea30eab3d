"""Decimals become percent here, on their way out and nowhere else."""

from collections.abc import Collection
from dataclasses import fields
from typing import Any


def percent(value: float | None) -> float | None:
    """Return a decimal in percent; None stays None.

    Examples
    --------
    >>> percent(0.25), percent(None)
    (25.0, None)
    """
    return None if value is None else 100.0 * value


def percent_text(value: float | None, *, is_signed: bool = False) -> str:
    """Return a decimal as a sentence says it, one digit.

    Examples
    --------
    >>> percent_text(0.0289), percent_text(0.01, is_signed=True), percent_text(None)
    ('2.9 %', '+1.0 %', 'an unknown amount')
    """
    if value is None:
        return "an unknown amount"
    return f"{100.0 * value:{'+' if is_signed else ''}.1f} %"


def in_percent(record: Any, names: Collection[str]) -> dict[str, Any]:
    """Return a record's fields under their columns' names, the named ones in percent; tuples are joined by ``;``."""
    row: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in names:
            row[f"{field.name}_pct"] = percent(value)
        elif isinstance(value, tuple):
            row[field.name] = ";".join(str(each) for each in value)
        else:
            row[field.name] = value
    return row
