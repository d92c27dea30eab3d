"""Every run is one try: what makes it another variant, its line in the ledger, and how many tries there were."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from screener.calc.books.all_books import BookResults, with_trials
from screener.dictionary.ledger_codes import UNWRITTEN_TRIAL
from screener.records.event import PERIODS
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.performance import Performance
from screener.records.problem import Problem
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.state import ledger

# The options that change a book; the rest change only what is read out of the events.
_BOOK = (
    "members",
    "benchmark",
    "rebalance",
    "lag_sessions",
    "cost_bps",
    "borrow_bps_per_year",
    "gross",
    "history_from",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """The books with their deflated Sharpe ratios, and whether this variant is new to the ledger."""

    performance: tuple[Performance, ...]
    is_new: bool
    problems: tuple[Problem, ...]


def options_of(thesis: Thesis, settings: Settings) -> dict[str, ledger.Option]:
    """Return everything that makes this run another variant; the order of members and names does not."""
    events = asdict(settings.events or thesis.events)
    return {
        "members": sorted(
            f"{leg.name}*{leg.weight:g} {member.ticker}*{member.weight:g} {member.from_on or ''}..{member.to_on or ''}"
            for leg in thesis.legs
            for member in leg.members
        ),
        "benchmark": list(thesis.benchmark),
        "rebalance": thesis.rules.rebalance,
        "lag_sessions": thesis.rules.lag_sessions,
        "cost_bps": thesis.rules.cost_bps,
        "borrow_bps_per_year": thesis.rules.borrow_bps_per_year,
        "gross": thesis.rules.gross,
        "history_from": str(thesis.history_from or ""),
        "windows": sorted(str(window) for window in thesis.windows),
        "primary": f"{thesis.primary_basket} {thesis.primary_window}",
        "anchor": settings.anchor,
        "events": json.dumps({name: sorted(chosen) for name, chosen in events.items()}, sort_keys=True),
        "is_simulated": settings.is_simulated,
        **_model_options(settings.model),
    }


def _model_options(model: EventModel) -> dict[str, ledger.Option]:
    """Return what differs from the default model, so that a default run keeps the key it has had."""
    said: dict[str, ledger.Option] = {}
    if model.return_model != DEFAULT_MODEL.return_model:
        said["return_model"] = model.return_model
    if (model.estimation, model.min_returns) != (DEFAULT_MODEL.estimation, DEFAULT_MODEL.min_returns):
        said["estimation"] = f"{model.estimation} at least {model.min_returns}"
    if model.masks_events:
        said["masks_events"] = True
    return said


def enter(thesis: Thesis, settings: Settings, books: BookResults, fingerprint: str) -> Tried:
    """Enter the run in the ledger, then deflate its Sharpe ratios by all books tried for this thesis.

    Parameters
    ----------
    thesis : Thesis
    settings : Settings
        Without a ``ledger_path`` the run is its own only trial.
    books : BookResults
    fingerprint : str

    Returns
    -------
    Tried
        A ledger that cannot be written is a problem, not the end of the run.

    Notes
    -----
    Runs that differ only in events, windows or anchor have the same books and count once. A book counts in every
    period; its Sharpe ratio enters the variance only where it spans the same sessions as this run's.
    """
    options = options_of(thesis, settings)
    trial = ledger.Trial(_key(options), thesis.thesis_id, settings.asked_at, fingerprint, options, _sharpes(books))
    is_new, problems = False, list[Problem]()
    trials: tuple[ledger.Trial, ...] = ()
    if settings.ledger_path is not None:
        try:
            is_new = ledger.enter(settings.ledger_path, trial)
            reading = ledger.read(settings.ledger_path)
        except OSError as error:
            hint = "this run is not counted as a trial; make the folder writable or name another --workspace"
            message = f"the trial ledger cannot be written: {error.strerror or error}"
            problems.append(Problem(str(settings.ledger_path), 0, 0, UNWRITTEN_TRIAL, "warning", message, hint=hint))
        else:
            trials = reading.trials
            problems.extend(reading.problems)
    books_tried = _books_tried(thesis, trial, trials)
    counted = {
        (basket, period): [
            each.sharpe_per_session
            for each in ledger.variants(books_tried, thesis.thesis_id, basket, period)
            if _span(each) == _span(trial.sharpes.get(ledger.sharpe_key(basket, period)))
        ]
        for basket in thesis.baskets
        for period in PERIODS
    }
    n_trials = len({_book_key(each.options) for each in books_tried})
    return Tried(with_trials(books.performance, books.returns, counted, n_trials), is_new, tuple(problems))


def _books_tried(thesis: Thesis, trial: ledger.Trial, trials: Sequence[ledger.Trial]) -> list[ledger.Trial]:
    """Return every run of the thesis under the key of its book, this run's in place of its own earlier ones."""
    own = _book_key(trial.options)
    others = [
        replace(each, key=_book_key(each.options))
        for each in trials
        if each.thesis_id == thesis.thesis_id
        and each.options.get("is_simulated") == trial.options["is_simulated"]
        and _book_key(each.options) != own
    ]
    return [*others, replace(trial, key=own)]


def _span(sharpe: ledger.TrialSharpe | None) -> tuple[dt.date, dt.date] | None:
    return None if sharpe is None else (sharpe.start_on, sharpe.end_on)


def _sharpes(books: BookResults) -> dict[str, ledger.TrialSharpe]:
    return {
        ledger.sharpe_key(row.basket, row.period): ledger.TrialSharpe(
            row.sharpe_per_session, row.n_sessions, row.start_on, row.end_on
        )
        for row in books.performance
        if row.sharpe_per_session is not None and row.start_on is not None and row.end_on is not None
    }


def _key(options: Mapping[str, ledger.Option]) -> str:
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()[:16]


def _book_key(options: Mapping[str, ledger.Option]) -> str:
    return _key({name: options.get(name) for name in _BOOK})
