"""The words that options and properties take, and that stand in cells, each with its meaning."""

ANCHORS: dict[str, str] = {
    "released": "Day 0 is the first session whose close is at or after the release",
    "noticed": "Day 0 is found from the day the market reacted: chosen with hindsight, so nothing is tested",
}

MODELS: dict[str, str] = {
    "market": "Intercept and a slope on each benchmark; several benchmarks are a multi-factor model",
    "market_adjusted": "Less the first benchmark's return; nothing is fitted",
    "constant_mean": "Less the name's own mean over the estimation sessions",
    "raw": "The return itself; nothing is subtracted",
}

RULE_WORDS: dict[str, str] = {
    "equal": "weighting: members share a leg by their own weights",
    "inverse_vol": "weighting: own weights over trailing volatility, 60 sessions",
    "dollar": "hedge: long and short are equal in money",
    "beta": "hedge: the short side is scaled to the long side's trailing beta, 250 sessions",
    "daily": "rebalance: at every session",
    "weekly": "rebalance: at the first session of a week",
    "monthly": "rebalance: at the first session of a month",
    "quarterly": "rebalance: at the first session of a quarter",
    "never": "rebalance: only when the names that can be held change",
    "last_price": "delisting: the last price",
    "zero": "delisting: a total loss",
    "price": "delisting: a price a share, in the listing's currency",
}

SOURCES: dict[str, str] = {
    "yahoo": "Yahoo's daily prices, kept in the price store and asked for when due",
    "csv": "csv:FOLDER, a folder of files TICKER.csv with a date and a close",
    "parquet": "A universe's Parquet file: ticker, date and adj_close",
    "simulated": "Made-up prices that show the tool at work",
}

BASKETS: dict[str, str] = {
    "long": "What is bought: the legs named long_",
    "short": "What is sold short: the legs named short_; rows of it show the stocks' own return",
    "spread": "Long less short: what a thesis with two sides holds",
}

ROLES: dict[str, str] = {
    "claim": "What the note says is so",
    "kill": "A criterion: what would end the thesis",
    "pillar": "A question that the thesis rests on",
    "breaker": "Severity of a criterion: asks for a ruling before the thesis goes on",
    "watch": "Severity of a criterion: asks for attention",
    "question": "A question that only a person can answer, written with ?",
}

STATUSES: dict[str, str] = {
    "idea": "Not acted on yet; the default",
    "active": "Acted on; what commands without a THESIS take",
    "watching": "Followed, not acted on",
    "closed": "Given up or done",
    "invalidated": "Ended by its own criteria",
}

EVENT_KINDS: dict[str, str] = {
    "open_weights": "Weights of a model were published",
    "model_release": "A model was released without its weights",
    "price_cut": "A list price fell",
    "price_rise": "A list price rose",
    "market_shock": "Catalogued because prices moved: chosen with hindsight, and never given a verdict",
    "competition_win": "A model won, or would have won, a contest",
    "listing": "A lab listed its stock, or filed to",
    "policy": "An act of a government",
}

CERTAINTIES: dict[str, str] = {
    "seen": "provenance: read in a page, repository or package",
    "mixed": "provenance: partly from memory; the row says which part",
    "computed": "provenance: counted from a source",
    "memory": "provenance: written from memory; it establishes nothing",
    "instant": "precision: the instant is known",
    "upper_bound": "precision: at or before",
    "day": "precision: only the day is known",
    "month": "precision: only the month or week is sure; never studied",
    "planned": "precision: announced and not verified; never studied",
    "high": "confidence: the catalogue is sure of the row",
    "medium": "confidence: the catalogue is fairly sure of the row",
    "low": "confidence: the catalogue is in doubt of the row",
}

UNIVERSES: dict[str, str] = {
    "member": "A name of the note, inside its span there",
    "candidate": "A name of candidates.csv; one without a side is only watched",
    "listed": "A name of the file given with --universe",
}

SPANS: dict[str, str] = {
    "week": "The week of as_of so far",
    "month": "The month of as_of so far",
    "opening": "All since the thesis was opened",
}

DIRECTIONS: dict[str, str] = {
    "for": "It speaks for the thesis",
    "against": "It speaks against the thesis",
    "neutral": "Which way it speaks cannot be told",
}

LINES: dict[str, str] = {
    "name": "One name's contribution",
    "leg": "Sum over the names of a leg; a subtotal",
    "side": "Sum over the names of a side; a subtotal",
    "gross": "Sum over all names, before cost, borrow and cash; a subtotal",
    "cost": "Cost of trading",
    "borrow": "Borrow fees on the shorts",
    "cash": "What cash and short proceeds earned",
    "net": "The return itself, made from NAV alone; what the others add up to",
}
