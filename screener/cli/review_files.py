"""What a review writes: notes, pages, and the stored review last, so that a failure leaves none of it half told."""

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screener.cli.talk import tell
from screener.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from screener.cli.invocation import Invocation
    from screener.records.thesis import Thesis
    from screener.review.run import Reviewed
    from screener.vault.note_file import NoteFile
    from screener.vault.note_names import NoteName

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class ReviewFiles:
    """The files of one run, planned before anything is asked for.

    Parameters
    ----------
    snapshots : Path
    notes : Path or None
        Folder of review notes; None writes none.
    naming : NoteName
    html : Path or None
    is_dry, has_diff : bool
    is_told : bool
        Whether each file written is named on stderr.
    as_of : date
    """

    snapshots: Path
    notes: Path | None
    naming: "NoteName"
    html: Path | None
    is_dry: bool
    has_diff: bool
    is_told: bool
    as_of: "dt.date"

    @classmethod
    def planned(
        cls, invocation: "Invocation", given: dict[str, Any], theses: "Sequence[Thesis]", *, is_told: bool
    ) -> "ReviewFiles":
        """Check every name before anything is run.

        Raises
        ------
        UsageError
            A note or page that cannot be written where it is asked for.
        """
        from screener.report.review.review_template import BLOCK
        from screener.vault.marked_block import find_block
        from screener.vault.note_file import read_note_file
        from screener.vault.note_names import DEFAULT_FORMAT, NoteName

        naming = NoteName(given["note_name"] or DEFAULT_FORMAT)
        as_of = invocation.as_of_at.date()
        for thesis in theses:
            name = naming.of(thesis.thesis_id, as_of)
            note = None if given["note"] is None else read_note_file(given["note"], name)
            if note is not None and note.text is not None:
                find_block(note.text, BLOCK, str(note.path))
        html = given["html"]
        if html is not None and _is_file(html) and len(theses) > 1:
            raise UsageError(f"--html {html} is one file and there are {len(theses)} theses; name a folder")
        if html is not None and not _is_file(html) and html.is_file():
            raise UsageError(f"--html {html} is a file that does not end in .html; name a folder or a .html file")
        return cls(
            snapshots=invocation.workspace.snapshots,
            notes=given["note"],
            naming=naming,
            html=html,
            is_dry=given["dry_run"],
            has_diff=given["diff"],
            is_told=is_told,
            as_of=as_of,
        )

    def write(self, reviewed: "Sequence[Reviewed]") -> None:
        """Write notes, then pages, then the stored reviews; or only show what notes would say.

        Raises
        ------
        UsageError
            A note was changed meanwhile, or the disk refused.
        """
        from screener.state.snapshots import write_snapshot

        for each in reviewed:
            if self.notes is not None:
                self._write_note(each)
            if self.html is not None and not self.is_dry:
                self._write_page(each)
            if not self.is_dry:
                write_snapshot(self.snapshots, each.snapshot)

    def _write_note(self, reviewed: "Reviewed") -> None:
        from screener.vault.note_file import read_note_file, write_note_file

        folder = self.notes
        if folder is None:
            return
        note = read_note_file(folder, self.naming.of(reviewed.review.thesis_id, self.as_of))
        text = self._note_text(note, reviewed)
        if self.has_diff:
            tell_diff(note, text, folder)
        if not self.is_dry and write_note_file(note, text) and self.is_told:
            tell([f"wrote {note.path}"])

    def _note_text(self, note: "NoteFile", reviewed: "Reviewed") -> str:
        from screener.report.review.review_block import review_block
        from screener.report.review.review_template import BLOCK, new_note
        from screener.vault.marked_block import replace_block

        links = self._links(reviewed)
        if note.text is None:
            return new_note(reviewed.review, links)
        return replace_block(note.text, BLOCK, review_block(reviewed.review, links), str(note.path))

    def _links(self, reviewed: "Reviewed") -> Any:
        """Return the names of the thesis's note, of the review compared with, and of next week's."""
        from datetime import timedelta

        from screener.report.review.review_block import NoteLinks

        review = reviewed.review
        own = self.naming.of(review.thesis_id, review.as_of)
        before = "" if review.previous_on is None else self.naming.of(review.thesis_id, review.previous_on)
        after = self.naming.of(review.thesis_id, review.as_of + timedelta(days=_WEEK_DAYS))
        names = [name.rpartition("/")[2] if name != own else "" for name in (before, after)]
        return NoteLinks(Path(reviewed.dossier.thesis.path).stem, *names)

    def _write_page(self, reviewed: "Reviewed") -> None:
        from screener.dictionary.tables import REVIEW_TABLES
        from screener.files import write_atomically
        from screener.report.page.page import page_html
        from screener.report.review.review_tables import review_table

        path = self._page_path(reviewed)
        tables = {name: review_table(reviewed.review, name) for name in REVIEW_TABLES}
        data = page_html(reviewed.review, tables).encode("utf-8")
        try:
            if path.is_file() and path.read_bytes() == data:
                return
            write_atomically(path, data)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror or error}; name another --html") from error
        if self.is_told:
            tell([f"wrote {path}"])

    def _page_path(self, reviewed: "Reviewed") -> Path:
        """Return where the page goes: the file named, or one a week and thesis in the folder named."""
        if self.html is None:
            raise UsageError("no page was asked for; use --html")
        if _is_file(self.html):
            return self.html
        name = self.naming.of(reviewed.review.thesis_id, reviewed.review.as_of)
        return self.html / f"{name.rpartition('/')[2]}.html"


def tell_diff(note: "NoteFile", text: str, folder: Path) -> None:
    """Show on stderr how a note changes, by its name in its folder."""
    name = note.path.relative_to(folder).as_posix()
    before = [] if note.text is None else note.text.splitlines()
    lines = difflib.unified_diff(before, text.splitlines(), name, name, lineterm="")
    tell(lines)


def _is_file(path: Path) -> bool:
    return path.suffix.lower() in (".html", ".htm")
