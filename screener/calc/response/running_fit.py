"""A return model fitted before every session of a tile of names, from sums over windows."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.window_sums import window_sums
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

# What is left of a sum of squares after a subtraction is trusted down to this share of it: five digits are gone then.
_TRUSTED = 1e-4


@dataclass(frozen=True, slots=True)
class Tile:
    """B sessions in a row of C names, with the rows their windows reach.

    Parameters
    ----------
    y : array of shape (B + M - 1, C), decimal per session
        Estimation returns; M is the length of the estimation window.
    used : array of shape (B + M - 1, C), or (B + M - 1, 1) where all names lack the same rows
        Rows that a fit may use: the return and every regressor exist.
    x : array of shape (B + M - 1, q), decimal per session
    y_event : array of shape (B + D - 1, C)
        Returns from the first row of any event window on; D sessions from the earliest start to the latest end.
    x_event : array of shape (B + D - 1, q)
    """

    y: Floats
    used: Bools
    x: Floats
    y_event: Floats
    x_event: Floats

    def part(self, names: slice | Integers, used: Bools) -> "Tile":
        """Take some names, and the rows that they use."""
        return Tile(self.y[:, names], used, self.x, self.y_event[:, names], self.x_event)


@dataclass(frozen=True, slots=True)
class TileScores:
    """What a tile's windows hold.

    Parameters
    ----------
    car, scar : array of shape (W, B, C)
    n : array of shape (B, C) or (B, 1)
        M, estimation sessions used.
    doubtful : array of shape (B, C)
        Subtractions left too few digits: the numbers must be made anew in two passes.
    """

    car: list[Floats]
    scar: list[Floats]
    n: Floats
    doubtful: Bools


def score_tile(tile: Tile, windows: tuple[Window, ...], model: EventModel) -> TileScores:
    """Score every session and name of a tile.

    Parameters
    ----------
    tile : Tile
        With at least one used row in every column.
    windows : tuple of W Window
    model : EventModel

    Returns
    -------
    TileScores
        NaN where the fit has too few sessions or an event window lacks a return.

    Notes
    -----
    Returns and regressors are taken about one constant a tile and column, its first used value: known before any
    session of the tile, and near enough that levels do not cancel. With x and c the sums of regressors and return over
    an event window about the estimation means, eliminating the regressors from the bordered matrix ::

        Sxx  Sxr  x          D  .    .
        Srx  Srr  .    to    0  SSE  .
        x'   c    0          0  CAR  -x' Sxx^-1 x

    leaves SSE, CAR and the share of prediction error, for any number of regressors.
    """
    with np.errstate(all="ignore"):
        return (_fitted if model.is_fitted else _unfitted)(tile, windows, model)


def _fitted(tile: Tile, windows: tuple[Window, ...], model: EventModel) -> TileScores:
    z, z_event = _about_first(tile.y, tile.used, tile.y_event)
    x, x_event = _regressors(tile)
    k = len(x) + 1

    def summed(values: Floats) -> Floats:
        return window_sums(values, (model.estimation.n_sessions,))[0]

    n = summed(tile.used.astype(np.float64))
    enough = (n >= max(model.min_returns, k + 1)) & (n > k)
    size = np.where(enough, n, np.nan)
    s_z, s_zz, s_x = summed(z), summed(z * z), [summed(each) for each in x]
    z_mean, x_mean = s_z / size, [each / size for each in s_x]
    products = [[summed(x[i] * x[j]) for j in range(i + 1)] for i in range(len(x))]
    border = _Border(
        s_xx=[[products[i][j] - s_x[i] * x_mean[j] for j in range(i + 1)] for i in range(len(x))],
        s_xr=[summed(each * z) - total * z_mean for each, total in zip(x, s_x, strict=True)],
        s_rr=s_zz - s_z * z_mean,
        car=[each - w.n_sessions * z_mean for w, each in _event_sums(z_event, windows, len(n))],
        shift=[
            [each - w.n_sessions * mean for w, each in _event_sums(values, windows, len(n))]
            for values, mean in zip(x_event, x_mean, strict=True)
        ],
        scale=[w.n_sessions + w.n_sessions**2 / size for w in windows],
    )
    trusted = border.eliminate([products[i][i] for i in range(len(x))])
    trusted = trusted & (border.s_rr > _TRUSTED * s_zz)
    s = np.sqrt(border.s_rr / (size - k))
    scar = [car / (s * np.sqrt(scale)) for car, scale in zip(border.car, border.scale, strict=True)]
    return TileScores(border.car, scar, n, enough & ~trusted)


@dataclass(slots=True)
class _Border:
    """The bordered matrix: regressors, return, and each window's sums of both about the estimation means.

    A regressor's arrays have shape (B, 1) where all names share them, the others (B, C).
    """

    s_xx: list[list[Floats]]
    s_xr: list[Floats]
    s_rr: Floats
    car: list[Floats]
    shift: list[list[Floats]]
    scale: list[Floats]

    def eliminate(self, squares: list[Floats]) -> Bools:
        """Take the regressors out one by one; tell where enough of each one's sum of squares was left to divide by."""
        trusted: Bools = np.ones((1, 1), dtype=bool)
        for i, square in enumerate(squares):
            pivot = self.s_xx[i][i]
            trusted = trusted & (pivot > _TRUSTED * square)
            for j in range(i + 1, len(squares)):
                ratio = self.s_xx[j][i] / pivot
                for m in range(j, len(squares)):
                    self.s_xx[m][j] = self.s_xx[m][j] - self.s_xx[m][i] * ratio
                self.s_xr[j] = self.s_xr[j] - self.s_xr[i] * ratio
                self.shift[j] = [one - ratio * other for one, other in zip(self.shift[j], self.shift[i], strict=True)]
            slope = self.s_xr[i] / pivot
            self.s_rr = self.s_rr - slope * self.s_xr[i]
            for w, shift in enumerate(self.shift[i]):
                self.car[w] = self.car[w] - slope * shift
                self.scale[w] = self.scale[w] + shift * shift / pivot
        return trusted


def _unfitted(tile: Tile, windows: tuple[Window, ...], model: EventModel) -> TileScores:
    """Subtract the benchmark, or nothing: squares of what is left are only added, so nothing is doubtful."""
    y, y_event = tile.y, tile.y_event
    if tile.x.shape[1]:
        y, y_event = y - tile.x, y_event - tile.x_event
    residuals = np.where(tile.used, y, 0.0)
    length = (model.estimation.n_sessions,)
    (n,) = window_sums(tile.used.astype(np.float64), length)
    (squares,) = window_sums(residuals * residuals, length)
    s = np.sqrt(squares / np.where(n >= max(model.min_returns, 1), n, np.nan))
    car = [np.where(np.isnan(s), np.nan, total) for _, total in _event_sums(y_event, windows, len(n))]
    spread = np.where(s > 0.0, s, np.nan)
    scar = [each / (spread * np.sqrt(w.n_sessions)) for each, w in zip(car, windows, strict=True)]
    return TileScores(car, scar, n, np.zeros(s.shape, dtype=bool))


def _about_first(values: Floats, used: Bools, event: Floats) -> tuple[Floats, Floats]:
    """Subtract each column's first used value; rows that are not used become zero."""
    first = np.broadcast_to(used.argmax(axis=0), values.shape[1:])
    centre = values[first, np.arange(values.shape[1])]
    near = values - centre
    return near if used.all() else np.where(used, near, 0.0), event - centre


def _regressors(tile: Tile) -> tuple[list[Floats], list[Floats]]:
    """Return each regressor about its value on the first row that has all of them, zero on rows not used."""
    centre = tile.x[np.isfinite(tile.x).all(axis=1).argmax()]
    columns = range(tile.x.shape[1])
    near, event = tile.x - centre, tile.x_event - centre
    return [np.where(tile.used, near[:, i : i + 1], 0.0) for i in columns], [event[:, i : i + 1] for i in columns]


def _event_sums(values: Floats, windows: tuple[Window, ...], n_sessions: int) -> list[tuple[Window, Floats]]:
    """Sum rows over each event window of each session."""
    first = min((window.start for window in windows), default=0)
    sums = window_sums(values, tuple(window.n_sessions for window in windows))
    return [
        (window, total[window.start - first : window.start - first + n_sessions])
        for window, total in zip(windows, sums, strict=True)
    ]
