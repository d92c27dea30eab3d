"""How Yahoo writes a ticker."""

import re

# Anything else would change the address that is asked.
_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.^=&-]{0,31}", re.ASCII)
_HONG_KONG = re.compile(r"0*(\d{1,5})\.HK")


def symbol(ticker: str) -> str:
    """Return the name Yahoo knows a ticker by: stripped, upper case, Hong Kong with four digits.

    Examples
    --------
    >>> symbol(" nvda "), symbol("700.HK"), symbol("09992.HK")
    ('NVDA', '0700.HK', '9992.HK')
    """
    name = ticker.strip().upper()
    hong_kong = _HONG_KONG.fullmatch(name)
    return f"{hong_kong.group(1).zfill(4)}.HK" if hong_kong else name


def is_symbol(ticker: str) -> bool:
    """Tell whether Yahoo could know the ticker at all; only such a one becomes part of an address."""
    return _SYMBOL.fullmatch(symbol(ticker)) is not None
