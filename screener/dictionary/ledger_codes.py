"""Problem codes of the trial ledger: L1xx."""

UNREADABLE_TRIAL = "L101"
UNWRITTEN_TRIAL = "L102"

LEDGER_CODES: dict[str, str] = {
    UNREADABLE_TRIAL: "A line of the trial ledger cannot be read; it is not counted and stays as it is.",
    UNWRITTEN_TRIAL: "The trial ledger cannot be written; the run is not counted.",
}
"""Each code with its meaning, in one sentence."""
