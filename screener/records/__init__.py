"""What crosses from one stage to the next: frozen records, a file per stage.

Vocabulary used in code, tables, options and documents alike: *thesis, leg, side, basket, member, event,
session, panel, estimation window, event window, day 0, outcome, score*.

Array axes: ``T`` sessions, ``N`` tickers, ``J`` members, ``E`` events, ``W`` windows. Returns are decimals
per session (0.01 is 1 %) everywhere but in :mod:`screener.report`.
"""
