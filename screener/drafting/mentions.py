"""Where a text names companies: by a link, a ticker or a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.drafting.subject import subject_of
from screener.drafting.targets import SUFFIXES, Alias, Target
from screener.records.prose import Text, TextLink
from screener.thesis.links import Lookup
from screener.thesis.tickers import is_ticker

# Tickers that are words of every note about the matter: they need more than to stand there.
WORDS = frozenset({"AI", "API", "GPU", "LLM", "IT", "US", "ALL", "ON", "SO", "A", "I"})
_TICKER_SHAPE = re.compile(r"\^?[A-Z][A-Z0-9]{0,5}(?:[.-][A-Z]{1,3})?|\d{3,6}[A-Z]?\.[A-Z]{1,2}")
_MARKED = re.compile(
    r"\$(?P<cash>[A-Z][A-Z0-9.-]{0,9})(?![\w])"
    r"|\b(?:NASDAQ|NYSE|AMEX|XETRA|LSE|KRX|HKEX|TSE)\s*:\s*(?P<listed>[A-Z0-9][A-Z0-9.-]{0,9})(?!\w)"
)
_BEHIND = re.compile(rf"(?:\s+(?:{'|'.join(SUFFIXES)})\b\.?)+")
_LIST_SEPARATOR = re.compile(r"[\s,;/&+|]+")
_LONG_ENOUGH_FOR_COMPOUNDS = 5
_LONGEST_LIST = 400


@dataclass(frozen=True, slots=True)
class Mention:
    """A company named in a text.

    Parameters
    ----------
    start, end : int
        0-based half-open span in ``Text.plain``.
    target : Target
    how : str
        What it was known by.
    link : str
        Name of the note that it links to, or empty.
    """

    start: int
    end: int
    target: Target
    how: str
    link: str = ""


class Mentions:
    """Finds companies.

    Parameters
    ----------
    targets : sequence of Target
        In the order in which they win.
    aliases : dict of str to Alias
        By folded name.
    lookup : Lookup
        Finds the ticker behind a ``[[Name]]`` in the note's vault.
    """

    def __init__(self, targets: Sequence[Target], aliases: dict[str, Alias], lookup: Lookup) -> None:
        self._lookup = lookup
        self._found: dict[Text, tuple[Mention, ...]] = {}
        self._aliases = aliases
        self._by_ticker: dict[str, Target] = {}
        for target in targets:
            if target.ticker:
                self._by_ticker.setdefault(target.ticker, target)
        names = sorted(aliases, key=len, reverse=True)
        self._names = re.compile(rf"(?<![\w.$-])(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?![\w])", re.IGNORECASE)
        tickers = sorted(self._by_ticker, key=len, reverse=True)
        self._tickers = re.compile(rf"(?<![\w.$^-])(?:{'|'.join(map(re.escape, tickers)) or '(?!)'})(?![\w^-]|\.\w)")

    def find(self, text: Text) -> tuple[Mention, ...]:
        """Return the companies named, in the text's order; a longer name wins over one inside it."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: Text) -> tuple[Mention, ...]:
        found = [
            *self._linked(text),
            *self._marked(text.plain),
            *self._tickered(text.plain),
            *self._named(text.plain),
        ]
        kept: list[Mention] = []
        # What was found first in the list above is surer; of two that begin together the longer one counts.
        for _, mention in sorted(
            enumerate(found), key=lambda each: (each[1].start, each[1].start - each[1].end, each[0])
        ):
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return tuple(kept)

    def ticker_cell(self, text: Text) -> Target | None:
        """Return the company of a cell that stands in a column of tickers, known to the tables or not."""
        plain = text.plain.strip().lstrip("$")
        if plain in self._by_ticker:
            return self._by_ticker[plain]
        return Target(plain, plain) if _TICKER_SHAPE.fullmatch(plain) and is_ticker(plain) else None

    def _linked(self, text: Text) -> Iterator[Mention]:
        for link in text.links:
            known = self._of_link(link) if link.is_note else None
            if known is not None:
                yield Mention(link.start, link.end, *known, link.name)

    def _of_link(self, link: TextLink) -> tuple[Target, str] | None:
        for words in (link.shown, link.name):
            if words in self._by_ticker:
                return self._by_ticker[words], f"ticker {words}"
            alias = self._aliases.get(words.casefold())
            if alias is not None:
                return alias.target, f"name {alias.name}"
        if _TICKER_SHAPE.fullmatch(link.shown) and link.shown != link.name and is_ticker(link.shown):
            return Target(link.shown, link.name), f"ticker {link.shown}, which data/candidates.csv does not have"
        ticker = self._lookup(link.target).ticker
        if ticker and is_ticker(ticker):
            return self._by_ticker.get(ticker, Target(ticker, link.name)), f"the ticker in the note {link.name}"
        return None

    def _marked(self, plain: str) -> Iterator[Mention]:
        for found in _MARKED.finditer(plain):
            ticker = found["cash"] or found["listed"]
            if is_ticker(ticker):
                known = self._by_ticker.get(ticker)
                how = f"ticker {ticker}" + ("" if known else ", which data/candidates.csv does not have")
                yield Mention(*found.span(), known or Target(ticker, ticker), how)

    def _tickered(self, plain: str) -> Iterator[Mention]:
        is_list = self._is_ticker_list(plain)
        for found in self._tickers.finditer(plain):
            if found[0] not in WORDS or is_list:
                yield Mention(*found.span(), self._by_ticker[found[0]], f"ticker {found[0]}")

    def _is_ticker_list(self, plain: str) -> bool:
        """Tell whether a text is tickers and nothing else, at least two: there even AI is one."""
        # A line may lead into its list: "Shorts: AI, BBAI". A longer text is no list.
        listed = plain[:_LONGEST_LIST].rpartition(":")[2].strip(" .")
        words = [word for word in _LIST_SEPARATOR.split(listed) if word]
        return len(words) > 1 and all(word in self._by_ticker for word in words)

    def _named(self, plain: str) -> Iterator[Mention]:
        subject = subject_of(plain).strip(" .,:;*")
        for found in self._names.finditer(plain):
            alias = self._aliases[found[0].casefold()]
            is_capital = not found[0][0].islower() or found[0][0] == alias.name[0]
            is_compound = plain[found.end() : found.end() + 1] == "-" and len(alias.name) < _LONG_ENOUGH_FOR_COMPOUNDS
            if not is_capital or is_compound or (alias.is_weak and found[0] != subject):
                continue
            behind = _BEHIND.match(plain, found.end())
            yield Mention(found.start(), behind.end() if behind else found.end(), alias.target, f"name {alias.name}")
