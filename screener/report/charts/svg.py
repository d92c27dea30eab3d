"""The text of SVG elements: escaped, rounded, and small."""

import html
import re

from screener.report.cell_text import one_line

# Not characters of XML, though Python's text and HTML both let them through.
_NOT_XML = re.compile("[\ufffe\uffff]")


def at(place: float) -> str:
    """Return a coordinate with one decimal, which is finer than any screen shows.

    Examples
    --------
    >>> at(12.04), at(12.0), at(-0.01), at(3.25)
    ('12', '12', '0', '3.2')
    """
    text = f"{place:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """Return one element.

    Parameters
    ----------
    name : str
    *inside : str
        Elements, or text from :func:`escaped`.
    **attributes : str or float
        ``stroke_width`` is written ``stroke-width``, ``class_`` is ``class``; numbers are coordinates.

    Examples
    --------
    >>> element("rect", x=1.26, stroke_width="2")
    '<rect x="1.3" stroke-width="2"/>'
    """
    said = "".join(f' {_name(key)}="{_quoted(value)}"' for key, value in attributes.items())
    content = "".join(inside)
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def escaped(text: str) -> str:
    """Return text as the content or an attribute of an element: clean, on one line, and never markup."""
    return html.escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", one_line(text)), quote=True)


def words(x: float, y: float, text: str, **attributes: str | float) -> str:
    """Return text that begins at ``x`` with its base line at ``y``."""
    return element("text", escaped(text), x=x, y=y, **attributes)


def group(*inside: str, **attributes: str | float) -> str:
    """Return elements that share attributes."""
    return element("g", *inside, **attributes)


def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def _quoted(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else at(value)
