"""``screener thesis new``: a thesis note from a few answers."""

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from screener.cli import options
from screener.cli.options import option
from screener.cli.thesis_import import (
    id_option,
    new_file_option,
    opened_on_option,
    opening_day,
    tell_draft,
    write_draft,
)
from screener.errors import ExitCode, UsageError

T = TypeVar("T")
_BENCHMARK = "SPY"

EPILOG = """\b
Examples:
  screener thesis new
  screener thesis new --title "Memory is scarce" --long memory=MU,WDC --short DUOL \\
    --kill "breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions"
"""


@click.command("new", epilog=EPILOG)
@option("--title", help="What you believe, in one line. Required.")
@option("--long", "long_", multiple=True, metavar="TICKERS", help="NVDA,AVGO or LEG=NVDA,AVGO; repeatable.")
@option("--short", multiple=True, metavar="TICKERS", help="The same for the short side. One side is required.")
@option("--benchmark", metavar="TICKER", help=f"What returns are measured against. Default: {_BENCHMARK}.")
@option("--kill", multiple=True, metavar="CRITERION", help="What would end it; repeatable. One is required.")
@option("--probability-pct", metavar="NUMBER", help="How sure you are that it pays, 0 to 100.")
@opened_on_option
@id_option
@new_file_option
@options.workspace_option
def new_command(
    opened_on: dt.datetime | None,
    thesis_id: str | None,
    output: Path | None,
    workspace: Path | None,
    **given: Any,
) -> int:
    """Write a thesis note from a few answers: options, and on a terminal questions for the rest."""
    from screener.cli.invocation import open_invocation
    from screener.cli.talk import tell
    from screener.drafting.answers import new_thesis
    from screener.drafting.importing_note import check_id
    from screener.thesis.identity import id_of_name

    invocation = open_invocation(workspace, None)
    folder = invocation.workspace.folder / "theses"
    if thesis_id is not None:
        check_id(thesis_id, folder)
    day = opening_day(opened_on, invocation.asked_at.date())
    answers = _asked(given) if _is_terminal() else _given(given)
    found = new_thesis(answers, thesis_id or id_of_name(answers.title), day, invocation.reference)
    place = write_draft(found, output, folder)
    tell([f"wrote {'to standard output' if place is None else place}"])
    tell_draft(found, place)
    return ExitCode.DONE


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def _given(given: dict[str, Any]) -> Any:
    """Return the answers of the options alone.

    Raises
    ------
    UsageError
        A required one is missing; the message names it.
    """
    from screener.drafting.answers import Answers, read_probability

    needed = {
        "--title": given["title"],
        "--long or --short": given["long_"] or given["short"],
        "--kill": given["kill"],
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise UsageError(f"without a terminal to ask on, {', '.join(missing)} must be given")
    probability = given["probability_pct"]
    return Answers(
        given["title"].strip(),
        given["long_"],
        given["short"],
        given["kill"],
        given["benchmark"] or _BENCHMARK,
        None if probability is None else read_probability(probability),
    )


def _asked(given: dict[str, Any]) -> Any:
    """Return the answers of the options, and of questions for what they leave open."""
    from screener.drafting.answers import Answers, read_criterion, read_leg, read_probability

    title = given["title"] or _ask("What do you believe, in one line?", str.strip)
    long, short = given["long_"], given["short"]
    if not long and not short:
        long = _ask_leg("Tickers that gain if you are right, with commas between (Enter for none)", read_leg)
        short = _ask_leg("Tickers that lose if you are right (Enter for none)", read_leg)
        while not long and not short:
            click.echo("one side needs a name", err=True)
            long = _ask_leg("Tickers that gain if you are right", read_leg)
    benchmark = given["benchmark"] or _ask("Benchmark", _one_ticker, _BENCHMARK)
    kill = given["kill"] or (_ask("What number would end it?", read_criterion, _suggested(long, short)),)
    probability = given["probability_pct"]
    if probability is None:
        probability = _ask("How sure are you that it pays, in percent (Enter to skip)", _optional(read_probability), "")
    else:
        probability = read_probability(probability)
    return Answers(title.strip(), long, short, kill, benchmark, probability)


def _ask(question: str, read: Callable[[str], T], default: str | None = None) -> T:
    """Ask until the answer can be read."""

    def proper(text: str) -> T:
        try:
            return read(text)
        except UsageError as error:
            raise click.BadParameter(str(error)) from error

    answer: T = click.prompt(
        question, default=default, value_proc=proper, err=True, show_default=bool(default), prompt_suffix=": "
    )
    return answer


def _ask_leg(question: str, read_leg: Callable[[str], object]) -> tuple[str, ...]:
    def read(text: str) -> tuple[str, ...]:
        if not text.strip():
            return ()
        read_leg(text)
        return (text,)

    return _ask(question, read, "")


def _one_ticker(text: str) -> str:
    from screener.drafting.answers import read_leg

    found = read_leg(text)
    if len(found) != 1:
        raise UsageError("write one ticker")
    return found[0][1]


def _optional(read: Callable[[str], float]) -> Callable[[str], float | None]:
    return lambda text: read(text) if text.strip() else None


def _suggested(long: tuple[str, ...], short: tuple[str, ...]) -> str:
    """Return a criterion that fits the sides."""
    from screener.drafting.answers import read_leg

    if long and short:
        return "breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions"
    if long:
        return "breaker loss: long_excess_return_pct <= -20"
    return f"breaker loss: leg_return_pct(short_{read_leg(short[0])[0][0]}) >= 20"
