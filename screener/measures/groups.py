"""Which models stand for a group on a day; a model alone is a group of one."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from screener.measures.calendar_days import ONE_DAY
from screener.records.fact import GroupMember


class Groups:
    """The model groups.

    Parameters
    ----------
    members : sequence of GroupMember
    """

    def __init__(self, members: Sequence[GroupMember]) -> None:
        self._members = tuple(members)
        self._names = frozenset(each.group for each in members)

    def models(self, name: str) -> tuple[str, ...]:
        """Return every model that is ever a member; ``name`` itself where it is no group."""
        if name not in self._names:
            return (name,)
        return tuple(dict.fromkeys(each.model for each in self._members if each.group == name))

    def members(self, name: str, day: dt.date) -> tuple[str, ...]:
        """Return the members on a day."""
        if name not in self._names:
            return (name,)
        found = (each.model for each in self._members if each.group == name and each.is_valid_on(day))
        return tuple(dict.fromkeys(found))

    def change_days(self, names: Iterable[str]) -> Iterator[dt.date]:
        """Yield the days on which members come or have left."""
        wanted = set(names)
        for each in self._members:
            if each.group in wanted:
                yield each.from_on
                if each.to_on is not None:
                    yield each.to_on + ONE_DAY
