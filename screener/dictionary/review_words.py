"""The words of the weekly review: verdicts, rulings and figures, each with its meaning."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # these records bring arrays along, which an explanation of a word has no need of
    from screener.records.review import RulingKind, Verdict

REVIEW_VERDICTS: "dict[Verdict, str]" = {
    "breaker": "A breaker of the note is tripped: the thesis needs a written ruling now",
    "ruling": "No breaker is tripped; something else needs a ruling, or cannot be told for want of data",
    "quiet": "Nothing needs a ruling",
}

RULINGS: "dict[RulingKind, str]" = {
    "breaker": "A criterion that would end the thesis is tripped",
    "watch": "A criterion that asks for attention is tripped",
    "claim": "A claim of the note is broken",
    "question": "A question waits for a person's answer",
    "stale": "The last figure known is older than its measure may be",
    "unknown": "A figure that a claim or criterion needs is missing",
    "price": "A member has no prices, or they have ended",
    "horizon": "The thesis has reached its horizon: it resolves now",
    "position": "A holding that no thesis names on that side, or a thesis that nothing would end",
    "drift": "The statement, the criteria or the odds were edited after a loss",
}

RISK_FIGURES: dict[str, str] = {
    "gross": "Sum of absolute weights over NAV at the last close",
    "net": "Sum of signed weights over NAV",
    "beta": "Weights times trailing betas on the first benchmark, summed",
    "largest_name": "Largest absolute weight of one name",
    "largest_leg": "Largest absolute weight of one leg",
    "lab_overlap": "Share of a side in names that own part of what the other side is about",
    "leg_correlation": "Mean pairwise correlation of the leg's names over 63 sessions",
    "side_correlation": "Correlation of the long and the short side over 63 sessions",
    "volatility": "Standard deviation of the held basket over 63 sessions, a year",
    "drawdown": "Fall of the held basket from its highest value since the opening; before it, over all sessions",
    "price_age": "Calendar days from the last session with prices to as_of",
}

SCORECARD_FIGURES: dict[str, str] = {
    "stated_probability": "Probability that the note gives itself now",
    "first_probability": "Probability that the note gave itself at its first stored review",
    "outcome": "Whether what the note resolves on is true by the last prices: 1 or 0",
    "brier": "Mean of (probability less outcome) squared over the stored reviews; 0 is best, 0.25 is a coin",
    "brier_so_far": "The same if the horizon were today: no score before the horizon",
    "reviews": "Stored reviews of the thesis, this one included",
    "overrides": "Criteria that a person overrode in writing",
    "open_rulings": "Tripped criteria without a written decision since they tripped",
}
