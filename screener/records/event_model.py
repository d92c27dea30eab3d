"""How a return becomes an abnormal one: the return model and the sessions it is fitted on."""

from dataclasses import dataclass, replace
from typing import Literal

from screener.records.thesis import Window

ReturnModel = Literal["market", "market_adjusted", "constant_mean", "raw"]
RETURN_MODELS: tuple[ReturnModel, ...] = ("market", "market_adjusted", "constant_mean", "raw")

ESTIMATION = Window(-270, -21)
MIN_ESTIMATION_RETURNS = 200


def minimum_returns(estimation: Window, *, masks_events: bool) -> int:
    """Return how many estimation returns a fit needs unless another number is asked for.

    Four in five sessions; 48 in a hundred when the sessions of other events are left out. That is 200 and 120 of 250.

    Examples
    --------
    >>> minimum_returns(ESTIMATION, masks_events=False), minimum_returns(ESTIMATION, masks_events=True)
    (200, 120)
    """
    return -(-estimation.n_sessions * (48 if masks_events else 80) // 100)


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

    def n_parameters(self, n_regressors: int) -> int:
        """Return k, the parameters estimated with a right-hand side of ``n_regressors`` columns."""
        return {"market": 1 + n_regressors, "constant_mean": 1}.get(self.return_model, 0)

    def with_mask(self) -> "EventModel":
        """Return the same model with other events' sessions left out of the fits, and as much less to fit on."""
        least = minimum_returns(self.estimation, masks_events=True)
        return replace(self, masks_events=True, min_returns=min(self.min_returns, least))

    def without_mask(self) -> "EventModel":
        """Return the same model with other events' sessions in the fits."""
        least = self.min_returns
        if least == minimum_returns(self.estimation, masks_events=True):
            least = minimum_returns(self.estimation, masks_events=False)
        return replace(self, masks_events=False, min_returns=least)

    @property
    def fitted_on(self) -> Window | None:
        """The estimation window where parameters come from it, else None."""
        return self.estimation if self.is_fitted else None


DEFAULT_MODEL = EventModel()
