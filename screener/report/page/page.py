"""One review as one HTML file."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from screener.records.review import Review
from screener.records.table import Table
from screener.report.banner import SIMULATED_BANNER
from screener.report.cell_text import clean_text
from screener.report.page.content import content_of
from screener.report.spoken import counted

TEMPLATE = "page.html.j2"


def page_html(review: Review, tables: Mapping[str, Table]) -> str:
    """Return the page of a review.

    Parameters
    ----------
    review : Review
    tables : mapping of str to Table
        The review's tables by name, each of ``dictionary.tables.REVIEW_TABLES``.

    Returns
    -------
    str
        HTML that needs nothing besides itself: style inside, no script, no font, no picture to fetch. The same for the
        same review.
    """
    banner = SIMULATED_BANNER if review.is_simulated else ""
    return _environment().get_template(TEMPLATE).render(review=review, page=content_of(review, tables), banner=banner)


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        finalize=_clean,
        loader=PackageLoader("screener.report.page"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals["counted"] = counted
    environment.filters["drawing"] = Markup
    return environment


def _clean(value: object) -> object:
    """Clean whatever text the template prints; only a chart's own SVG is markup already."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else clean_text(value)
