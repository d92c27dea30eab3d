"""The commands as functions, for notebooks: plain names in, pandas frames out.

>>> from screener import api
>>> tables = api.backtest("ai-commoditization", source="simulated")     # doctest: +SKIP
>>> tables["performance"].query("basket == 'spread'")                    # doctest: +SKIP

Every function takes a thesis as the commands do, by its id or its note's path, and finds the workspace as they do.
What a command says on stderr is in ``tables.said``. Nothing asks a network but :func:`pull`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from screener.backtest import EXTRAS, Extra
from screener.cli.invocation import Invocation, open_invocation
from screener.config import Workspace, default_store
from screener.dictionary.tables import CLAIM_TABLES, REPORT_TABLES, REVIEW_TABLES
from screener.errors import ThesisError
from screener.records.prices import YAHOO
from screener.records.settings import Settings
from screener.records.table import Table
from screener.records.thesis import Thesis
from screener.reference import Reference

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Tables", "backtest", "claims", "prices", "pull", "review", "screen", "theses"]

Day = dt.date | str | None
Place = Path | str | None


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of one run by name, each made a frame when it is asked for.

    Parameters
    ----------
    tables : iterable of Table
    said : iterable of str
        What the command says beside its data: what was used, dropped or doubtful.

    Notes
    -----
    ``tables["scores"]`` is a DataFrame with real types, see :func:`screener.frames.frame`; ``list(tables)`` names all.
    """

    def __init__(self, tables: Iterable[Table], said: Iterable[str] = ()) -> None:
        self._tables = {table.name: table for table in tables}
        self.said = tuple(said)

    def __getitem__(self, name: str) -> "pd.DataFrame":
        from screener.dictionary.near_misses import did_you_mean
        from screener.frames import frame

        if name not in self._tables:
            hint = did_you_mean(name, self._tables) or f"the tables are {', '.join(self._tables)}"
            raise KeyError(f"no table {name!r}; {hint}")
        return frame(self._tables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name} ({len(table.rows)})' for name, table in self._tables.items())})"


def theses(workspace: Place = None) -> "pd.DataFrame":
    """Return every thesis found, one row each, as ``screener thesis list`` prints them."""
    from screener.frames import frame
    from screener.report.thesis_tables import list_table
    from screener.theses import load_all

    invocation = _invocation(workspace, None, ())
    loaded = load_all(invocation.workspace.thesis_folders, invocation.reference)
    return frame(list_table([each.listed for each in loaded]))


def backtest(
    thesis: str | Path,
    *,
    source: str | None = None,
    as_of: Day = None,
    workspace: Place = None,
    store: Place = None,
    extras: Sequence[Extra] = EXTRAS,
    enters_trial: bool = True,
) -> Tables:
    """Score a thesis's baskets over time and around events.

    Parameters
    ----------
    thesis : str or Path
        Id or note.
    source : str or None
        ``yahoo`` (the prices stored), ``csv:FOLDER`` or ``simulated``; by default what ``screener.toml`` says, else
        ``yahoo``.
    as_of : date, str or None
        Nothing known later than this day is used; None is now.
    workspace : path or None
        By default found as the commands find it, from the current folder.
    store : path or None
        The price store.
    extras : sequence of str
        Slower tables to fill: paths, tests, robustness, sensitivity, selection.
    enters_trial : bool
        Whether the run is entered in the trial ledger, as the command does. A look at a result is a try.

    Returns
    -------
    Tables
        scores, events, names, tests, robustness, paths, performance, attribution, equity, sensitivity, selection,
        overlap, coverage.

    Raises
    ------
    ThesisError, DataError, UsageError
        As the command; all are :class:`screener.errors.ScreenerError`.
    """
    from screener.backtest import run
    from screener.report.backtest_tables import backtest_table
    from screener.report.use_lines import use_lines
    from screener.report.verdict_sentences import verdict_sentences

    desk = _open(thesis, source, as_of, workspace, store, enters_trial=enters_trial)
    report = run(desk.thesis, desk.reference, desk.settings, extras=extras)
    tables = [backtest_table(report, name) for name in REPORT_TABLES]
    return Tables(tables, (*verdict_sentences(report), *use_lines(report)))


def screen(
    thesis: str | Path,
    *,
    source: str | None = None,
    as_of: Day = None,
    workspace: Place = None,
    store: Place = None,
    capital: float | None = None,
) -> Tables:
    """Rank names now.

    Parameters
    ----------
    thesis, source, as_of, workspace, store
        As in :func:`backtest`.
    capital : float or None
        Gives whole shares.

    Returns
    -------
    Tables
        signals.
    """
    from screener.report.screen_lines import screen_lines
    from screener.report.screen_table import screen_table
    from screener.screening import run
    from screener.state.snapshots import reviewed_on
    from screener.statements import income_of

    desk = _open(thesis, source, as_of, workspace, store, enters_trial=False)
    settings = replace(desk.settings, has_volume=True)
    income = income_of(run.tickers_wanted(desk.thesis, desk.reference), settings, desk.reference.facts)
    days = reviewed_on(desk.workspace.snapshots, desk.thesis.thesis_id)
    report = run.screen(desk.thesis, desk.reference, settings, income, reviewed_on=days, capital=capital)
    return Tables([screen_table(report)], screen_lines(report))


def claims(
    thesis: str | Path,
    *,
    source: str | None = None,
    as_of: Day = None,
    workspace: Place = None,
    store: Place = None,
) -> Tables:
    """Judge a thesis's claims and kill criteria against the facts.

    Parameters
    ----------
    thesis, source, as_of, workspace, store
        As in :func:`backtest`.

    Returns
    -------
    Tables
        claims, claim_values, margins.
    """
    from screener.claims.check import check_claims, income_tickers
    from screener.report.claim_lines import claim_lines
    from screener.report.claim_tables import claims_table
    from screener.state.snapshots import reviewed_on
    from screener.statements import income_of

    desk = _open(thesis, source, as_of, workspace, store, enters_trial=False)
    income = income_of(income_tickers(desk.thesis), desk.settings, desk.reference.facts)
    days = reviewed_on(desk.workspace.snapshots, desk.thesis.thesis_id)
    report = check_claims(desk.thesis, desk.reference, desk.settings, income, days, has_history=True)
    return Tables([claims_table(report, name) for name in CLAIM_TABLES], claim_lines(report))


def review(
    thesis: str | Path,
    *,
    source: str | None = None,
    as_of: Day = None,
    workspace: Place = None,
    store: Place = None,
    is_stored: bool = False,
) -> Tables:
    """Review a thesis: what changed, is it still right, what has to be decided.

    Parameters
    ----------
    thesis, source, as_of, workspace, store
        As in :func:`backtest`.
    is_stored : bool
        Whether the review is kept in the workspace for the next one to compare with, as the command does.

    Returns
    -------
    Tables
        rulings, pnl, changes, claims, evidence, risk, sizing, positions, coming, decisions, scorecard.
    """
    from screener.report.review.review_tables import review_table
    from screener.review.run import review_thesis
    from screener.state.snapshots import write_snapshot

    desk = _open(thesis, source, as_of, workspace, store, enters_trial=False)
    folder = desk.workspace.snapshots
    reviewed = review_thesis(desk.thesis, desk.reference, desk.settings, folder)
    if is_stored:
        write_snapshot(folder, reviewed.snapshot)
    tables = [review_table(reviewed.review, name) for name in REVIEW_TABLES]
    return Tables(tables, (*reviewed.review.sentences, *reviewed.review.missing))


def prices(
    thesis: str | Path,
    *,
    source: str | None = None,
    as_of: Day = None,
    workspace: Place = None,
    store: Place = None,
) -> "pd.DataFrame":
    """Return the total-return levels that every figure is made from, one column a ticker, one row a session.

    Parameters
    ----------
    thesis, source, as_of, workspace, store
        As in :func:`backtest`.

    Returns
    -------
    DataFrame
        NaN where there is no print.
    """
    import pandas as pd

    from screener.pricing import price

    desk = _open(thesis, source, as_of, workspace, store, enters_trial=False)
    panel = price(desk.thesis, desk.reference.events, desk.reference.exchanges, desk.settings).panel
    index = pd.DatetimeIndex(panel.session_on, name="session_on")
    return pd.DataFrame(panel.level, index=index, columns=list(panel.tickers))


def pull(thesis: str | Path, *, workspace: Place = None, store: Place = None) -> "pd.DataFrame":
    """Ask Yahoo for the prices of a thesis that are due and keep them; the only function that uses a network.

    Returns
    -------
    DataFrame
        One row a ticker: how asking ended.
    """
    from screener.cli.progress import Progress
    from screener.frames import frame
    from screener.pricing import prices_from, tickers_of
    from screener.pulling import pull as pull_prices
    from screener.report.price_tables import pull_table

    desk = _open(thesis, YAHOO, None, workspace, store, enters_trial=False)
    wanted = dict.fromkeys(tickers_of(desk.thesis), prices_from(desk.thesis))
    pulled = pull_prices(
        wanted,
        desk.settings.store_path or default_store(),
        desk.reference.exchanges,
        desk.invocation.fetching,
        desk.settings.asked_at,
        desk.settings.cache_folder,
        Progress(),
    )
    return frame(pull_table(pulled))


@dataclass(frozen=True, slots=True)
class _Desk:
    """A thesis with the tables and settings that a run takes."""

    invocation: Invocation
    thesis: Thesis
    settings: Settings

    @property
    def workspace(self) -> Workspace:
        return self.invocation.workspace

    @property
    def reference(self) -> Reference:
        return self.invocation.reference


def _open(
    thesis: str | Path, source: str | None, as_of: Day, workspace: Place, store: Place, *, enters_trial: bool
) -> _Desk:
    from screener.theses import load_asked

    invocation = _invocation(workspace, as_of, (str(thesis),))
    (loaded,) = load_asked((str(thesis),), invocation.workspace.thesis_folders, invocation.reference)
    if loaded.thesis is None:
        raise ThesisError(f"{thesis} has errors", loaded.problems)
    settings = invocation.settings({"source": source, "store": None if store is None else Path(store)})
    ledger = invocation.workspace.ledger if enters_trial else None
    return _Desk(invocation, loaded.thesis, replace(settings, ledger_path=ledger))


def _invocation(workspace: Place, as_of: Day, words: tuple[str, ...]) -> Invocation:
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    instant = None if day is None else dt.datetime.combine(day, dt.time.min)
    return open_invocation(None if workspace is None else Path(workspace), instant, words)
