"""What a run is told besides its thesis."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from screener.records.event import Anchor
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.thesis import EventFilter


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of one run.

    Parameters
    ----------
    source : str
        ``yahoo``, ``csv:FOLDER`` or ``simulated``.
    as_of_at : datetime
        Aware; no session that closes later is used, and no fact first known on a later date.
    asked_at : datetime
        When the run was asked for; kept in the trial ledger only.
    cache_folder : Path
        For what can be made again.
    store_path : Path or None
        The price store; read only when ``source`` is ``yahoo``.
    known_at : datetime or None
        Aware; stored prices are those known at this instant. None means the latest.
    anchor : {"released", "noticed"}
    model : EventModel
        How abnormal returns are made; another variant for the trial ledger unless it is the default.
    events : EventFilter or None
        Other events than the thesis's; another variant for the trial ledger.
    ledger_path : Path or None
        None writes no ledger line.
    is_noiseless : bool
        For simulated prices only: nothing but market and planted effect.
    has_volume : bool
        Volumes are wanted too; a CSV source reads them only then.
    """

    source: str
    as_of_at: dt.datetime
    asked_at: dt.datetime
    cache_folder: Path
    store_path: Path | None = None
    known_at: dt.datetime | None = None
    anchor: Anchor = "released"
    model: EventModel = DEFAULT_MODEL
    events: EventFilter | None = None
    ledger_path: Path | None = None
    is_noiseless: bool = False
    has_volume: bool = False

    @property
    def is_simulated(self) -> bool:
        """Whether prices are made up."""
        return self.source.strip() == "simulated"
