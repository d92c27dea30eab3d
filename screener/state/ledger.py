"""The trial ledger: every variant ever run, one JSON line each, appended and never changed.

A good Sharpe ratio is worth less the more variants were tried; the ledger is where the number of tries comes from.
"""

import datetime as dt
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from screener.dictionary.ledger_codes import UNREADABLE_TRIAL
from screener.errors import CodeError
from screener.file_lock import locked
from screener.records.problem import Problem

Option = str | int | float | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class TrialSharpe:
    """What one trial earned with one basket in one period.

    Parameters
    ----------
    sharpe_per_session : float
        Mean over standard deviation of the returns per session, not annualised.
    n_sessions : int
        Returns it was made from.
    start_on, end_on : date
        First and last of their sessions.
    """

    sharpe_per_session: float
    n_sessions: int
    start_on: dt.date
    end_on: dt.date


@dataclass(frozen=True, slots=True)
class Trial:
    """One variant of one thesis.

    Parameters
    ----------
    key : str
        Hash of members, weights and options, not of data: a rerun has the same key and is no new trial.
    thesis_id : str
        Which thesis.
    entered_at : datetime
        When it was first run, with a zone.
    fingerprint : str
        The run's fingerprint.
    options : mapping
        The options that change numbers, by name.
    sharpes : mapping
        By ``basket|period``, see :func:`sharpe_key`.
    """

    key: str
    thesis_id: str
    entered_at: dt.datetime
    fingerprint: str
    options: Mapping[str, Option]
    sharpes: Mapping[str, TrialSharpe]


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """What a ledger holds: the trials in the order they were entered, and the lines that cannot be read."""

    trials: tuple[Trial, ...]
    problems: tuple[Problem, ...] = ()


def sharpe_key(basket: str, period: str) -> str:
    """Return the key of ``Trial.sharpes`` for one basket and period."""
    return f"{basket}|{period}"


def enter(path: Path, trial: Trial) -> bool:
    """Append a trial, once, and again when its sample has grown; see :func:`enter_all`."""
    (is_new,) = enter_all(path, (trial,))
    return is_new


def enter_all(path: Path, trials: Sequence[Trial]) -> tuple[bool, ...]:
    """Append each trial once, and again when its sample has grown.

    Parameters
    ----------
    path : Path
        The workspace's ``state/trials.jsonl``; made with its folder if missing.
    trials : sequence of Trial

    Returns
    -------
    tuple of bool
        For each trial, True if its key was new. A known key is written again only with more sessions than before, so
        that Sharpe ratios of a short first run do not stand for ever. A later trial sees the earlier ones as entered.

    Raises
    ------
    CodeError
        A Sharpe ratio that is NaN or infinite, which belongs left out; nothing is written then.
    OSError
        The disk refused.

    Notes
    -----
    One process writes at a time, all its lines under one lock. A line that a killed process left unfinished stays as it
    is: the next trial starts a line of its own.
    """
    lines = [_line(trial) for trial in trials]
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path):
        content = path.read_bytes() if path.exists() else b""
        longest = _longest_samples(_parsed(str(path), content).trials)
        are_new, wanted = [], []
        for trial, line in zip(trials, lines, strict=True):
            known = longest.get(trial.key)
            are_new.append(known is None)
            if known is None or _has_grown(trial, known):
                wanted.append(line)
                _lengthen(longest.setdefault(trial.key, {}), trial)
        if wanted:
            is_unfinished = content != b"" and not content.endswith(b"\n")
            _append(path, (b"\n" if is_unfinished else b"") + b"".join(wanted))
    return tuple(are_new)


def read(path: Path, *, is_locked: bool = True) -> LedgerReading:
    """Read the ledger; a missing file holds no trials.

    Parameters
    ----------
    path : Path
    is_locked : bool
        False leaves no lock file behind where there is none; a line being written then looks broken.

    Returns
    -------
    LedgerReading
        Each line that cannot be read is a warning with its line number; all others count.
    """
    if not path.exists():
        return LedgerReading(())
    # Without the lock a line being written would look broken; where no lock can be made nobody can write either.
    with locked(path) if is_locked and os.access(path.parent, os.W_OK) else nullcontext():
        content = path.read_bytes()
    return _parsed(str(path), content)


def variants(trials: Iterable[Trial], thesis_id: str, basket: str, period: str) -> tuple[TrialSharpe, ...]:
    """Return the Sharpe ratios of all distinct variants of one thesis, basket and period, in the order entered.

    Each is that of the variant's longest sample.
    """
    key = sharpe_key(basket, period)
    chosen: dict[str, TrialSharpe] = {}
    for trial in trials:
        found = trial.sharpes.get(key)
        if trial.thesis_id != thesis_id or found is None:
            continue
        if trial.key not in chosen or found.n_sessions > chosen[trial.key].n_sessions:
            chosen[trial.key] = found
    return tuple(chosen.values())


def _longest_samples(trials: Iterable[Trial]) -> dict[str, dict[str, int]]:
    """Return the most sessions that any line holds, by a trial's key and then by basket and period."""
    longest: dict[str, dict[str, int]] = {}
    for trial in trials:
        _lengthen(longest.setdefault(trial.key, {}), trial)
    return longest


def _lengthen(longest: dict[str, int], trial: Trial) -> None:
    for key, sharpe in trial.sharpes.items():
        longest[key] = max(longest.get(key, 0), sharpe.n_sessions)


def _has_grown(trial: Trial, longest: Mapping[str, int]) -> bool:
    """Tell whether any sample of the trial is longer than all that its earlier lines hold."""
    return any(sharpe.n_sessions > longest.get(key, 0) for key, sharpe in trial.sharpes.items())


def _append(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line(trial: Trial) -> bytes:
    if trial.entered_at.tzinfo is None:
        raise CodeError("a trial's entered_at has no zone")
    if not all(math.isfinite(sharpe.sharpe_per_session) for sharpe in trial.sharpes.values()):
        raise CodeError("a trial's Sharpe ratio is not a number; leave that basket and period out")
    record = {
        "key": trial.key,
        "thesis_id": trial.thesis_id,
        "entered_at": trial.entered_at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
        "fingerprint": trial.fingerprint,
        "options": dict(trial.options),
        "sharpes": {
            key: {
                "sharpe_per_session": sharpe.sharpe_per_session,
                "n_sessions": sharpe.n_sessions,
                "start_on": sharpe.start_on.isoformat(),
                "end_on": sharpe.end_on.isoformat(),
            }
            for key, sharpe in trial.sharpes.items()
        },
    }
    return (json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _parsed(path: str, content: bytes) -> LedgerReading:
    trials: list[Trial] = []
    problems: list[Problem] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            trials.append(_trial(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            problems.append(_problem(path, number, line))
    return LedgerReading(tuple(trials), tuple(problems))


def _trial(line: bytes) -> Trial:
    record = json.loads(line)
    return Trial(
        key=_string(record["key"]),
        thesis_id=_string(record["thesis_id"]),
        entered_at=_instant(record["entered_at"]),
        fingerprint=_string(record["fingerprint"]),
        options=dict(record["options"]),
        sharpes={
            key: TrialSharpe(
                sharpe_per_session=float(sharpe["sharpe_per_session"]),
                n_sessions=int(sharpe["n_sessions"]),
                start_on=dt.date.fromisoformat(sharpe["start_on"]),
                end_on=dt.date.fromisoformat(sharpe["end_on"]),
            )
            for key, sharpe in record["sharpes"].items()
        },
    )


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _instant(text: str) -> dt.datetime:
    instant = dt.datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no zone")
    return instant


def _problem(path: str, number: int, line: bytes) -> Problem:
    return Problem(
        path=path,
        line=number,
        column=0,
        code=UNREADABLE_TRIAL,
        severity="warning",
        message="this line of the trial ledger cannot be read, so its trial is not counted",
        excerpt=line.decode(errors="replace").strip(),
        hint="a run was interrupted while writing it: run that variant again to count it",
    )
