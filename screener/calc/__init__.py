"""Pure numbers: numpy and records in, numbers out; no files, no clock, no printing, no environment.

Every function with a time axis gives the same value for a session whether or not later sessions exist, except

- the full-sample inference in :mod:`.inference` and :mod:`.pair_tests`;
- a basket's composition around an event, which the event's windows fix as they complete (:mod:`.response.composition`);
- the first session of the history, which a leg that is priced only later moves (:mod:`.members`).
"""
