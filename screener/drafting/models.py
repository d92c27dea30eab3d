"""Which model of ``token_prices.csv`` a text names; never one that is only like it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from screener.dictionary.near_misses import near_misses
from screener.facts.model_names import name_key
from screener.records.fact import TokenPrice

_PARTS = re.compile(r"[a-z]+|\d+")
_JOINS = re.compile(r"[\s._-]*")
# Words behind a model's name that make it another model.
_VARIANTS = frozenset(
    {
        *("mini", "nano", "micro", "small", "medium", "large", "pro", "max", "plus", "ultra", "flash", "lite", "turbo"),
        *("thinking", "reasoning", "exp", "preview", "instruct", "chat", "codex", "code", "vision", "speciale"),
        *("air", "high", "low", "fast", "sonnet", "haiku", "opus"),
    }
)
# A name without its family, such as Opus 4.5 or V3.2, needs a number and a word.
_SHORTEST = 2
_LONGEST_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class ModelMention:
    """A model named in a text.

    Parameters
    ----------
    model : str
        As ``token_prices.csv`` has it.
    words : str
        As the text has it.
    start, end : int
        0-based half-open span.
    is_near : bool
        Whether its words stand in another order.
    """

    model: str
    words: str
    start: int
    end: int
    is_near: bool = False


class ModelNames:
    """Finds models.

    Parameters
    ----------
    prices : iterable of TokenPrice
    """

    def __init__(self, prices: Iterable[TokenPrice]) -> None:
        by_model = {row.model: row.provider for row in prices}
        self.models = frozenset(by_model)
        self._by_provider: dict[str, list[str]] = defaultdict(list)
        for model, provider in by_model.items():
            self._by_provider[provider].append(model)
        short: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for model in by_model:
            key = name_key(model)
            short[key].add(model)
            if len(key) > _SHORTEST and any(part.isdigit() for part in key[1:]) and not key[1].isdigit():
                short[key[1:]].add(model)
        self._by_key = {key: models.pop() for key, models in short.items() if len(models) == 1}
        self._by_parts: dict[tuple[str, ...], str] = {}
        for model in sorted(by_model):
            self._by_parts.setdefault(tuple(sorted(name_key(model))), model)
        self._longest = max((len(key) for key in self._by_key), default=0)
        self._variants = _VARIANTS | {
            part for model in by_model for part in name_key(model)[1:] if part.isalpha() and len(part) > 1
        }

    def find(self, text: str) -> ModelMention | None:
        """Return the first model that a text names, the longest name of those that begin there.

        Behind the name may follow no word or number that would make it another model: GPT-5 mini is not GPT-5.
        """
        return next(self.find_all(text), None)

    def find_all(self, text: str) -> Iterator[ModelMention]:
        """Yield the models that a text names, in order; where there are none, one whose words are in another order."""
        parts = [*_PARTS.finditer(_folded(text[:_LONGEST_TEXT]))]
        exact = [*self._walk(text, parts, is_near=False)]
        yield from exact or self._walk(text, parts, is_near=True)

    def _walk(self, text: str, parts: Sequence[re.Match[str]], *, is_near: bool) -> Iterator[ModelMention]:
        first = 0
        while first < len(parts):
            mention, n_parts = self._longest_at(text, parts, first, is_near=is_near)
            if mention is not None:
                yield mention
            first += n_parts

    def _longest_at(
        self, text: str, parts: Sequence[re.Match[str]], first: int, *, is_near: bool
    ) -> tuple[ModelMention | None, int]:
        """Return the longest name that begins at a part, if any, and how many parts to go on by."""
        known = self._by_parts if is_near else self._by_key
        for length in range(min(self._longest, len(parts) - first), 0, -1):
            window = parts[first : first + length]
            words = tuple(part[0] for part in window)
            model = known.get(tuple(sorted(words)) if is_near else words)
            if model and _is_joined(text, window) and not self._goes_on(text, parts, first + length):
                start, end = window[0].start(), window[-1].end()
                return ModelMention(model, text[start:end], start, end, is_near), length
        return None, 1

    def of_provider(self, provider: str) -> tuple[str, ...]:
        """Return the models of a lab."""
        return tuple(self._by_provider.get(provider, ()))

    def like(self, text: str) -> tuple[str, ...]:
        """Return the models whose names are most like a text."""
        return near_misses(text.strip(), self.models)

    def _goes_on(self, text: str, parts: Sequence[re.Match[str]], following: int) -> bool:
        if (
            following >= len(parts)
            or _JOINS.fullmatch(text, parts[following - 1].end(), parts[following].start()) is None
        ):
            return False
        word = parts[following][0]
        between = text[parts[following - 1].end() : parts[following].start()]
        return word in self._variants if word.isalpha() else between != " "


def _is_joined(text: str, window: Sequence[re.Match[str]]) -> bool:
    """Tell whether the parts of a name stand together, and begin no word in its middle."""
    begin = window[0].start()
    if begin and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        return False
    end = window[-1].end()
    if end < len(text) and text[end].isalpha() and window[-1][0].isalpha():
        return False
    return all(_JOINS.fullmatch(text, before.end(), after.start()) is not None for before, after in pairwise(window))


def _folded(text: str) -> str:
    """Return small letters with every character at its place, which case folding does not promise."""
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)
