"""The words that stand in cells: flags, outcomes, verdicts and periods, each with its meaning."""

from screener.records.event import Outcome, Period
from screener.records.robustness import Variation

FLAGS: dict[str, str] = {
    "simulated": "The prices are made up to show the tool at work; the row says nothing about any stock",
    "chosen_with_hindsight": (
        "Day 0 or the event itself was picked because the market moved, so p, interval and verdict stay empty"
    ),
    "hindsight": "The span lies before the thesis was opened: its author may have known these returns",
    "members_chosen_later": "Members were chosen after the opening: part of the span lies before, with hindsight",
    "no_out_of_sample_session": "No session has passed since the thesis was opened and its members chosen",
    "overlapping": "Over half of the event days share a session with another's window; the placebo alone decides",
    "assumes_equal_volatility": "Under 5 event days the placebo takes event days to be as volatile as any other",
    "no_events": "No event of the thesis falls into the period",
    "closed_session": "An exchange was closed by calendar on a panel session: return 0, the next session has the move",
    "day0_differs": "The listing's own day 0 falls on another session than the panel's",
    "day0_uncertain": "Only a latest instant is known, near or after a close: day 0 may be a session earlier",
    "dimson_lag": "A member closes before the benchmark opens: the session before is a second regressor for all",
    "confounded": "Another known event, or a member's earnings report, may have moved day 0 as well; see confounders",
    "earnings_in_window": "The name reported earnings on a session of the window, or on the one before it",
    "masked_events": "Sessions 0..1 of the thesis's events are left out of the fits (--mask-events)",
    "survivorship_biased": "Under 1 % of the universe's names end in a year: those that left the market are not in it",
    "implausible_return": "Returns of +900 % and more or -90 % and less in the name's prices count as missing",
    "known_on_assumed": "The day the fact became known is assumed to be the day it took effect",
    "memory": "The row was written from memory and no source was read",
    "not_priced": "The source gave no prices for the name",
    "members_missing": "At least one member has no usable prices; its weight goes to the others",
    "price_return_only": "No dividends are known for at least one name, so its returns are price returns",
    "no_sessions": "The period holds no session with prices",
    "too_short": "Under 60 sessions: nothing is annualised, so those cells are empty",
    "no_hedge_beta": "At a trade a side had no trailing beta above 0: it was hedged by dollars instead",
    "ruined": "The net asset value fell to zero or below and the run ended there: no ratio, no alpha",
    "flat_sessions": "On at least one session a side was empty, so nothing was held",
    "borrow_assumed": "The note does not say what borrowing costs: 50 bps a year is assumed, which many shorts exceed",
    "no_cash_rate": "Cash and short proceeds earn nothing: the note names no cash_rate, or the prices are made up",
    "no_beta": "No trailing beta is known for some of the name's sessions: their market part counts as residual",
    "lag_0": "Traded at the very close of the decision, which nobody can",
    "pool_too_small": "Fewer names can be drawn than the thesis holds, so there are no random baskets",
    "stake_unknown": "The name owns part of the lab; how much is not known",
    "price_under_5": "The last close is under 5 units of its currency: spreads are wide, and shorts hard to borrow",
    "undated": "The fact has no date and counts at any time",
    "dated_ahead": "The row takes effect, or ends, only after as_of: a plan that may not come",
    "reseller_price": "The entry has the price that a reseller's has or had: it may not be the lab's own list",
    "not_in_thesis": "Something is held that the note does not name on that side on that day",
    "price_ended": "The last 5 sessions of the listing's exchange have no close, so what it is worth is not known",
    "other_currency": "The cost of a holding is in another currency than its listing is quoted in",
    "cost_far_from_close": "The cost of a holding is over twice, or under half, the close of the day it was opened",
    "unfilled": "The order of the last trade met no print, so the name stays as it was until the next trade",
    "signed_as_held": "The row is signed as held and net of cost and borrow; short positions count with a minus",
}

OUTCOMES: dict[Outcome, str] = {
    Outcome.USED: "Used",
    Outcome.NOT_PRICED: "The source gave no prices for the name",
    Outcome.NOT_A_MEMBER: "The name's span in the thesis does not cover the event",
    Outcome.TOO_FEW_NAMES: "Under half of the basket's weight could be used, on either side for the spread",
    Outcome.TOO_LITTLE_HISTORY: "Under 200 of the 250 estimation returns are there, or it lies before history_from",
    Outcome.GAP_IN_WINDOW: "A price is missing inside the event window on a day the exchange was open",
    Outcome.WINDOW_NOT_OVER: "The event window ends after the last session in the prices",
    Outcome.SESSION_OUTSIDE_PRICES: "Day 0 lies before the first or after the last session in the prices",
    Outcome.NO_ANCHOR_DATE: "The event has no date of the kind asked for: --anchor noticed needs a documented day",
    Outcome.ALIGNED: "Day 0 is known; the listing measures nothing",
    Outcome.NOT_STUDIED: "The release is known only to the month, or only planned; such events are never studied",
}

VERDICTS: dict[str, str] = {
    "with_thesis": (
        "At least 5 event days, and event-level test and placebo both below 0.05, with the sign the thesis expects"
    ),
    "against_thesis": (
        "At least 5 event days, and event-level test and placebo both below 0.05, with the opposite sign"
    ),
    "no_measurable_response": "At least 5 event days, but the tests see nothing; mde_pct is what they could have seen",
    "too_few_events": "Under 5 event days: single events and the placebo are shown, and nothing is concluded",
    "exploratory": "Not the primary hypothesis; p_adjusted accounts for how many were tried",
}

VARIATIONS: dict[Variation, str] = {
    "as_asked": "The score as the run was asked for; every change_pp is against it",
    "without_event": "Without one event, named in case",
    "without_name": "Without one name, as if the note had never named it",
    "year": "Events of one year only",
    "lab": "Events of one lab only",
    "kind": "Events of one kind only",
    "without_confounded": "Without events that share day 0 with another known event or a member's earnings report",
    "anchor": "Day 0 from the other anchor; noticed is chosen with hindsight, so nothing is tested",
    "mask_events": "Sessions 0..1 of the thesis's events left out of the fits (yes) or kept in them (no)",
    "return_model": "Abnormal returns from another return model",
    "placebo_baskets": "Against baskets of the same shape made of random names of the universe, on the same event days",
}

PERIOD_MEANINGS: dict[Period, str] = {
    "before": "Up to the day the thesis was opened: hindsight",
    "after": "After the day the thesis was opened",
    "live": "After the later of opened_on and members_chosen_on: the only period called out of sample",
    "all": "Every session; no verdict is spoken for it",
}
