"""A thesis drafted from an ordinary note: what each part of it was made of, and what could not be used."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from screener.records.fact import Exposure
from screener.records.thesis import Side

NotMappedKind = Literal["name", "figure", "text", "property"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part of a draft comes from.

    Parameters
    ----------
    line : int
        1-based, in the note.
    lines : str
        The same as words, ``12`` or ``12-14``.
    text : str
        What stands there, as written.
    how : str
        How it was understood, or why it could not be used.
    under : str
        The heading that it stands under, or empty.
    """

    line: int
    lines: str
    text: str
    how: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list property of the draft.

    Parameters
    ----------
    key : str
        The property, such as ``long_chips`` or ``claims``.
    value : str
        As the property has it, without quotes.
    label : str
        What the table of origins calls it: a ticker, the name of a claim.
    origins : tuple of Origin
        Where it is from, the deciding one first.
    """

    key: str
    value: str
    label: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class NotMapped:
    """What the note says and the draft's properties don't.

    Parameters
    ----------
    kind : NotMappedKind
    origin : Origin
        ``how`` says why it was not used.
    """

    kind: NotMappedKind
    origin: Origin


@dataclass(frozen=True, slots=True)
class PrivateCompany:
    """A company without a stock that the thesis is about, and who owns part of it."""

    name: str
    side: Side
    lines: str
    holders: tuple[Exposure, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A thesis note to be.

    Parameters
    ----------
    thesis_id, title : str
    opened_on : date
    note : str
        Name of the note that it is made from, without ``.md``.
    settings : tuple of (str, str)
        Properties of one value, such as the benchmark.
    entries : tuple of Entry
        The list properties, in the order in which they are written.
    private : tuple of PrivateCompany
    headings : tuple of Origin
        Headings of the note and of its tables.
    view : tuple of Origin
        The paragraphs that say what the note is about.
    not_mapped : tuple of NotMapped
        In the note's order.
    left_out : tuple of (int, int)
        Lines of code and comments.
    open_points : tuple of str
        What its author has to decide, a sentence each.
    """

    thesis_id: str
    title: str
    opened_on: dt.date
    note: str
    settings: tuple[tuple[str, str], ...] = (("benchmark", "SPY"),)
    entries: tuple[Entry, ...] = ()
    private: tuple[PrivateCompany, ...] = ()
    headings: tuple[Origin, ...] = ()
    view: tuple[Origin, ...] = ()
    not_mapped: tuple[NotMapped, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    open_points: tuple[str, ...] = ()

    def of(self, key: str) -> tuple[Entry, ...]:
        """Entries of one property."""
        return tuple(each for each in self.entries if each.key == key)

    @property
    def legs(self) -> tuple[str, ...]:
        """Names of the legs, long ones first."""
        keys = dict.fromkeys(each.key for each in self.entries)
        return tuple(key for side in ("long_", "short_") for key in keys if key.startswith(side))
