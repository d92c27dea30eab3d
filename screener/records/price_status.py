"""How a stored series stands, and how it compares with its source."""

from dataclasses import dataclass

from screener.records.price_store import Revision, RevisionKind, StoredSeries
from screener.records.prices import Finding, Missing


@dataclass(frozen=True, slots=True)
class SeriesStatus:
    """One series of the store.

    Parameters
    ----------
    series : StoredSeries
    age_sessions : int or None
        Sessions of its exchange that ended since its last one; None when the exchange is unknown or nothing is held.
    findings : tuple of Finding
    """

    series: StoredSeries
    age_sessions: int | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What is stored beside what its source says now.

    Parameters
    ----------
    source : str
    n_compared : int
        Tickers for which both sides had prices.
    differences : tuple of Revision
    contradictions : tuple of Missing
        Tickers whose answer a pull would refuse, and why.
    missing : tuple of Missing
        Tickers that could not be compared, and why.
    """

    source: str
    n_compared: int
    differences: tuple[Revision, ...]
    contradictions: tuple[Missing, ...]
    missing: tuple[Missing, ...]

    @property
    def is_fine(self) -> bool:
        """Whether all differences are what prices do: volumes settle, dividends and splits fall due."""
        alarms = {RevisionKind.REVISION, RevisionKind.WITHDRAWN}
        return not self.contradictions and not any(each.kind in alarms for each in self.differences)
