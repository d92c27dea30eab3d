"""The settings that change numbers: benchmark, costs, rebalancing, events, windows, the primary hypothesis."""

from dataclasses import dataclass
from typing import get_args

from screener.dictionary.near_misses import did_you_mean
from screener.records.book_rules import BookRules, Rebalance
from screener.records.thesis import EventFilter, Thesis, Window
from screener.thesis.findings import Findings, MentionKind
from screener.thesis.links import Lookup, parse_link, plain_name
from screener.thesis.members import read_member
from screener.thesis.properties import Properties
from screener.thesis.scalars import parse_window, read_number, read_whole_number, read_window, read_word
from screener.thesis.source import Value

DEFAULT_BENCHMARK = "SPY"
DEFAULT_WINDOWS = (Window(-1, 1), Window(0, 5), Window(0, 20))
DEFAULT_PRIMARY_WINDOW = Window(0, 5)
DEFAULT_LAG_SESSIONS = 1
# A tenth of the traded value, and ten times the stock's value a year: more is a slip of the pen.
MAX_COST_BPS = 1_000.0
MAX_BORROW_BPS_PER_YEAR = 100_000.0
DEFAULT_COST_BPS = 10.0
DEFAULT_BORROW_BPS_PER_YEAR = 50.0
DEFAULT_GROSS = 2.0


@dataclass(frozen=True, slots=True)
class Settings:
    """As in :class:`~screener.records.thesis.Thesis`, defaults filled in."""

    benchmark: tuple[str, ...]
    rules: BookRules
    probability_pct: float | None


def read_settings(properties: Properties, findings: Findings, lookup: Lookup) -> Settings:
    """Read the backtest's settings; a faulty one falls back to its default, with a problem."""

    def number(name: str, default: float, low: float, high: float, *, above: bool = False) -> float:
        value = properties.one(name)
        found = read_number(value, name, low, high, findings, above=above) if value else None
        return default if found is None else found

    lag = properties.one("lag_sessions")
    lag_sessions = read_whole_number(lag, "lag_sessions", 0, 10, findings) if lag else None
    if lag and lag_sessions == 0:
        message = "lag_sessions 0 trades at the very close it decides on, which nobody can"
        findings.warn("T120", lag, message, "take it for a sensitivity, not for a result")
    words: tuple[Rebalance, ...] = get_args(Rebalance)
    rebalance = properties.one("rebalance")
    return Settings(
        benchmark=_benchmark(properties, findings, lookup),
        rules=BookRules(
            rebalance=(read_word(rebalance, "rebalance", words, findings) if rebalance else None) or "monthly",
            lag_sessions=DEFAULT_LAG_SESSIONS if lag_sessions is None else lag_sessions,
            cost_bps=number("cost_bps", DEFAULT_COST_BPS, 0, MAX_COST_BPS),
            borrow_bps_per_year=number("borrow_bps_per_year", DEFAULT_BORROW_BPS_PER_YEAR, 0, MAX_BORROW_BPS_PER_YEAR),
            gross=number("gross", DEFAULT_GROSS, 0, 10, above=True),
        ),
        probability_pct=_probability(properties, findings),
    )


def _probability(properties: Properties, findings: Findings) -> float | None:
    value = properties.one("probability_pct")
    number = read_number(value, "probability_pct", 0, 100, findings) if value else None
    if value and number is not None and 0 < number < 1:
        hint = f"write {number * 100:g} if you mean {number * 100:g} %"
        findings.warn("T117", value, f"probability_pct: {value.text} means less than one percent", hint)
    return number


def _benchmark(properties: Properties, findings: Findings, lookup: Lookup) -> tuple[str, ...]:
    tickers: dict[str, None] = {}
    for value in properties.raw("benchmark"):
        item = value.trimmed()
        member = read_member(item, findings, lookup)
        if member is None:
            continue
        if (member.weight, member.from_on, member.to_on) != (1.0, None, None):
            findings.error("T201", item, "a benchmark is a ticker alone", f"write {member.ticker}")
        elif member.ticker in tickers:
            findings.warn("T118", item, f"benchmark {member.ticker} stands twice", "remove one")
        else:
            tickers[member.ticker] = None
    return tuple(tickers) or (DEFAULT_BENCHMARK,)


def read_events(properties: Properties, findings: Findings) -> EventFilter:
    """Return the thesis's own selection of events; the names are bound later, by ``lint``."""
    return EventFilter(
        kinds=_names("event_kinds", "event_kind", properties, findings),
        labs=_names("event_labs", "lab", properties, findings),
        directions=_names("event_direction", "event_direction", properties, findings),
        ids=_names("event_ids", "event_id", properties, findings),
        skip=_names("event_skip", "event_id", properties, findings),
    )


def _names(name: str, kind: MentionKind, properties: Properties, findings: Findings) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for item in properties.many(name):
        text = plain_name(item.text)
        if text in found:
            findings.warn("T118", item, f"{name}: {text} stands twice", "remove one")
            continue
        place = Value(text, item.begin, item.end, None) if parse_link(item.text) else item
        findings.mention(kind, place)
        found[text] = None
    return tuple(found)


def read_windows(properties: Properties, findings: Findings) -> tuple[Window, ...]:
    """Return the event windows in the note's order, by default three."""
    windows: list[Window] = []
    for item in properties.many("event_windows"):
        window = read_window(item, "event_windows", findings)
        if window in windows:
            findings.warn("T118", item, f"event_windows: {item.text} stands twice", "remove one")
        elif window is not None:
            windows.append(window)
    return tuple(windows) or DEFAULT_WINDOWS


def read_primary(
    properties: Properties, findings: Findings, draft: Thesis, *, are_legs_sound: bool
) -> tuple[str, Window]:
    """Return basket and window of the one hypothesis with a verdict.

    By default what the thesis holds (``spread``, or its only side) over 0..5, or over the first window
    if 0..5 is not one of them.
    """
    held = draft.held_basket if draft.legs else "spread"
    default = DEFAULT_PRIMARY_WINDOW if DEFAULT_PRIMARY_WINDOW in draft.windows else draft.windows[0]
    value = properties.one("primary")
    if value is None:
        return held, default
    parts = value.text.split()
    window = parse_window(parts[1]) if len(parts) == 2 else None
    if window is None:
        hint = f"write primary: {held} {default}"
        findings.error("T112", value, f"primary: {value.text!r} is not BASKET WINDOW", hint)
        return held, default
    basket = parts[0]
    if are_legs_sound and basket not in draft.baskets:
        place = value.part(0, len(basket))
        hint = did_you_mean(basket, draft.baskets)
        findings.error("T112", place, f"primary: there is no basket {basket!r}", hint)
    if window not in draft.windows:
        place = value.part(len(value.text) - len(parts[1]), len(value.text))
        listed = ", ".join(str(each) for each in draft.windows)
        findings.error("T112", place, f"primary: window {window} is not in event_windows", f"known: {listed}")
    return basket, window
