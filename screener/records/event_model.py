"""How a return becomes an abnormal one: the return model and the sessions it is fitted on."""

from dataclasses import dataclass
from typing import Literal

from screener.records.thesis import Window

ReturnModel = Literal["market", "market_adjusted", "constant_mean", "raw"]
RETURN_MODELS: tuple[ReturnModel, ...] = ("market", "market_adjusted", "constant_mean", "raw")

ESTIMATION = Window(-270, -21)
MIN_ESTIMATION_RETURNS = 200
# With other events' days masked out of the estimation window, fewer sessions are left.
MIN_MASKED_RETURNS = 120


@dataclass(frozen=True, slots=True)
class EventModel:
    """The return model of an event study, and what it is fitted on.

    Parameters
    ----------
    return_model : {"market", "market_adjusted", "constant_mean", "raw"}
        ``market``: intercept and one slope a benchmark (k = 1 + benchmarks, lags included); ``market_adjusted``: the
        first benchmark's return is subtracted (k = 0); ``constant_mean``: the mean is (k = 1); ``raw``: nothing is
        (k = 0).
    estimation : Window
        Sessions used to fit, relative to day 0; ends before the first event window starts.
    min_returns : int
        Returns that the fit needs.
    masks_events : bool
        Sessions 0..1 of every event are left out of the fits.
    """

    return_model: ReturnModel = "market"
    estimation: Window = ESTIMATION
    min_returns: int = MIN_ESTIMATION_RETURNS
    masks_events: bool = False

    @property
    def is_fitted(self) -> bool:
        """Whether parameters are estimated: their error is part of a CAR's variance."""
        return self.return_model in ("market", "constant_mean")


DEFAULT_MODEL = EventModel()
