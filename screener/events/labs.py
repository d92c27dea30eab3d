"""The labs that act, the names people use for them, and the zone each one lives in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from screener.csv_rows import Column, Row, merge, read_rows
from screener.dictionary.near_misses import did_you_mean, near_misses
from screener.dictionary.table_codes import EVENT_ROW_CODES, LAB_NAME_TWICE, UNKNOWN_ZONE
from screener.records.problem import Problem
from screener.records.replacement import Replacement

_COLUMNS = (
    Column("lab", required=True),
    Column("names"),
    Column("zone", required=True),
)


@dataclass(frozen=True, slots=True)
class Lab:
    """One row of ``labs.csv``.

    Parameters
    ----------
    lab : str
        The canonical id, as in ``events.csv``.
    names : tuple of str
        Other names people write.
    zone : ZoneInfo
        Where the head office is; a bare date means noon there.
    """

    lab: str
    names: tuple[str, ...]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Labs:
    """All labs.

    Parameters
    ----------
    by_id : mapping of str to Lab
        Keyed by the canonical id.
    id_by_name : mapping of str to str
        Case-folded ids and names to the canonical id.
    problems : tuple of Problem
        Everything found wrong in the files.
    replacements : tuple of Replacement
        Rows of an earlier file that a later one replaced.
    """

    by_id: Mapping[str, Lab]
    id_by_name: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    replacements: tuple[Replacement, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Canonical ids, in the files' order."""
        return tuple(self.by_id)

    def zone(self, lab: str) -> ZoneInfo:
        """Return the zone of a canonical id."""
        return self.by_id[lab].zone

    def resolve(self, text: str) -> str | None:
        """Return the canonical id that ``text`` means, or None.

        Ids and names count, in any case, plain or as a note's link (``[[DeepSeek]]``, ``[[Folder/Name|shown]]``).
        """
        return self.id_by_name.get(_plain(text))

    def hint(self, text: str) -> str:
        """Return *did you mean*, in canonical ids, for a text that resolves to nothing."""
        near = near_misses(_plain(text), self.id_by_name)
        ids = dict.fromkeys(self.id_by_name[name] for name in near)
        return f"did you mean {' or '.join(ids)}?" if ids else did_you_mean(_plain(text), self.by_id)


def read_labs(paths: Sequence[Path]) -> Labs:
    """Read ``labs.csv`` files, the shipped one first.

    Parameters
    ----------
    paths : sequence of Path
        A lab of a later file adds, or replaces the lab with the same id.

    Returns
    -------
    Labs
        A lab with an unknown zone, or with a name that another lab has, is left out and reported.
    """
    problems: list[Problem] = []
    files: list[list[tuple[Row, Lab]]] = []
    for path in paths:
        reading = read_rows(path, _COLUMNS, codes=EVENT_ROW_CODES)
        problems.extend(reading.problems)
        pairs: list[tuple[Row, Lab]] = []
        for row in reading.rows:
            lab = _lab(row)
            if lab is None:
                message = f"the zone {row.text('zone')!r} is not in the time-zone database"
                problems.append(row.problem(UNKNOWN_ZONE, "zone", message, "write one such as Asia/Shanghai"))
            else:
                pairs.append((row, lab))
        files.append(pairs)
    merged = merge("labs", files, ("lab",), lambda lab: (lab.lab,), EVENT_ROW_CODES.duplicate)
    problems.extend(merged.problems)
    by_id: dict[str, Lab] = {}
    id_by_name: dict[str, str] = {}
    for row, lab in merged.pairs:
        names = {name.casefold() for name in (lab.lab, *lab.names)}
        taken = sorted(name for name in names if name in id_by_name)
        if taken:
            message = f"the name {taken[0]!r} already belongs to the lab {id_by_name[taken[0]]}"
            problems.append(row.problem(LAB_NAME_TWICE, "lab", message, "remove the name from one of the two"))
            continue
        by_id[lab.lab] = lab
        id_by_name.update(dict.fromkeys(names, lab.lab))
    return Labs(by_id, id_by_name, tuple(problems), merged.replacements)


def _lab(row: Row) -> Lab | None:
    try:
        zone = ZoneInfo(row.text("zone"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    names = tuple(name.strip() for name in row.text("names").split(";") if name.strip())
    return Lab(row.text("lab"), names, zone)


def _plain(text: str) -> str:
    """Strip a note's link to what it points at: ``[[People/DeepSeek|the whale]]`` is ``deepseek``."""
    name = text.strip()
    if name.startswith("[[") and name.endswith("]]"):
        name = name[2:-2].partition("|")[0].partition("#")[0].rpartition("/")[2]
    return name.strip().casefold()
