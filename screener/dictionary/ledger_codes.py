"""Problem codes of the trial ledger: L1xx."""

UNREADABLE_TRIAL = "L101"

LEDGER_CODES: dict[str, str] = {
    UNREADABLE_TRIAL: "A line of the trial ledger cannot be read; it is not counted and stays as it is.",
}
"""Each code with its meaning, in one sentence."""
