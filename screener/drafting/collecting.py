"""All that a note was found to say, put into entries of the draft, each once, within what one note can hold."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from screener.drafting.figure_claims import FoundClaim
from screener.drafting.placements import Placement
from screener.drafting.section_entries import SectionEntry, linked
from screener.records.draft import Entry, NotMapped, NotMappedKind, Origin, PrivateCompany
from screener.records.fact import Exposure
from screener.records.prose import Passage
from screener.records.thesis import Side

# Together they stay below the largest block of properties that a note may have.
MOST = {"claims": 200, "kill": 40, "players": 60, "related": 100, "tags": 60}
MOST_MEMBERS = 300
LONGEST_VALUE = 300
_MOST_ORIGINS = 20
_TAG = re.compile(r"[\w/-]*[^\W\d][\w/-]*")
_KINDS: dict[str, NotMappedKind] = {"claims": "figure", "kill": "text", "players": "text", "related": "text"}


def origin_of(passage: Passage, how: str = "") -> Origin:
    """Return where a passage stands and what it says."""
    headings = [above.text.plain.rstrip(":") for above in passage.under if above.level]
    return Origin(passage.line, passage.lines, passage.raw, how, headings[-1] if headings else "")


@dataclass(slots=True)
class Collection:
    """The entries so far.

    Parameters
    ----------
    exposures : tuple of Exposure
        Who holds which lab.
    """

    exposures: tuple[Exposure, ...]
    private: list[PrivateCompany] = field(default_factory=list)
    not_mapped: list[NotMapped] = field(default_factory=list)
    _entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    _sides: dict[str, tuple[Side, int]] = field(default_factory=dict)
    _claim_names: set[str] = field(default_factory=set)
    _first_of: dict[Passage, tuple[str, str]] = field(default_factory=dict)
    _dated: dict[str, str] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of the lines that they come from."""
        return tuple(sorted(self._entries.values(), key=lambda entry: entry.origins[0].line))

    @property
    def used(self) -> frozenset[Passage]:
        """The passages that an entry other than a tag comes from."""
        return frozenset(self._first_of)

    def refuse(self, kind: NotMappedKind, passage: Passage, why: str) -> None:
        """List a passage that cannot be used."""
        self.not_mapped.append(NotMapped(kind, origin_of(passage, why)))

    def place(self, placement: Placement) -> None:
        """Take a company on a side; the side that a company is put on first keeps it."""
        target, side, passage = placement.target, placement.side, placement.passage
        identity = target.ticker.upper() or target.lab or target.name.casefold()
        taken = self._sides.setdefault(identity, (side, passage.line))
        if taken[0] != side:
            why = f"{target.ticker or target.name} is on the {taken[0]} side already, by line {taken[1]}"
            self.refuse("name", passage, f"{why}; it cannot be on both")
            return
        if target.ticker:
            value = f"{target.ticker} {target.first_on}.." if target.first_on else target.ticker
            self._put(f"{side}_{placement.leg}", value, target.ticker, passage, placement.how, identity)
            return
        value = linked(placement.link) if placement.link else target.name
        if self._put(f"private_{side}", value, target.name, passage, placement.how, identity):
            holders = tuple(each for each in self.exposures if each.lab == target.lab)
            self.private.append(PrivateCompany(target.name, side, passage.lines, holders))

    def claim(self, passage: Passage, found: FoundClaim) -> None:
        """Take a claim; one that says what another says is the same, and a name that is taken gets a number.

        One whose day the note does not say is the same as one with a day and the same figure.
        """
        comparison = found.comparison if found.is_dated else self._dated.get(found.core, found.comparison)
        if found.is_dated:
            self._dated.setdefault(found.core, comparison)
        name = found.name
        if name.casefold() in self._claim_names and found.on is not None:
            name = f"{name.removesuffix(' then')} {found.on}"
        if ("claims", comparison) not in self._entries:
            number = 2
            while name.casefold() in self._claim_names:
                name, number = f"{found.name} {number}", number + 1
        mark = "? " if found.is_question else ""
        if self._put("claims", f"{mark}{name}: {comparison}", name, passage, found.how, comparison):
            self._claim_names.add(name.casefold())

    def section(self, entry: SectionEntry) -> None:
        """Take an item of a section."""
        self._put(entry.key, entry.value, entry.label, entry.passage, entry.how, entry.label.casefold())

    def tag(self, tag: str, origin: Origin) -> bool:
        """Take a tag that Obsidian would take too, or another line of it; False if nothing was taken."""
        key = ("tags", tag.casefold())
        old = self._entries.get(key)
        if old is not None:
            return self._is_said_again(key, old, origin)
        if _TAG.fullmatch(tag) is None or len(tag) > LONGEST_VALUE or self._is_full("tags", key):
            return False
        self._entries[key] = Entry("tags", tag, tag, (origin,))
        self._counts["tags"] += 1
        return True

    def reasons(self, pairs: Iterable[tuple[Passage, Passage]]) -> set[Passage]:
        """Take the lines below those that are placed; return those taken."""
        taken: set[Passage] = set()
        for passage, above in pairs:
            key = self._first_of.get(above)
            if key is not None and passage not in self._first_of:
                entry = self._entries[key]
                origins = (*entry.origins, origin_of(passage, f"reason, below line {above.line}"))
                self._entries[key] = replace(entry, origins=origins)
                taken.add(passage)
        return taken

    def _put(self, key: str, value: str, label: str, passage: Passage, how: str, identity: str) -> bool:
        """Add an entry, or another origin of one that is there; False unless it is new."""
        at = (key if key.startswith(("claims", "kill", "players", "related")) else "", identity)
        origin = origin_of(passage, how)
        old = self._entries.get(at)
        if old is not None:
            if self._is_said_again(at, old, origin):
                self._first_of.setdefault(passage, at)
            return False
        if len(value) > LONGEST_VALUE or self._is_full(key, at):
            most = MOST.get(key, MOST_MEMBERS)
            why = (
                "too long for a property" if len(value) > LONGEST_VALUE else f"above the {most} that one note can hold"
            )
            self.refuse(_KINDS.get(key, "name"), passage, why)
            return False
        self._entries[at] = Entry(key, value, label, (origin,))
        self._counts[key if key in MOST else ""] += 1
        self._first_of.setdefault(passage, at)
        return True

    def _is_said_again(self, at: tuple[str, str], entry: Entry, origin: Origin) -> bool:
        """Add another line that says the same; False after many, when the rest is text."""
        if any(each.line == origin.line for each in entry.origins):
            return True
        if len(entry.origins) >= _MOST_ORIGINS:
            return False
        self._entries[at] = replace(entry, origins=(*entry.origins, replace(origin, how="said again")))
        return True

    def _is_full(self, key: str, at: tuple[str, str]) -> bool:
        kind = key if key in MOST else ""
        return at not in self._entries and self._counts[kind] >= MOST.get(key, MOST_MEMBERS)
