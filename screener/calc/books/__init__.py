"""Baskets held over time: schedule, holdings, net asset value, and what the returns amount to."""
