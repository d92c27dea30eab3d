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
MeasureUnit = Literal["usd", "x", "pp", "elo", "months", "pct", "count", "days", "as_stated"]

UNIT_SPELLINGS: dict[str, tuple[str, ...]] = {
    "usd": ("usd", "$"),
    "x": ("x",),
    "pp": ("pp",),
    "elo": ("elo",),
    "months": ("months", "month"),
    "pct": ("%", "pct"),
    "count": ("count",),
    "days": ("days", "day"),
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
    """

    name: str
    arguments: tuple[ArgumentKind, ...]
    unit: MeasureUnit
    sentence: str

    @property
    def signature(self) -> str:
        """The name with its arguments' kinds, as shown in hints."""
        return f"{self.name}({', '.join(self.arguments)})" if self.arguments else self.name


_LIST = (
    Measure("token_price_in_usd", ("model",), "usd", "List price of a million input tokens."),
    Measure("token_price_out_usd", ("model",), "usd", "List price of a million output tokens."),
    Measure(
        "token_price_blended_usd",
        ("model",),
        "usd",
        "List price of a million tokens, three parts input to one part output.",
    ),
    Measure(
        "token_price_gap_x",
        ("group_or_model", "group_or_model"),
        "x",
        "Median blended price of the first group over that of the second.",
    ),
    Measure(
        "token_price_moves_count",
        ("group_or_model", "direction"),
        "count",
        "Number of list price moves of a group's models in one direction.",
    ),
    Measure(
        "benchmark_gap_pp",
        ("benchmark", "pair"),
        "pp",
        "Frontier score less open score on a benchmark, in percentage points.",
    ),
    Measure(
        "benchmark_gap_elo",
        ("benchmark", "pair"),
        "elo",
        "Frontier rating less open rating on a benchmark, in Elo points.",
    ),
    Measure(
        "benchmark_gap_months",
        ("benchmark", "pair"),
        "months",
        "How many months the open side trails the frontier on a benchmark.",
    ),
    Measure("usage", ("usage",), "as_stated", "Latest figure of one row of the usage table."),
    Measure(
        "gross_margin_pct",
        ("ticker_or_leg",),
        "pct",
        "Gross margin of the latest reported quarter; a leg's is its members' median.",
    ),
    Measure(
        "gross_margin_change_pp",
        ("ticker_or_leg",),
        "pp",
        "Gross margin less that of the same quarter a year before.",
    ),
    Measure(
        "revenue_growth_pct",
        ("ticker_or_leg",),
        "pct",
        "Revenue over that of the same quarter a year before, less one.",
    ),
    Measure("spread_return_pct", (), "pct", "Net return of long less short since the opening date."),
    Measure("spread_drawdown_pct", (), "pct", "Fall of the spread from its highest value since the opening."),
    Measure(
        "long_excess_return_pct",
        (),
        "pct",
        "Net return of the long side less the benchmark's since the opening date.",
    ),
    Measure("leg_return_pct", ("leg",), "pct", "Return of a leg's stocks since the opening date."),
    Measure(
        "leg_relative_return_pct",
        ("leg",),
        "pct",
        "Return of a leg's stocks less the benchmark's since the opening date.",
    ),
    Measure(
        "event_response_pct",
        ("basket", "window"),
        "pct",
        "Mean abnormal return of a basket over the thesis's events in a window.",
    ),
    Measure(
        "permissive_share_pct",
        (),
        "pct",
        "Share of the catalogued open-weight releases whose licence is permissive.",
    ),
    Measure("days_since_release", ("lab",), "days", "Calendar days since a lab's latest catalogued release."),
    Measure("days_since_review", (), "days", "Calendar days since the thesis's latest review."),
    Measure("names_priced_pct", (), "pct", "Share of the thesis's names that have a price."),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in _LIST}
"""Every measure by its name."""
