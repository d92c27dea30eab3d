"""Dated facts: token prices, model groups, benchmark gaps, use, candidates and exposures."""
