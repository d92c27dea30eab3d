"""What the asking process and the one that started it say to each other.

Down: one line of JSON. Up: messages of a length, a JSON head and the arrays' own bytes, so that a float stays the float
it was.
"""

import datetime as dt
import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal, cast

import numpy as np

from screener.records.fetching import FetchSettings
from screener.records.income_fetch import IncomeFetched, IncomeReceived, ReportedQuarter
from screener.records.prices import Actions, Bars, Basis, Dates, Fetched, FetchOutcome, Floats, Received

_LENGTHS = struct.Struct("<II")
_FLOATS = ("close", "adj_close", "open", "high", "low", "volume")


AskKind = Literal["prices", "statements"]
AskKey = tuple[AskKind, str]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for of one ticker, and the first date wanted of it."""

    ticker: str
    from_on: dt.date
    kind: AskKind = "prices"

    @property
    def key(self) -> AskKey:
        """What tells this question from every other of a job."""
        return self.kind, self.ticker


@dataclass(frozen=True, slots=True)
class Job:
    """All that the asking process is told.

    Parameters
    ----------
    asks : sequence of Ask
    fetched_at : datetime
        Aware; stands in every answer.
    cache_folder : Path
        For the client's own files.
    settings : FetchSettings
    spare_folder : Path
        Empty; for those files where ``cache_folder`` cannot be used.
    """

    asks: Sequence[Ask]
    fetched_at: dt.datetime
    cache_folder: Path
    settings: FetchSettings
    spare_folder: Path = Path()


@dataclass(frozen=True, slots=True)
class Pause:
    """The asking process waits: Yahoo refuses for now, or something failed and will be tried again."""

    why: str
    wait_s: float


Answer = Fetched | IncomeFetched
Message = Answer | Pause


def key_of(answer: Answer) -> AskKey:
    """Return the key of the question that was answered."""
    return "statements" if isinstance(answer, IncomeFetched) else "prices", answer.ticker


def without_rows(ask: Ask, outcome: FetchOutcome, reason: str) -> Answer:
    """Return the answer to a question that brought nothing."""
    return (IncomeFetched if ask.kind == "statements" else Fetched)(ask.ticker, outcome, reason)


def job_line(job: Job) -> bytes:
    """Return a job as one line."""
    told = {
        "asks": [[ask.ticker, ask.from_on.isoformat(), ask.kind] for ask in job.asks],
        "fetched_at": job.fetched_at.isoformat(),
        "cache_folder": str(job.cache_folder),
        "settings": asdict(job.settings),
        "spare_folder": str(job.spare_folder),
    }
    return json.dumps(told).encode() + b"\n"


def read_job(stream: IO[bytes]) -> Job:
    """Read one job from the stream."""
    told = json.loads(stream.readline())
    return Job(
        [Ask(ticker, dt.date.fromisoformat(from_on), kind) for ticker, from_on, kind in told["asks"]],
        dt.datetime.fromisoformat(told["fetched_at"]),
        Path(told["cache_folder"]),
        FetchSettings(**told["settings"]),
        Path(told["spare_folder"]),
    )


def write_message(stream: IO[bytes], message: Message) -> None:
    """Write one message whole; the caller sees to it that no other thread writes meanwhile."""
    arrays: list[Floats] = []
    if isinstance(message, Pause):
        head: dict[str, object] = asdict(message)
    else:
        head = {"ticker": message.ticker, "outcome": message.outcome.value, "reason": message.reason}
        if isinstance(message, IncomeFetched):
            head["income"] = None if message.received is None else _packed_income(message.received)
        elif message.received is not None:
            more, arrays = _packed(message.received)
            head |= more
    text = json.dumps(head).encode()
    data = b"".join(array.astype("<f8").tobytes() for array in arrays)
    stream.write(_LENGTHS.pack(len(text), len(data)) + text + data)
    stream.flush()


def read_messages(stream: IO[bytes]) -> Iterator[Message]:
    """Yield messages until the stream ends, at a whole message or in the middle of one."""
    while len(lengths := stream.read(_LENGTHS.size)) == _LENGTHS.size:
        n_text, n_data = _LENGTHS.unpack(lengths)
        text, data = stream.read(n_text), stream.read(n_data)
        if len(text) < n_text or len(data) < n_data:
            return
        head = json.loads(text)
        if "why" in head:
            yield Pause(**head)
            continue
        ended = head["ticker"], FetchOutcome(head["outcome"]), head["reason"]
        if "income" in head:
            yield IncomeFetched(*ended, _unpacked_income(head["ticker"], head["income"]))
        else:
            yield Fetched(*ended, _unpacked(head, np.frombuffer(data, "<f8")) if "lengths" in head else None)


def _packed(received: Received) -> tuple[dict[str, object], list[Floats]]:
    bars = received.bars
    arrays = [_days(bars.session_on), *(getattr(bars, name) for name in _FLOATS)]
    if bars.actions is not None:
        actions = bars.actions
        arrays += [_days(actions.dividend_on), actions.dividend, _days(actions.split_on), actions.split]
    head: dict[str, object] = {
        "lengths": [None if array is None else len(array) for array in arrays],
        "basis": bars.basis,
        "source": received.source,
        "fetched_at": received.fetched_at.isoformat(),
        "from_on": received.from_on.isoformat(),
        "currency": received.currency,
        "exchange": received.exchange,
    }
    return head, [array for array in arrays if array is not None]


def _unpacked(head: dict[str, object], data: Floats) -> Received:
    lengths = cast("list[int | None]", head["lengths"])
    ends = np.cumsum([length or 0 for length in lengths])
    arrays = [
        None if length is None else data[end - length : end].copy() for end, length in zip(ends, lengths, strict=True)
    ]
    session_on, close, adj_close, *rest = cast("list[Floats]", arrays)
    actions = None
    if len(rest) > len(_FLOATS) - 2:
        dividend_on, dividend, split_on, split = rest[-4:]
        actions = Actions(_dates(dividend_on), dividend, _dates(split_on), split)
    open_, high, low, volume = rest[:4]
    bars = Bars(
        str(head["ticker"]),
        _dates(session_on),
        close,
        adj_close,
        cast("Basis", head["basis"]),
        open=open_,
        high=high,
        low=low,
        volume=volume,
        actions=actions,
    )
    return Received(
        bars,
        str(head["source"]),
        dt.datetime.fromisoformat(str(head["fetched_at"])),
        dt.date.fromisoformat(str(head["from_on"])),
        currency=str(head["currency"]),
        exchange=str(head["exchange"]),
    )


def _packed_income(received: IncomeReceived) -> dict[str, object]:
    # JSON writes the shortest text that reads back as the same float.
    quarters = [
        [
            each.period_end_on.isoformat(),
            each.revenue,
            each.cost_of_revenue,
            each.gross_profit,
            each.operating_income,
            each.currency,
        ]
        for each in received.quarters
    ]
    return {"source": received.source, "fetched_at": received.fetched_at.isoformat(), "quarters": quarters}


def _unpacked_income(ticker: str, packed: dict[str, Any] | None) -> IncomeReceived | None:
    if packed is None:
        return None
    quarters = tuple(ReportedQuarter(dt.date.fromisoformat(day), *figures) for day, *figures in packed["quarters"])
    return IncomeReceived(ticker, packed["source"], dt.datetime.fromisoformat(packed["fetched_at"]), quarters)


def _days(dates: Dates) -> Floats:
    return dates.astype("datetime64[D]").astype(np.int64).astype(np.float64)


def _dates(days: Floats) -> Dates:
    dates: Dates = days.astype(np.int64).astype("datetime64[D]")
    return dates
