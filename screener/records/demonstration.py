"""What was planted into simulated prices, beside what was found in them."""

from dataclasses import dataclass

from screener.records.study import BasketSide, Score
from screener.records.thesis import Window


@dataclass(frozen=True, slots=True)
class Planted:
    """One basket and window of the demo; decimals.

    Parameters
    ----------
    basket, side, window
        Of the score.
    planted : float
        Sum of the returns planted in the window, with the basket's sign; both sides' for the spread.
    expected : float
        ``excess`` of the same study on the same market without the names' own noise. It differs from ``planted``
        because other events lie in each estimation window and on the ring.
    found : Score
        With noise, over all sessions.
    """

    basket: str
    side: BasketSide
    window: Window
    planted: float
    expected: float
    found: Score
