"""Prices of a whole universe: out of one Parquet file, or all that the store holds."""
