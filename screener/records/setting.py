"""A setting in force: its value, and which layer it comes from."""

from dataclasses import dataclass
from typing import Literal

Layer = Literal["option", "environment", "thesis", "screener.toml", "default"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Parameters
    ----------
    name : str
        As written in ``screener.toml`` (``yahoo.pace_s`` stands under ``[yahoo]``), a note, or as an option.
    value : str
        Empty where there is none.
    layer : Layer
    place : str
        What set it: a variable, a file or a note; for a default what could.
    default : str
        The value if nobody sets one.
    meaning : str
        One sentence without a full stop at its end.
    unit : str
        Empty where nothing is measured.
    """

    name: str
    value: str
    layer: Layer
    place: str
    default: str
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OptionVariable:
    """An option that an environment variable can set.

    Parameters
    ----------
    option : str
        Such as ``--as-of``.
    variable : str
        Such as ``SCREENER_AS_OF``.
    commands : tuple of str
        Those that have the option.
    default : str
        Empty where there is none.
    """

    option: str
    variable: str
    commands: tuple[str, ...]
    default: str
