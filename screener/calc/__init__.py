"""Pure numbers: numpy and records in, numbers out; no files, no clock, no printing, no environment.

Every function with a time axis gives the same value for a session whether or not later sessions exist,
except the full-sample inference in :mod:`.placebo`, :mod:`.romano_wolf` and :mod:`.event_tests`.
"""
