"""What every name of a universe did around the events of one thesis: the table, and what to know before reading it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from screener.dictionary.tables import TABLES
from screener.records.event import Outcome
from screener.records.table import Table, Value
from screener.records.universe import NameOutcome, UniverseName, UniverseScan, UniverseWindow
from screener.report.percent import percent, percent_text

# How many of the names found may be there by chance before a name is called found.
DISCOVERY_RATE = 0.10


def universe_table(scan: UniverseScan, as_of: dt.date) -> Table:
    """Return one row a name and window, ranked within its window."""
    last: dict[str, Value] = {
        "anchor": scan.anchor,
        "return_model": scan.model.return_model,
        "estimation": str(scan.model.estimation),
        "thesis_id": scan.thesis_id,
        "as_of": as_of,
        "price_source": scan.price_source,
        "data_as_of": scan.data_as_of,
    }
    columns = TABLES["universe"]
    rows = [_row(name) | last | {"flags": _flags(scan, name)} for name in scan.names]
    return Table("universe", columns, tuple(tuple(row[column] for column in columns) for row in rows))


def universe_lines(scan: UniverseScan) -> Iterator[str]:
    """Say what was read, what was left out, and how much of what is found any calendar would show."""
    n_priced = scan.survivorship.n_names
    rows = f", {scan.n_rows:,} rows read" if scan.n_rows else ""
    yield f"{n_priced:,} names priced by {scan.price_source} to {scan.data_as_of}{rows}"
    for each in scan.left_out:
        yield f"  {each.n_rows:,} rows left out: {each.reason.value}"
    unpriced = [name.ticker for name in scan.names if name.is_member and name.outcome is NameOutcome.NOT_PRICED]
    if unpriced:
        yield f"  members without prices: {', '.join(dict.fromkeys(unpriced))}"
    yield _survivorship(scan)
    for event_outcome, ids in _unused(scan).items():
        yield f"  {event_outcome}: {', '.join(ids)}"
    if scan.not_known_yet:
        yield f"  not known yet: {', '.join(event.event_id for event in scan.not_known_yet)}"
    for window in scan.windows:
        yield _window(scan, window)


def _unused(scan: UniverseScan) -> dict[str, list[str]]:
    """Return, by outcome, the events that some window could not use."""
    ids: dict[str, list[str]] = {}
    for each in scan.events:
        for outcome in dict.fromkeys(each.outcomes):
            if outcome is not Outcome.USED:
                ids.setdefault(outcome.value, []).append(each.event.event_id)
    return ids


def _survivorship(scan: UniverseScan) -> str:
    found = scan.survivorship
    said = f"{found.n_ended:,} of {found.n_names:,} names ended in {found.name_years:,.0f} years of prices"
    return f"  survivorship-biased: {said}" if found.is_biased else f"  {said}"


def _window(scan: UniverseScan, window: UniverseWindow) -> str:
    found = sum(
        name.window == window.window and name.fdr is not None and name.fdr <= DISCOVERY_RATE for name in scan.names
    )
    outcomes = Counter(name.outcome.value for name in scan.names if name.window == window.window)
    counts = ", ".join(
        f"{outcomes[outcome.value]:,} {outcome.value}" for outcome in NameOutcome if outcomes[outcome.value]
    )
    said = f"{window.window}, {window.n_event_days} event days: {counts}"
    if window.share_beyond is None or window.placebo_share_beyond is None:
        return said
    shares = (
        f"z_placebo beyond 2 in size: {percent_text(window.share_beyond)} of the names, "
        f"{percent_text(window.placebo_share_beyond)} on any calendar"
    )
    if window.p_beyond is None:
        return f"{said}; {shares}"
    rate = percent_text(DISCOVERY_RATE)
    return f"{said}; {shares}, p {window.p_beyond:.3f}; {found:,} with a false-discovery rate of {rate} or less"


def _row(name: UniverseName) -> dict[str, Value]:
    return {
        "rank": name.rank,
        "ticker": name.ticker,
        "window": str(name.window),
        "is_member": name.is_member,
        "n_event_days": name.n_event_days,
        "caar_pct": percent(name.caar),
        "excess_pct": percent(name.excess),
        "t_event": name.t_event,
        "p_event": name.p_event,
        "z_placebo": name.z_placebo,
        "p_placebo": name.p_placebo,
        "false_discovery_rate": name.fdr,
        "placebo_mean_pct": percent(name.placebo_mean),
        "n_placebo": name.n_placebo,
        "first_on": name.first_on,
        "last_on": name.last_on,
        "n_sessions": name.n_sessions,
        "n_implausible": name.n_implausible,
        "outcome": name.outcome.value,
    }


def _flags(scan: UniverseScan, name: UniverseName) -> str:
    return ";".join(dict.fromkeys((*name.flags, *scan.flags)))
