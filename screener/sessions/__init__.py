"""Where a listing trades and when its exchange is open; the only importer of exchange_calendars."""
