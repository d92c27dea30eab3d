"""The checks that ask whether a result was found by trying, each with the question that it answers."""

from screener.records.selection import SelectionCheck

SELECTION_CHECKS: dict[SelectionCheck, str] = {
    "probabilistic_sharpe": (
        "How sure is it that the true Sharpe ratio is above 0, given this many sessions and their skew and fat tails, "
        "if this had been the only try?"
    ),
    "deflated_sharpe": (
        "How sure is it that the true Sharpe ratio is above what the best of all variants in the trial ledger would "
        "show if none had any skill?"
    ),
    "random_baskets": (
        "How many baskets of the same shape, dealt at random from members and candidates and held by the same rules, "
        "did at least as well?"
    ),
    "reality_check": (
        "If none of the sweep's variants earned anything, how often would the best of them show a mean return as high? "
        "(White 2000)"
    ),
    "superior_ability": (
        "The same for studentised returns, with variants too bad to matter left out? (Hansen 2005, consistent)"
    ),
    "overfitting": (
        "How often is the variant that was best in one half of the sessions below the median in the other half?"
    ),
}

STATISTICS: dict[str, str] = {
    "probability": "A probability that the true Sharpe ratio is above the one it is held against",
    "sharpe": "Annualised Sharpe ratio of the held basket, and of the random ones",
    "best_mean_pct": "Mean return per session of the best variant, in percent",
    "best_t": "The best variant's mean return over its standard error",
    "share_below_median": "Share of splits in which the best variant in sample is below the median out of sample",
}
