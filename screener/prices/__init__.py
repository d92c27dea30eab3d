"""Prices: the sources they come from and the panel the numbers are made from."""
