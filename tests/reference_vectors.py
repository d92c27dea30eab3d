"""Reading the reference vectors."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from screener.calc.pair_tests.sample import PairSample, pair_sample
from screener.records.event_model import EventModel, ReturnModel
from screener.records.thesis import Window

FOLDER = Path(__file__).resolve().parent / "vectors"
ESTIMATION = Window(-260, -11)
WINDOWS = (Window(0, 0), Window(-1, 1), Window(0, 5), Window(0, 20), Window(-1, 20))
# Names of the return models in the vectors, and ours.
MODELS: dict[str, ReturnModel] = {"market": "market", "mean": "constant_mean", "market_adj": "market_adjusted"}


@dataclass(frozen=True)
class Vector:
    """One synthetic data set with the textbook's answers."""

    tickers: list[str]
    returns: np.ndarray
    market: np.ndarray
    events: list[tuple[int, str, int]]
    expected: dict[str, Any]


def read_vector(name: str, returns: str = "returns.csv", expected: str = "expected_textbook.json") -> Vector:
    folder = FOLDER / name
    days, tickers, values = _matrix(folder / returns)
    _, _, market = _matrix(folder / "market.csv")
    with (folder / "events.csv").open() as stream:
        events = [
            (int(row["event_id"]), row["ticker"], days.index(row["event_date"])) for row in csv.DictReader(stream)
        ]
    return Vector(tickers, values, market[:, 0], events, json.loads((folder / expected).read_text()))


def vector_sample(vector: Vector, model: str, window: Window, *, skips_gaps: bool = True) -> PairSample:
    """Return the pairs of a vector under one of its return models."""
    return pair_sample(
        vector.returns,
        vector.returns,
        vector.market[:, None],
        np.array([row for _, _, row in vector.events]),
        np.array([vector.tickers.index(ticker) for _, ticker, _ in vector.events]),
        window,
        EventModel(MODELS[model], ESTIMATION),
        skips_gaps=skips_gaps,
    )


def _matrix(path: Path) -> tuple[list[str], list[str], np.ndarray]:
    with path.open() as stream:
        rows = list(csv.reader(stream))
    values = np.array([[float(cell) if cell else np.nan for cell in row[1:]] for row in rows[1:]])
    return [row[0] for row in rows[1:]], rows[0][1:], values


def window_key(window: Window) -> str:
    return f"[{window.start},{window.end}]"
