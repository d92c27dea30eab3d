"""Which texts are new, gone or another than before, the old one beside the new."""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

# Texts that share half their words are the same one, edited.
_ALIKE = 0.5
# Beyond it every text of a rewritten stretch would be compared with every other.
_MOST_PAIRS = 10_000

Edit = tuple[str, str]


def paragraph_edits(before: Sequence[str], after: Sequence[str]) -> tuple[Edit, ...]:
    """Return what changed from one text to another.

    Parameters
    ----------
    before, after : sequence of str
        Paragraphs, without surplus space.

    Returns
    -------
    tuple of (str, str)
        Old and new paragraph, in order; one of them is empty for a paragraph that came or went. Nothing where the same
        words stand in the same order, however they are cut into paragraphs.

    Examples
    --------
    >>> paragraph_edits(["one", "margins will fall", "three"], ["one", "some margins will fall", "four", "three"])
    (('margins will fall', 'some margins will fall'), ('', 'four'))
    >>> paragraph_edits(["one", "two"], ["one two"])
    ()
    """
    if _words(before) == _words(after):
        return ()
    found: list[Edit] = []
    for _, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if _words(before[i1:i2]) != _words(after[j1:j2]):
            found += (edit for edit in paired(before[i1:i2], after[j1:j2]) if edit[0] != edit[1])
    return tuple(found)


def paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    """Yield each text with the one that it became: the most alike of those that are left, never out of order.

    Parameters
    ----------
    before, after : sequence of str
        One text each are taken for old and new whatever they say.

    Yields
    ------
    (str, str)
        One of the two is empty for a text without a partner, which would share half its words with it.
    """
    if len(before) == len(after) == 1:
        yield before[0], after[0]
        return
    old, new = ([Counter(text.split()) for text in texts] for texts in (before, after))
    reach = len(before) if len(before) * len(after) <= _MOST_PAIRS else 1
    begin = 0
    for text, words in zip(after, new, strict=True):
        left = range(begin, min(begin + reach, len(before)))
        best = max(left, key=lambda place: _likeness(old[place], words), default=begin)
        if best < len(before) and _likeness(old[best], words) >= _ALIKE:
            yield from ((each, "") for each in before[begin:best])
            yield before[best], text
            begin = best + 1
        else:
            yield "", text
    yield from ((each, "") for each in before[begin:])


def _words(texts: Sequence[str]) -> list[str]:
    return " ".join(texts).split()


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words that two texts have in common, 0 to 1."""
    total = one.total() + other.total()
    return 2.0 * (one & other).total() / total if total else 1.0
