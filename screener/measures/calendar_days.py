"""The spans of calendar days that measures count in."""

import datetime as dt

ONE_DAY = dt.timedelta(days=1)
TWELVE_MONTHS = dt.timedelta(days=365)
