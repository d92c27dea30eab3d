"""Stored reviews of a thesis: which days they speak for."""

import datetime as dt
from pathlib import Path

_SUFFIX = ".json"


def reviewed_on(folder: Path, thesis_id: str) -> tuple[dt.date, ...]:
    """Return the days of a thesis's stored reviews, oldest first.

    Parameters
    ----------
    folder : Path
        The workspace's ``state/snapshots``; it holds ``THESIS_ID/DATE.json``.
    thesis_id : str
        An id that is no plain name of a folder has none: nothing outside ``folder`` is looked at.

    Returns
    -------
    tuple of date
        Files that are not named for a day are none of ours.
    """
    if Path(thesis_id).name != thesis_id or thesis_id in (".", ".."):
        return ()
    found = []
    for path in (folder / thesis_id).glob(f"*{_SUFFIX}"):
        try:
            found.append(dt.date.fromisoformat(path.stem))
        except ValueError:
            continue
    return tuple(sorted(found))
