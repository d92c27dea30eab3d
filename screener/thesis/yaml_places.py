"""Where each character of a YAML scalar stands in the note."""

from ruamel.yaml.nodes import Node, ScalarNode

from screener.thesis.source import Source, Value

_LONG_ESCAPES = {"x": 2, "u": 4, "U": 8}


def node_span(node: Node, offset: int) -> tuple[int, int]:
    """Return a node's 0-based half-open span in the note."""
    return offset + node.start_mark.index, offset + node.end_mark.index


def scalar_value(source: Source, node: ScalarNode, offset: int) -> Value:
    """Return a scalar's text with the place of each character.

    Folded and block scalars have no place for each character: their whole span stands for all.
    """
    begin, end = node_span(node, offset)
    text: str = node.value
    raw = source.text[begin:end]
    if node.style in ("'", '"'):
        opening = raw.find(node.style)
        inside = raw[opening + 1 : -1]
        places = _single_quoted(inside) if node.style == "'" else _double_quoted(inside)
        if opening >= 0 and len(places) == len(text) and "\n" not in inside and "\r" not in inside:
            first = begin + opening + 1
            return Value(text, first, end - 1, tuple(first + place for place in places), is_plain=False)
        return Value(text, begin, end, None, is_plain=False)
    if not node.style and raw.endswith(text):
        # An anchor or tag may stand in front of the text.
        first = end - len(text)
        return Value(text, first, end, tuple(range(first, end)))
    return Value(text, begin, end, None, is_plain=not node.style)


def _single_quoted(inside: str) -> list[int]:
    places: list[int] = []
    at = 0
    while at < len(inside):
        places.append(at)
        at += 2 if inside.startswith("''", at) else 1
    return places


def _double_quoted(inside: str) -> list[int]:
    places: list[int] = []
    at = 0
    while at < len(inside):
        places.append(at)
        if inside[at] == "\\":
            at += 2 + _LONG_ESCAPES.get(inside[at + 1 : at + 2], 0)
        else:
            at += 1
    return places
