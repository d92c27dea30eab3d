"""Claims, kill criteria, ``resolves`` and ``screen``: parsed, with problems at their column in the note."""

from dataclasses import replace

from screener.dictionary.measures import MEASURES, PRICE_DIRECTIONS
from screener.dictionary.near_misses import did_you_mean
from screener.expressions import SEVERITIES, ExpressionError, argument_spans, parse_statement
from screener.filters import read_filter
from screener.records.expression import Comparison, Statement
from screener.records.thesis import Thesis
from screener.thesis.findings import Findings, MentionKind
from screener.thesis.properties import Properties
from screener.thesis.scalars import parse_window
from screener.thesis.source import Value

_TABLES: dict[str, MentionKind] = {
    "model": "model",
    "group_or_model": "group_or_model",
    "benchmark": "benchmark",
    "pair": "pair",
    "usage": "usage",
    "lab": "lab",
}


class StatementReader:
    """Reads the statements of one note against the names the note defines.

    Parameters
    ----------
    properties : Properties
        The note.
    findings : Findings
        Where problems and mentions go.
    draft : Thesis
        The thesis so far: legs, benchmark and windows.
    are_legs_sound : bool
        False when a leg has an error: then nothing is said about names of legs and tickers, because the
        name may stand in the faulty part.
    """

    def __init__(self, properties: Properties, findings: Findings, draft: Thesis, *, are_legs_sound: bool) -> None:
        self._properties = properties
        self._findings = findings
        self._draft = draft
        self._are_legs_sound = are_legs_sound
        legs = tuple(leg.name for leg in draft.legs)
        tickers = (*draft.tickers, *draft.benchmark)
        self._known: dict[str, tuple[str, ...]] = {
            "direction": PRICE_DIRECTIONS,
            "leg": legs,
            "basket": draft.baskets,
            "ticker": tickers,
            "ticker_or_leg": (*legs, *tickers),
        }

    def claims(self) -> tuple[Statement, ...]:
        """Return the claims; a severity in front of one is dropped with a warning."""
        found: list[Statement] = []
        for place, statement in self._list("claims"):
            if statement.role in SEVERITIES:
                hint = f"move it to kill, or remove {statement.role}"
                self._findings.warn("T311", place, f"{statement.role} means nothing in front of a claim", hint)
                found.append(replace(statement, role="claim"))
            else:
                found.append(statement)
        return tuple(found)

    def kill(self) -> tuple[Statement, ...]:
        """Return the kill criteria; one without a severity is read as ``watch``, with a warning."""
        found: list[Statement] = []
        for place, statement in self._list("kill"):
            if statement.role == "claim":
                hint = "begin it with breaker, watch or ?"
                message = "this kill criterion has no severity and is read as watch"
                self._findings.warn("T310", place, message, hint)
                found.append(replace(statement, role="watch"))
            else:
                found.append(statement)
        return tuple(found)

    def resolves(self) -> Statement | None:
        """Return what the probability is scored against, or None."""
        value = self._properties.one("resolves")
        return self._statement(value) if value else None

    def _list(self, name: str) -> list[tuple[Value, Statement]]:
        found: list[tuple[Value, Statement]] = []
        lines: dict[str, int] = {}
        for item in self._properties.many(name):
            statement = self._statement(item)
            if statement is None:
                continue
            key = statement.name.casefold()
            if key in lines:
                message = f"{name} has two statements named {statement.name!r}, the first on line {lines[key]}"
                self._findings.error("T312", item, message, "give each its own name")
            elif key:
                lines[key] = statement.line
            found.append((item, statement))
        return found

    def _statement(self, value: Value) -> Statement | None:
        found = parse_statement(value.text, line=self._findings.line_of(value))
        statement = _sound(value, self._findings, found)
        if statement is None:
            return None
        for comparison in statement.comparisons:
            self._bind(value, comparison)
        return _placed(value, self._findings, statement)

    def _bind(self, value: Value, comparison: Comparison) -> None:
        """Check names the thesis defines; mention those that tables define."""
        measure = MEASURES[comparison.measure]
        spans = argument_spans(value.text, comparison)
        for kind, span in zip(measure.arguments, spans, strict=True):
            place = value.part(*span)
            table = _TABLES.get(kind)
            if table:
                of = comparison.args[0] if kind == "pair" else ""
                self._findings.mention(table, place, of)
            elif kind == "window":
                self._check_window(place)
            elif kind == "direction" or self._are_legs_sound:
                self._check_name(kind, place)
        name = value.part(comparison.start, comparison.start + len(comparison.measure))
        self._mention_unit(value, name, comparison)
        if self._are_legs_sound:
            self._check_sides(name)

    def _mention_unit(self, value: Value, name: Value, comparison: Comparison) -> None:
        """Mention what must be in the unit of a table's rows: a gap's measure, and a unit behind a figure of use."""
        kinds = MEASURES[comparison.measure].arguments
        if kinds == ("benchmark", "pair"):
            self._findings.mention("gap_measure", name, *comparison.args)
        elif kinds == ("usage",) and comparison.unit:
            # The unit stands behind the number, but for a dollar sign or the lower end of a range.
            written = value.text[comparison.start : comparison.end]
            length = len(comparison.unit) if written.endswith(comparison.unit) else len(written)
            place = value.part(comparison.end - length, comparison.end)
            self._findings.mention("usage_unit", place, comparison.args[0], comparison.unit)

    def _check_window(self, place: Value) -> None:
        windows = self._draft.windows
        if parse_window(place.text) not in windows:
            listed = ", ".join(str(each) for each in windows)
            message = f"{place.text!r} is not one of the event windows"
            self._findings.error("T410", place, message, f"known: {listed}")

    def _check_name(self, kind: str, place: Value) -> None:
        known = self._known[kind]
        if place.text in known:
            return
        hint = did_you_mean(place.text, known)
        if kind == "direction":
            self._findings.error("T403", place, f"{place.text!r} is not a direction", hint)
        else:
            what = kind.replace("_", " ")
            self._findings.error("T409", place, f"the thesis has no {what} {place.text!r}", hint)

    def _check_sides(self, name: Value) -> None:
        sides = self._draft.sides
        if name.text.startswith("spread_") and len(sides) < 2:
            hint = "a thesis with one side has long_excess_return_pct and leg_return_pct(LEG)"
            self._findings.error("T313", name, f"{name.text} needs a long and a short leg", hint)
        elif name.text.startswith("long_") and "long" not in sides:
            self._findings.error("T313", name, f"{name.text} needs a long leg", "use leg_return_pct(LEG)")


def read_screen(properties: Properties, findings: Findings) -> tuple[Statement, ...]:
    """Return the filters over the screen's columns; all must pass."""
    found: list[Statement] = []
    for item in properties.many("screen"):
        statement = _sound(item, findings, read_filter(item.text, "signals", line=findings.line_of(item)))
        if statement is not None:
            found.append(_placed(item, findings, statement))
    return tuple(found)


def _sound(value: Value, findings: Findings, found: Statement | ExpressionError) -> Statement | None:
    """Return a statement, or None with an error at its place in the note."""
    if isinstance(found, ExpressionError):
        findings.error(found.code, value.part(found.start, found.end), found.message, found.hint)
        return None
    return found


def _placed(value: Value, findings: Findings, statement: Statement) -> Statement:
    """Return a statement whose comparisons know where they stand in the note."""
    return replace(
        statement,
        comparisons=tuple(
            replace(each, place=findings.place(value.part(each.start, each.end))) for each in statement.comparisons
        ),
    )
