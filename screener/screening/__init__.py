"""The screen of a thesis: names, what is known of each on a day, signals, weights and the ranking's own record."""
