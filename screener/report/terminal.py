"""Tables, verdicts and sparklines for a terminal; Rich is used here and nowhere else in this room."""

import io
import math
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from screener.dictionary.column import Column
from screener.records.table import Table, Value
from screener.report.banner import SIMULATED_BANNER, is_simulated
from screener.report.cell_text import one_line
from screener.report.terminal_columns import GAP, Shown, fitted, only_text, sign_carrier

# Told apart under every common colour-vision deficiency, and legible on dark and light backgrounds.
SIDE_STYLES = {"long": "#0072B2", "short": "#D55E00"}
SIDE_SIGNS = {"long": "+", "short": "-"}

_COLORED = ("ticker", "basket", "leg", "side")
_BARS = "▁▂▃▅▇"
_ASCII_BARS = "_.-+#"


def render_table(
    table: Table, width: int = 80, *, color: bool = False, encoding: str = "utf-8", has_banner: bool = True
) -> str:
    """Return a table for people, at most ``width`` wide and one line a row.

    Parameters
    ----------
    table : Table
    width : int
        Terminal columns. One table column is shown for every 10 of them (8 at 80), the least important dropped
        first; below the table stand the number of dropped columns and those that say one thing on every row. A ticker
        or basket is never shortened, even where it is wider than the terminal.
    color : bool
        False gives no escape sequence at all.
    encoding : str
        Of the stream it will be written to; rules and bars are ASCII where it cannot hold others.
    has_banner : bool
        False where the caller has already said that the prices are simulated.

    Returns
    -------
    str
        Ends in a newline.
    """
    shown = fitted(table, width)
    carrier = sign_carrier(table)
    lines = _banner_lines(table, width) if has_banner else []
    lines.extend(_header_lines(shown))
    lines.append(Text((GAP * " ").join("─" * each.width for each in shown), style="dim"))
    sides = _column_values(table, "side")
    for number, row in enumerate(table.rows):
        side = sides[number] if sides else None
        lines.append(_row_line([row[each.place] for each in shown], shown, side, carrier))
    lines.extend(Text(line, style="dim") for line in _captions(table, shown, width))
    return _printed(lines, color=color, encoding=encoding)


def render_verdicts(sentences: Sequence[str], width: int = 80, *, color: bool = False, encoding: str = "utf-8") -> str:
    """Return verdict sentences, a paragraph each, the first one bold; wrapped at ``width``."""
    lines: list[Text] = []
    for number, sentence in enumerate(sentences):
        lines.extend(_wrapped(one_line(sentence), width, "bold" if number == 0 else ""))
    return _printed(lines, color=color, encoding=encoding)


def render_banner(width: int = 80, *, color: bool = False, encoding: str = "utf-8") -> str:
    """Return the banner that stands above anything made from simulated prices."""
    return _printed(_wrapped(SIMULATED_BANNER, width, "bold reverse"), color=color, encoding=encoding)


def sparkline(values: Sequence[float | None], encoding: str = "utf-8") -> str:
    """Return one bar a value, from the smallest to the largest.

    Parameters
    ----------
    values : sequence of float or None
        None and NaN leave a space.
    encoding : str
        Of the stream it will be written to.

    Returns
    -------
    str
        As long as ``values``; equal values stand at half height.

    Examples
    --------
    >>> sparkline([0, 1, None, 3, 4], "ascii")
    '_. +#'
    """
    bars = _BARS if _holds(encoding, _BARS) else _ASCII_BARS
    known = [value for value in values if value is not None and math.isfinite(value)]
    if not known:
        return " " * len(values)
    low, high = min(known), max(known)

    def bar(value: float | None) -> str:
        if value is None or not math.isfinite(value):
            return " "
        if high == low:
            return bars[len(bars) // 2]
        return bars[round((value - low) / (high - low) * (len(bars) - 1))]

    return "".join(bar(value) for value in values)


def _row_line(row: Sequence[Value], shown: Sequence[Shown], side: Value, carrier: str | None) -> Text:
    is_signed = any(each.column.name == carrier for each in shown)
    style = SIDE_STYLES.get(str(side), "") if is_signed else ""
    line = Text()
    for value, each in zip(row, shown, strict=True):
        name = each.column.name
        sign = f"{SIDE_SIGNS.get(str(side), ' ')} " if name == carrier else ""
        line.append(_padded(sign + each.text(value), each), style=style if name in _COLORED else "")
        line.append(GAP * " ")
    line.rstrip()
    return line


def _padded(text: str, each: Shown) -> str:
    room = each.width - cell_len(text)
    if room < 0:
        return set_cell_size(text, each.width - 1) + "…"
    return " " * room + text if each.is_number else text + " " * room


def _header_lines(shown: Sequence[Shown]) -> list[Text]:
    height = max((len(each.header) for each in shown), default=0)
    lines = []
    for level in range(height):
        line = Text(style="bold")
        for each in shown:
            above = height - len(each.header)
            line.append(_padded(each.header[level - above] if level >= above else "", each))
            line.append(GAP * " ")
        line.rstrip()
        lines.append(line)
    return lines


def _captions(table: Table, shown: Sequence[Shown], width: int) -> list[str]:
    names = {each.column.name for each in shown}
    dropped = [place for place, name in enumerate(table.columns) if name not in names]
    told = [f"{table.columns[place]} {text}" for place in dropped if (text := only_text(table, place))]
    captions = [", ".join(told), _units([each.column for each in shown])]
    if dropped:
        more = "1 more column" if len(dropped) == 1 else f"{len(dropped)} more columns"
        captions.append(f"{more}: --columns NAME,NAME picks them, --format csv prints all")
    return [line.plain for caption in captions if caption for line in _wrapped(caption, width)]


def _units(columns: Sequence[Column]) -> str:
    """Return the units of the numbers shown, each with its columns."""
    by_unit: dict[str, list[str]] = {}
    for column in columns:
        if column.kind in ("number", "integer"):
            by_unit.setdefault(column.unit, []).append(column.name)
    return "; ".join(f"{unit}: {', '.join(names)}" for unit, names in by_unit.items())


def _column_values(table: Table, name: str) -> list[Value]:
    if name not in table.columns:
        return []
    place = table.columns.index(name)
    return [row[place] for row in table.rows]


def _banner_lines(table: Table, width: int) -> list[Text]:
    return [*_wrapped(SIMULATED_BANNER, width, "bold reverse"), Text()] if is_simulated(table) else []


def _wrapped(text: str, width: int, style: str = "") -> list[Text]:
    lines = list(Text(text, style=style).wrap(_console(width, color=False), max(width, 1)))
    for line in lines:
        line.rstrip()
    return lines


def _console(width: int, *, color: bool) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="truecolor" if color else None,
        no_color=not color,
        legacy_windows=False,
        _environ={},
    )


def _printed(lines: Sequence[Text], *, color: bool, encoding: str) -> str:
    widest = max((line.cell_len for line in lines), default=1)
    console = _console(max(widest, 1), color=color)
    with console.capture() as captured:
        for line in lines:
            console.print(line, soft_wrap=True, highlight=False)
    text = "\n".join(line.rstrip() for line in captured.get().split("\n"))
    return encodable(text, encoding)


def encodable(text: str, encoding: str) -> str:
    """Return text that a stream of this encoding can hold; one that is not known holds ASCII."""
    if _holds(encoding, text):
        return text
    plain = text.replace("─", "-").replace("…", ".").translate(str.maketrans(_BARS, _ASCII_BARS))
    known = encoding if _holds(encoding, "") else "ascii"
    return plain.encode(known, "replace").decode(known)


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
