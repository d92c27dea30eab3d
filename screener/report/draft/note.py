"""The whole text of a drafted note."""

import re
from collections.abc import Iterator, Sequence

from screener.records.draft import Draft, Entry, NotMappedKind, Origin, PrivateCompany
from screener.records.fact import Exposure
from screener.report.cell_text import number_text, one_line
from screener.report.draft.properties import property_lines
from screener.report.markdown import escaped

# What begins a list, a quote, a heading or a rule at the start of a line.
_LINE_START = re.compile(r"[-+>#]|\d+[.)](?=\s|$)")
# A remark behind a link does not repeat it.
_LEADING_LINK = re.compile(r"^!?\[\[[^\[\]]*\]\][\s:\u2013\u2014-]*")
_KIND_TITLES: dict[NotMappedKind, str] = {
    "name": "Names",
    "figure": "Figures",
    "text": "Text",
    "property": "Properties",
}


def note_text(draft: Draft) -> str:
    """Return the note: properties, then a body in which every line says from which line of the other note it comes.

    What that note says is quoted: no text of it is a link, a tag, a comment or HTML here.
    """
    lines = [line.text for line in property_lines(draft)]
    return "\n".join((*lines, *_body(draft))) + "\n"


def _body(draft: Draft) -> Iterator[str]:
    yield f"# {_said(draft.title)}"
    yield ""
    yield f"Drafted from the note {_said(draft.note)}, which is as it was."
    if draft.view:
        yield from _section("The view", (f"{_said(each.text)} (line {each.lines})" for each in draft.view), gap=True)
    yield from _section("Why each leg is there", _legs(draft))
    yield from _section("Companies without a stock", (_private(each) for each in draft.private))
    yield from _section("Related", (_related(each) for each in draft.of("related")))
    yield from _section("Left to decide", (f"- {_said(each)}" for each in draft.open_points))
    yield from _origins(draft)
    yield from _not_mapped(draft)


def _section(title: str, lines: Iterator[str], *, gap: bool = False) -> Iterator[str]:
    """Yield a heading and its lines, or nothing if there are none."""
    for number, line in enumerate(lines):
        if number == 0:
            yield ""
            yield f"## {title}"
            yield ""
        elif gap:
            yield ""
        yield line


def _legs(draft: Draft) -> Iterator[str]:
    for leg in draft.legs:
        by_origin: dict[tuple[str, str], list[str]] = {}
        for entry in draft.of(leg):
            for origin in entry.origins:
                labels = by_origin.setdefault((origin.lines, origin.text), [])
                if not origin.how.startswith("reason"):
                    labels.append(entry.label)
        yield f"- **{leg}**"
        for (lines, text), labels in by_origin.items():
            about = f"{', '.join(map(_said, labels))}: " if labels else ""
            yield f"  - {about}{_said(text)} (line {lines})"


def _private(company: PrivateCompany) -> str:
    holders = "; ".join(map(_holder, company.holders)) or "no holder is known to data/exposures.csv"
    return f"- {_said(company.name)}, {company.side} (line {company.lines}). Held by: {_said(holders)}."


def _holder(row: Exposure) -> str:
    stake = "a stake of unknown size" if row.stake_pct is None else f"{number_text(row.stake_pct)} %"
    day = f", {row.measured_on}" if row.measured_on else ""
    return f"{row.holder} {stake}{day} ({row.provenance})"


def _related(entry: Entry) -> str:
    remarks = [(_LEADING_LINK.sub("", each.text), each.lines) for each in entry.origins]
    said = "; ".join(f"{_said(remark)} (line {lines})".lstrip() for remark, lines in remarks)
    return f"- {_linked(entry.value)}: {said}"


def _linked(value: str) -> str:
    """Return a link of a property as a link: its target has no sign that could end it."""
    return one_line(value) if value.startswith("[[") and value.endswith("]]") else _said(value)


def _origins(draft: Draft) -> Iterator[str]:
    rows: dict[tuple[int, str, str], tuple[dict[str, list[str]], list[str]]] = {}
    for entry in draft.entries:
        for origin in entry.origins:
            items, hows = rows.setdefault((origin.line, origin.lines, origin.text), ({}, []))
            items.setdefault(entry.key, []).append(entry.label)
            hows.append(origin.how)
    for heading in draft.headings:
        items, hows = rows.setdefault((heading.line, heading.lines, heading.text), ({}, []))
        hows.append(heading.how)
    yield ""
    yield "## What came from where"
    yield ""
    yield "| draft | line | the note says | how it was understood |"
    yield "|---|---|---|---|"
    for (_, lines, text), (items, hows) in sorted(rows.items(), key=lambda row: row[0][0]):
        shown = "; ".join(f"{key}: {', '.join(dict.fromkeys(labels))}" for key, labels in items.items()) or "-"
        yield f"| {escaped(one_line(shown))} | {lines} | {escaped(one_line(text))} | {_hows(hows)} |"


def _hows(hows: list[str]) -> str:
    return escaped(one_line("; ".join(dict.fromkeys(hows))))


def _not_mapped(draft: Draft) -> Iterator[str]:
    yield ""
    yield "## Not mapped"
    if not draft.not_mapped:
        yield ""
        yield "Nothing: all that the note says is above."
    for kind, title in _KIND_TITLES.items():
        found = [each.origin for each in draft.not_mapped if each.kind == kind]
        if found:
            yield ""
            yield f"### {title}"
            yield from _listed(found)
    if draft.left_out:
        spans = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in draft.left_out)
        yield ""
        yield f"Not read, as code or comments: line{'s' if '-' in spans or ',' in spans else ''} {spans}."


def _listed(origins: Sequence[Origin]) -> Iterator[str]:
    """Yield what was found, below the heading that it has in the note."""
    under: str | None = None
    for origin in origins:
        if origin.under != under:
            under = origin.under
            yield ""
            yield f"{_said(under) or 'Elsewhere'}:"
            yield ""
        why = f" ({_said(origin.how)})" if origin.how else ""
        yield f"- line {origin.lines}: {_said(origin.text)}{why}"


def _said(text: str) -> str:
    """Return text that means nothing but itself, also at the start of a line."""
    line = escaped(one_line(text))
    found = _LINE_START.match(line)
    return line if found is None else f"{line[: found.end() - 1]}\\{line[found.end() - 1 :]}"
