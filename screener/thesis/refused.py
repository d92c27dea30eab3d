"""Settings that this version does not support: refused, never ignored, because they would change numbers."""

from dataclasses import dataclass

from screener.thesis.findings import Findings
from screener.thesis.properties import Properties


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a setting may say here.

    Parameters
    ----------
    allowed : tuple of str
        Values that mean what the program does anyway.
    refused : tuple of str
        Values the format knows; empty means every other value.
    instead : str
        What to write.
    """

    allowed: tuple[str, ...]
    refused: tuple[str, ...]
    instead: str


_REMOVE_COSTS = "write one cost_bps for all names and remove this property"
_REMOVE_BORROW = "write one borrow_bps_per_year for all names and remove this property"

REFUSALS: dict[str, Refusal] = {
    "weighting": Refusal(("equal",), ("inverse_vol",), "write weighting: equal, with xWEIGHT behind a ticker"),
    "hedge": Refusal(("dollar",), ("beta",), "write hedge: dollar"),
    "delisting": Refusal(("last_price",), (), "write delisting: last_price, or end the member with ..DATE"),
    "max_weight_pct": Refusal((), (), "remove it and set weights with xWEIGHT behind a ticker"),
    "cash_rate": Refusal((), (), "remove it; cash earns 0"),
    "currency": Refusal((), (), "remove it; each name is counted in its own currency"),
    "cost_bps_by_name": Refusal((), (), _REMOVE_COSTS),
    "borrow_bps_per_year_by_name": Refusal((), (), _REMOVE_BORROW),
}


def check_refused(properties: Properties, findings: Findings) -> None:
    """Report every setting that asks for something this version does not do."""
    for name, refusal in REFUSALS.items():
        items = properties.many(name)
        if refusal.allowed and properties.one(name) is None:
            continue
        for item in items[:1]:
            if item.text in refusal.allowed:
                continue
            if refusal.refused and item.text not in refusal.refused:
                findings.error("T106", item, f"{name}: {item.text!r} is not known", refusal.instead)
                continue
            what = f"{name}: {item.text}" if refusal.allowed else name
            findings.error("T107", item, f"{what} is not supported by this version", refusal.instead)
