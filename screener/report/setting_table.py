"""Settings with their layers, as a table and as lines."""

import textwrap
from collections.abc import Callable, Iterator, Sequence

from screener.dictionary.tables import TABLES
from screener.records.setting import Setting
from screener.records.table import Table
from screener.report.cell_text import one_line

_WIDEST_NAME = 28


def settings_table(settings: Sequence[Setting]) -> Table:
    """Return one row a setting."""
    return Table("settings", TABLES["settings"], tuple(_row(each) for each in settings))


def setting_lines(settings: Sequence[Setting], width: int, paint: Callable[[str], str]) -> Iterator[str]:
    """Yield a line a setting: its name, its value, and in brackets where that comes from.

    Parameters
    ----------
    settings : sequence of Setting
    width : int
        Longer lines go on below their value.
    paint : callable
        Applied to what somebody has set; defaults stay plain.
    """
    room = min(max((len(each.name) for each in settings), default=0), _WIDEST_NAME)
    for each in settings:
        name = f"{one_line(each.name):<{room}}"
        value = one_line(f"{each.value} {each.unit}".strip()) or "-"
        lines = textwrap.wrap(
            f"{value}  [{_origin(each)}]",
            max(width, 40),
            initial_indent=f"{name}  ",
            subsequent_indent=" " * (room + 2),
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield lines[0] if each.layer == "default" else paint(name) + lines[0][len(name) :]
        yield from lines[1:]


def _origin(setting: Setting) -> str:
    if setting.layer == "default":
        could = f"; {setting.place} sets it" if setting.place.startswith("SCREENER_") else ""
        return f"default{could}" if setting.name != "workspace" else setting.place
    changed = f", default {setting.default}" if setting.default and setting.default != setting.value else ""
    return f"{setting.layer}: {setting.place}{changed}"


def _row(setting: Setting) -> tuple[str, ...]:
    return (
        setting.name,
        setting.value,
        setting.unit,
        setting.layer,
        setting.place,
        setting.default,
        setting.meaning,
    )
