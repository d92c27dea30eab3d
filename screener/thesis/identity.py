"""Which note this is: type, id, title, status."""

import re
from itertools import pairwise
from pathlib import PurePath
from typing import get_args

from screener.records.thesis import Status
from screener.thesis.findings import Findings
from screener.thesis.properties import Properties
from screener.thesis.scalars import read_word

THESIS_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LONGEST_HEADING_SEARCH = 20_000


def check_type(properties: Properties, findings: Findings) -> None:
    """Report a note that does not say ``type: thesis``."""
    value = properties.one("type")
    hint = "write type: thesis among the properties"
    if value is None:
        place = properties.key("type") if properties.has("type") else properties.top()
        findings.error("T101", place, "the note does not say type: thesis", hint)
    elif value.text != "thesis":
        findings.error("T101", value, f"the note's type is {value.text!r}, not thesis", hint)


def read_thesis_id(properties: Properties, path: str, findings: Findings) -> str:
    """Return ``thesis_id``, by default made from the file's name; an unusable one is a problem."""
    value = properties.one("thesis_id")
    if value is None:
        return id_of_name(PurePath(path).stem)
    text = value.text
    if THESIS_ID.fullmatch(text) is None:
        message = f"thesis_id {text!r} has other characters than a-z, 0-9 and -"
        if len(text) > 64:
            message = f"thesis_id {text!r} is longer than 64 characters"
        findings.error("T110", value, message, f"write thesis_id: {id_of_name(text)}")
    return text


def id_of_name(name: str) -> str:
    """Return the id that a note's name makes.

    Examples
    --------
    >>> id_of_name("Memory, 2026 (draft)")
    'memory-2026-draft'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:64].strip("-") or "my-thesis"


def read_status(properties: Properties, findings: Findings) -> Status:
    """Return the status, ``idea`` by default."""
    words: tuple[Status, ...] = get_args(Status)
    value = properties.one("status")
    return (read_word(value, "status", words, findings) if value else None) or "idea"


def read_title(properties: Properties, body: str, path: str) -> str:
    """Return ``title``, else the body's first heading, else the file's name."""
    value = properties.one("title")
    return value.text if value else first_heading(body) or PurePath(path).stem


def first_heading(body: str) -> str:
    """Return the text of the first heading near the top that is not in a code block or comment, or nothing."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only notes without a title need it

    visible = re.sub(r"%%.*?%%", "", body[:_LONGEST_HEADING_SEARCH], flags=re.DOTALL)
    tokens = MarkdownIt("commonmark").parse(visible)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and inline.content.strip():
            return " ".join(inline.content.split())
    return ""
