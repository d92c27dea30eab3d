"""The properties of a thesis's note; ``theses/README.md`` is the whole format."""

from dataclasses import dataclass

from screener.records.book_rules import DEFAULT_RULES


@dataclass(frozen=True, slots=True)
class NoteProperty:
    """One property.

    Parameters
    ----------
    name : str
    form : str
        How a value is written.
    default : str
        What holds without it; empty where it must be written, or means nothing.
    meaning : str
        One sentence without a full stop at its end.
    unit : str
        Empty where nothing is measured.
    """

    name: str
    form: str
    default: str
    meaning: str
    unit: str = ""


_IDENTITY = (
    NoteProperty("type", "thesis", "", "Says that the note is a thesis; every other note is left alone"),
    NoteProperty("thesis_id", "text", "made from the file's name", "The name in every table, and what commands take"),
    NoteProperty("title", "text", "the body's first heading, else the id", "The thesis in one line"),
    NoteProperty(
        "status",
        "idea, active, watching, closed or invalidated",
        "idea",
        "How the view stands; commands without a THESIS take the active ones",
    ),
    NoteProperty("opened_on", "date", "", "The day the view was written; it splits before from after"),
    NoteProperty(
        "members_chosen_on",
        "date",
        "opened_on",
        "The day the names were chosen; only what follows the later of the two is out of sample",
    ),
    NoteProperty("closed_on", "date", "none", "The day the view was given up"),
    NoteProperty("horizon_on", "date", "none", "The day resolves is judged"),
    NoteProperty(
        "history_from",
        "date",
        "the first session from 2015 on with half of every leg's weight priced",
        "Where the backtest starts; earlier prices are read only if this asks for them",
    ),
    NoteProperty(
        "probability_pct", "number from 0 to 100", "none", "Your probability that resolves comes true", "percent"
    ),
    NoteProperty("resolves", "comparison", "none", "What the probability is scored against on horizon_on"),
    NoteProperty("pillars", "list", "none", "What the view rests on: names of claims, or open questions (?)"),
    NoteProperty("players", "list", "none", "For the reader and your vault; no number depends on it"),
    NoteProperty("related", "list", "none", "Related notes, for the reader and your vault"),
    NoteProperty("tags", "list", "none", "Tags, for the reader and your vault"),
    NoteProperty("private_long", "list of labs", "none", "Companies without a stock that the long side is about"),
    NoteProperty("private_short", "list of labs", "none", "Companies without a stock that the short side is about"),
)

_BASKETS = (
    NoteProperty("long_NAME", "list of TICKER [xWEIGHT] [FROM..TO]", "", "A leg of the long side; the key is its name"),
    NoteProperty(
        "short_NAME", "list of TICKER [xWEIGHT] [FROM..TO]", "", "A leg of the short side; the key is its name"
    ),
    NoteProperty("leg_weights", "list of LEG NUMBER", "equal", "Weights inside a side; all legs of it or none"),
    NoteProperty(
        "weighting",
        "equal or inverse_vol",
        DEFAULT_RULES.weighting,
        "How members share a leg, times their own weights",
    ),
    NoteProperty("hedge", "dollar or beta", DEFAULT_RULES.hedge, "What the short side is scaled to"),
    NoteProperty("max_weight_pct", "number", "none", "The most a name may have of its side", "percent"),
    NoteProperty(
        "gross",
        "number",
        f"{DEFAULT_RULES.gross:g}",
        "Long plus short exposure over NAV of a two-sided thesis",
        "times NAV",
    ),
    NoteProperty(
        "rebalance",
        "daily, weekly, monthly, quarterly or never",
        DEFAULT_RULES.rebalance,
        "How often target weights are traded to",
    ),
    NoteProperty(
        "lag_sessions",
        "whole number",
        f"{DEFAULT_RULES.lag_sessions}",
        "Sessions between the decision at a close and the trade, at a close too",
        "sessions",
    ),
    NoteProperty(
        "cost_bps", "number", f"{DEFAULT_RULES.cost_bps:g}", "Cost of trading, one way, on traded value", "basis points"
    ),
    NoteProperty(
        "cost_bps_by_name", "list of TICKER BPS", "none", "What trading single names costs instead", "basis points"
    ),
    NoteProperty(
        "borrow_bps_per_year",
        "number",
        f"{DEFAULT_RULES.borrow_bps_per_year:g}",
        "Borrow fee on the value of the shorts; if it is missing, the default is an assumption",
        "basis points a year",
    ),
    NoteProperty(
        "borrow_bps_per_year_by_name",
        "list of TICKER BPS [FROM..TO]",
        "none",
        "What single names cost to borrow instead",
        "basis points a year",
    ),
    NoteProperty(
        "cash_rate", "ticker", "none", "Ticker whose close is the yearly rate that cash earns, such as ^IRX", "percent"
    ),
    NoteProperty("currency", "text", "none", "Refused for now: each name counts in its own currency"),
    NoteProperty(
        "delisting",
        "list of [TICKER] last_price, zero, -30 % or price 1.25",
        "last_price",
        "What a position is worth once its name has ceased to print",
    ),
    NoteProperty(
        "benchmark", "ticker, or several", "SPY", "The market model; the first one's exchange is the calendar"
    ),
)

_EVENTS = (
    NoteProperty("event_kinds", "list", "any but market_shock", "Events of these kinds"),
    NoteProperty("event_labs", "list", "any", "Events of these labs"),
    NoteProperty("event_direction", "list of up, down, flat or mixed", "any", "Events that moved token prices so"),
    NoteProperty("event_ids", "list", "none", "Events to add by id"),
    NoteProperty("event_skip", "list", "none", "Events to leave out by id"),
    NoteProperty(
        "event_windows", "list of START..END", "-1..1, 0..5, 0..20", "Sessions around day 0, both included", "sessions"
    ),
    NoteProperty(
        "primary", "BASKET WINDOW", "spread 0..5, or the only side's", "The one hypothesis that gets a verdict"
    ),
)

_JUDGEMENT = (
    NoteProperty("claims", "list of comparisons", "none", "What you say is so"),
    NoteProperty("kill", "list of comparisons", "none", "What would end the thesis: breaker, watch or ? in front"),
    NoteProperty("judged", "list of NAME: holds|weak|broken DATE", "none", "A person's answers to questions (?)"),
    NoteProperty("screen", "list of filters", "none", "Which rows of the screen to show: a row must pass all"),
    NoteProperty("score_weights", "list of PART NUMBER", "each part's own", "How much each part of the score counts"),
)

NOTE_PROPERTIES: dict[str, NoteProperty] = {each.name: each for each in (*_IDENTITY, *_BASKETS, *_EVENTS, *_JUDGEMENT)}
"""Every property by its name, in the order of the page that describes them."""
