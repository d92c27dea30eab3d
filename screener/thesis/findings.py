"""What the reading of one note has found so far: problems, and names to be looked up elsewhere."""

from dataclasses import dataclass
from typing import Literal

from screener.records.problem import Place, Problem
from screener.thesis.source import Source, Value

MentionKind = Literal[
    "lab",
    "event_kind",
    "event_direction",
    "event_id",
    "ticker",
    "model",
    "group_or_model",
    "benchmark",
    "pair",
    "usage",
    "gap_measure",
    "usage_unit",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the note that a table outside it must know.

    Parameters
    ----------
    kind : MentionKind
        Which table.
    name : str
        As written.
    of : str
        The benchmark, for a ``pair`` and a ``gap_measure``; the figure, for a ``usage_unit``; else empty.
    path, line, column, excerpt, width
        The place, as in :class:`~screener.records.problem.Problem`.
    detail : str
        The pair, for a ``gap_measure``; the unit, for a ``usage_unit``; else empty.
    """

    kind: MentionKind
    name: str
    of: str
    path: str
    line: int
    column: int
    excerpt: str
    width: int
    detail: str = ""


class Findings:
    """Collects, so that all problems of a note come at once."""

    def __init__(self, source: Source, problems: tuple[Problem, ...] = ()) -> None:
        self.source = source
        self._problems: list[Problem] = list(problems)
        self._mentions: list[Mention] = []

    def error(self, code: str, where: Value, message: str, hint: str = "") -> None:
        """Add a problem that keeps the thesis from running."""
        span = (where.begin, where.end)
        self._problems.append(self.source.problem(code, "error", span, message, hint))

    def warn(self, code: str, where: Value, message: str, hint: str = "") -> None:
        """Add a problem that stops nothing."""
        span = (where.begin, where.end)
        self._problems.append(self.source.problem(code, "warning", span, message, hint))

    def mention(self, kind: MentionKind, where: Value, of: str = "", detail: str = "") -> None:
        """Remember a name to be bound."""
        place = self.source.problem("", "error", (where.begin, where.end), "")
        self._mentions.append(
            Mention(kind, where.text, of, place.path, place.line, place.column, place.excerpt, place.width, detail)
        )

    def place(self, where: Value) -> Place:
        """Return a value's place, for what is found wrong with it later."""
        found = self.source.problem("", "error", (where.begin, where.end), "")
        return Place(found.path, found.line, found.column, found.excerpt, found.width)

    def line_of(self, where: Value) -> int:
        """1-based line of a value."""
        return self.source.line_of(where.begin)

    @property
    def n_errors(self) -> int:
        """How many errors so far."""
        return sum(problem.severity == "error" for problem in self._problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems in the file's order, each once."""
        unique = dict.fromkeys(self._problems)
        return tuple(sorted(unique, key=lambda problem: (problem.line, problem.column, problem.code)))

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All names to be bound, in the order of reading."""
        return tuple(self._mentions)
