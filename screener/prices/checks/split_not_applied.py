"""Splits that a source lists and its closes do not know."""

import numpy as np

from screener.prices.checks.prints import Prints
from screener.records.prices import Finding


def split_not_applied(prints: Prints) -> list[Finding]:
    """Find listed splits for which the closes before were not adjusted; returns already are."""
    scale, actions = prints.made.scale, prints.bars.actions
    if scale is None or actions is None:
        return []
    findings = []
    for at in np.flatnonzero(scale.missed):
        place = scale.split_place[at]
        findings.append(
            prints.finding(
                "split_not_applied",
                prints.session_on[place],
                prints.session_on[place],
                1,
                f"a split of {actions.split[at]:.6g} is listed for {actions.split_on[at]} and the close went from "
                f"{prints.price[place - 1]:.6g} to {prints.price[place]:.6g}: the closes before it were not adjusted; "
                "returns are made as if they were, fetch the ticker again",
            )
        )
    return findings
