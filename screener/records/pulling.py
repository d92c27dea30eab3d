"""What a pull asked for and what came."""

import datetime as dt
from dataclasses import dataclass

from screener.records.income_fetch import PulledIncome
from screener.records.price_store import Revision
from screener.records.prices import FetchOutcome


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of one ticker in a pull.

    Parameters
    ----------
    ticker : str
    outcome : FetchOutcome
        Of this pull; of the last one when nothing had to be asked.
    reason : str
        Why it is not ``ok``.
    is_asked : bool
        False when no session has ended since the last answer, so that nothing new can be there.
    n_new : int
        Sessions added.
    revisions : tuple of Revision
        Changes of the past that came with it.
    """

    ticker: str
    outcome: FetchOutcome
    reason: str = ""
    is_asked: bool = True
    n_new: int = 0
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Pull:
    """One pull: every ticker whose prices were wanted, in the order wanted.

    Parameters
    ----------
    source : str
    asked_at : datetime
    pulled : tuple of Pulled
    statements : tuple of PulledIncome
        Likewise; empty where statements were not wanted.
    """

    source: str
    asked_at: dt.datetime
    pulled: tuple[Pulled, ...]
    statements: tuple[PulledIncome, ...] = ()

    @property
    def missing(self) -> tuple[Pulled, ...]:
        """Tickers whose prices are not ``ok``."""
        return tuple(each for each in self.pulled if each.outcome is not FetchOutcome.OK)

    @property
    def is_useless(self) -> bool:
        """Whether prices were wanted and nothing usable came."""
        return bool(self.pulled) and len(self.missing) == len(self.pulled)
