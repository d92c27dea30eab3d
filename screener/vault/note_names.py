"""How a review's note is called: a week in Moment's letters, and the thesis."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from screener.errors import UsageError

DEFAULT_FORMAT = "GGGG-[W]WW"
_ONE_DAY = dt.timedelta(days=1)
_TOKEN = re.compile(r"\[(?P<literal>[^\[\]]*)\]|(?P<letters>[A-Za-z]+)|(?P<other>.)", re.DOTALL)
_RUN = re.compile(r"([A-Za-z])\1*")
# What Obsidian forbids in the name of a note or in a link to it, and what Windows forbids in that of a file.
_FORBIDDEN = re.compile(r'[#|^:\[\]\\?*"<>]|%%')
# Only with all the letters of one of these do no two weeks of any years share a name.
_WHOLE = ({"GGGG", "W"}, {"gggg", "w"}, {"YYYY", "MM", "DD"}, {"YYYY", "MM", "W"}, {"YYYY", "MM", "w"})
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d{2})")


def week_end(text: str) -> dt.date:
    """Return the Sunday of an ISO week written ``2026-W22``.

    Raises
    ------
    UsageError
        It is no week, or the year does not have it.
    """
    match = _WEEK.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no week; write 2026-W22")
    try:
        return dt.date.fromisocalendar(int(match["year"]), int(match["week"]), 7)
    except ValueError:
        raise UsageError(f"{text}: {match['year']} has no week {match['week']}") from None


@dataclass(frozen=True, slots=True)
class NoteName:
    """How notes are named.

    Parameters
    ----------
    pattern : str
        Moment's letters: ``GGGG WW W`` for the ISO week, ``gggg ww w`` for the American one (it begins on Sunday, and
        the first holds January 1st), ``YYYY MM DD`` for the day; literal letters in ``[brackets]``; ``/`` for folders.
    """

    pattern: str = DEFAULT_FORMAT

    def __post_init__(self) -> None:
        """Refuse a format that makes no name.

        Raises
        ------
        UsageError
            Letters that mean nothing, a name that leads elsewhere, or one name for two weeks: ``YYYY-[W]WW`` names the
            first week of 2024 and the last days of that year alike, and the second note would overwrite the first.
        """
        self._filled(dt.date(2026, 5, 29))
        words = [match["letters"] or "" for match in _TOKEN.finditer(self.pattern)]
        letters = {run[0] for word in words for run in _RUN.finditer(word)}
        one_letter = letters | {letter[0] for letter in letters & {"WW", "ww"}}
        if not any(whole <= one_letter for whole in _WHOLE):
            raise UsageError(
                f"--note-name {self.pattern!r} names two weeks alike, if of different years; use {DEFAULT_FORMAT}, "
                "gggg-[W]ww or YYYY-MM-DD"
            )
        self.of("thesis", dt.date(2026, 5, 29))

    def of(self, thesis_id: str, day: dt.date) -> str:
        """Return the name of a thesis's note for the week of a day, with folders and without ``.md``.

        Raises
        ------
        UsageError
            The name cannot be that of a note.
        """
        name = f"{self._filled(day)} {thesis_id}"
        for part in name.split("/"):
            wrong = _wrong(part)
            if wrong:
                raise UsageError(f"{name!r} cannot name a note because of {wrong}; change --note-name or the thesis_id")
        return name

    def _filled(self, day: dt.date) -> str:
        return "".join(self._part(match, day) for match in _TOKEN.finditer(self.pattern))

    def _part(self, match: re.Match[str], day: dt.date) -> str:
        if match["literal"] is not None:
            return match["literal"]
        letters = match["letters"]
        if letters is None:
            return match[0]
        runs = [run[0] for run in _RUN.finditer(letters)]
        if any(run not in _LETTERS for run in runs):
            known = " ".join(_LETTERS)
            raise UsageError(f"--note-name: {letters!r} means nothing; use {known}, and [brackets] for words")
        return "".join(_LETTERS[run](day) for run in runs)


def _wrong(part: str) -> str:
    """Return what keeps one part of a name from being one, or nothing."""
    forbidden = _FORBIDDEN.search(part)
    if forbidden is not None:
        return repr(forbidden[0])
    # Marks of direction, line ends and half characters are in no name that a person can see.
    unseen = next((character for character in part if not character.isprintable()), "")
    if unseen:
        return f"U+{ord(unseen):04X}"
    is_whole = bool(part) and part == part.strip() and not part.startswith(".") and not part.endswith(".")
    return "" if is_whole else "an empty, hidden or unfinished part"


def _american(day: dt.date) -> tuple[int, int]:
    """Return year and week in which weeks begin on Sunday and the first one holds January 1st."""
    saturday = day + (5 - day.weekday()) % 7 * _ONE_DAY
    january = dt.date(saturday.year, 1, 1)
    first_saturday = january + (5 - january.weekday()) % 7 * _ONE_DAY
    return saturday.year, (saturday - first_saturday).days // 7 + 1


_LETTERS: dict[str, Callable[[dt.date], str]] = {
    "GGGG": lambda day: f"{day.isocalendar().year:04d}",
    "WW": lambda day: f"{day.isocalendar().week:02d}",
    "W": lambda day: f"{day.isocalendar().week}",
    "gggg": lambda day: f"{_american(day)[0]:04d}",
    "ww": lambda day: f"{_american(day)[1]:02d}",
    "w": lambda day: f"{_american(day)[1]}",
    "YYYY": lambda day: f"{day.year:04d}",
    "MM": lambda day: f"{day.month:02d}",
    "DD": lambda day: f"{day.day:02d}",
}
