"""What sections of their own say: players, related notes, what would end the view."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.drafting.standing import Standings
from screener.drafting.subject import subject_of
from screener.expressions import ExpressionError, parse_statement
from screener.prose.sections import Section, section_of
from screener.records.prose import Passage, Prose, Text

_LONGEST_NAME = 60
_LONGEST_LIST = 160
_LONGEST_CRITERION = 200
_LONGEST_LEAD_WORDS = 3
_BETWEEN = re.compile(r"\s*(?:,|;|/|\||&|\+|\b(?:and|und|et|y|e)\b)\s*")
# What Obsidian or a disk forbids in the name of a note, and what would be a mark of text in the body.
_UNLINKABLE = re.compile(r"[#|^:\[\]%\\\n\r<>`\"*?~$\x00-\x1f\x7f]")
_WORDS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """An item for a property.

    Parameters
    ----------
    key : {"players", "related", "kill"}
    value : str
        As the property takes it.
    label : str
    passage : Passage
    how : str
    """

    key: str
    value: str
    label: str
    passage: Passage
    how: str


@dataclass(frozen=True, slots=True)
class SectionEntries:
    """The items, and criteria that cannot be any, each with why."""

    entries: tuple[SectionEntry, ...]
    refused: tuple[tuple[Passage, str], ...]


def section_entries(prose: Prose, standings: Standings) -> SectionEntries:
    """Read the sections of players, of related notes and of kill criteria."""
    found: list[SectionEntry] = []
    refused: list[tuple[Passage, str]] = []
    parents = {above for passage in prose.passages for above in passage.under if above.kind == "item"}
    used: set[Passage] = set()
    for passage in prose.passages:
        own = _own_section(passage)
        section = own or standings.of(passage).section
        if passage.kind in ("heading", "header", "unread") or section in (None, "view"):
            continue
        entries: list[SectionEntry] = []
        if section == "related":
            entries = [*_related(passage)]
        elif section == "players":
            is_below = any(above in used for above in passage.under if above.kind == "item")
            entries = [*_players(passage, is_group=passage in parents, is_below=is_below, is_led=own is not None)]
        elif passage.kind != "row":
            criterion = _criterion(passage)
            if isinstance(criterion, str):
                refused.append((passage, criterion))
            else:
                entries = [criterion]
        found += entries
        if entries:
            used.add(passage)
    return SectionEntries(tuple(found), tuple(refused))


def linked(name: str) -> str:
    """Return a link to a note, or the plain name where a link to it cannot be written."""
    return name if _UNLINKABLE.search(name) or not name.strip() else f"[[{name}]]"


def _own_section(passage: Passage) -> Section | None:
    """Return the section that a line says itself: ``Related: [[Inference economics]]``."""
    lead, colon, _ = passage.text.plain.partition(":")
    if not colon or passage.kind not in ("item", "paragraph") or len(lead.split()) > _LONGEST_LEAD_WORDS:
        return None
    section = section_of(lead)
    return section if section in ("players", "related") else None


def _related(passage: Passage) -> Iterator[SectionEntry]:
    for text in passage.cells:
        for link in text.links:
            if link.is_note and link.name:
                yield SectionEntry(
                    "related", linked(link.target), link.name, passage, "link in a section of related notes"
                )


def _players(passage: Passage, *, is_group: bool, is_below: bool, is_led: bool) -> Iterator[SectionEntry]:
    text = passage.text
    links = [link for link in text.links if link.is_note and link.name]
    for link in links:
        yield SectionEntry("players", linked(link.target), link.name, passage, "link in a section of players")
    if not links and not is_group and not is_below:
        for name in _names(text, is_item=passage.kind != "paragraph", is_led=is_led):
            yield SectionEntry("players", name, name, passage, "name in a section of players")


def _names(text: Text, *, is_item: bool, is_led: bool) -> Iterator[str]:
    """Yield the names of a list: what stands before the reason, or behind the colon of *Open: DeepSeek, Mistral*."""
    subject = subject_of(text.plain)
    behind = text.plain[len(subject) :].lstrip(" :")
    listed = (
        behind
        if "," in behind and "," not in subject and len(behind) <= _LONGEST_LIST and _is_list(behind)
        else subject
    )
    listed = behind if is_led else listed
    if len(listed) > _LONGEST_LIST or not (is_item or is_led or "," in listed):
        return
    for part in _BETWEEN.split(listed):
        name = part.strip(" .*")
        if _WORDS.search(name) and len(name) <= _LONGEST_NAME:
            yield name


def _is_list(text: str) -> bool:
    return all(len(part.split()) <= 3 for part in _BETWEEN.split(text))


def _criterion(passage: Passage) -> SectionEntry | str:
    """Return a criterion in the language of criteria if it is written so, else a question in the author's words."""
    text = passage.text.plain.strip().rstrip(".")
    if not _WORDS.search(text):
        return "there are no words in it"
    found = parse_statement(text)
    if not isinstance(found, ExpressionError):
        value = text
        if found.role == "claim":
            value = f"watch {text}" if found.name else f"watch {found.comparisons[0].measure}: {text}"
        return SectionEntry("kill", value, found.name or text, passage, "written as a criterion")
    if len(text) > _LONGEST_CRITERION:
        return f"a criterion has at most {_LONGEST_CRITERION} characters"
    asked = parse_statement(f"? {text}")
    if isinstance(asked, ExpressionError):
        return f"{asked.message}; {asked.hint}" if asked.hint else asked.message
    return SectionEntry("kill", f"? {text}", asked.name, passage, "question, since it names no measure")
