import numpy as np
from make_market import make_panel

from screener.screening.listed_prices import side_by_side


def test_closed_days_of_either_panel_stay_with_their_names():
    level = np.full(6, 10.0)
    gap = level.copy()
    gap[2] = np.nan
    known = make_panel({"A": gap, "B": level}, shut={"A": [3]})
    unknown = make_panel({"C": level}, closed={"C": [4]})

    for first, second in ((known, unknown), (unknown, known)):
        both = side_by_side(first, second)

        assert both.shut.shape == both.level.shape == (6, 3)
        closed = {ticker: np.flatnonzero(both.shut[:, both.column(ticker)]).tolist() for ticker in "ABC"}
        assert closed == {"A": [3], "B": [], "C": [4]}
