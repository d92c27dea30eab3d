"""How Yahoo is asked, from the layers of settings: environment, then ``screener.toml``, then the defaults."""

import math
from collections.abc import Mapping
from dataclasses import fields

from screener.dictionary.near_misses import did_you_mean
from screener.errors import UsageError
from screener.records.fetching import FetchSettings

_PREFIX = "SCREENER_YAHOO_"
_NAMES = tuple(field.name for field in fields(FetchSettings))
_WHOLE = ("threads", "attempts", "limit_pauses")
# Under a millisecond the client takes a time-out for none at all; over a day nothing is waited for.
_SHORTEST_S = 0.001
_MOST = 86_400.0
_MAY_BE_ZERO = ("pace_s", "retry_pause_s", "limit_pause_s", "limit_pauses")


def fetch_settings(environment: Mapping[str, str], written: Mapping[str, float]) -> FetchSettings:
    """Return the settings of a pull.

    Parameters
    ----------
    environment : mapping
        ``SCREENER_YAHOO_DEADLINE_S`` and its like win over ``written``.
    written : mapping
        The table ``[yahoo]`` of ``screener.toml``.

    Raises
    ------
    UsageError
        An unknown name, or a value that is no number in range.
    """
    for name in written:
        if name not in _NAMES:
            raise UsageError(f"screener.toml: [yahoo] has no {name!r}; {_hint(name)}")
    values: dict[str, float] = {}
    for name in _NAMES:
        variable = _PREFIX + name.upper()
        if environment.get(variable):
            values[name] = _number(variable, environment[variable])
        elif name in written:
            values[name] = _number(f"screener.toml: {name}", written[name])
    for name, value in values.items():
        least = 0.0 if name in _MAY_BE_ZERO else 1.0 if name in _WHOLE else _SHORTEST_S
        if not least <= value <= _MOST or (name in _WHOLE and value % 1):
            kind = "a whole number" if name in _WHOLE else "a number"
            raise UsageError(f"[yahoo] {name} cannot be {value:g}; it must be {kind} from {least:g} to {_MOST:g}")
    return FetchSettings(**{name: int(value) if name in _WHOLE else value for name, value in values.items()})  # type: ignore[arg-type]


def _number(what: str, value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"{what} is {str(value)[:40]!r}, which is no number")
    return number


def _hint(name: str) -> str:
    return did_you_mean(name, _NAMES) or f"it takes {', '.join(_NAMES)}"
