"""``screener completion``."""

import click
from click.shell_completion import get_completion_class

from screener.errors import ExitCode

PROGRAM, VARIABLE = "screener", "_SCREENER_COMPLETE"

_INSTALL: dict[str, tuple[str, ...]] = {
    "bash": (
        "For bash 4.4 or later. To install, put this line into ~/.bashrc and open a new shell:",
        '  eval "$(screener completion bash)"',
    ),
    "zsh": (
        "To install, put this line into ~/.zshrc, behind compinit, and open a new shell:",
        '  eval "$(screener completion zsh)"',
    ),
    "fish": (
        "To install, run this once and open a new shell:",
        "  screener completion fish > ~/.config/fish/completions/screener.fish",
    ),
    "powershell": (
        "To install, run this once and open a new shell:",
        "  screener completion powershell >> $PROFILE",
    ),
}
SHELLS = tuple(shell for shell in _INSTALL if get_completion_class(shell) is not None)
"""The shells that this version of Click writes a script for."""


@click.command(
    "completion",
    epilog="""\b
Examples:
  screener completion bash
  screener completion fish > ~/.config/fish/completions/screener.fish
""",
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> int:
    """Print a script that lets Tab complete theses, tickers, tables, columns and words.

    Its first lines say how to install it.
    """
    made = get_completion_class(shell)
    if made is not None:
        script = made(context.find_root().command, {}, PROGRAM, VARIABLE).source()
        click.echo(_commented(script, _INSTALL[shell]), nl=False)
    return ExitCode.DONE


def _commented(script: str, lines: tuple[str, ...]) -> str:
    """Put how to install it in front; zsh wants its own mark on the first line."""
    comment = "".join(f"# {line}\n" for line in lines)
    first, rest = script.split("\n", 1)
    return f"{first}\n{comment}{rest.rstrip()}\n" if first.startswith("#compdef") else f"{comment}{script.strip()}\n"
