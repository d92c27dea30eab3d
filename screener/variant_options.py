"""What makes a run another variant than one before it."""

import json
from dataclasses import asdict

from screener.records.book_rules import DEFAULT_RULES, BookRules
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.state import ledger


def options_of(thesis: Thesis, settings: Settings) -> dict[str, ledger.Option]:
    """Return everything that makes this run another variant; the order of members and names does not."""
    events = asdict(settings.events or thesis.events)
    return {
        "members": sorted(
            f"{leg.name}*{leg.weight:g} {member.ticker}*{member.weight:g} {member.from_on or ''}..{member.to_on or ''}"
            for leg in thesis.legs
            for member in leg.members
        ),
        "benchmark": list(thesis.benchmark),
        "rebalance": thesis.rules.rebalance,
        "lag_sessions": thesis.rules.lag_sessions,
        "cost_bps": thesis.rules.cost_bps,
        "borrow_bps_per_year": thesis.rules.borrow_bps_per_year,
        "gross": thesis.rules.gross,
        "history_from": str(thesis.history_from or ""),
        "windows": sorted(str(window) for window in thesis.windows),
        "primary": f"{thesis.primary_basket} {thesis.primary_window}",
        "anchor": settings.anchor,
        "events": json.dumps({name: sorted(chosen) for name, chosen in events.items()}, sort_keys=True),
        "is_simulated": settings.is_simulated,
        **_rule_options(thesis.rules),
        **_model_options(settings.model),
    }


def _rule_options(rules: BookRules) -> dict[str, ledger.Option]:
    """Return what differs from the default rules, so that a default run keeps the key it has had."""
    said: dict[str, ledger.Option] = {}
    if rules.weighting != DEFAULT_RULES.weighting:
        said["weighting"] = rules.weighting
    if rules.hedge != DEFAULT_RULES.hedge:
        said["hedge"] = rules.hedge
    if rules.max_weight_pct is not None:
        said["max_weight_pct"] = rules.max_weight_pct
    if rules.cost_by_name:
        said["cost_bps_by_name"] = sorted(f"{each.ticker} {each.bps!r}" for each in rules.cost_by_name)
    if rules.borrow_by_name:
        said["borrow_bps_per_year_by_name"] = sorted(
            f"{each.ticker} {each.bps!r} {each.from_on or ''}..{each.to_on or ''}" for each in rules.borrow_by_name
        )
    if rules.cash_rate:
        said["cash_rate"] = rules.cash_rate
    exits = sorted(f"{each.ticker} {each.kind} {each.value!r}".strip() for each in rules.delisting)
    if exits not in ([], ["last_price 0.0"]):
        said["delisting"] = exits
    return said


def _model_options(model: EventModel) -> dict[str, ledger.Option]:
    """Return what differs from the default model, so that a default run keeps the key it has had."""
    said: dict[str, ledger.Option] = {}
    if model.return_model != DEFAULT_MODEL.return_model:
        said["return_model"] = model.return_model
    if (model.estimation, model.min_returns) != (DEFAULT_MODEL.estimation, DEFAULT_MODEL.min_returns):
        said["estimation"] = f"{model.estimation} at least {model.min_returns}"
    if model.masks_events:
        said["masks_events"] = True
    return said
