"""What is not as it was at the last review: the note, the signals, the states of its claims."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from screener.records.claim import ClaimRow
from screener.records.review import Change
from screener.records.screen import ScreenReport, ScreenRow
from screener.records.snapshot import SignalState, Snapshot
from screener.records.thesis import Thesis
from screener.report.percent import percent_text
from screener.thesis.changes import thesis_changes
from screener.thesis.links import vault_lookup, vault_of
from screener.thesis.reading import read_thesis_bytes

# A suggested weight that moved by less is noise of the day.
LEAST_WEIGHT_CHANGE = 0.01
_DRIFTS = ("statement", "criterion", "claim", "conviction")


def changes(
    thesis: Thesis,
    note: str,
    previous: Snapshot | None,
    screen: ScreenReport,
    claims: Sequence[ClaimRow],
    loss: float | None,
) -> tuple[Change, ...]:
    """Return everything that changed since the last stored review.

    Parameters
    ----------
    thesis : Thesis
    note : str
        The note's text now.
    previous : Snapshot or None
        Without one only the signals are compared, with the last session of the week before, by replay.
    screen : ScreenReport
    claims : sequence of ClaimRow
    loss : float or None
        The worst net return of the spans, decimal, where it is below 0: edits of what was claimed are drift then.

    Returns
    -------
    tuple of Change
        The note's own first, then signals and weights, then states.
    """
    if previous is None:
        return tuple(_replayed(screen))
    edits = [_drifted(each, loss) for each in _edits(thesis, note, previous)]
    return (*edits, *_signals(previous.signals, screen), *_states(previous, claims))


def _edits(thesis: Thesis, note: str, previous: Snapshot) -> tuple[Change, ...]:
    """Return the edits of the note; a stored text that no longer reads as a thesis is one change of it all."""
    if previous.note == note:
        return ()
    # Both as written: the thesis at hand bears the tables' names for its labs.
    lookup = vault_lookup(vault_of(Path(thesis.path)))
    was, now = (read_thesis_bytes(thesis.path, text.encode(), lookup=lookup).thesis for text in (previous.note, note))
    if was is None or now is None:
        why = "the note as it was then is no thesis to this version, so its parts cannot be compared"
        return (Change("statement", "", previous.note, note, why),)
    return thesis_changes(was, previous.note, now, note, before_on=previous.as_of)


def _drifted(change: Change, loss: float | None) -> Change:
    if loss is None or change.kind not in _DRIFTS:
        return change
    said = f"edited after a loss of {percent_text(-loss)}"
    return replace(change, is_drift=True, note="; ".join(part for part in (said, change.note) if part))


def _replayed(screen: ScreenReport) -> Iterator[Change]:
    for row in screen.rows:
        if row.signal != row.signal_before and screen.compared_on is not None:
            yield Change("signal", row.name.ticker, row.signal_before, row.signal, _why(row))


def _signals(before: Sequence[SignalState], screen: ScreenReport) -> Iterator[Change]:
    """Yield names that came, went, or have another signal or weight; a ticker in two legs is two names."""
    was = {(each.ticker, each.leg): each for each in before}
    now = {(row.name.ticker, row.name.leg): row for row in screen.rows}
    for key, row in now.items():
        old = was.get(key)
        if old is None:
            yield Change("signal", row.name.ticker, "", row.signal, f"new among the names screened; {_why(row)}")
        elif old.signal != row.signal:
            yield Change("signal", row.name.ticker, old.signal, row.signal, _why(row))
        elif abs((row.weight or 0.0) - (old.weight or 0.0)) >= LEAST_WEIGHT_CHANGE:
            was_so, is_so = (f"{row.signal} {_weight(weight)}" for weight in (old.weight, row.weight))
            yield Change("signal", row.name.ticker, was_so, is_so, "another weight is suggested")
    for key, old in was.items():
        if key not in now:
            yield Change("signal", old.ticker, old.signal, "", "no longer among the names screened")


def _why(row: ScreenRow) -> str:
    return "; ".join(row.reasons[:2])


def _weight(weight: float | None) -> str:
    return "without a weight" if weight is None else f"{100.0 * weight:+.1f} %"


def _states(previous: Snapshot, claims: Sequence[ClaimRow]) -> Iterator[Change]:
    was = {(each.role, each.claim): each for each in reversed(previous.claims)}
    now = {(row.role, row.claim): row for row in reversed(claims)}
    for key, row in reversed(now.items()):
        old = was.get(key)
        if old is not None and old.state != row.state:
            yield Change("state", row.claim, old.state, row.state, row.note)
