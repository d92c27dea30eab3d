"""What the note says about its benchmark, its odds, its events and its primary hypothesis."""

from screener.dictionary.near_misses import did_you_mean
from screener.records.thesis import EventFilter, Thesis, Window
from screener.thesis.findings import Findings, MentionKind
from screener.thesis.links import Lookup, parse_link, plain_name
from screener.thesis.members import read_ticker_alone
from screener.thesis.properties import Properties
from screener.thesis.scalars import parse_window, read_number, read_window
from screener.thesis.source import Value

DEFAULT_BENCHMARK = "SPY"
DEFAULT_WINDOWS = (Window(-1, 1), Window(0, 5), Window(0, 20))
DEFAULT_PRIMARY_WINDOW = Window(0, 5)


def read_probability(properties: Properties, findings: Findings) -> float | None:
    """Return the author's probability in percent; one that looks like a fraction is a warning."""
    value = properties.one("probability_pct")
    number = read_number(value, "probability_pct", 0, 100, findings) if value else None
    if value and number is not None and 0 < number < 1:
        hint = f"write {number * 100:g} if you mean {number * 100:g} %"
        findings.warn("T117", value, f"probability_pct: {value.text} means less than one percent", hint)
    return number


def read_benchmark(properties: Properties, findings: Findings, lookup: Lookup) -> tuple[str, ...]:
    """Return the tickers of the market model, by default one."""
    tickers: dict[str, None] = {}
    for value in properties.raw("benchmark"):
        item = value.trimmed()
        ticker = read_ticker_alone(item, "benchmark", findings, lookup)
        if ticker in tickers:
            findings.warn("T118", item, f"benchmark {ticker} stands twice", "remove one")
        elif ticker is not None:
            tickers[ticker] = None
    return tuple(tickers) or (DEFAULT_BENCHMARK,)


def refuse_currency(properties: Properties, findings: Findings) -> None:
    """Report ``currency``: nothing converts yet, and ignoring it would give other numbers than were asked for."""
    for item in properties.many("currency")[:1]:
        hint = "remove it; each name is counted in its own currency"
        findings.error("T107", item, "currency is not supported by this version", hint)


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
