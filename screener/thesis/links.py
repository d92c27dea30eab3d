"""``[[Wikilinks]]``: their parts, and the ticker of the note they lead to."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from screener.dictionary.near_misses import near_misses
from screener.thesis.findings import Findings
from screener.thesis.front_matter import FrontMatter, read_front_matter
from screener.thesis.note_file import NoteText, read_note
from screener.thesis.properties import Properties
from screener.thesis.source import Value
from screener.thesis.tickers import is_ticker, ticker_hint

_LINK = re.compile(r"!?\[\[([^\[\]]*)\]\]")
_WORD = re.compile(r"!?\[\[[^\[\]]*\]\]|\S+")
_TEMPLATE_FOLDERS = frozenset({"templates", "_templates"})


@dataclass(frozen=True, slots=True)
class Link:
    """``[[target|shown]]``.

    Parameters
    ----------
    target : str
        The note's name, perhaps with folders; without ``#heading``.
    shown : str
        The text behind ``|``, or empty.
    """

    target: str
    shown: str

    @property
    def name(self) -> str:
        """The note's name without folders and without ``.md``."""
        return self.target.rsplit("/", 1)[-1].removesuffix(".md")


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What a link leads to: a ticker, or why there is none."""

    ticker: str = ""
    message: str = ""
    hint: str = ""


Lookup = Callable[[str], LinkAnswer]
"""From a link's target to the ``ticker`` property of that note."""


def parse_link(text: str) -> Link | None:
    """Return the link if the whole text is one.

    Examples
    --------
    >>> parse_link("[[Companies/Nvidia#Chips|NVDA]]")
    Link(target='Companies/Nvidia', shown='NVDA')
    """
    found = _LINK.fullmatch(text.strip())
    if found is None:
        return None
    target, _, shown = found[1].replace("\\|", "|").partition("|")
    return Link(target.split("#", 1)[0].strip(), shown.strip())


def plain_name(text: str) -> str:
    """Return a link's note name, or the text itself if it is no link."""
    link = parse_link(text)
    return link.name if link and link.name else text


def words(value: Value) -> list[Value]:
    """Return the words of an item with their places; a link is one word."""
    return [value.part(*found.span()) for found in _WORD.finditer(value.text)]


def linked_ticker(token: Value, findings: Findings, lookup: Lookup) -> str | None:
    """Return the ticker that a link leads to, its shown text first, or None with a problem."""
    link = parse_link(token.text)
    ticker = link.shown if link else ""
    if link and not ticker:
        answer = lookup(link.target)
        if not answer.ticker:
            findings.error("T210", token, answer.message, answer.hint)
            return None
        ticker = answer.ticker
    if not is_ticker(ticker):
        findings.error("T210", token, f"the link leads to {ticker!r}, which is not a ticker", ticker_hint(ticker))
        return None
    return ticker


def markdown_files(folder: Path) -> Iterator[Path]:
    """Yield the notes below a folder in a fixed order, without hidden and template folders."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name.casefold() not in _TEMPLATE_FOLDERS
        )
        for name in sorted(names):
            note = Path(here, name)
            # A pipe or device named like a note would never end.
            if name.endswith(".md") and not name.startswith(".") and (note.is_file() or note.is_symlink()):
                yield note


def vault_of(note: Path) -> Path:
    """Return the folder links are looked up in: the nearest parent that holds ``.obsidian``, else the note's."""
    folder = note.absolute().parent
    for parent in (folder, *folder.parents):
        if (parent / ".obsidian").is_dir():
            return parent
    return folder


def vault_lookup(folder: Path) -> Lookup:
    """Return a look-up over the notes below ``folder``; they are listed at the first question."""
    index: dict[str, list[Path]] = {}

    def look_up(target: str) -> LinkAnswer:
        if not index:
            for path in markdown_files(folder):
                index.setdefault(path.stem.casefold(), []).append(path)
        return _answer(folder, index, target)

    return look_up


def _answer(folder: Path, index: dict[str, list[Path]], target: str) -> LinkAnswer:
    wanted = target.removesuffix(".md")
    name = wanted.rsplit("/", 1)[-1]
    paths = [path for path in index.get(name.casefold(), []) if _ends_with(path, folder, wanted)]
    if not paths:
        stems = [path.stem for group in index.values() for path in group]
        close = " or ".join(f"[[{stem}]]" for stem in near_misses(name, stems))
        hint = f"did you mean {close}?" if close else f"write [[{name}|TICKER]], or the ticker alone"
        return LinkAnswer(message=f"there is no note {name!r} to take a ticker from", hint=hint)
    if len(paths) > 1:
        places = " and ".join(path.relative_to(folder).as_posix() for path in paths[:3])
        return LinkAnswer(
            message=f"{name!r} is ambiguous: {places}", hint=f"write [[FOLDER/{name}]] or [[{name}|TICKER]]"
        )
    return _ticker_of(paths[0], name)


def _ends_with(path: Path, folder: Path, wanted: str) -> bool:
    have = path.relative_to(folder).with_suffix("").as_posix().casefold()
    ask = wanted.strip("/").casefold()
    return have == ask or have.endswith(f"/{ask}")


def _ticker_of(path: Path, name: str) -> LinkAnswer:
    note = read_note(path)
    front = read_front_matter(note.source) if isinstance(note, NoteText) else note
    hint = f"add ticker: to {path.name}, or write [[{name}|TICKER]]"
    if not isinstance(front, FrontMatter):
        return LinkAnswer(message=f"note {name!r} has no readable properties", hint=hint)
    values = Properties(front, Findings(front.source)).raw("ticker")
    if len(values) != 1:
        many = "several tickers" if values else "no ticker property"
        return LinkAnswer(message=f"note {name!r} has {many}", hint=hint)
    return LinkAnswer(ticker=values[0].text.strip())
