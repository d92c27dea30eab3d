"""A grid of rules for one thesis, run on the same prices and corrected for its size."""
