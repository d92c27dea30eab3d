"""The root command, and how every way to fail becomes a message and an exit code."""

import os
import sys

import click

from screener import __version__
from screener.cli.backtest import backtest_command
from screener.cli.claims import claims_command
from screener.cli.completion import completion_command
from screener.cli.config import config_group
from screener.cli.demo import demo_command
from screener.cli.doctor import doctor_command
from screener.cli.events import events_group
from screener.cli.explain import explain_command
from screener.cli.export import export_command
from screener.cli.facts import facts_group
from screener.cli.init import init_command
from screener.cli.prices import prices_group
from screener.cli.review import review_command
from screener.cli.screen import screen_command
from screener.cli.thesis import thesis_group
from screener.errors import ExitCode, ScreenerError, ThesisError

EPILOG = """\b
Examples:
  screener demo
  screener thesis lint my-thesis.md
  screener prices pull
  screener backtest ai-commoditization --source csv:prices

Exit codes: 0 done; 1 a gate found something; 2 wrong usage or an invalid thesis; 3 data missing;
130 interrupted.
"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
    no_args_is_help=True,
)
@click.version_option(__version__, prog_name="screener")
def screener() -> None:
    """Turn an investment thesis, written as a Markdown note, into baskets that can be proven wrong."""


for command in (
    *(demo_command, init_command, thesis_group, prices_group, events_group, facts_group),
    *(backtest_command, screen_command, claims_command, review_command, export_command),
    *(explain_command, doctor_command, config_group, completion_command),
):
    screener.add_command(command)


def run(arguments: list[str]) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str
        Without the program's name.

    Returns
    -------
    int
        The exit code; see :class:`screener.errors.ExitCode`.
    """
    try:
        code = screener.main(arguments, prog_name="screener", standalone_mode=False)
        _flush()
    except (ScreenerError, click.ClickException, click.Abort, KeyboardInterrupt, OSError, SystemExit) as error:
        return _failed(error)
    return int(code) if isinstance(code, int) else ExitCode.DONE


def _flush() -> None:
    """Write out what is buffered while its failure can still be told."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _told(error: ScreenerError) -> ExitCode:
    """Say one of our own errors on stderr, at its place where it has one."""
    from screener.filters import OptionTextError
    from screener.report.cell_text import one_line
    from screener.report.problems import problem_text, problems_text

    if isinstance(error, OptionTextError):
        click.echo(problem_text(error.problem), err=True, nl=False)
        return error.exit_code
    if isinstance(error, ThesisError) and error.problems:
        click.echo(problems_text(error.problems), err=True)
    click.echo(f"error: {one_line(str(error))}", err=True)
    return error.exit_code


def _failed(error: BaseException) -> ExitCode:
    """Say on stderr what went wrong, and return the exit code for it."""
    if isinstance(error, SystemExit) and not isinstance(error.__context__, OSError):
        return ExitCode(error.code) if isinstance(error.code, int) else ExitCode.DONE
    if isinstance(error, (BrokenPipeError, SystemExit)):
        # The reader of our output left, as `| head` does (Click ends the program then); nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return ExitCode.DONE
    if isinstance(error, ScreenerError):
        return _told(error)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
    elif isinstance(error, click.ClickException):
        error.show()
    elif isinstance(error, OSError):
        click.echo(f"error: {error.filename or 'standard output'}: {error.strerror or error}", err=True)
    else:
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    return ExitCode.USAGE
