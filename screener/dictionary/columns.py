"""Every column that a table may print: its kind, unit and meaning, and how a terminal shows it."""

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["text", "date", "integer", "number", "boolean", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column, the same in every format.

    Parameters
    ----------
    name : str
        CSV header and JSON key; carries the unit where there is one (``_pct``, ``_on``, ``_days``).
    kind : {"text", "date", "integer", "number", "boolean", "list"}
        A ``list`` is text whose items are joined by ``;``. Instants are dates with a time in UTC.
    unit : str
        Never empty: ``percent``, ``sessions``, ``probability``, or ``text`` and ``date`` where nothing is measured.
    meaning : str
        One sentence without a full stop at its end.
    digits : int
        Decimals in terminal and note; CSV and JSON never round.
    is_signed : bool
        Terminal and note write a plus before positive values.
    priority : int
        1 is kept longest on a narrow terminal, 9 goes first.
    is_prose : bool
        A terminal may shorten it; all other columns are shown whole or not at all.
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    digits: int = 0
    is_signed: bool = False
    priority: int = 5
    is_prose: bool = False


def _text(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "text", "text", meaning, priority=priority)


def _prose(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "text", "text", meaning, priority=priority, is_prose=True)


def _list(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "list", "text", meaning, priority=priority, is_prose=True)


def _date(priority: int, name: str, meaning: str, unit: str = "date") -> Column:
    return Column(name, "date", unit, meaning, priority=priority)


def _count(priority: int, name: str, unit: str, meaning: str) -> Column:
    return Column(name, "integer", unit, meaning, priority=priority)


def _pct(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "number", "percent", meaning, digits=1, is_signed=True, priority=priority)


def _share(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "number", "percent", meaning, digits=1, priority=priority)


def _chance(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "number", "probability", meaning, digits=3, priority=priority)


def _number(priority: int, name: str, unit: str, meaning: str) -> Column:
    return Column(name, "number", unit, meaning, digits=2, is_signed=True, priority=priority)


_LAST = (
    _text(8, "thesis_id", "The thesis that the row belongs to; empty where no thesis was named"),
    _date(9, "as_of", "The day the run speaks for: nothing later was used"),
    _text(8, "price_source", "Where the prices came from: yahoo, csv or simulated; empty where none were used"),
    _date(9, "data_as_of", "Last session in the prices used; empty where none were used"),
    _list(8, "flags", "What to know before trusting the row, as words joined by ;"),
)

_EVENT_DAY = (
    _text(1, "basket", "A leg's property name, or long, short or spread"),
    _text(4, "side", "long, short or spread; rows of a short side show the stocks' own return"),
    _text(1, "period", "before, after, live or all: before the opening date is hindsight, live is out of sample"),
    _text(1, "window", "Event window as first..last session relative to day 0, both included"),
    _text(7, "anchor", "The date that day 0 is found from: released, or noticed (chosen with hindsight)"),
    _list(7, "benchmark", "Tickers of the market model that abnormal returns are measured against"),
    _count(6, "n_events", "events", "Events asked for in the period"),
    _count(
        2, "n_event_days", "event days", "Distinct day 0 among the used events; events on one session are one event day"
    ),
    _count(5, "n_used", "events", "Events used, of the n_events asked for"),
)

_SCORES = (
    _pct(4, "caar_pct", "Mean cumulative abnormal return over the used event days"),
    _pct(1, "excess_pct", "The effect: caar_pct minus the ring mean, which is what any day of the span gave"),
    _pct(6, "median_car_pct", "Median cumulative abnormal return over the used event days"),
    _share(4, "hit_rate_pct", "Share of used event days whose response has the thesis's sign"),
    _number(
        4, "t_event", "standard errors", "Event-level t of excess_pct, corrected for overlap; empty under 5 event days"
    ),
    _chance(3, "p_event", "Two-sided p of t_event with n_event_days - 1 degrees of freedom"),
    _number(
        6, "bmp_event", "standard errors", "Boehmer-Musumeci-Poulsen t across event days: mean over spread of the SCAR"
    ),
    _chance(6, "p_bmp_event", "Two-sided p of bmp_event with n_event_days - 1 degrees of freedom"),
    _chance(1, "p_placebo", "Share of circular shifts of the whole event calendar at least as extreme as the real one"),
    _pct(
        7,
        "placebo_mean_pct",
        "The ring mean: what the same calendar gave on average wherever it was laid; caar_pct less it is excess_pct",
    ),
    _share(7, "placebo_sd_pct", "Standard deviation over the shifts of the placebo's mean cumulative abnormal return"),
    _count(7, "n_placebo", "shifts", "Shifts of the event calendar: T - 1 for a ring of T sessions"),
    Column(
        "n_placebo_eff",
        "number",
        "windows",
        "Windows among the shifts that share no session: (T - 1) / L for windows of L sessions",
        digits=1,
        priority=7,
    ),
    _chance(5, "p_adjusted", "Romano-Wolf step-down p over the exploratory baskets and windows of the period"),
    _pct(3, "ci_low_pct", "Lower end of the 95 % interval of excess_pct, corrected for overlap"),
    _pct(3, "ci_high_pct", "Upper end of the 95 % interval of excess_pct, corrected for overlap"),
    _share(1, "mde_pct", "Smallest effect the sample could have seen: 80 % power at 5 % two-sided; empty under 5 days"),
    _text(3, "verdict", "The primary hypothesis's result in this period; exploratory on every other row"),
)

_SUMMARY = (
    _count(2, "live_n_event_days", "event days", "n_event_days of the primary window, out of sample"),
    _pct(1, "live_excess_pct", "excess_pct of the primary window, out of sample"),
    _chance(2, "live_p_placebo", "p_placebo of the primary window, out of sample"),
    _share(6, "live_mde_pct", "mde_pct of the primary window, out of sample"),
    _count(3, "before_n_event_days", "event days", "n_event_days of the primary window, before the opening: hindsight"),
    _pct(2, "before_excess_pct", "excess_pct of the primary window, before the opening: hindsight"),
    _chance(3, "before_p_placebo", "p_placebo of the primary window, before the opening: hindsight"),
    _share(2, "before_mde_pct", "mde_pct of the primary window, before the opening: hindsight"),
)

_EVENTS = (
    _text(1, "event_id", "The event's id in the catalogue"),
    _prose(2, "name", "The event's name in the catalogue"),
    _text(3, "lab", "Canonical id of the lab behind the event"),
    _text(4, "kind", "What kind of event it is, such as open_weights, price_cut or market_shock"),
    _date(6, "released_at", "Release instant in UTC; empty where only the day is known", unit="UTC instant"),
    _date(3, "released_on", "Release date in the lab's zone"),
    _text(6, "released_precision", "How well the release is known: instant, upper_bound, day, month or planned"),
    _date(
        2, "session_on", "Session of the row; for an event its day 0: the first whose close is at or after the anchor"
    ),
    _count(4, "lag_days", "days", "Calendar days from released_on to session_on"),
    _date(4, "market_noticed_on", "Day the market visibly reacted, where documented; known only with hindsight"),
    _pct(1, "car_pct", "Cumulative abnormal return over the window: the return minus what the market model expects"),
    _number(
        4,
        "scar",
        "standard deviations",
        "car_pct over its own standard deviation, prediction error of the fit included",
    ),
    _count(5, "n_names", "names", "Names of the basket that were used for this event"),
    _count(6, "n_asked", "names", "Names that the basket holds on this event's date"),
    _text(1, "outcome", "How the event or the name ended: used, or the one reason why it was not"),
    _list(6, "overlaps_with", "Other events of the basket whose window shares a session with this one"),
    _text(6, "price_direction", "Where the event moved token prices: up, down, flat or mixed"),
    _text(7, "provenance", "How the row came to be known: seen in a source, mixed, memory or computed"),
    _text(7, "confidence", "How sure the catalogue is of the row: high, medium or low"),
)

_NAMES = (
    _text(1, "ticker", "The listing's ticker as written in the note"),
    _text(3, "leg", "Property name of the leg that holds the ticker"),
    _pct(1, "day0_return_pct", "The listing's total return on day 0, market not removed"),
    _number(
        4,
        "beta",
        "ratio",
        "Slope on the first benchmark over the estimation window; the lagged slope, where there is one, is added",
    ),
)

_PERFORMANCE = (
    _date(5, "start_on", "First session of the row's span"),
    _date(4, "end_on", "Last session of the row's span"),
    _count(3, "n_sessions", "sessions", "Sessions with a return in the row's span"),
    _pct(
        1, "total_return_pct", "Compounded return; net of cost and borrow for the held basket, gross for legs and sides"
    ),
    _pct(3, "cagr_pct", "Compound growth a year of 252 sessions; empty under 60 sessions"),
    _share(4, "vol_pct", "Standard deviation of the returns per session times the root of 252"),
    _number(
        2, "sharpe", "per root year", "Mean over standard deviation of the returns per session, times the root of 252"
    ),
    _number(5, "sharpe_ci_low", "per root year", "Lower end of the Sharpe ratio's 95 % interval, HAC errors (Lo 2002)"),
    _number(
        5, "sharpe_ci_high", "per root year", "Upper end of the Sharpe ratio's 95 % interval, HAC errors (Lo 2002)"
    ),
    _share(2, "max_drawdown_pct", "Largest fall of the value from its highest point so far, as a positive number"),
    _pct(4, "alpha_pct", "Intercept of the regression on the benchmark, per year (252 sessions)"),
    _share(6, "turnover_pct", "Traded value over twice the mean NAV, per year"),
    _share(6, "cost_pct", "Trading cost over the period's starting NAV; what it would have cost on leg and side rows"),
    _share(
        6, "borrow_pct", "Borrow fees over the period's starting NAV; what they would have been on leg and side rows"
    ),
    _chance(4, "deflated_sharpe", "Probability that the Sharpe ratio beats the best of n_trials tries without skill"),
    _count(
        5, "n_trials", "trials", "Distinct variants of this thesis and basket in the trial ledger, this run included"
    ),
    _text(2, "line", "What the contribution is: name, cost, borrow or cash"),
    _pct(1, "contribution_pct", "Contribution to the period's return, signed as held; the lines add up to it exactly"),
    Column("value", "number", "times start", "Net asset value; 1 at the start of the period", digits=4, priority=2),
    _share(2, "drawdown_pct", "Fall of the value from its highest point so far, as a positive number"),
)

_THESIS = (
    _prose(2, "title", "The thesis in one line, as its note says it"),
    _text(2, "status", "idea, active, watching, closed or invalidated"),
    _date(3, "opened_on", "Day the view was written; what came before is hindsight"),
    _date(5, "members_chosen_on", "Day the members were chosen; live starts at the later of this and opened_on"),
    _count(3, "n_long", "names", "Distinct tickers on the long side"),
    _count(3, "n_short", "names", "Distinct tickers on the short side"),
    _prose(4, "path", "The file, as it was named or found"),
    _count(3, "n_errors", "errors", "Errors in the note; a thesis with errors is not run"),
    _count(4, "n_warnings", "warnings", "Warnings in the note; they stop nothing"),
    _share(2, "weight_pct", "The name's share of its side at a rebalance, dates aside"),
    _date(4, "from_on", "First day of the member's span; empty means from the start"),
    _date(4, "to_on", "Last day of the member's span, included; empty means open"),
    _text(4, "mic", "Market identifier code of the exchange whose sessions the listing follows"),
)

_PROBLEMS = (
    _count(2, "column", "characters", "Position in the line of the first wrong character, from 1; 0 is the whole line"),
    _text(1, "severity", "error or warning"),
    _text(1, "code", "The problem's stable code"),
    _prose(2, "message", "What is wrong, in one sentence"),
    _prose(4, "hint", "What to do about the problem"),
)

_PLANTED = (
    _pct(
        2, "planted_pct", "Sum of the returns planted in the window, with the basket's sign; both sides' for the spread"
    ),
    _pct(2, "expected_pct", "excess_pct of the same study on prices without the names' own noise"),
)

# Two tables may use one word for two things; the promised column keeps the plain name.
_OWN_MEANING: dict[tuple[str, str], Column] = {
    ("performance", "beta"): _number(
        4,
        "beta",
        "ratio",
        "Slope on the first benchmark's return of the same session over the row's span, without a lag",
    ),
    ("thesis_list", "thesis_id"): _text(1, "thesis_id", "The thesis's id: the word that commands take"),
    ("thesis_problems", "line"): _count(2, "line", "lines", "Line of the problem in the file, from 1"),
}

# Where a row is one event, its outcome is worth more room than its period; a listing is read for its dates.
_OWN_PRIORITY: dict[tuple[str, str], int] = {
    ("events", "period"): 4,
    ("names", "period"): 4,
    ("events_list", "session_on"): 1,
    ("events_list", "released_on"): 1,
    ("events_list", "lag_days"): 2,
    ("events_list", "market_noticed_on"): 2,
    ("events_list", "name"): 3,
    ("events_list", "lab"): 4,
}

COLUMNS: dict[str, Column] = {
    column.name: column
    for group in (
        _EVENT_DAY,
        _SCORES,
        _SUMMARY,
        _EVENTS,
        _NAMES,
        _PERFORMANCE,
        _THESIS,
        _PROBLEMS,
        _PLANTED,
        _LAST,
    )
    for column in group
}


def column_of(table: str, name: str) -> Column:
    """Return what a column means in one table.

    Parameters
    ----------
    table : str
        A key of :data:`~screener.dictionary.tables.TABLES`.
    name : str
        A column of it.

    Raises
    ------
    KeyError
        No table has a column of that name.
    """
    column = _OWN_MEANING.get((table, name)) or COLUMNS[name]
    return replace(column, priority=_OWN_PRIORITY.get((table, name), column.priority))
