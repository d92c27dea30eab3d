"""The reference tables of one run: those that ship with the workspace's laid over them."""

from collections.abc import Iterable
from dataclasses import dataclass

from screener.config import Workspace
from screener.dictionary.near_misses import did_you_mean
from screener.errors import UsageError
from screener.events.catalogue import read_events
from screener.events.labs import Labs, read_labs
from screener.facts.tables import read_facts
from screener.lint import KnownNames
from screener.records.event import Event
from screener.records.fact import Facts
from screener.records.problem import Problem, has_errors
from screener.records.replacement import Replacement
from screener.records.thesis import EventFilter
from screener.sessions.listings import Exchanges, read_exchanges


@dataclass(frozen=True, slots=True)
class Reference:
    """Every table that is not prices.

    Parameters
    ----------
    events : tuple of Event
        The catalogue.
    labs, exchanges, facts
        What theses, events and claims may name.
    problems : tuple of Problem
        Bad rows; each is left out of its table.
    replacements : tuple of Replacement
        Shipped rows that the workspace's own replace.
    """

    events: tuple[Event, ...]
    labs: Labs
    exchanges: Exchanges
    facts: Facts
    problems: tuple[Problem, ...]
    replacements: tuple[Replacement, ...]

    @property
    def has_errors(self) -> bool:
        """Whether any row was left out."""
        return has_errors(self.problems)

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the catalogued events."""
        return frozenset(event.kind for event in self.events)

    @property
    def names(self) -> KnownNames:
        """What a thesis may name."""
        return KnownNames(
            labs=self.labs.id_by_name,
            kinds=self.kinds,
            event_ids=frozenset(event.event_id for event in self.events),
            models=self.facts.models,
            groups=self.facts.groups,
            benchmarks=self.facts.gap_pairs,
            usage=self.facts.usage_measures,
            suffixes=frozenset(exchange.suffix for exchange in self.exchanges),
            gap_units=self.facts.gap_units,
            usage_units=self.facts.usage_units,
        )

    def event_filter(self, kinds: Iterable[str], labs: Iterable[str], ids: Iterable[str]) -> EventFilter:
        """Return a filter over names that exist.

        Raises
        ------
        UsageError
            A kind, lab or event that no table knows; the message has the nearest.
        """
        event_ids = frozenset(event.event_id for event in self.events)
        return EventFilter(
            kinds=tuple(_known(kind, self.kinds, "event kind") for kind in kinds),
            labs=tuple(self.labs.resolve(lab) or _known(lab, frozenset(self.labs.ids), "lab") for lab in labs),
            ids=tuple(_known(event_id, event_ids, "event") for event_id in ids),
        )


def read_reference(workspace: Workspace) -> Reference:
    """Read every table of a workspace."""
    labs = read_labs(workspace.tables("labs"))
    events = read_events(workspace.tables("events"), labs)
    exchanges = read_exchanges(workspace.tables("exchanges"))
    facts = read_facts(workspace.data_folders, labs.resolve)
    return Reference(
        events=events.events,
        labs=labs,
        exchanges=exchanges.exchanges,
        facts=facts,
        problems=(*exchanges.problems, *labs.problems, *events.problems, *facts.problems),
        replacements=(*exchanges.replacements, *labs.replacements, *events.replacements, *facts.replacements),
    )


def _known(name: str, known: frozenset[str], what: str) -> str:
    if name in known:
        return name
    hint = did_you_mean(name, known) or "screener events list shows them"
    raise UsageError(f"there is no {what} {name!r}; {hint}")
