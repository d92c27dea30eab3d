"""The words of a universe's table: how a name ended, and why rows of a file were left out."""

# Keys are the values of NameOutcome and LeftOutReason, as words: those records bring arrays along.
NAME_OUTCOMES: dict[str, str] = {
    "used": "Used",
    "too_few_events": "The calendar has under 5 event days",
    "too_little_history": (
        "Under 5 event days are left, most others for lack of estimation returns; or too few shifts can be scored"
    ),
    "gap_in_window": "Under 5 event days are left, most of the others for a missing price in the window",
    "no_variation": "The name responded alike on all event days, as the benchmark and one without trades do",
    "not_priced": "The universe has no usable price of the name",
}

LEFT_OUT_REASONS: dict[str, str] = {
    "no_ticker": "The row names no ticker",
    "no_date": "The row has no date",
    "exchange_unknown": "The ticker's suffix stands for no exchange in exchanges.csv",
    "exchange_differs": "The ticker trades on another exchange than the benchmark",
    "outside_span": "The date lies outside the span that prices are read for",
    "off_session": "The exchange had no session on the date",
    "not_finite": "The price is missing or no number",
    "not_positive": "The price is zero or negative",
    "duplicate": "The ticker has a price for the date already",
}
