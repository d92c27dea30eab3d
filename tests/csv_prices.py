"""A folder of made-up prices on New York's real sessions."""

import datetime as dt
from pathlib import Path

from screener.config import cache_folder
from screener.sessions.calendar import sessions


def write_prices(workspace: Path, tickers: list[str]) -> Path:
    """Write one file a ticker, each its own saw-tooth."""
    folder = workspace / "prices"
    folder.mkdir()
    days = sessions("XNYS", dt.date(2023, 1, 1), dt.date(2026, 3, 31), cache_folder()).session_on
    for n, ticker in enumerate(tickers, start=1):
        lines = ["date,open,high,low,close,adj_close,volume"]
        for t, day in enumerate(days):
            price = 100 + 10 * ((t * (n + 3) * 7919) % 101) / 101
            lines.append(f"{day},{price},{price},{price},{price},{price},1000")
        (folder / f"{ticker}.csv").write_text("\n".join(lines) + "\n")
    return folder
