"""Environment variables of this program: those of options that are set, and those that nobody reads."""

from collections.abc import Iterator, Mapping, Sequence

from screener.dictionary.near_misses import did_you_mean
from screener.dictionary.setting_words import SETTINGS
from screener.records.setting import Layer, OptionVariable, Setting

PREFIX = "SCREENER_"
# Where the project's own tests look for real prices; no command reads it.
_ELSEWHERE = frozenset({"SCREENER_REAL_DATA"})
_ALONE = frozenset(word.variable for word in SETTINGS.values())


def option_settings(
    options: Sequence[OptionVariable], environment: Mapping[str, str], *, has_unset: bool
) -> tuple[Setting, ...]:
    """Return the options that a variable sets; with ``has_unset`` also those that one could.

    Parameters
    ----------
    options : sequence of OptionVariable
        Those that are settings of their own are left out.
    environment : mapping
    has_unset : bool
    """
    return tuple(_option_settings(options, environment, has_unset=has_unset))


def _option_settings(
    options: Sequence[OptionVariable], environment: Mapping[str, str], *, has_unset: bool
) -> Iterator[Setting]:
    for option in options:
        value = environment.get(option.variable, "")
        if option.variable in _ALONE or not (value or has_unset):
            continue
        meaning = f"Option of {', '.join(option.commands)}"
        layer: Layer = "environment" if value else "default"
        yield Setting(option.option, value or option.default, layer, option.variable, option.default, meaning)


def unread_variables(options: Sequence[OptionVariable], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the ``SCREENER_`` variables that no command reads, each with a hint; their values are never looked at."""
    known = {*_ALONE, *(option.variable for option in options)} - {""}
    unread = [name for name in sorted(environment) if name.startswith(PREFIX) and name not in known | _ELSEWHERE]
    return {
        name: did_you_mean(name, known) or "screener config show --all lists those that are read" for name in unread
    }
