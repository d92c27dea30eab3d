"""The checks of price quality, each with what its name says about the prices."""

PRICE_CHECKS: dict[str, str] = {
    "stale_run": "The close did not change for 6 sessions or more, or for 4 when no share was traded after the first",
    "not_positive": "A price is zero or negative, or a volume negative; the cell is taken as blank",
    "infinite": "A price or volume is infinite; the cell is taken as blank",
    "no_price": "A row has neither a close nor an adjusted close; the session counts as missing",
    "jump": "The price moved by more than 50 % in a day and no listed split explains it; it may well be true",
    "jump_undone": "A move of half or more was undone by the next print but for a quarter: likely one wrong price",
    "gap": "The exchange was open and the ticker has no price, between its first and its last",
    "late": "Sessions have closed since the last price, five at most: it has not come yet, or nobody asked",
    "ends_early": "The last price is more than 5 sessions old: the listing ended or the prices were not updated",
    "off_session": "There are prices of days on which the exchange was closed by calendar",
    "high_low": "The low is above, or the high below, the open or the close",
    "split_not_applied": "A split is listed, the closes before it were not adjusted; returns are made as if they were",
    "dividend_disagrees": "Listed dividends and those that the adjusted closes imply are not the same",
    "no_adj_close": "Dividends are listed and adjusted closes are blank or leave them out; returns use the dividends",
    "twin": "Two tickers have exactly the same moving closes for 20 sessions or more",
    "revised": "The source changed the past and no split or dividend explains it",
    "withdrawn": "The source no longer gives sessions that it gave before",
    "not_refreshed": "The last asking failed or was refused, so newer prices are missing",
    "import_unused": "The ticker was imported too, and Yahoo's prices are used instead",
}

# Keys are the values of RevisionKind and FetchOutcome, as words: those records bring arrays along.
PRICE_CHANGES: dict[str, str] = {
    "settled": "Only volumes changed, or prices by at most 1 % within the last five sessions held, and what "
    "follows from that for earlier adjusted closes",
    "split": "Prices were rescaled as a new split says, or a split was booked late",
    "dividend": "Adjusted closes moved as a new dividend says; closes did not",
    "filled": "A session or value that was missing is there",
    "withdrawn": "A session is no longer given",
    "revision": "Any other change of the past: the one to look at",
}

FETCH_OUTCOMES: dict[str, str] = {
    "ok": "Prices came and were stored",
    "gone": "Yahoo says that it does not know the symbol; asked again after the next session",
    "empty": "Yahoo knows the symbol and has no row in the span",
    "rate_limited": "Yahoo refused because it was asked too often; wait some minutes, then pull again",
    "failed": "Anything else, with its reason: a time-out, a broken answer, one that contradicts the store",
}
