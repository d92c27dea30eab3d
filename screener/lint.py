"""Binding a thesis to what exists: labs, events, listings, models, benchmarks and usage figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from screener.dictionary.measures import MEASURES, UNIT_SPELLINGS, ArgumentKind
from screener.dictionary.near_misses import did_you_mean, near_misses
from screener.records.expression import Comparison, Statement
from screener.records.problem import Problem, Severity
from screener.records.thesis import Thesis
from screener.thesis.findings import Mention
from screener.thesis.reading import ThesisReading

_GAP_ARGUMENTS: tuple[ArgumentKind, ...] = ("benchmark", "pair")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Every name that a thesis may use, from the tables.

    Parameters
    ----------
    labs : mapping of str to str
        From an id or another name of a lab to its id; capitals don't count.
    kinds, directions, event_ids : frozenset of str
        Of the catalogued events.
    models, groups : frozenset of str
        Of ``token_prices`` and ``model_groups``.
    benchmarks : frozenset of (str, str)
        Benchmark and pair, of ``benchmark_gaps``.
    usage : frozenset of str
        Measures of ``usage``.
    suffixes : frozenset of str
        Of ``exchanges``: ``.KS``, or a whole ticker; the empty one is all tickers without a dot.
    gap_units : mapping of (str, str) to frozenset of str
        The units of the gaps of a benchmark and pair.
    usage_units : mapping of str to frozenset of str
        The units of a figure of use.
    """

    labs: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset({"up", "down", "flat", "mixed"})
    event_ids: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    benchmarks: frozenset[tuple[str, str]] = frozenset()
    usage: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    gap_units: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    usage_units: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def lab_id(self, name: str) -> str | None:
        """Return the id of the lab that people call ``name``, or None."""
        folded = {key.casefold(): lab for key, lab in self.labs.items()}
        return folded.get(name.strip().casefold())


def lint(reading: ThesisReading, names: KnownNames) -> tuple[Problem, ...]:
    """Return all problems of a note: those of reading it, and every name that no table knows.

    Parameters
    ----------
    reading : ThesisReading
        From :func:`screener.thesis.reading.read_thesis`; may have errors of its own.
    names : KnownNames
        What exists.

    Returns
    -------
    tuple of Problem
        In the file's order. Binding adds codes T401 to T413.
    """
    found = [problem for mention in reading.mentions for problem in _check(mention, names)]
    unique = dict.fromkeys((*reading.problems, *found))
    return tuple(sorted(unique, key=lambda problem: (problem.line, problem.column, problem.code)))


def bind(thesis: Thesis, names: KnownNames) -> Thesis:
    """Return the thesis with every lab under its canonical id; unknown ones stay as written."""

    def statements(written: tuple[Statement, ...]) -> tuple[Statement, ...]:
        return tuple(_bind_statement(statement, names) for statement in written)

    labs = tuple(dict.fromkeys(names.lab_id(lab) or lab for lab in thesis.events.labs))
    return replace(
        thesis,
        events=replace(thesis.events, labs=labs),
        claims=statements(thesis.claims),
        kill=statements(thesis.kill),
        resolves=_bind_statement(thesis.resolves, names) if thesis.resolves else None,
    )


def _bind_statement(statement: Statement, names: KnownNames) -> Statement:
    return replace(statement, comparisons=tuple(_bind_labs(each, names) for each in statement.comparisons))


def _bind_labs(comparison: Comparison, names: KnownNames) -> Comparison:
    kinds = MEASURES[comparison.measure].arguments
    args = tuple(
        names.lab_id(text) or text if kind == "lab" else text for kind, text in zip(kinds, comparison.args, strict=True)
    )
    return replace(comparison, args=args)


def _check(mention: Mention, names: KnownNames) -> Iterable[Problem]:
    """Yield what is wrong with one name."""
    name = mention.name
    if mention.kind == "lab":
        if names.lab_id(name) is None:
            close = dict.fromkeys(names.labs[near] for near in near_misses(name, names.labs))
            hint = f"did you mean {' or '.join(close)}?" if close else "labs.csv lists the names that are known"
            yield _problem(mention, "T401", "error", f"there is no lab {name!r}", hint)
    elif mention.kind == "ticker":
        yield from _check_suffix(mention, names)
    elif mention.kind in ("benchmark", "pair"):
        yield from _check_benchmark(mention, names)
    elif mention.kind == "gap_measure":
        yield from _check_gap_unit(mention, names)
    elif mention.kind == "usage_unit":
        yield from _check_usage_unit(mention, names)
    else:
        code, what, known, where = _table(mention.kind, names)
        if name not in known:
            yield _unknown(mention, code, what, known, where)
        elif mention.kind == "event_kind" and name == "market_shock":
            message = "events of kind market_shock are in the catalogue because the market moved: chosen with hindsight"
            yield _problem(mention, "T411", "warning", message, "no p-value and no verdict will be shown for them")


def _table(kind: str, names: KnownNames) -> tuple[str, str, frozenset[str], str]:
    """Return code, noun, known names and where to look."""
    events = "screener events list shows them"
    facts = "the tables in data/ list them"
    tables = {
        "event_kind": ("T402", "event kind", names.kinds, events),
        "event_direction": ("T403", "price direction", names.directions, events),
        "event_id": ("T404", "event", names.event_ids, events),
        "model": ("T406", "model", names.models, facts),
        "group_or_model": ("T406", "model or group", names.groups | names.models, facts),
        "usage": ("T408", "usage figure", names.usage, facts),
    }
    return tables[kind]


def _check_suffix(mention: Mention, names: KnownNames) -> Iterable[Problem]:
    ticker = mention.name
    _, dot, suffix = ticker.rpartition(".")
    known = {name.removeprefix(".") for name in names.suffixes}
    if not dot or ticker in names.suffixes or suffix in known:
        return
    dash = f"{ticker.rpartition('.')[0]}-{suffix}"
    hint = f"write {dash} for a class of shares" if len(suffix) == 1 else ""
    near = did_you_mean(suffix, {name for name in known if name})
    message = f"no exchange is known for the suffix .{suffix} of {ticker}"
    yield _problem(mention, "T405", "error", message, hint or near or "add a row to exchanges.csv")


def _check_benchmark(mention: Mention, names: KnownNames) -> Iterable[Problem]:
    benchmarks = {benchmark for benchmark, _ in names.benchmarks}
    where = "data/benchmark_gaps.csv lists them"
    if mention.kind == "benchmark":
        if mention.name not in benchmarks:
            yield _unknown(mention, "T407", "benchmark", benchmarks, where)
        return
    pairs = {pair for benchmark, pair in names.benchmarks if benchmark == mention.of}
    if pairs and mention.name not in pairs:
        yield _unknown(mention, "T407", f"pair for {mention.of}", pairs, where)


def _check_gap_unit(mention: Mention, names: KnownNames) -> Iterable[Problem]:
    """Yield an error where the rows of a benchmark are in another unit than the measure takes."""
    units = names.gap_units.get((mention.of, mention.detail), frozenset())
    wanted = MEASURES[mention.name].unit
    if not units or wanted in units:
        return
    fitting = [each.name for each in MEASURES.values() if each.arguments == _GAP_ARGUMENTS and each.unit in units]
    message = f"{mention.of}, {mention.detail} is in {_listed(units)}, and {mention.name} takes {wanted}"
    hint = f"write {' or '.join(fitting)}" if fitting else "no measure takes that unit"
    yield _problem(mention, "T412", "error", message, hint)


def _check_usage_unit(mention: Mention, names: KnownNames) -> Iterable[Problem]:
    """Yield an error where a unit is written that is not the figure's."""
    units = names.usage_units.get(mention.of, frozenset())
    spellings = {spelling.casefold() for unit in units for spelling in (unit, *UNIT_SPELLINGS.get(unit, ()))}
    if not units or mention.detail.casefold() in spellings:
        return
    message = f"{mention.of} is in {_listed(units)}, not in {mention.detail}"
    yield _problem(mention, "T413", "error", message, f"write {_listed(units)} or no unit")


def _listed(units: Iterable[str]) -> str:
    return " or ".join(sorted(units))


def _unknown(mention: Mention, code: str, what: str, known: Iterable[str], where: str) -> Problem:
    hint = did_you_mean(mention.name, known) or where
    return _problem(mention, code, "error", f"there is no {what} {mention.name!r}", hint)


def _problem(mention: Mention, code: str, severity: Severity, message: str, hint: str) -> Problem:
    return Problem(
        mention.path, mention.line, mention.column, code, severity, message, mention.excerpt, mention.width, hint
    )
