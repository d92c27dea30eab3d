"""What goes back to the client, and Yahoo's ways to say no."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Answer:
    """One answer; ``act`` may be to close the connection or to hold it instead of sending anything."""

    status: int
    body: bytes = b""
    content_type: str = "application/json;charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    act: Literal["send", "drop", "hang"] = "send"


def json_answer(content: dict[str, Any], status: int = 200) -> Answer:
    """Return JSON; infinite numbers are written as Yahoo writes them, though JSON knows none."""
    return Answer(status, json.dumps(content, separators=(",", ":")).encode())


def error(status: int, code: str, description: str, *, under: str = "finance") -> Answer:
    """Return an error in the form that Yahoo's services give it."""
    return json_answer({under: {"result": None, "error": {"code": code, "description": description}}}, status)


def html(text: str, status: int = 200) -> Answer:
    """Return a page."""
    return Answer(status, text.encode(), "text/html;charset=utf-8")


def too_many() -> Answer:
    """Return what an impatient client gets."""
    return Answer(429, b"Too Many Requests\r\n", "text/html")


def gone(under: str = "finance") -> Answer:
    """Return what Yahoo says of a symbol that it does not know."""
    if under == "chart":
        return error(404, "Not Found", "No data found, symbol may be delisted", under="chart")
    return error(404, "Not Found", "Quote not found")
