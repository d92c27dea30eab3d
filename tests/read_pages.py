"""A page of HTML as the tests read it: its elements in order, with their attributes, text and what they lie in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "li", "td", "th", "dt", "dd", "caption", "summary", "title", "desc"})
_VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})


@dataclass
class Found:
    """One element; ``text`` is that of all inside it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple["Found", ...]
    text: str = ""

    def lies_in(self, tag: str) -> bool:
        """Tell whether an element of that kind holds this one."""
        return any(each.tag == tag for each in self.inside)


@dataclass
class Page:
    """All elements of a page."""

    elements: list[Found] = field(default_factory=list)

    def all(self, *tags: str) -> list[Found]:
        """Return the elements of some kinds, in order."""
        return [each for each in self.elements if each.tag in tags]

    def texts(self, *tags: str) -> list[str]:
        """Return their texts, with single spaces."""
        return [" ".join(each.text.split()) for each in self.all(*tags)]

    def section(self, heading: str) -> str:
        """Return the text of the section that an ``h2`` with this id opens."""
        (found,) = [each for each in self.all("section") if each.attributes.get("aria-labelledby") == heading]
        return " ".join(found.text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[Found] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        found = Found(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.page.elements.append(found)
        if tag not in _VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        last = self._open.pop()
        assert last.tag == tag, f"<{last.tag}> is closed by </{tag}>"
        if tag in _BLOCKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.text += data

    def finished(self) -> Page:
        """Return the page; an element left open fails."""
        assert not self._open, [each.tag for each in self._open]
        return self.page


def read_page(html: str) -> Page:
    """Read a page whose elements are all closed in the order they were opened."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()
