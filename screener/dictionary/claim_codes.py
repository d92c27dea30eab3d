"""Problem codes of claims that are judged: C5xx."""

WRONG_QUESTION = "C501"

CLAIM_CODES: dict[str, str] = {
    WRONG_QUESTION: "A claim asks what no day can answer, or for a price before the model's launch; it is unknown.",
}
"""Each code with its meaning, in one sentence."""
