"""Problem codes of the workspace's state, trial ledger and stored reviews: L1xx."""

UNREADABLE_TRIAL = "L101"
UNWRITTEN_TRIAL = "L102"
UNREADABLE_SNAPSHOT = "L103"
UNREADABLE_DECISION = "L104"

LEDGER_CODES: dict[str, str] = {
    UNREADABLE_TRIAL: "A line of the trial ledger cannot be read; it is not counted and stays as it is.",
    UNWRITTEN_TRIAL: "The trial ledger cannot be written; the run is not counted.",
    UNREADABLE_SNAPSHOT: "A stored review cannot be read; a review is then compared with an earlier one.",
    UNREADABLE_DECISION: "A decision in a review note cannot be read; it is not counted.",
}
"""Each code with its meaning, in one sentence."""
