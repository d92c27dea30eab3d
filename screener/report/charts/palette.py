"""Colours of the charts: names that the page gives a value, with a fallback legible on white and on near black."""

INK = "var(--ink,#777)"
MUTED = "var(--muted,#777)"
GRID = "var(--grid,#7776)"
BAND = "var(--band,#7774)"
SURFACE = "var(--surface,none)"
ALERT = "var(--alert,#d55e00)"
LONG = "var(--long,#0072b2)"
SHORT = "var(--short,#d55e00)"
BENCHMARK = "var(--benchmark,#888)"


def side_colour(side: str) -> str:
    """Return the colour of a side: blue is long, vermillion is short, and grey is neither."""
    return {"long": LONG, "short": SHORT, "spread": INK}.get(side, BENCHMARK)
