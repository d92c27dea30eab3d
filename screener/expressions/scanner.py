"""A cursor over an expression's text that takes one token at a time."""

import re
from itertools import pairwise

from screener.expressions.error import ExpressionError

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\W0-9]\w*")
_NUMBER = re.compile(r"[+\-\u2212]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_OPERATOR = re.compile(r">=|<=|!=|==|=>|=<|<>|[><=\u2265\u2264\u2260]")
_UNIT = re.compile(r"[%$]|[^\W0-9_]+(?:_[^\W0-9_]+)*")
_CHUNK = re.compile(r"\w+|\S")


class ParseError(Exception):
    """Carries an :class:`ExpressionError` up to the parser's entrance; never leaves the package."""

    def __init__(self, error: ExpressionError) -> None:
        super().__init__(error.message)
        self.error = error


class Scanner:
    """Tokens of ``text`` from ``at`` on.

    Parameters
    ----------
    text : str
        The whole statement; positions count from its start.
    at : int
        Where to begin.
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at

    def skip_space(self) -> None:
        """Move to the next token."""
        self.at += len(_match(_SPACE, self.text, self.at))

    def is_done(self) -> bool:
        """Tell whether only space is left."""
        self.skip_space()
        return self.at >= len(self.text)

    def take_word(self) -> str:
        """Take a name or keyword, or nothing."""
        return self._take(_WORD)

    def take_number(self) -> str:
        """Take a number with its sign, or nothing."""
        return self._take(_NUMBER)

    def take_operator(self) -> str:
        """Take a comparison sign, or nothing."""
        return self._take(_OPERATOR)

    def take_keyword(self, keyword: str) -> bool:
        """Take the word if it is ``keyword``, in small or capital letters."""
        before = self.at
        if self.take_word().casefold() == keyword:
            return True
        self.at = before
        return False

    def take_literal(self, literal: str) -> bool:
        """Take exactly these characters, if they are next."""
        self.skip_space()
        if self.text.startswith(literal, self.at):
            self.at += len(literal)
            return True
        return False

    def take_unit(self, keywords: tuple[str, ...]) -> str:
        """Take a unit behind a number, or nothing when the next word is a keyword."""
        before = self.at
        unit = self._take(_UNIT)
        if unit.casefold() in keywords:
            self.at = before
            return ""
        return unit

    def next_span(self) -> tuple[int, int]:
        """Return the span of whatever comes next, empty at the end."""
        self.skip_space()
        found = _CHUNK.match(self.text, self.at)
        return (self.at, found.end()) if found else (len(self.text), len(self.text))

    def take_arguments(self) -> tuple[tuple[int, int], ...] | None:
        """Take a parenthesised list; return each argument's span, or None when there is no list."""
        self.skip_space()
        if not self.text.startswith("(", self.at):
            return None
        opened = self.at
        cuts = [opened]
        depth = 0
        for place in range(opened, len(self.text)):
            character = self.text[place]
            if character == "(":
                depth += 1
            elif character == "," and depth == 1:
                cuts.append(place)
            elif character == ")":
                depth -= 1
                if depth == 0:
                    cuts.append(place)
                    self.at = place + 1
                    spans = [self._trim(a + 1, b) for a, b in pairwise(cuts)]
                    return () if len(spans) == 1 and spans[0][0] == spans[0][1] else tuple(spans)
        raise self.fault(
            (opened, opened + 1),
            "T302",
            "this parenthesis is not closed",
            "close it with ); inside a [...] list, put the whole text in quotes",
        )

    def fault(self, span: tuple[int, int], code: str, message: str, hint: str = "") -> ParseError:
        """Make the exception that ends the parse."""
        return ParseError(ExpressionError(span[0], span[1], message, hint, code))

    def _take(self, pattern: re.Pattern[str]) -> str:
        self.skip_space()
        found = _match(pattern, self.text, self.at)
        self.at += len(found)
        return found

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        part = self.text[start:end]
        kept = part.strip()
        first = start + len(part) - len(part.lstrip()) if kept else start
        return first, first + len(kept)


def _match(pattern: re.Pattern[str], text: str, at: int) -> str:
    found = pattern.match(text, at)
    return found.group() if found else ""
