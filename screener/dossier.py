"""Everything that is found about one thesis on one day, on the same prices: what a review and an export are made of."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from screener.backtest import Extra, run
from screener.backtest import stages as backtest_stages
from screener.claims.check import check_claims, income_tickers
from screener.pricing import Priced, price
from screener.records.backtest import BacktestReport
from screener.records.claim import ClaimsReport
from screener.records.income import IncomeReading
from screener.records.screen import ScreenReport
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.reference import Reference
from screener.screening.run import screen, tickers_wanted
from screener.screening.track_records import TrackRecords
from screener.statements import income_of


@dataclass(frozen=True, slots=True)
class Dossier:
    """One thesis on one day.

    Parameters
    ----------
    thesis : Thesis
    priced : Priced
        What all three are made from.
    backtest : BacktestReport
    claims : ClaimsReport
        With its history.
    screen : ScreenReport
    income : IncomeReading
    """

    thesis: Thesis
    priced: Priced
    backtest: BacktestReport
    claims: ClaimsReport
    screen: ScreenReport
    income: IncomeReading


def stages(extras: Collection[Extra] = ()) -> tuple[str, ...]:
    """Return the stages that :func:`compile_dossier` goes through."""
    return ("prices", *backtest_stages(extras)[1:], "claims", "screen")


def wanted_tickers(thesis: Thesis, reference: Reference) -> tuple[str, ...]:
    """Return every ticker whose prices or statements are asked for besides the thesis's own prices."""
    return tuple(dict.fromkeys((*tickers_wanted(thesis, reference), *income_tickers(thesis))))


def compile_dossier(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    reviewed_on: Sequence[dt.date] = (),
    listener: Callable[[str], None] = lambda _: None,
    extras: Collection[Extra] = (),
) -> Dossier:
    """Run backtest, claims and screen of a thesis on the same prices.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    reference : Reference
    settings : Settings
    reviewed_on : sequence of date
        Days that stored reviews speak for, that of this run not among them.
    listener : callable
        Told each of :func:`stages` as it begins.
    extras : collection of Extra
        Parts of the backtest that take longer than the rest.

    Raises
    ------
    DataError
        No benchmark, or no leg with half its weight priced on any session.
    """
    settings = replace(settings, has_volume=True)
    listener("prices")
    priced = price(thesis, reference.events, reference.exchanges, settings)
    income = income_of(wanted_tickers(thesis, reference), settings, reference.facts)
    backtest = run(thesis, reference, settings, _after_prices(listener), extras, priced=priced)
    listener("claims")
    claims = check_claims(thesis, reference, settings, income, reviewed_on, has_history=True, priced=priced)
    listener("screen")
    records = TrackRecords(settings.cache_folder, None)
    ranked = screen(
        thesis, reference, settings, income, reviewed_on=reviewed_on, track_record=records.sentence, priced=priced
    )
    return Dossier(thesis, priced, backtest, claims, ranked, income)


def _after_prices(listener: Callable[[str], None]) -> Callable[[str], None]:
    """Pass on every stage but the prices, which are at hand."""

    def heard(stage: str) -> None:
        if stage != "prices":
            listener(stage)

    return heard
