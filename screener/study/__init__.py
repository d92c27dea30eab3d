"""The event study of one thesis: events meet prices, and each event ends in one outcome."""
