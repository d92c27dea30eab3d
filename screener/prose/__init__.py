"""Reading ordinary Markdown: which passages a note has, what each stands under, and what its words say.

Nothing here knows tickers, labs or models; :mod:`screener.drafting` looks those up.
"""
