"""How far each kill criterion is from its threshold, as a share of that threshold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.records.claim import ClaimRow
from screener.report.charts.chart import LINE_HEIGHT, WIDTH, Chart, drawn, nothing_to_draw
from screener.report.charts.figures import brief
from screener.report.charts.frame import upright
from screener.report.charts.labels import shortened, text_width, wrapped
from screener.report.charts.marks import mark
from screener.report.charts.palette import BAND, GRID, INK, MUTED
from screener.report.charts.scales import Scale
from screener.report.charts.svg import element, words

TITLE = "Kill criteria: distance from their thresholds"

NEAR = 0.2
"""Within this share of its threshold a criterion is called near."""

_ROW, _TOP = 44.0, 42.0
_LEFT, _RIGHT = 12.0, 286.0
_UNSAID_UNITS = ("as_stated", "count", "")


@dataclass(frozen=True, slots=True)
class _Told:
    """A comparison that has a place: ``share`` is below 0 while it is false, in parts of the threshold."""

    row: ClaimRow
    name: str
    share: float


def criteria_chart(prefix: str, rows: Sequence[ClaimRow]) -> Chart:
    """Return the chart of the criteria.

    Parameters
    ----------
    prefix : str
        Begins every id inside.
    rows : sequence of ClaimRow
        Claims among them are left out; a criterion with several comparisons has a row each.
    """
    kill = [row for row in rows if row.role == "kill"]
    if not kill:
        return nothing_to_draw(prefix, TITLE, "The note has no kill criterion: nothing would end this thesis.")
    told = [each for each in map(_told, _numbered(kill)) if each is not None]
    untold = dict.fromkeys(row.claim for row in kill if _share(row) is None)
    without = wrapped(_untold(list(untold)), WIDTH - 8.0) if untold else ()
    shares = Scale(-1.0, 1.0, _LEFT, _RIGHT)
    bottom = _TOP + _ROW * len(told)
    body = [*_head(shares, bottom)] if told else []
    for place, each in enumerate(told):
        body.extend(_drawn(each, _TOP + _ROW * place, shares))
    below = bottom if told else 0.0
    body.extend(words(4.0, below + 20.0 + LINE_HEIGHT * n, line, fill=MUTED) for n, line in enumerate(without))
    height = below + (LINE_HEIGHT * len(without) + 12.0 if without else 8.0)
    return drawn(prefix, TITLE, _described(told, list(untold)), height, body)


def _numbered(kill: Sequence[ClaimRow]) -> Iterator[tuple[ClaimRow, str]]:
    """Yield each comparison with the criterion's name, and which of several it is."""
    names = [(row.claim, row.line) for row in kill]
    for place, row in enumerate(kill):
        count, number = names.count(names[place]), names[: place + 1].count(names[place])
        yield row, row.claim if count == 1 else f"{row.claim} ({number} of {count})"


def _told(numbered: tuple[ClaimRow, str]) -> _Told | None:
    row, name = numbered
    share = _share(row)
    return None if share is None else _Told(row, name, share)


def _share(row: ClaimRow) -> float | None:
    """Return the distance as a share of the threshold, of the nearer end of a range; None where there is none."""
    if row.value is None or row.distance is None:
        return None
    value = row.value
    nearest = min((float(end) for end in row.threshold.split("..")), key=lambda end: abs(value - end))
    return row.distance / abs(nearest) if nearest else None


def _head(shares: Scale, bottom: float) -> Iterator[str]:
    yield element("rect", x=shares.at(-NEAR), y=_TOP - 8.0, width=shares.at(0.0) - shares.at(-NEAR),
                  height=bottom - _TOP + 4.0, fill=BAND)  # fmt: skip
    yield upright(shares.at(0.0), _TOP - 8.0, bottom - 4.0, stroke=INK, stroke_width="1.4")
    yield words(shares.at(-1.0), 26.0, "100 % away", fill=MUTED)
    yield words(shares.at(0.0), 15.0, "threshold", text_anchor="middle", font_weight="600")
    yield words(shares.at(-NEAR) + 2.0, 31.0, "near", fill=MUTED, text_anchor="start")
    yield words(shares.at(1.0), 26.0, "100 % past", fill=MUTED, text_anchor="end")


def _drawn(each: _Told, y: float, shares: Scale) -> Iterator[str]:
    row = each.row
    place = min(max(each.share, -1.0), 1.0)
    state = f"{row.state}"
    yield words(_LEFT - 8.0, y + 10.0, shortened(each.name, WIDTH - 40.0 - text_width(state)))
    yield words(WIDTH - 2.0, y + 10.0, state, text_anchor="end", font_weight="600")
    yield element("line", x1=_LEFT, x2=_RIGHT, y1=y + 24.0, y2=y + 24.0, stroke=GRID, stroke_width="4")
    yield element("line", x1=shares.at(0.0), x2=shares.at(place), y1=y + 24.0, y2=y + 24.0, stroke=MUTED)
    yield mark(row.state, shares.at(place), y + 24.0)
    yield words(WIDTH - 2.0, y + 29.0, shortened(_compared(row), WIDTH - _RIGHT - 16.0), text_anchor="end", fill=MUTED)


def _compared(row: ClaimRow) -> str:
    unit = "" if row.unit in _UNSAID_UNITS else f" {'%' if row.unit == 'pct' else row.unit}"
    return f"{brief(row.value or 0.0)}{unit}, kills at {row.op} {row.threshold}"


def _untold(names: Sequence[str]) -> str:
    return f"Without a figure to place ({len(names)}): {'; '.join(names)}."


def _described(told: Sequence[_Told], untold: Sequence[str]) -> str:
    said = [f"{each.name} is {each.row.state}: {_compared(each.row)}, {_far(each.share)}" for each in told]
    places = "; ".join(said) + "." if said else ""
    return f"{places} {_untold(untold) if untold else ''}".strip()


def _far(share: float) -> str:
    return f"{abs(share):.0%} of the threshold {'past' if share > 0.0 else 'away from'} it".replace("%", " %")
