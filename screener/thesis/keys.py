"""The closed list of properties that a thesis note may use; any other is the author's."""

import re

from screener.dictionary.near_misses import near_misses
from screener.thesis.findings import Findings
from screener.thesis.members import looks_like_member
from screener.thesis.properties import Properties

IDENTITY = (
    "type",
    "thesis_id",
    "title",
    "status",
    "opened_on",
    "members_chosen_on",
    "closed_on",
    "horizon_on",
    "history_from",
    "probability_pct",
    "resolves",
    "pillars",
    "players",
    "related",
    "private_short",
    "private_long",
    "tags",
)
BASKETS = (
    "leg_weights",
    "weighting",
    "hedge",
    "gross",
    "max_weight_pct",
    "rebalance",
    "lag_sessions",
    "cost_bps",
    "cost_bps_by_name",
    "borrow_bps_per_year",
    "borrow_bps_per_year_by_name",
    "cash_rate",
    "currency",
    "delisting",
    "benchmark",
)
EVENTS = ("event_kinds", "event_labs", "event_direction", "event_ids", "event_skip", "event_windows", "primary")
JUDGEMENT = ("claims", "kill", "judged", "screen", "score_weights")
KEYS = IDENTITY + BASKETS + EVENTS + JUDGEMENT

_LEG_NAME = re.compile(r"(long|short)_\w+")
_LEG_LIKE = re.compile(r"(long|short)[-_ ]+(.+)", re.IGNORECASE)


def is_leg_name(name: str) -> bool:
    """Tell whether a property is named like a leg: ``long_*`` or ``short_*``."""
    return _LEG_NAME.fullmatch(name) is not None


def check_names(properties: Properties, findings: Findings) -> None:
    """Warn of properties that look like a misspelt key; every other unknown one is the author's."""
    for name in properties.names:
        if name in KEYS or is_leg_name(name):
            continue
        if name.casefold() in ("long", "short") and any(looks_like_member(item.text) for item in properties.raw(name)):
            hint = f"name the leg, such as {name.casefold()}_chips"
            findings.error("T121", properties.key(name), f"property {name!r} names a side, not a leg", hint)
            continue
        leg = _LEG_LIKE.fullmatch(name)
        close = _misspelt(name)
        if leg:
            meant = f"{leg[1]}_{re.sub(r'[^0-9A-Za-z]+', '_', leg[2])}".casefold()
        elif close:
            meant = close[0]
        else:
            continue
        findings.warn("T108", properties.key(name), f"property {name!r} is not read", f"did you mean {meant}?")


def _misspelt(name: str) -> tuple[str, ...]:
    """Return the key that a name is almost; another first letter asks for more likeness (created, related)."""
    close = near_misses(name, KEYS, limit=1, cutoff=0.8)
    if close and close[0][0] != name[0].casefold():
        return near_misses(name, KEYS, limit=1, cutoff=0.9)
    return close
