"""The settings that a thesis's note makes or leaves at their defaults."""

from collections.abc import Iterable
from pathlib import Path

from screener.dictionary.note_properties import NOTE_PROPERTIES
from screener.records.book_rules import Delisting
from screener.records.setting import Setting
from screener.records.thesis import Thesis
from screener.thesis.front_matter import FrontMatter, read_front_matter
from screener.thesis.note_file import NoteText, read_note


def note_settings(thesis: Thesis) -> tuple[Setting, ...]:
    """Return the settings of one thesis that change numbers, each with its value in force.

    Parameters
    ----------
    thesis : Thesis
        As read from the note at its path.

    Returns
    -------
    tuple of Setting
        In the order of ``theses/README.md``; layer ``thesis`` where the note has the property, else ``default``.
    """
    written = _property_names(Path(thesis.path))
    return tuple(_setting(thesis, name, value, is_written=name in written) for name, value in _values(thesis).items())


def _setting(thesis: Thesis, name: str, value: str, *, is_written: bool) -> Setting:
    entry = NOTE_PROPERTIES[name]
    default = "" if entry.default == "none" else entry.default
    shown = f"{thesis.thesis_id}: {name}"
    return Setting(
        shown, value or default, "thesis" if is_written else "default", thesis.path, default, entry.meaning, entry.unit
    )


def _values(thesis: Thesis) -> dict[str, str]:
    """Return the values in force; empty where the default's own words say it."""
    rules, events = thesis.rules, thesis.events
    return {
        "members_chosen_on": str(thesis.members_chosen_on),
        "history_from": _or_empty(thesis.history_from),
        "weighting": rules.weighting,
        "hedge": rules.hedge,
        "max_weight_pct": _or_empty(rules.max_weight_pct),
        "gross": f"{rules.gross:g}",
        "rebalance": rules.rebalance,
        "lag_sessions": str(rules.lag_sessions),
        "cost_bps": f"{rules.cost_bps:g}",
        "borrow_bps_per_year": f"{rules.borrow_bps_per_year:g}",
        "cash_rate": rules.cash_rate,
        "delisting": _joined(_exit(each) for each in rules.delisting),
        "benchmark": _joined(thesis.benchmark),
        "event_kinds": _joined(events.kinds),
        "event_labs": _joined(events.labs),
        "event_direction": _joined(events.directions),
        "event_ids": _joined(events.ids),
        "event_skip": _joined(events.skip),
        "event_windows": _joined(str(window) for window in thesis.windows),
        "primary": f"{thesis.primary_basket} {thesis.primary_window}",
        "screen": _joined(each.text for each in thesis.screen),
        "score_weights": _joined(f"{part} {weight:g}" for part, weight in thesis.score_weights),
    }


def _exit(policy: Delisting) -> str:
    said = {"change": f"{100 * policy.value:+g} %", "price": f"price {policy.value:g}"}.get(policy.kind, policy.kind)
    return f"{policy.ticker} {said}".strip()


def _joined(texts: Iterable[str]) -> str:
    return ";".join(texts)


def _or_empty(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _property_names(path: Path) -> frozenset[str]:
    note = read_note(path)
    front = read_front_matter(note.source) if isinstance(note, NoteText) else None
    return frozenset(front.keys) if isinstance(front, FrontMatter) else frozenset()
