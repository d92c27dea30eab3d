"""From a note's parts to a draft: what was found, put together, and everything else listed."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from screener.drafting.collecting import Collection, origin_of
from screener.drafting.figure_claims import FigureClaims
from screener.drafting.figure_reading import ReadFigures, read_figures
from screener.drafting.mentions import WORDS, Mentions
from screener.drafting.note_parts import NoteParts
from screener.drafting.placements import Placed, Placer
from screener.drafting.section_entries import SectionEntries, section_entries
from screener.drafting.standing import Standings, Stretch
from screener.drafting.subject import subject_of
from screener.drafting.targets import aliases, candidate_targets
from screener.drafting.themes import Themes
from screener.prose.reading import read_prose
from screener.prose.sides import side_said
from screener.records.draft import Draft, NotMapped, Origin
from screener.records.prose import Passage, Prose
from screener.reference import Reference
from screener.thesis.identity import id_of_name
from screener.thesis.links import Lookup

_LONGEST_TITLE = 120
_TAGS_ALONE = re.compile(r"#[\w/-]+|[\s|]+")
_READ_HERE = ("type", "title", "tags", "tag")


def draft_of(parts: NoteParts, reference: Reference, lookup: Lookup, opened_on: dt.date, thesis_id: str = "") -> Draft:
    """Draft a thesis.

    Parameters
    ----------
    parts : NoteParts
        The note.
    reference : Reference
        The tables.
    lookup : Lookup
        Finds the ticker behind a ``[[Name]]``.
    opened_on : date
    thesis_id : str
        By default made from the title.

    Returns
    -------
    Draft
        Its claims and members may still name what the linter refuses; see :mod:`screener.drafting.checking`.
    """
    prose = read_prose(parts.body, parts.first_line)
    standings = Standings(prose)
    targets = candidate_targets(reference.facts, reference.labs)
    mentions = Mentions(targets, aliases(targets, reference.labs), lookup)
    figures = read_figures(prose, FigureClaims(reference.facts, reference.labs, opened_on))
    measured = {passage for passage, _ in figures.claims if passage.kind == "row"}
    placed = Placer(prose, standings, mentions, Themes(targets), measured).place()
    sections = section_entries(prose, standings)

    collection = Collection(reference.facts.exposures)
    _collect(collection, placed, figures, sections)
    explained = collection.reasons(placed.reasons)
    tagged = _collect_tags(collection, parts, prose)
    _list_names(collection, placed, explained)
    _list_figures(collection, figures)
    view = _view(prose, standings, collection.used | explained | tagged)
    groups = _groups(prose, standings, collection.used)
    done = collection.used | explained | tagged | groups | set(view)
    rest = _rest(prose, done, collection, parts)
    title = _title(parts, prose)
    return Draft(
        thesis_id=thesis_id or id_of_name(_ascii(title)),
        title=title,
        opened_on=opened_on,
        note=parts.name,
        entries=collection.entries,
        private=tuple(collection.private),
        headings=tuple(_headings(prose, groups)),
        view=tuple(origin_of(each) for each in view),
        not_mapped=tuple(sorted((*collection.not_mapped, *rest), key=lambda each: each.origin.line)),
        left_out=prose.left_out,
    )


def _collect(collection: Collection, placed: Placed, figures: ReadFigures, sections: SectionEntries) -> None:
    for placement in placed.placements:
        collection.place(placement)
    for passage, claim in figures.claims:
        collection.claim(passage, claim)
    for entry in sections.entries:
        collection.section(entry)
    for passage, why in sections.refused:
        collection.refuse("text", passage, why)


def _collect_tags(collection: Collection, parts: NoteParts, prose: Prose) -> set[Passage]:
    """Take all tags; return the passages that are tags and nothing else."""
    for tag, line in parts.tags:
        if tag and not collection.tag(tag, Origin(line, str(line), tag, "tag among the properties")):
            collection.not_mapped.append(
                NotMapped("property", Origin(line, str(line), tag, "no tag that Obsidian knows"))
            )
    alone: set[Passage] = set()
    for passage in prose.passages:
        tags = [tag for text in passage.cells for tag in text.tags]
        taken = [collection.tag(tag, origin_of(passage, "tag")) for tag in tags]
        if tags and all(taken) and not _TAGS_ALONE.sub("", passage.raw):
            alone.add(passage)
    return alone


def _list_names(collection: Collection, placed: Placed, explained: set[Passage]) -> None:
    used = collection.used | explained
    for stretch in placed.unplaced:
        if (stretch.is_own or stretch.passage not in used) and stretch.text.plain.strip():
            collection.refuse("name", stretch.passage, _why_unplaced(stretch))


def _why_unplaced(stretch: Stretch) -> str:
    subject = subject_of(stretch.text.plain).strip(" .:")
    if subject in WORDS:
        return f"{subject} may be the ticker or the word: write ${subject} for the ticker"
    return f"on the {stretch.side} side, but no company or theme of data/candidates.csv is named"


def _list_figures(collection: Collection, figures: ReadFigures) -> None:
    for passage, why in figures.loose:
        collection.refuse("figure", passage, why)


def _view(prose: Prose, standings: Standings, done: frozenset[Passage] | set[Passage]) -> list[Passage]:
    """Return the paragraphs that say what the note is about: those before its first section, or in one for that."""
    found: list[Passage] = []
    is_before = True
    for passage in prose.passages:
        if passage.kind == "heading" and passage is not prose.title:
            is_before = False
        if passage.kind == "paragraph" and passage not in done:
            is_own = standings.of(passage).section == "view"
            if is_own or is_before:
                found.append(passage)
    return found


def _rest(
    prose: Prose, done: frozenset[Passage] | set[Passage], collection: Collection, parts: NoteParts
) -> Iterator[NotMapped]:
    """Yield what was neither used nor listed yet."""
    listed = {(each.origin.line, each.origin.text) for each in collection.not_mapped}
    for passage in prose.passages:
        if passage.kind in ("heading", "header") or passage in done or not passage.raw.strip(" |"):
            continue
        if (passage.line, passage.raw) not in listed:
            yield NotMapped("text", origin_of(passage))
    for each in parts.properties:
        if each.name not in _READ_HERE or (each.name == "title" and not parts.title):
            yield NotMapped("property", Origin(each.line, str(each.line), each.text))
        elif each.name == "type":
            yield NotMapped("property", Origin(each.line, str(each.line), each.text, "the draft's type is thesis"))


def _groups(prose: Prose, standings: Standings, used: frozenset[Passage]) -> set[Passage]:
    """Return the items and lines that others stand under, where they say a side, a section or what is placed."""
    above = {each for passage in used for each in passage.under}
    leading = {each for passage in prose.passages for each in passage.under}
    return {each for each in leading - used if each.kind != "heading" and (each in above or standings.is_told_by(each))}


def _headings(prose: Prose, groups: set[Passage]) -> Iterator[Origin]:
    for passage in prose.passages:
        if passage.kind == "heading":
            yield origin_of(passage, "title" if passage is prose.title else "heading")
        elif passage in groups:
            yield origin_of(passage, "heading of a list")
        elif passage.kind == "header" and passage.raw.strip(" |"):
            yield origin_of(passage, "header of a table")


def _title(parts: NoteParts, prose: Prose) -> str:
    tops = [each.text.plain for each in prose.passages if each.level == 1 and side_said(each.text.plain) is None]
    heading = prose.title.text.plain if prose.title else (*tops, "")[0]
    title = re.sub(r"\s+", " ", parts.title or heading or parts.name).strip() or parts.name
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 3].rstrip() + "..."


def _ascii(text: str) -> str:
    """Return a title in the letters that an id may have: of \u00f6 the o is left."""
    return unicodedata.normalize("NFKD", text.replace("\u00df", "ss")).encode("ascii", "ignore").decode()
