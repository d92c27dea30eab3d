"""Every name of a universe around the same events: joint shifts, false discovery, random baskets."""
