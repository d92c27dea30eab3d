"""Checks of price quality, one file an idea; what each finding means stands in ``dictionary.price_checks``.

Nothing is corrected here: :func:`~screener.prices.checks.usable.usable` blanks what is no price and says so,
:func:`~screener.prices.checks.all_checks.findings_of` looks at one ticker, :func:`~screener.prices.checks.twin.twins`
across tickers.
"""

from screener.prices.checks.all_checks import findings_of
from screener.prices.checks.twin import twins
from screener.prices.checks.usable import usable

__all__ = ["findings_of", "twins", "usable"]
