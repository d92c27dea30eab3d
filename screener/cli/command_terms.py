"""Commands and their options as words to explain: the command line itself is the source of what it says."""

from collections.abc import Iterator

import click

from screener.dictionary.command_tables import COMMAND_TABLES
from screener.dictionary.term import Term
from screener.records.setting import OptionVariable


def command_terms(root: click.Command) -> tuple[Term, ...]:
    """Return the commands, then their options; an option that says the same in several commands is one term."""
    found = dict(_commands(root))
    return (*(_command(name, command) for name, command in found.items()), *_options(found))


def option_variables(root: click.Command) -> tuple[OptionVariable, ...]:
    """Return the options that an environment variable can set, by option."""
    found: dict[tuple[str, str], list[str]] = {}
    defaults: dict[tuple[str, str], str] = {}
    for name, command in _commands(root):
        for option in _own_options(command):
            key = (_word(option), str(option.envvar))
            found.setdefault(key, []).append(name)
            # A flag's default is off; some versions of Click mark what has none by an object of their own.
            said = option.default if isinstance(option.default, (str, int, float)) else ""
            defaults.setdefault(key, "" if isinstance(said, bool) else str(said))
    return tuple(
        OptionVariable(option, variable, tuple(names), defaults[option, variable])
        for (option, variable), names in sorted(found.items())
    )


def named_settings(context: click.Context, *names: str) -> dict[str, str]:
    """Return those of the settings that an option on the command line itself has set, not a variable."""
    by_hand = click.core.ParameterSource.COMMANDLINE
    return {name: str(context.params[name]) for name in names if context.get_parameter_source(name) is by_hand}


def _commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    for name, command in (group.commands if isinstance(group, click.Group) else {}).items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def _own_options(command: click.Command) -> Iterator[click.Option]:
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.envvar:
            yield parameter


def _command(name: str, command: click.Command) -> Term:
    tables = COMMAND_TABLES.get(name, ())
    remarks = (f"Tables: {', '.join(tables)}",) if tables else ()
    meaning = " ".join((command.help or "").partition("\n\n")[0].split()).removesuffix(".")
    return Term("command", name, meaning, remarks=remarks, commands=(f"screener {name} --help",))


def _options(commands: dict[str, click.Command]) -> Iterator[Term]:
    by_meaning: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for name, command in commands.items():
        for option in _own_options(command):
            key = (_word(option), _meaning(option), tuple(_remarks(option)))
            by_meaning.setdefault(key, []).append(f"screener {name}")
    for (word, meaning, remarks), names in sorted(by_meaning.items()):
        yield Term("option", word, meaning, remarks=remarks, commands=tuple(names))


def _word(option: click.Option) -> str:
    return max(option.opts, key=len)


def _meaning(option: click.Option) -> str:
    return (option.help or "").removesuffix(".")


def _remarks(option: click.Option) -> Iterator[str]:
    if isinstance(option.type, click.Choice):
        yield f"One of: {', '.join(map(str, option.type.choices))}"
    elif option.metavar:
        yield f"Written as: {_word(option)} {option.metavar}"
    yield f"Environment variable {option.envvar}"
