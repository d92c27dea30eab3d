"""Text that would be markup, a script, an escape of a terminal or a template, were it ever taken for one."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

HOSTILE = "<script>alert(1)</script>\x1b[31m]]>--><!--\u202e\"' onload=x {{ 7 * 7 }} &amp;"


def hostile(value: Any) -> Any:
    """Put hostile text behind every free text of a record, and of what it holds."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, tuple):
        return tuple(hostile(each) for each in value)
    if not is_dataclass(value):
        return value
    # Words that a record chooses from a list are left as they are.
    kept = {"kind", "side", "span", "line", "role", "severity", "state", "direction", "verdict", "figure", "op", "unit",
            "threshold", "period", "for_unit", "price_source", "event_id", "flags", "why"}  # fmt: skip
    changed: dict[str, Any] = {}
    for each in fields(value):
        inside = getattr(value, each.name)
        if each.name not in kept or is_dataclass(inside):
            changed[each.name] = hostile(inside)
    return replace(value, **changed)  # type: ignore[type-var]
