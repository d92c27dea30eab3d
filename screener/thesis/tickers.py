"""What a ticker may look like."""

import re

TICKER = re.compile(r"\^?[A-Za-z0-9][A-Za-z0-9.\-=]{0,19}")


def is_ticker(text: str) -> bool:
    """Tell whether the text can be a ticker: ``0700.HK``, ``^GSPC``, ``BRK-B``, ``EURUSD=X``; no slash, no ``..``."""
    return TICKER.fullmatch(text) is not None and ".." not in text


def ticker_hint(text: str) -> str:
    """Return the remedy for a text that is no ticker."""
    bare = text.lstrip("$").rsplit(":", 1)[-1].replace("/", "-")
    if bare != text and is_ticker(bare):
        return f"write {bare}"
    if "," in text:
        return "write a list, one member an item: [NVDA, AMD]"
    return "a ticker has letters, digits and . - = ^, such as NVDA, 0700.HK or ^GSPC"
