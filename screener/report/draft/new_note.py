"""The text of a note that answers to questions make."""

from screener.records.draft import Draft
from screener.report.cell_text import one_line
from screener.report.draft.properties import property_lines
from screener.report.markdown import escaped

_BODY = """\
Say here what you believe, why the market does not, and why each name is where it is.

## What would change my mind

Say here what you would have to see, beside the criteria above.
"""


def new_note_text(draft: Draft) -> str:
    """Return the note: the properties, and a body to write into."""
    properties = "\n".join(line.text for line in property_lines(draft))
    return f"{properties}\n# {escaped(one_line(draft.title))}\n\n{_BODY}"
