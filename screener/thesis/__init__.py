"""Reading a thesis note: text in, a :class:`~screener.records.thesis.Thesis` and its problems out.

The note is never changed here. Every value is taken as it is written: YAML's guesses about types are
not asked for, so that the tickers ``ON``, ``TRUE`` and ``1E5`` stay tickers.
"""
