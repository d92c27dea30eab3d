"""One part of a screen's score."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What one measured figure adds to the score.

    Parameters
    ----------
    name : str
        Column of the figure; also its name in ``score_weights``.
    column : str
        Column of what it adds.
    direction : {1, -1}
        Whether more of it is better.
    follows_side : bool
        Whether that turns round for a short: a falling stock is good there, a calm one on either side.
    default_weight : float
        At least 0; relative to the others.
    said : str
        What a reason in words calls it.
    """

    name: str
    column: str
    direction: int
    follows_side: bool
    default_weight: float
    said: str
