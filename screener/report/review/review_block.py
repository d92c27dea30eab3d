"""The machine's part of a review note: Markdown that says the same for the same review, and links to its neighbours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.records.review import Review
from screener.report.banner import SIMULATED_BANNER
from screener.report.cell_text import one_line
from screener.report.markdown import escaped
from screener.report.review.sections import nets_line, next_line, ruling_text, sections, verdict_line, week_line

_CALLOUTS = {"breaker": "danger", "ruling": "warning", "quiet": "success"}
# What Obsidian does not allow in the name of a note that is linked to.
_UNLINKABLE = re.compile(r"[#|^:\[\]%\\<\n\r]")
# At a line's start these make a list, a quote or a heading; a last word after ^ names the block.
_AT_START = re.compile(r"^([-+>#]|\d+[.)])")
_BLOCK_NAME = re.compile(r"(?<!\S)\^(?=[0-9A-Za-z-]+$)")


@dataclass(frozen=True, slots=True)
class NoteLinks:
    """Names of notes that a review links to, without brackets; empty where there is none.

    Parameters
    ----------
    thesis, previous, following : str
    """

    thesis: str = ""
    previous: str = ""
    following: str = ""


def review_block(review: Review, links: NoteLinks | None = None) -> str:
    """Return the machine's part of a note.

    Parameters
    ----------
    review : Review
    links : NoteLinks or None

    Returns
    -------
    str
        Ends in a newline. Headings are of level 2. All that came from notes and tables is escaped: no text of theirs is
        a link, a tag, a comment, HTML or a mark of the program.
    """
    return "\n".join(_lines(review, links or NoteLinks())) + "\n"


def _lines(review: Review, links: NoteLinks) -> Iterator[str]:
    if review.is_simulated:
        yield f"**{SIMULATED_BANNER}**"
        yield ""
    yield from _links(links)
    yield f"> [!{_CALLOUTS[review.verdict]}] {_text(verdict_line(review).partition('] ')[2])}"
    for ruling in review.rulings:
        yield f"> - {_text(ruling_text(ruling))}"
    yield ""
    yield _text(week_line(review))
    yield ""
    yield _text(nets_line(review))
    for sentence in review.sentences:
        yield ""
        yield _text(sentence)
    yield ""
    yield _text(next_line(review))
    for part in sections(review):
        yield ""
        yield f"## {_text(part.title)}"
        yield ""
        for line in part.lines:
            indent = "  " if line.startswith("  ") else ""
            yield f"{indent}- {_text(line)}"
    yield ""
    yield _text(f"fingerprint {review.fingerprint}, screener {review.version}")


def _links(links: NoteLinks) -> Iterator[str]:
    said = [
        f"{label} {link_to(name) if is_linkable(name) else _text(name)}"
        for label, name in (
            ("Thesis:", links.thesis),
            ("previous:", links.previous),
            ("next:", links.following),
        )
        if name
    ]
    if said:
        yield ", ".join(said)
        yield ""


def is_linkable(name: str) -> bool:
    """Tell whether Obsidian takes a link to a note of this name."""
    return bool(name) and name == one_line(name) and not _UNLINKABLE.search(name)


def link_to(name: str) -> str:
    """Return a link to a note; a name that cannot be linked to stays the name."""
    return f"[[{name}]]" if is_linkable(name) else name


def _text(text: str) -> str:
    """Return a line that means nothing but itself, wherever a line may start."""
    line = escaped(one_line(text))
    return _BLOCK_NAME.sub(r"\\^", _AT_START.sub(_inert, line))


def _inert(match: re.Match[str]) -> str:
    start = match[0]
    return f"{start[:-1]}\\{start[-1]}"
