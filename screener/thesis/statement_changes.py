"""Claims and kill criteria that came, went or were edited, the old words beside the new."""

from collections.abc import Callable, Hashable, Iterator, Sequence

from screener.records.expression import Statement
from screener.records.review import Change, ChangeKind

Key = str | tuple[str, ...]


def statement_changes(kind: ChangeKind, before: Sequence[Statement], after: Sequence[Statement]) -> Iterator[Change]:
    """Yield what changed in a list of statements: edits and additions in the order of ``after``, then what is gone.

    Parameters
    ----------
    kind : {"claim", "criterion"}
    before, after : sequence of Statement

    Notes
    -----
    A statement is the one before that has its name, in any case; else its words; else what it compares, so that an
    edited threshold of one without a name is not taken for another statement.
    """
    old_of = _matched(before, after)
    for place, new in enumerate(after):
        if place not in old_of:
            yield Change(kind, _subject(new), "", words_of(new))
        elif not is_same(before[old_of[place]], new):
            yield Change(kind, _subject(new), words_of(before[old_of[place]]), words_of(new))
    kept = set(old_of.values())
    yield from (Change(kind, _subject(old), words_of(old), "") for place, old in enumerate(before) if place not in kept)


def is_same(before: Statement | None, after: Statement | None) -> bool:
    """Tell whether two statements say the same: as written but for space, or by what they mean."""
    if before is None or after is None:
        return before is after
    return words_of(before) == words_of(after) or _meaning(before) == _meaning(after)


def words_of(statement: Statement | None) -> str:
    """Return a statement as written, with single spaces; nothing for none."""
    return "" if statement is None else " ".join(statement.text.split())


def _subject(statement: Statement) -> str:
    return statement.name or words_of(statement)


def _matched(before: Sequence[Statement], after: Sequence[Statement]) -> dict[int, int]:
    """Return the place of the old statement by the place of the new one."""
    found: dict[int, int] = {}
    keys: tuple[Callable[[Statement], Key], ...] = (lambda each: each.name.casefold(), words_of, _compared)
    for key in keys:
        free: dict[Key, list[int]] = {}
        for place, old in enumerate(before):
            if place not in found.values() and key(old):
                free.setdefault(key(old), []).append(place)
        for place, new in enumerate(after):
            if place not in found and free.get(key(new)):
                found[place] = free[key(new)].pop(0)
    return found


def _compared(statement: Statement) -> tuple[str, ...]:
    return tuple(each.called for each in statement.comparisons)


def _meaning(statement: Statement) -> Hashable:
    """Return what two spellings of one statement share; a question in words is its words."""
    if not statement.comparisons:
        return words_of(statement)
    compared = tuple((each.measure, each.args, each.op, each.low, each.high) for each in statement.comparisons)
    return statement.role, statement.name, compared, statement.for_n, statement.for_unit, statement.on
