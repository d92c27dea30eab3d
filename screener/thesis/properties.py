"""The values of a note's properties: one value or a flat list, links and forgotten quotes included."""

from collections.abc import Callable

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from screener.thesis.findings import Findings
from screener.thesis.front_matter import FrontMatter
from screener.thesis.source import Value
from screener.thesis.yaml_places import node_span, scalar_value

_UNSET = frozenset({"", "~", "null", "Null", "NULL"})
_FLAT = "write one value, or a list of values"


class Properties:
    """Values by property name; what is wrong with their form goes to ``findings``.

    Parameters
    ----------
    front : FrontMatter
        The nodes.
    findings : Findings
        Where problems go.
    """

    def __init__(self, front: FrontMatter, findings: Findings) -> None:
        self._front = front
        self._findings = findings
        self._read: dict[str, tuple[Value, ...]] = {}

    @property
    def body(self) -> int:
        """Where the note's body begins in its text."""
        return self._front.body

    @property
    def names(self) -> tuple[str, ...]:
        """All property names, in the note's order."""
        return tuple(self._front.keys)

    def has(self, name: str) -> bool:
        """Tell whether the note has the property, empty or not."""
        return name in self._front.keys

    def key(self, name: str) -> Value:
        """Return the place of the property's name."""
        return self._front.keys[name]

    def top(self) -> Value:
        """Return the place of the first property: where something missing is reported."""
        offset = self._front.offset
        return Value("", offset, offset, None)

    def raw(self, name: str) -> tuple[Value, ...]:
        """Return the items as written; ``NULL`` and ``~`` are text here."""
        if name not in self._front.nodes:
            return ()
        if name not in self._read:
            self._read[name] = self._items(name, self._front.nodes[name])
        return self._read[name]

    def many(self, name: str) -> tuple[Value, ...]:
        """Return the items without empty ones, which are a warning; an empty property has none."""
        items = self.raw(name)
        if len(items) == 1 and items[0].is_plain and items[0].text in _UNSET:
            return ()
        for item in items:
            if not item.text.strip():
                self._findings.warn("T017", item, f"a list item of {name} is empty", "remove it")
        return tuple(item.trimmed() for item in items if item.text.strip())

    def one(self, name: str) -> Value | None:
        """Return the only value, or None when there is none or (an error) several."""
        items = self.many(name)
        if len(items) > 1:
            self._findings.error("T113", items[1], f"{name} takes one value", "keep one")
            return None
        return items[0] if items else None

    def _items(self, name: str, node: Node) -> tuple[Value, ...]:
        if isinstance(node, ScalarNode):
            value = self._scalar(node)
            if value.text or not value.is_plain:
                return (value,)
            self._warn_of_comment(name)
            return ()
        if isinstance(node, SequenceNode):
            link = self._link(node)
            if link is not None:
                return (link,)
            found = [self._item(child) for child in node.value]
            return tuple(value for value in found if value is not None)
        self._nested(node)
        return ()

    def _item(self, node: Node) -> Value | None:
        readers: tuple[Callable[[Node], Value | None], ...] = (self._link, self._forgotten_quotes)
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        for read in readers:
            value = read(node)
            if value is not None:
                return value
        self._nested(node)
        return None

    def _warn_of_comment(self, name: str) -> None:
        """Warn when an empty property has a comment behind it: ``tags: #ai``."""
        key = self._front.keys[name]
        source = self._front.source
        line = source.line_of(key.end)
        rest = source.line_text(line)[key.end - source.starts[line - 1] :]
        if rest.lstrip(": \t\"'").startswith("#"):
            message = f"{name} is empty: # starts a comment"
            self._findings.warn("T018", key, message, "put the value in quotes, or drop the #")

    def _scalar(self, node: ScalarNode) -> Value:
        return scalar_value(self._front.source, node, self._front.offset)

    def _slice(self, begin: int, end: int) -> Value:
        return Value(self._front.source.text[begin:end], begin, end, tuple(range(begin, end)))

    def _link(self, node: Node) -> Value | None:
        """``[[Name]]`` without quotes, which YAML reads as a list in a list."""
        if not isinstance(node, SequenceNode) or not node.flow_style:
            return None
        value = self._slice(*node_span(node, self._front.offset))
        inside = value.text[2:-2]
        if not (value.text.startswith("[[") and value.text.endswith("]]")) or set(inside) & set("[]\r\n\"'"):
            return None
        self._findings.warn("T014", value, "this link is not quoted", _quoted(value.text))
        return value

    def _forgotten_quotes(self, node: Node) -> Value | None:
        """``- name: text`` without quotes, which YAML reads as a mapping of one pair."""
        if not isinstance(node, MappingNode) or len(node.value) != 1:
            return None
        begin = node_span(node, self._front.offset)[0]
        end = _last_end(node, self._front.offset)
        value = self._slice(begin, max(begin, end)).trimmed()
        if not value.text or value.text[0] in "{\"'&!" or set(value.text) & set("\r\n"):
            return None
        self._findings.warn(
            "T015", value, "this text is not quoted, so other tools read a nested value", _quoted(value.text)
        )
        return value

    def _nested(self, node: Node) -> None:
        begin, end = node_span(node, self._front.offset)
        text = self._front.source.text
        hint = "fill in the template's placeholder" if text.startswith("{{", begin) else _FLAT
        if isinstance(node, MappingNode) and not text.startswith("{", begin):
            hint = 'write a list of quoted texts: - "name: text"'
        self._findings.error("T012", Value("", begin, end, None), "nested values are not supported", hint)


def _quoted(text: str) -> str:
    """Return the hint that shows a text in quotes."""
    if '"' not in text:
        return f'write "{text}"'
    return "write '" + text.replace("'", "''") + "'"


def _last_end(node: Node, offset: int, depth: int = 0) -> int:
    """Where the text of a mapping of one pair ends, without what follows on the line."""
    if isinstance(node, MappingNode) and len(node.value) == 1 and depth < 3:
        return max(_last_end(child, offset, depth + 1) for child in node.value[0])
    return node_span(node, offset)[1]
