"""The parts of a screen's score: each a column of its own, with its sign and its weight unless a note says else."""

from screener.records.score_part import ScorePart


def _of_side(name: str, weight: float, said: str) -> ScorePart:
    """Return a part of which more is good for a long name and bad for a short one."""
    return ScorePart(name, _column(name), 1, follows_side=True, default_weight=weight, said=said)


def _of_any(name: str, direction: int, weight: float, said: str) -> ScorePart:
    """Return a part that is good, or bad, for a name on either side."""
    return ScorePart(name, _column(name), direction, follows_side=False, default_weight=weight, said=said)


def _column(name: str) -> str:
    for unit in ("_pct", "_pp", "_usd"):
        name = name.removesuffix(unit)
    return f"score_{name}"


SCORE_PARTS: tuple[ScorePart, ...] = (
    _of_side("event_response_pct", 3.0, "response to the thesis's events"),
    _of_side("since_event_pct", 1.0, "response that is still to come"),
    _of_side("momentum_pct", 3.0, "momentum"),
    _of_any("resid_vol_pct", -1, 1.0, "volatility of its own"),
    _of_side("beta", 0.0, "beta"),
    _of_side("gross_margin_change_pp", 2.0, "change of the gross margin"),
    _of_side("revenue_growth_pct", 1.0, "revenue growth"),
    _of_any("lab_overlap_pct", -1, 1.0, "stakes in what the other side is about"),
    _of_any("dollar_volume_usd", 1, 1.0, "liquidity"),
)
"""In the order of their columns."""

PART_NAMES: tuple[str, ...] = tuple(part.name for part in SCORE_PARTS)
"""What ``score_weights`` of a note may name."""
