"""A row that a later file of the same table replaced; every command that reads tables names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replacement:
    """A row of an earlier file that a later file replaced.

    Parameters
    ----------
    table : str
        The table's name, such as ``events``.
    key : str
        The shared key; parts joined by a comma and a blank.
    replaced_path, replaced_line
        The row that no longer counts.
    path, line
        The row that counts.
    """

    table: str
    key: str
    replaced_path: str
    replaced_line: int
    path: str
    line: int
