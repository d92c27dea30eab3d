"""What a review says in one line, for a person who only wants to know whether to look."""

from screener.records.review import Review, Ruling
from screener.report.cell_text import one_line
from screener.report.review.shortened import shortened

MOST_CHARACTERS = 200
_LEAST_CHARACTERS = 40


def ruling_line(review: Review) -> str:
    """Return what needs a ruling that nobody has written yet, in one line; empty where nothing does.

    Returns
    -------
    str
        At most about 200 characters; what does not fit is counted.
    """
    open_rulings = [each for each in review.rulings if each.overridden_on is None]
    if not open_rulings:
        return ""
    verb = "needs" if len(open_rulings) == 1 else "need"
    line = f"{one_line(review.thesis_id)}: {len(open_rulings)} {verb} a ruling: "
    told = 0
    for each in open_rulings:
        said = _said(each)
        if told and len(line) + len(said) > MOST_CHARACTERS:
            break
        # One thing is always named, if only by how it begins.
        said = shortened(said, max(MOST_CHARACTERS - len(line), _LEAST_CHARACTERS)) if not told else said
        line += ("; " if told else "") + said
        told += 1
    left = len(open_rulings) - told
    return f"{line}; and {left} more" if left else line


def _said(ruling: Ruling) -> str:
    since = f" since {ruling.since_on}" if ruling.since_on is not None else ""
    kind = "" if ruling.kind in ("question", "stale", "unknown") else f"{ruling.kind} "
    return one_line(f"{kind}{ruling.what} {ruling.state}{since}")
