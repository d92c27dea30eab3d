"""Claims, wired: what a note says against facts, statements and prices, as known on a day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from screener import __version__
from screener.calc.margins import margin_quarters
from screener.claims.history import history_points
from screener.claims.judging import Judged, judge, tell_all
from screener.claims.questions import Answer, answers, question_row
from screener.claims.statements_needed import comparisons, needed_statements, without_quarters
from screener.dictionary.measures import MEASURES
from screener.errors import DataError
from screener.fingerprint import extended, fingerprint_of
from screener.measures.desk import Desk
from screener.measures.thesis_prices import ThesisPrices
from screener.pricing import Priced, price
from screener.records.claim import ClaimPoint, ClaimRole, ClaimRow, ClaimsReport
from screener.records.event import Event
from screener.records.expression import Statement
from screener.records.fact import Facts
from screener.records.income import IncomeReading, MarginQuarter
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.reference import Reference
from screener.sessions.calendar import sessions

STAGES = ("prices", "claims")
_DATED_FACTS = ("token_prices", "benchmark_gaps", "usage")


def needs_prices(thesis: Thesis) -> bool:
    """Tell whether any claim or criterion is about prices of stocks."""
    return any(MEASURES[each.measure].uses_prices for each in comparisons(thesis))


def income_tickers(thesis: Thesis) -> tuple[str, ...]:
    """Return the tickers whose statements a thesis may need: its members and those it names."""
    return tuple(dict.fromkeys((*thesis.tickers, *needed_statements(thesis))))


def check_claims(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    income: IncomeReading,
    reviewed_on: Sequence[dt.date] = (),
    listener: Callable[[str], None] = lambda _: None,
    *,
    has_history: bool = False,
    priced: Priced | None = None,
) -> ClaimsReport:
    """Judge every claim and kill criterion of a thesis.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    reference : Reference
        The tables.
    settings : Settings
        ``as_of_at`` cuts prices, facts and statements.
    income : IncomeReading
        Statements of :func:`income_tickers`.
    reviewed_on : sequence of date
    listener : callable
        Told each of :data:`STAGES` as it begins.
    has_history : bool
        Whether the values over time are wanted.
    priced : Priced or None
        Of this thesis under these settings, where it is at hand.

    Returns
    -------
    ClaimsReport
        Without prices, what rests on them is unknown and says why; all else is judged.
    """
    as_of = settings.as_of_at.date()
    listener("prices")
    priced, no_prices = (priced, "") if priced is not None else _priced(thesis, reference, settings)
    listener("claims")
    desk = open_desk(thesis, reference, settings, income, reviewed_on, priced, no_prices)
    judged_by = answers(thesis.judged, as_of)
    judged = [
        (role, statement, _judge(statement, role, desk, as_of, judged_by)) for role, statement in _statements(thesis)
    ]
    rows = [row for _, _, each in judged for row in each.rows]
    n_claims = sum(row.role == "claim" for row in rows)
    pillars = _pillar_rows(thesis, judged_by, as_of)
    history: Iterable[ClaimPoint] = (
        point for role, statement, each in judged for point in history_points(statement, role, each.moments)
    )
    margins = tuple(_margins(income, as_of))
    used = () if priced is None else (*priced.panel.problems,)
    return ClaimsReport(
        thesis=thesis,
        rows=(*rows[:n_claims], *pillars, *rows[n_claims:]),
        history=tuple(history) if has_history else (),
        margins=margins,
        no_quarterly_data=tuple(without_quarters(thesis, income_tickers(thesis), income, margins, as_of)),
        coverage=() if priced is None else priced.panel.coverage,
        findings=() if priced is None else priced.panel.findings,
        problems=(*tell_all([each for _, _, each in judged]), *used),
        no_prices=no_prices if needs_prices(thesis) else "",
        as_of=as_of,
        price_source="" if priced is None else priced.panel.source,
        data_as_of=None if priced is None else priced.panel.data_as_of,
        prices_from=None if priced is None else priced.market.history_from,
        flags=_flags(priced),
        fingerprint=_fingerprint(thesis, reference, settings, priced, income),
    )


def open_desk(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    income: IncomeReading,
    reviewed_on: Sequence[dt.date],
    priced: Priced | None,
    no_prices: str = "",
) -> Desk:
    """Return what the measures of a thesis's claims are made from.

    Parameters
    ----------
    thesis : Thesis
    reference : Reference
    settings : Settings
    income : IncomeReading
    reviewed_on : sequence of date
    priced : Priced or None
        None where there are no prices, for the reason in ``no_prices``.
    no_prices : str
    """
    return Desk(
        thesis=thesis,
        facts=reference.facts,
        events=reference.events,
        income=income.quarters,
        reviewed_on=reviewed_on,
        prices=None if priced is None else ThesisPrices(priced),
        no_prices=no_prices,
        no_income=_no_income(income, settings),
        no_quarters={each.ticker: each.reason for each in income.outcomes if not each.n_quarters},
        count_sessions=_session_counter(thesis, reference, settings),
    )


def _statements(thesis: Thesis) -> Iterator[tuple[ClaimRole, Statement]]:
    for statement in thesis.claims:
        yield "claim", statement
    for statement in thesis.kill:
        yield "kill", statement


def _judge(statement: Statement, role: ClaimRole, desk: Desk, as_of: dt.date, judged_by: dict[str, Answer]) -> Judged:
    """Judge a statement; a question waits for a person, whatever its comparison says."""
    answer = judged_by.get(statement.name.casefold())
    if not statement.comparisons:
        row = question_row(statement.name or statement.text, role, answer, as_of, statement.line)
        return Judged((row,), (), ())
    found = judge(statement, role, desk, as_of)
    if statement.role != "question":
        return found
    asked = question_row(statement.name, role, answer, as_of, statement.line)
    rows = tuple(replace(row, state=asked.state, note=f"{asked.note}; {row.note}".strip("; ")) for row in found.rows)
    return replace(found, rows=rows)


def _pillar_rows(thesis: Thesis, judged_by: dict[str, Answer], as_of: dt.date) -> Iterator[ClaimRow]:
    """Yield the questions that only ``pillars`` asks."""
    known = {statement.name.casefold() for _, statement in _statements(thesis) if statement.name}
    for pillar in thesis.pillars:
        name = pillar.removeprefix("?").strip()
        if pillar.startswith("?") and name.casefold() not in known:
            yield question_row(name, "pillar", judged_by.get(name.casefold()), as_of)


def _priced(thesis: Thesis, reference: Reference, settings: Settings) -> tuple[Priced | None, str]:
    if not needs_prices(thesis):
        return None, "no measure asks for prices"
    try:
        return price(thesis, reference.events, reference.exchanges, settings), ""
    except DataError as error:
        return None, str(error)


def _no_income(income: IncomeReading, settings: Settings) -> str:
    """Say why there are no statements at all, where one reason holds for every ticker."""
    if income.quarters:
        return ""
    reasons = {each.reason for each in income.outcomes}
    return reasons.pop() if settings.is_simulated and len(reasons) == 1 else ""


def _session_counter(thesis: Thesis, reference: Reference, settings: Settings) -> Callable[[dt.date, dt.date], int]:
    exchange = reference.exchanges.of(thesis.benchmark[0])
    mic = "XNYS" if exchange is None else exchange.mic

    def count(first: dt.date, last: dt.date) -> int:
        return len(sessions(mic, first, last, settings.cache_folder).session_on)

    return count


def _margins(income: IncomeReading, as_of: dt.date) -> Iterator[MarginQuarter]:
    for ticker in dict.fromkeys(each.ticker for each in income.quarters):
        yield from margin_quarters(income.of(ticker), as_of)


def _flags(priced: Priced | None) -> tuple[str, ...]:
    if priced is None:
        return ()
    holds = {
        "simulated": priced.panel.source == "simulated",
        "members_missing": any(each.n_sessions == 0 for each in priced.panel.coverage),
    }
    return tuple(flag for flag, is_set in holds.items() if is_set)


def _fingerprint(
    thesis: Thesis, reference: Reference, settings: Settings, priced: Priced | None, income: IncomeReading
) -> str:
    """Hash the version, the note, the day, prices where they are used, and every fact known that day."""
    as_of = settings.as_of_at.date()
    run = "" if priced is None else fingerprint_of(thesis, settings, priced)
    return extended(
        run, [__version__, thesis.text_sha256, str(as_of), *_facts(reference.facts, reference.events, as_of, income)]
    )


def _facts(facts: Facts, events: Sequence[Event], as_of: dt.date, income: IncomeReading) -> Iterator[str]:
    """Yield each row's content, not the place of its file."""
    dated = [row for name in _DATED_FACTS for row in getattr(facts, name)]
    for row in (*dated, *events, *income.quarters):
        if row.known_on <= as_of:
            yield repr(replace(row, path="", line=0))
    for member in facts.model_groups:
        yield repr(replace(member, path="", line=0))
