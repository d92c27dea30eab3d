"""A thesis note from answers to a few questions."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from screener.drafting.checking import CheckedDraft, linted
from screener.drafting.open_points import open_points
from screener.errors import ThesisError, UsageError
from screener.expressions import ExpressionError, parse_statement
from screener.records.draft import Draft, Entry, Origin
from screener.reference import Reference
from screener.report.draft.new_note import new_note_text
from screener.thesis.scalars import parse_number
from screener.thesis.tickers import is_ticker, ticker_hint

_LEG = re.compile(r"(?P<leg>[a-z0-9_]+)\s*=\s*(?P<tickers>.+)")
_NAMES = "names"
_NO_ORIGIN: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of a new thesis.

    Parameters
    ----------
    title : str
    long, short : sequence of str
        Tickers joined by commas, each text a leg: ``NVDA,AVGO`` or ``chips=NVDA,AVGO``.
    kill : sequence of str
        Criteria, or words that a person judges.
    benchmark : str
    probability_pct : float or None
    """

    title: str
    long: Sequence[str]
    short: Sequence[str]
    kill: Sequence[str]
    benchmark: str
    probability_pct: float | None = None


def new_thesis(answers: Answers, thesis_id: str, opened_on: dt.date, reference: Reference) -> CheckedDraft:
    """Return the note that the answers make.

    Raises
    ------
    UsageError
        An answer that cannot be used.
    ThesisError
        The linter finds an error in the whole; it has the problems.
    """
    legs = [
        Entry(f"{side}_{leg}", ticker, ticker, _NO_ORIGIN)
        for side, texts in (("long", answers.long), ("short", answers.short))
        for text in texts
        for leg, ticker in read_leg(text)
    ]
    kill = [Entry("kill", text, text, _NO_ORIGIN) for text in map(read_criterion, answers.kill)]
    draft = Draft(thesis_id, answers.title, opened_on, "", tuple(_settings(answers)), (*legs, *kill))
    found = linted(draft, new_note_text(draft), f"{thesis_id}.md", reference)
    if found.thesis is None:
        raise ThesisError("the answers make no thesis that can be run; nothing was written", found.problems)
    return replace(found, draft=replace(draft, open_points=open_points(found.thesis)))


def read_leg(text: str) -> tuple[tuple[str, str], ...]:
    """Return leg and ticker of each name of one answer.

    Raises
    ------
    UsageError
        There is none, or one is no ticker.

    Examples
    --------
    >>> read_leg("chips=NVDA, AVGO"), read_leg("DUOL")
    ((('chips', 'NVDA'), ('chips', 'AVGO')), (('names', 'DUOL'),))
    """
    found = _LEG.fullmatch(text.strip())
    leg, listed = (found["leg"], found["tickers"]) if found else (_NAMES, text)
    tickers = [each for each in re.split(r"[\s,;]+", listed) if each]
    for ticker in tickers:
        if not is_ticker(ticker):
            raise UsageError(f"{ticker!r} is not a ticker; {ticker_hint(ticker)}")
    if not tickers:
        raise UsageError("there is no ticker; write them with commas between: NVDA,AVGO")
    return tuple((leg, ticker) for ticker in tickers)


def read_criterion(text: str) -> str:
    """Return a kill criterion as the note has it; words without a number become a question.

    Raises
    ------
    UsageError
        It has a number but is not in the language of criteria.

    Examples
    --------
    >>> read_criterion("the labs cut prices"), read_criterion("drawdown: spread_drawdown_pct >= 20")
    ('? the labs cut prices', 'breaker drawdown: spread_drawdown_pct >= 20')
    """
    text = text.strip()
    found = parse_statement(text)
    if not isinstance(found, ExpressionError):
        if found.role != "claim":
            return text
        return f"breaker {text}" if found.name else f"breaker {found.comparisons[0].measure}: {text}"
    asked = parse_statement(f"? {text}")
    if isinstance(asked, ExpressionError):
        raise UsageError(f"kill criterion {text!r}: {found.message}" + (f"; {found.hint}" if found.hint else ""))
    return f"? {text}"


def read_probability(text: str) -> float:
    """Return a probability in percent.

    Raises
    ------
    UsageError
        It is no number from 0 to 100.
    """
    number = parse_number(text.strip().removesuffix("%").strip())
    if number is None or not 0 <= number <= 100:
        raise UsageError(f"{text!r} is not a probability; write a number from 0 to 100, such as 60")
    return number


def _settings(answers: Answers) -> "list[tuple[str, str]]":
    settings = [("benchmark", answers.benchmark)]
    if answers.probability_pct is not None:
        settings.append(("probability_pct", f"{answers.probability_pct:g}"))
        if answers.long:
            measure = "spread_return_pct" if answers.short else "long_excess_return_pct"
            settings.append(("resolves", f"{measure} > 0"))
    return settings
