"""The price store: every answer of a source as it was given, and what was known on any date.

Each refresh asks a source for the whole span held, so every answer is consistent in itself and no two scales are ever
joined. The store keeps of an answer only what changed. A row that changed is superseded, not overwritten; current rows
stay one contiguous range of the primary key, so that years of revisions do not slow reading.
"""
