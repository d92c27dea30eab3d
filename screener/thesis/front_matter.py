"""The block of properties at the top of a note, as YAML nodes with their places."""

import re
import warnings
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError, YAMLWarning
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from screener.records.problem import Problem
from screener.thesis.source import Source, Value
from screener.thesis.yaml_errors import describe
from screener.thesis.yaml_places import scalar_value

LARGEST_BLOCK = 100_000
_FENCE = re.compile(r"---[ \t]*(?=\r\n|\n|\r|\Z)")
_LATE_FENCE = re.compile(r"\s+---[ \t]*(?=\r\n|\n|\r)")
# What the YAML library raises on broken text beside its own errors: escapes out of range, endless nesting.
_BROKEN = (
    YAMLError,
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The properties of a note.

    Parameters
    ----------
    source : Source
        The whole note.
    keys : dict of str to Value
        Each property's name with its place; a repeated one with its first place.
    nodes : dict of str to Node
        The YAML node of each property's value.
    offset : int
        Where the block begins in the source: added to every YAML mark.
    body : int
        Where the note's body begins.
    problems : tuple of Problem
        Repeated properties.
    """

    source: Source
    keys: dict[str, Value]
    nodes: dict[str, Node]
    offset: int
    body: int
    problems: tuple[Problem, ...]


def read_front_matter(source: Source) -> FrontMatter | Problem:
    """Find and read the block of properties.

    Returns
    -------
    FrontMatter or Problem
        A single problem when there is no block or it is not YAML.
    """
    span = _block(source)
    if isinstance(span, Problem):
        return span
    offset, end, body = span
    if end - offset > LARGEST_BLOCK:
        message = f"the properties are longer than {LARGEST_BLOCK:,} characters"
        return source.problem("T005", "error", (0, 3), message, "move the text below the second line of ---")
    try:
        root = _compose(source.text[offset:end])
    except _BROKEN as error:
        return describe(source, offset, end, error)
    if root is None:
        return FrontMatter(source, {}, {}, offset, body, ())
    if not isinstance(root, MappingNode):
        message = "the block between the --- lines holds no properties"
        return source.problem(
            "T013", "error", (offset, offset), message, "write one property a line, such as type: thesis"
        )
    return _properties(source, root, offset, body)


def _compose(text: str) -> Node | None:
    """Return the YAML tree; what the library only warns of, such as a reused anchor, does no harm here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", YAMLWarning)
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    return root


def _block(source: Source) -> tuple[int, int, int] | Problem:
    text = source.text
    opening = _FENCE.match(text)
    if opening is None:
        message = "the note has no properties at its top"
        hint = "begin the file with a line ---, then type: thesis and the other properties, then a line ---"
        if _LATE_FENCE.match(text):
            hint = "the first line --- must be the very first line of the file"
        return source.problem("T006", "error", (0, 0), message, hint)
    for line, start in enumerate(source.starts[1:], start=2):
        if _FENCE.match(text, start):
            body = source.starts[line] if line < len(source.starts) else len(text)
            return source.starts[1], start, body
    return source.problem(
        "T007", "error", (0, 3), "the block of properties is not closed", "end the properties with a line ---"
    )


def _properties(source: Source, root: MappingNode, offset: int, body: int) -> FrontMatter:
    keys: dict[str, Value] = {}
    nodes: dict[str, Node] = {}
    problems: list[Problem] = []
    for key_node, node in root.value:
        if not isinstance(key_node, ScalarNode):
            continue
        key = scalar_value(source, key_node, offset)
        place = (key.begin, key.end)
        if key.text == "<<":
            hint = "write every property out"
            problems.append(source.problem("T016", "error", place, "merge keys (<<) are not supported", hint))
        elif key.text in keys:
            first = source.line_of(keys[key.text].begin)
            message = f"property {key.text!r} stands twice, first on line {first}"
            problems.append(source.problem("T011", "error", place, message, "keep one of the two"))
        else:
            keys[key.text] = key
            nodes[key.text] = node
    return FrontMatter(source, keys, nodes, offset, body, tuple(problems))
