"""From a note's path to a draft that lints, and to the file it is written to."""

import datetime as dt
from pathlib import Path

from screener.drafting.assembling import draft_of
from screener.drafting.checking import CheckedDraft, checked
from screener.drafting.note_parts import read_parts
from screener.errors import UsageError
from screener.reference import Reference
from screener.thesis.find import thesis_id_of, thesis_paths
from screener.thesis.identity import THESIS_ID, id_of_name
from screener.thesis.links import vault_lookup, vault_of
from screener.thesis.note_file import LARGEST_NOTE_BYTES


def import_note(path: Path, reference: Reference, opened_on: dt.date, thesis_id: str = "") -> CheckedDraft:
    """Draft a thesis from a note, which is only read.

    Parameters
    ----------
    path : Path
        Any Markdown note that is no thesis.
    reference : Reference
    opened_on : date
    thesis_id : str
        By default made from the note's title.

    Raises
    ------
    UsageError
        The note cannot be read, is a thesis already, or makes a draft larger than a note may be.
    """
    parts = read_parts(path)
    draft = draft_of(parts, reference, vault_lookup(vault_of(path)), opened_on, thesis_id)
    found = checked(draft, f"{draft.thesis_id}.md", reference)
    if len(found.text.encode("utf-8")) > LARGEST_NOTE_BYTES:
        raise UsageError(f"the draft of {path} would be larger than 1 MB, which no thesis may be; import a part of it")
    return found


def check_id(thesis_id: str, folder: Path) -> None:
    """Refuse an id that cannot be one, or that another thesis of the workspace has.

    Parameters
    ----------
    thesis_id : str
    folder : Path
        The workspace's notes.

    Raises
    ------
    UsageError
    """
    if THESIS_ID.fullmatch(thesis_id) is None:
        raise UsageError(f"--id {thesis_id!r} has other characters than a-z, 0-9 and -; write {id_of_name(thesis_id)}")
    for path in thesis_paths([folder]):
        if thesis_id_of(path) == thesis_id:
            raise UsageError(f"the thesis {path} has the id {thesis_id} already; give this one another with --id")
