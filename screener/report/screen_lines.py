"""What a screen comes to, in words: the gate, what changed since the week before, and how far to trust the ranking."""

from collections.abc import Iterator

from screener.dictionary.screen_parts import SCORE_PARTS
from screener.records.screen import SIGNALS, ScreenReport, ScreenRow

_SAID = {part.column: part.said for part in SCORE_PARTS}
_MOST_NAMED = 12


def screen_lines(report: ScreenReport) -> Iterator[str]:
    """Say what a screen comes to.

    Parameters
    ----------
    report : ScreenReport

    Yields
    ------
    str
        A line without its end.
    """
    counts = [f"{n} {signal}" for signal in SIGNALS if (n := sum(row.signal == signal for row in report.rows))]
    yield f"{report.thesis.title} - screen of {report.data_as_of}, as of {report.as_of}: {', '.join(counts)}"
    if report.gate:
        named = ", ".join(report.gate)
        yield f"  NOTHING IS ENTERED while a breaker stands: {named} (screener claims says why)"
    yield from _changes(report)
    yield f"  score: {_weights(report)}; z within the side, what is not known counts as its middle"
    weights = [row.weight for row in report.rows if row.weight is not None]
    long, short = sum(w for w in weights if w > 0.0), sum(w for w in weights if w < 0.0)
    yield f"  suggested weights add up to {100.0 * long:+.1f} % long and {100.0 * short:+.1f} % short"
    if report.n_watched:
        yield f"  {report.n_watched} candidates to watch have no side: measured, not scored"
    if report.unpriced:
        names = [each.ticker for each in report.unpriced]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield f"  no prices: {', '.join(names[:_MOST_NAMED])}{more} (at the bottom, with the reason)"
    yield f"  {report.track_record}"


def _changes(report: ScreenReport) -> Iterator[str]:
    if report.compared_on is None:
        yield "  no earlier session to compare with"
        return
    changed = [row for row in report.rows if row.signal != row.signal_before]
    if not changed:
        yield f"  no signal differs from {report.compared_on}"
        return
    differ = "1 signal differs" if len(changed) == 1 else f"{len(changed)} signals differ"
    yield f"  {differ} from {report.compared_on}:"
    for row in changed[:_MOST_NAMED]:
        yield f"    {_change(row)}"
    if len(changed) > _MOST_NAMED:
        yield f"    and {len(changed) - _MOST_NAMED} more: --columns ticker,signal_before,signal,moved_by"


def _change(row: ScreenRow) -> str:
    said = f"{row.name.ticker}: {row.signal_before} to {row.signal}"
    if row.score is None or row.score_change is None:
        return said
    moved = f", {_SAID[row.moved_by]} moved most" if row.moved_by else ""
    return f"{said}, score {row.score:+.2f} ({row.score_change:+.2f}{moved})"


def _weights(report: ScreenReport) -> str:
    return ", ".join(f"{100.0 * weight:.0f} % {name}" for name, weight in report.weights if weight)
