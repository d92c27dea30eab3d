"""From a comparison in a note to what evaluates its measure."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from screener.measures.calendar_days import ONE_DAY
from screener.measures.evaluator import Evaluator
from screener.measures.groups import Groups
from screener.measures.latest_row import LatestRow
from screener.measures.margin import Figure, MarginOf
from screener.measures.price_gap import PriceGap
from screener.measures.price_list import PriceList
from screener.measures.price_moves import PriceMoves
from screener.measures.releases import DaysSinceRelease, PermissiveShare
from screener.measures.reviews import DaysSinceReview
from screener.measures.session_series import SessionSeries
from screener.measures.thesis_prices import ThesisPrices
from screener.measures.token_price import TokenPriceOf
from screener.records.event import Event
from screener.records.expression import Comparison
from screener.records.fact import Facts
from screener.records.income import IncomeQuarter
from screener.records.thesis import Thesis, Window

Maker = Callable[..., Evaluator]


def _weekdays(first: dt.date, last: dt.date) -> int:
    """Count the days from Monday to Friday: what sessions are where no calendar is known."""
    return int(np.busday_count(first, last + ONE_DAY))


@dataclass(frozen=True)
class Desk:
    """Everything that measures are made from, for one thesis.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    facts : Facts
    events : sequence of Event
        The whole catalogue.
    income : sequence of IncomeQuarter
        Of the thesis's members.
    reviewed_on : sequence of date
        Days that stored reviews speak for.
    prices : ThesisPrices or None
        None where there are none to be had.
    no_prices : str
        Why there are none.
    no_income : str
        Why there are no statements at all.
    no_quarters : mapping of str to str
        Why a ticker has no quarter, where that is known.
    count_sessions : callable
        First and last day, both included, to the number of sessions of the benchmark's exchange.
    """

    thesis: Thesis
    facts: Facts
    events: Sequence[Event] = ()
    income: Sequence[IncomeQuarter] = ()
    reviewed_on: Sequence[dt.date] = ()
    prices: ThesisPrices | None = None
    no_prices: str = "no prices were asked for"
    no_income: str = ""
    no_quarters: Mapping[str, str] = field(default_factory=dict)
    count_sessions: Callable[[dt.date, dt.date], int] = _weekdays
    _made: dict[tuple[str, tuple[str, ...]], Evaluator] = field(default_factory=dict)

    def evaluator(self, comparison: Comparison) -> Evaluator:
        """Return what evaluates a comparison's measure; the same one for the same words."""
        key = (comparison.measure, comparison.args)
        if key not in self._made:
            self._made[key] = self._makers[comparison.measure](*comparison.args)
        return self._made[key]

    @cached_property
    def _makers(self) -> Mapping[str, Maker]:
        """By the measure's name; a test holds that every measure of the dictionary is here."""
        return {
            "token_price_in_usd": lambda model: TokenPriceOf(self._list, model, "in"),
            "token_price_out_usd": lambda model: TokenPriceOf(self._list, model, "out"),
            "token_price_blended_usd": lambda model: TokenPriceOf(self._list, model, "blended"),
            "token_price_gap_x": lambda a, b: PriceGap(self._list, self._groups, a, b),
            "token_price_moves_count": lambda name, way: PriceMoves(self._list, self._groups, name, way),
            "benchmark_gap_pp": lambda benchmark, pair: self._gap(benchmark, pair, "pp"),
            "benchmark_gap_elo": lambda benchmark, pair: self._gap(benchmark, pair, "elo"),
            "benchmark_gap_months": lambda benchmark, pair: self._gap(benchmark, pair, "months"),
            "usage": lambda name: LatestRow([row for row in self.facts.usage if row.measure == name], "as_stated"),
            "gross_margin_pct": lambda name: self._margin(name, "gross_margin"),
            "gross_margin_change_pp": lambda name: self._margin(name, "gross_margin_change"),
            "revenue_growth_pct": lambda name: self._margin(name, "revenue_growth"),
            "spread_return_pct": lambda: self._priced(lambda of: of.returns("spread")),
            "spread_drawdown_pct": lambda: self._priced(lambda of: of.drawdown("spread")),
            "long_excess_return_pct": lambda: self._priced(lambda of: of.excess("long")),
            "leg_return_pct": lambda leg: self._priced(lambda of: of.returns(leg)),
            "leg_relative_return_pct": lambda leg: self._priced(lambda of: of.excess(leg)),
            "beta": lambda basket: self._priced(lambda of: of.beta(basket), "ratio"),
            "event_response_pct": lambda basket, window: self._priced(
                lambda of: of.event_response(basket, _window(self.thesis, window))
            ),
            "names_priced_pct": lambda: self._priced(lambda of: of.names_priced()),
            "permissive_share_pct": lambda: PermissiveShare(self.events),
            "days_since_release": lambda lab: DaysSinceRelease(self.events, lab),
            "days_since_review": lambda: DaysSinceReview(self.reviewed_on),
        }

    @cached_property
    def _list(self) -> PriceList:
        return PriceList(self.facts.token_prices)

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self.facts.model_groups)

    def _gap(self, benchmark: str, pair: str, unit: str) -> LatestRow:
        rows = [row for row in self.facts.benchmark_gaps if (row.benchmark, row.pair) == (benchmark, pair)]
        return LatestRow(rows, unit)

    def _margin(self, name: str, figure: Figure) -> MarginOf:
        legs = [leg for leg in self.thesis.legs if leg.name == name]
        members = legs[0].members if legs else None
        return MarginOf(self.income, name, members, figure, self.no_income, self.no_quarters)

    def _priced(self, make: Callable[[ThesisPrices], SessionSeries], unit: str = "pct") -> SessionSeries:
        if self.prices is None:
            return SessionSeries((), (), unit, missing=self.no_prices)
        return make(self.prices)


def _window(thesis: Thesis, text: str) -> Window:
    """Return the thesis's window that is written so; lint has seen that there is one."""
    return next(window for window in thesis.windows if str(window) == text.strip())
