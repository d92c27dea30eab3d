"""The exchanges that a listing may be on, as Yahoo names them, and their hours."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Exchange:
    """What Yahoo tells of an exchange; the hours are local."""

    name: str
    full_name: str
    timezone: str
    currency: str
    opens: dt.time
    closes: dt.time


def _exchange(name: str, full_name: str, timezone: str, currency: str, opens: str, closes: str) -> Exchange:
    return Exchange(name, full_name, timezone, currency, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))


EXCHANGES = {
    each.name: each
    for each in (
        _exchange("NMS", "NasdaqGS", "America/New_York", "USD", "09:30", "16:00"),
        _exchange("NYQ", "NYSE", "America/New_York", "USD", "09:30", "16:00"),
        _exchange("PCX", "NYSEArca", "America/New_York", "USD", "09:30", "16:00"),
        _exchange("HKG", "HKSE", "Asia/Hong_Kong", "HKD", "09:30", "16:00"),
        _exchange("KSC", "KSE", "Asia/Seoul", "KRW", "09:00", "15:30"),
        _exchange("TAI", "Taiwan", "Asia/Taipei", "TWD", "09:00", "13:30"),
        _exchange("JPX", "Tokyo", "Asia/Tokyo", "JPY", "09:00", "15:30"),
        _exchange("AMS", "Amsterdam", "Europe/Amsterdam", "EUR", "09:00", "17:30"),
    )
}
