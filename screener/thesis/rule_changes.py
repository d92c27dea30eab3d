"""Settings of a note that changed: how its baskets are held, its benchmark, its events and windows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from screener.records.review import Change
from screener.records.thesis import Thesis
from screener.thesis.findings import Findings
from screener.thesis.front_matter import FrontMatter, read_front_matter
from screener.thesis.keys import KEYS
from screener.thesis.links import plain_name
from screener.thesis.properties import Properties
from screener.thesis.source import Source
from screener.thesis.statement_changes import words_of


@dataclass(frozen=True, slots=True)
class _Note:
    """A thesis and, by property, the items that its note has."""

    thesis: Thesis
    written: Mapping[str, tuple[str, ...]]

    def names(self, name: str) -> frozenset[str]:
        """Return names as written: the thesis may have them under the tables' own ids."""
        return frozenset(plain_name(item).casefold() for item in self.written.get(name, ()))


# Each property that changes numbers, with what it comes to; the order of a list counts only where it means something.
RULES: Mapping[str, Callable[[_Note], object]] = {
    "weighting": lambda note: note.thesis.rules.weighting,
    "hedge": lambda note: note.thesis.rules.hedge,
    "gross": lambda note: note.thesis.rules.gross,
    "max_weight_pct": lambda note: note.thesis.rules.max_weight_pct,
    "rebalance": lambda note: note.thesis.rules.rebalance,
    "lag_sessions": lambda note: note.thesis.rules.lag_sessions,
    "cost_bps": lambda note: note.thesis.rules.cost_bps,
    "cost_bps_by_name": lambda note: frozenset(note.thesis.rules.cost_by_name),
    "borrow_bps_per_year": lambda note: (note.thesis.rules.borrow_bps_per_year, note.thesis.rules.is_borrow_stated),
    "borrow_bps_per_year_by_name": lambda note: frozenset(note.thesis.rules.borrow_by_name),
    "cash_rate": lambda note: note.thesis.rules.cash_rate,
    "delisting": lambda note: frozenset(note.thesis.rules.delisting),
    "benchmark": lambda note: note.thesis.benchmark,
    "history_from": lambda note: note.thesis.history_from,
    "event_kinds": lambda note: frozenset(note.thesis.events.kinds),
    "event_labs": lambda note: note.names("event_labs"),
    "event_direction": lambda note: frozenset(note.thesis.events.directions),
    "event_ids": lambda note: frozenset(note.thesis.events.ids),
    "event_skip": lambda note: frozenset(note.thesis.events.skip),
    "event_windows": lambda note: note.thesis.windows,
    "private_long": lambda note: frozenset(note.thesis.private_long),
    "private_short": lambda note: frozenset(note.thesis.private_short),
    "screen": lambda note: frozenset(words_of(each) for each in note.thesis.screen),
    "score_weights": lambda note: frozenset(note.thesis.score_weights),
}


def rule_changes(before: Thesis, before_text: str, after: Thesis, after_text: str) -> Iterator[Change]:
    """Yield each property that comes to something else, with the notes' own words.

    Parameters
    ----------
    before, after : Thesis
    before_text, after_text : str
        What they were read from.

    Yields
    ------
    Change
        The items of a list are joined by ``; ``. Empty where the property is not written, so that its default holds.
    """
    old, new = _Note(before, written(before_text)), _Note(after, written(after_text))
    for name, value in RULES.items():
        if value(old) != value(new):
            yield Change("rule", name, "; ".join(old.written.get(name, ())), "; ".join(new.written.get(name, ())))


def written(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the items of each of our properties as a note has them, with single spaces; no properties, no items."""
    source = Source("", text.removeprefix("\ufeff"))
    front = read_front_matter(source)
    if not isinstance(front, FrontMatter):
        return {}
    properties = Properties(front, Findings(source))
    return {
        name: tuple(" ".join(item.text.split()) for item in properties.many(name))
        for name in properties.names
        if name in KEYS
    }
