"""The words of a universe's table: how a name ended, and why rows of a file were left out."""

from screener.records.universe import LeftOutReason, NameOutcome

NAME_OUTCOMES: dict[NameOutcome, str] = {
    NameOutcome.USED: "Used",
    NameOutcome.TOO_FEW_EVENTS: "The calendar has under 5 event days",
    NameOutcome.TOO_LITTLE_HISTORY: (
        "Under 5 event days are left, most others for lack of estimation returns; or too few shifts can be scored"
    ),
    NameOutcome.GAP_IN_WINDOW: "Under 5 event days are left, most of the others for a missing price in the window",
    NameOutcome.NO_VARIATION: "The name responded alike on all event days, as the benchmark and one without trades do",
    NameOutcome.NOT_PRICED: "The universe has no usable price of the name",
}

LEFT_OUT_REASONS: dict[LeftOutReason, str] = {
    LeftOutReason.NO_TICKER: "The row names no ticker",
    LeftOutReason.NO_DATE: "The row has no date",
    LeftOutReason.EXCHANGE_UNKNOWN: "The ticker's suffix stands for no exchange in exchanges.csv",
    LeftOutReason.EXCHANGE_DIFFERS: "The ticker trades on another exchange than the benchmark",
    LeftOutReason.OUTSIDE_SPAN: "The date lies outside the span that prices are read for",
    LeftOutReason.OFF_SESSION: "The exchange had no session on the date",
    LeftOutReason.NOT_FINITE: "The price is missing or no number",
    LeftOutReason.NOT_POSITIVE: "The price is zero or negative",
    LeftOutReason.DUPLICATE: "The ticker has a price for the date already",
}
