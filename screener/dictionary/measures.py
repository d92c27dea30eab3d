"""The measures that claims, kill criteria and ``resolves`` may compare: a closed list."""

from dataclasses import dataclass
from typing import Literal

ArgumentKind = Literal[
    "model",
    "group_or_model",
    "direction",
    "benchmark",
    "pair",
    "usage",
    "ticker",
    "leg",
    "basket",
    "window",
    "lab",
    "ticker_or_leg",
]
MeasureUnit = Literal["usd", "x", "pp", "elo", "months", "pct", "count", "days", "ratio", "as_stated"]

UNIT_SPELLINGS: dict[str, tuple[str, ...]] = {
    "usd": ("usd", "$"),
    "x": ("x",),
    "pp": ("pp",),
    "elo": ("elo",),
    "months": ("months", "month"),
    "pct": ("%", "pct"),
    "count": ("count",),
    "days": ("days", "day"),
    "ratio": ("ratio",),
}
"""How a unit may be written behind a number; the first spelling is the one hints show."""

PRICE_DIRECTIONS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that can be computed for one day.

    Parameters
    ----------
    name : str
        As written in a note.
    arguments : tuple of ArgumentKind
        What stands in the parentheses, in order.
    unit : MeasureUnit
        The unit of the number; ``as_stated`` is the unit of the table row it comes from.
    sentence : str
        What it is, in one sentence.
    source : str
        Where its figures come from.
    known : str
        When a figure counts as known.
    stale_after_days : int or None
        Age of the figure from which the measure is called stale; None if it cannot age.
    uses_prices : bool
        Whether it is made of stock prices, so that what is wrong with them is wrong with it.
    """

    name: str
    arguments: tuple[ArgumentKind, ...]
    unit: MeasureUnit
    sentence: str
    source: str
    known: str
    stale_after_days: int | None
    uses_prices: bool = False

    @property
    def signature(self) -> str:
        """The name with its arguments' kinds, as shown in hints."""
        return f"{self.name}({', '.join(self.arguments)})" if self.arguments else self.name


_PRICES = "data/token_prices.csv"
_GROUPS = "data/token_prices.csv and data/model_groups.csv"
_GAPS = "data/benchmark_gaps.csv"
_STATEMENTS = "income statements, from data/income.csv or Yahoo"
_EVENTS = "data/events.csv"
_STOCKS = "the price source"
_ON_LIST = "On known_on of the price, by default the day it took effect"
_ON_ROW = "On known_on of the row, by default the day it was measured"
_ON_FILING = (
    "On the day of filing; where that is unknown, on the day of the report, else 60 days after the quarter's end"
)
_ON_EVENT = "On known_on of the event, by default the day of release"
_ON_CLOSE = "At the close of the session"

# A year for a list price that nobody has compared since; half a year for a board, which new models change; a year for
# figures that are published once a year; two quarters for statements; ten days for a market that never closes longer.
_LIST_DAYS, _BOARD_DAYS, _USAGE_DAYS, _STATEMENT_DAYS, _MARKET_DAYS = 365, 180, 365, 200, 10


def _price(name: str, sentence: str) -> Measure:
    return Measure(name, ("model",), "usd", sentence, _PRICES, _ON_LIST, _LIST_DAYS)


def _gap(unit: MeasureUnit, sentence: str) -> Measure:
    return Measure(f"benchmark_gap_{unit}", ("benchmark", "pair"), unit, sentence, _GAPS, _ON_ROW, _BOARD_DAYS)


def _statement(name: str, unit: MeasureUnit, sentence: str) -> Measure:
    return Measure(name, ("ticker_or_leg",), unit, sentence, _STATEMENTS, _ON_FILING, _STATEMENT_DAYS)


def _stocks(name: str, arguments: tuple[ArgumentKind, ...], unit: MeasureUnit, sentence: str) -> Measure:
    return Measure(name, arguments, unit, sentence, _STOCKS, _ON_CLOSE, _MARKET_DAYS, uses_prices=True)


_LIST = (
    _price("token_price_in_usd", "List price of a million input tokens"),
    _price("token_price_out_usd", "List price of a million output tokens"),
    _price("token_price_blended_usd", "List price of a million tokens, three parts input to one part output"),
    Measure(
        "token_price_gap_x",
        ("group_or_model", "group_or_model"),
        "x",
        "Median blended price of the first group over the lowest blended price of the second, within tiers both have",
        _GROUPS,
        _ON_LIST,
        _LIST_DAYS,
    ),
    Measure(
        "token_price_moves_count",
        ("group_or_model", "direction"),
        "count",
        "Number of times in the last twelve months that a group's model got another list price in that direction",
        _GROUPS,
        _ON_LIST,
        None,
    ),
    _gap("pp", "Frontier score less open score on a benchmark, in percentage points"),
    _gap("elo", "Frontier rating less open rating on a benchmark, in Elo points"),
    _gap("months", "How many months the open side trails the frontier on a benchmark"),
    Measure(
        "usage",
        ("usage",),
        "as_stated",
        "Latest figure of one row of the usage table",
        "data/usage.csv",
        _ON_ROW,
        _USAGE_DAYS,
    ),
    _statement(
        "gross_margin_pct", "pct", "Gross margin of the latest reported quarter; a leg's is its members' median"
    ),
    _statement(
        "gross_margin_change_pp",
        "pp",
        "Gross margin less that of the same quarter a year before; a leg's is the median",
    ),
    _statement(
        "revenue_growth_pct",
        "pct",
        "Revenue over that of the same quarter a year before, less one; a leg's is the median",
    ),
    _stocks("spread_return_pct", (), "pct", "Net return of long less short since the opening date"),
    _stocks("spread_drawdown_pct", (), "pct", "Fall of the spread from its highest value since the opening, positive"),
    _stocks(
        "long_excess_return_pct",
        (),
        "pct",
        "Return of the long side less the benchmark's since the opening date; net where the thesis has no other side",
    ),
    _stocks("leg_return_pct", ("leg",), "pct", "Return of a leg's stocks since the opening date"),
    _stocks(
        "leg_relative_return_pct",
        ("leg",),
        "pct",
        "Return of a leg's stocks less the benchmark's since the opening date",
    ),
    _stocks(
        "beta",
        ("basket",),
        "ratio",
        "Slope of a basket's returns on the first benchmark's over the last 250 sessions, since the opening date; "
        "where any member of the thesis closes before the benchmark opens, the slope on the session before is added "
        "for every basket, one without such a member too",
    ),
    Measure(
        "event_response_pct",
        ("basket", "window"),
        "pct",
        "Mean abnormal return of a basket over those of the thesis's events whose window is over",
        "data/events.csv and the price source",
        "At the close that ends an event's window",
        _MARKET_DAYS,
        uses_prices=True,
    ),
    Measure(
        "permissive_share_pct",
        (),
        "pct",
        "Share of the open-weight releases of the last twelve months whose licence is permissive",
        _EVENTS,
        _ON_EVENT,
        _BOARD_DAYS,
    ),
    Measure(
        "days_since_release",
        ("lab",),
        "days",
        "Calendar days since a lab's latest catalogued release",
        _EVENTS,
        _ON_EVENT,
        None,
    ),
    Measure(
        "days_since_review",
        (),
        "days",
        "Calendar days since the thesis's latest review",
        "the workspace's state/snapshots",
        "On the day of the review",
        None,
    ),
    _stocks("names_priced_pct", (), "pct", "Share of the thesis's names with a price in the last five sessions"),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in _LIST}
"""Every measure by its name."""
