"""The screen: parts of the score, what they add up to, signals that do not flip weekly, and the ranking's record."""
