"""The part before the colon of a statement: role and name."""

from dataclasses import dataclass

from screener.records.expression import Role

SEVERITIES: tuple[Role, ...] = ("breaker", "watch")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the comparison.

    Parameters
    ----------
    role : Role or None
        None when no role is written.
    name : str
        May be empty.
    body : int
        Where the rest of the text begins.
    colon : int or None
        Where the colon stands.
    """

    role: Role | None
    name: str
    body: int
    colon: int | None


def find_colon(text: str, start: int = 0) -> int | None:
    """Return the first colon outside parentheses, or None."""
    depth = 0
    for place in range(start, len(text)):
        character = text[place]
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character == ":" and depth == 0:
            return place
    return None


def split_head(text: str) -> Head:
    """Split role and name from the rest; a question may do without the colon."""
    colon = find_colon(text)
    lead = len(text) - len(text.lstrip())
    if text[lead : lead + 1] == "?":
        if colon is None:
            return Head("question", "", lead + 1, None)
        return Head("question", text[lead + 1 : colon].strip(), colon + 1, colon)
    if colon is None:
        return Head(None, "", 0, None)
    words = text[:colon].split(maxsplit=1)
    for severity in SEVERITIES:
        if words and words[0].casefold() == severity:
            return Head(severity, words[1].strip() if len(words) > 1 else "", colon + 1, colon)
    return Head(None, text[:colon].strip(), colon + 1, colon)
