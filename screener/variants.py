"""Every run is one try: what makes it another variant, its line in the ledger, and how many tries there were."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from screener.calc.books.all_books import BookResults, Returns, with_trials
from screener.dictionary.ledger_codes import UNWRITTEN_TRIAL
from screener.records.book_rules import BookRules
from screener.records.event import Period
from screener.records.performance import Performance
from screener.records.problem import Problem
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.state import ledger
from screener.variant_options import options_of

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
    "weighting",
    "hedge",
    "max_weight_pct",
    "cost_bps_by_name",
    "borrow_bps_per_year_by_name",
    "cash_rate",
    "delisting",
)


Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Try:
    """The books of a thesis under one set of rules, with the session returns of each basket and period."""

    rules: BookRules
    performance: tuple[Performance, ...]
    returns: Returns


@dataclass(frozen=True, slots=True)
class Tried:
    """The books with their deflated Sharpe ratios, and whether this variant is new to the ledger."""

    performance: tuple[Performance, ...]
    is_new: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class TriedTogether:
    """The books of each try with their deflated Sharpe ratios, and how many tries are new to the ledger."""

    performance: tuple[tuple[Performance, ...], ...]
    n_new: int
    problems: tuple[Problem, ...]


def enter(thesis: Thesis, settings: Settings, books: BookResults, fingerprint: str) -> Tried:
    """Enter the run in the ledger, then deflate its Sharpe ratios by all books tried for this thesis.

    Parameters
    ----------
    thesis : Thesis
    settings : Settings
    books : BookResults
    fingerprint : str

    Returns
    -------
    Tried
        See :func:`enter_all`.
    """
    tried = enter_all(thesis, settings, (Try(thesis.rules, books.performance, books.returns),), fingerprint)
    return Tried(tried.performance[0], tried.n_new > 0, tried.problems)


def enter_all(thesis: Thesis, settings: Settings, tries: Sequence[Try], fingerprint: str) -> TriedTogether:
    """Enter runs of one thesis under different rules, then deflate their Sharpe ratios by all books tried for it.

    Parameters
    ----------
    thesis : Thesis
        Its own rules are not looked at.
    settings : Settings
        Without a ``ledger_path`` these runs are the only trials.
    tries : sequence of Try
        At least one; each with other rules.
    fingerprint : str

    Returns
    -------
    TriedTogether
        A ledger that cannot be written is a problem, not the end of the run.

    Notes
    -----
    All are entered before any is deflated. Runs that differ only in events, windows or anchor have the same books and
    count once. A book counts in every period; its Sharpe ratio enters the variance only where it spans the same
    sessions as the one that is deflated.
    """
    trials = [_trial(replace(thesis, rules=each.rules), settings, each.performance, fingerprint) for each in tries]
    n_new, earlier, problems = _entered(settings, trials)
    books_tried = _books_tried(thesis, trials, earlier)
    n_trials = len({each.key for each in books_tried})
    known = _by_span(books_tried, thesis, {(row.basket, row.period) for each in tries for row in each.performance})
    performance = tuple(
        with_trials(
            each.performance,
            each.returns,
            {key: known.get((*key, _span(trial.sharpes.get(ledger.sharpe_key(*key)))), ()) for key in each.returns},
            n_trials,
        )
        for each, trial in zip(tries, trials, strict=True)
    )
    return TriedTogether(performance, n_new, problems)


def _trial(thesis: Thesis, settings: Settings, performance: Sequence[Performance], fingerprint: str) -> ledger.Trial:
    options = options_of(thesis, settings)
    return ledger.Trial(_key(options), thesis.thesis_id, settings.asked_at, fingerprint, options, _sharpes(performance))


def _entered(
    settings: Settings, trials: Sequence[ledger.Trial]
) -> tuple[int, tuple[ledger.Trial, ...], tuple[Problem, ...]]:
    """Enter trials; return how many are new, all that the ledger then holds, and what is wrong with it."""
    path = settings.ledger_path
    if path is None:
        return 0, (), ()
    try:
        are_new = ledger.enter_all(path, trials)
        reading = ledger.read(path)
    except OSError as error:
        hint = "this run is not counted as a trial; make the folder writable or name another --workspace"
        message = f"the trial ledger cannot be written: {error.strerror or error}"
        return 0, (), (Problem(str(path), 0, 0, UNWRITTEN_TRIAL, "warning", message, hint=hint),)
    return sum(are_new), reading.trials, reading.problems


def _books_tried(thesis: Thesis, own: Sequence[ledger.Trial], earlier: Sequence[ledger.Trial]) -> list[ledger.Trial]:
    """Return every run of the thesis under the key of its book, these runs in place of their own earlier ones."""
    keyed = [replace(each, key=_book_key(each.options)) for each in own]
    books = {each.key for each in keyed}
    others = [
        replace(each, key=_book_key(each.options))
        for each in earlier
        if each.thesis_id == thesis.thesis_id and each.options.get("is_simulated") == own[0].options["is_simulated"]
    ]
    return [*(each for each in others if each.key not in books), *keyed]


def _by_span(
    books_tried: Sequence[ledger.Trial], thesis: Thesis, keys: Collection[tuple[str, Period]]
) -> Mapping[tuple[str, Period, Span | None], Sequence[float]]:
    """Return the Sharpe ratios of the books by basket, period and the sessions they span."""
    found = defaultdict[tuple[str, Period, Span | None], list[float]](list)
    for basket, period in keys:
        for each in ledger.variants(books_tried, thesis.thesis_id, basket, period):
            found[basket, period, _span(each)].append(each.sharpe_per_session)
    return found


def _span(sharpe: ledger.TrialSharpe | None) -> Span | None:
    return None if sharpe is None else (sharpe.start_on, sharpe.end_on)


def _sharpes(performance: Sequence[Performance]) -> dict[str, ledger.TrialSharpe]:
    return {
        ledger.sharpe_key(row.basket, row.period): ledger.TrialSharpe(
            row.sharpe_per_session, row.n_sessions, row.start_on, row.end_on
        )
        for row in performance
        if row.sharpe_per_session is not None and row.start_on is not None and row.end_on is not None
    }


def _key(options: Mapping[str, ledger.Option]) -> str:
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()[:16]


def _book_key(options: Mapping[str, ledger.Option]) -> str:
    return _key({name: options.get(name) for name in _BOOK})
