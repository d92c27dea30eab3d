"""Columns of the tables about prices: what is stored, what was pulled, what is wrong with it."""

from screener.dictionary.column import (
    Column,
    count_column,
    date_column,
    list_column,
    number_column,
    prose_column,
    text_column,
)

PRICE_COLUMNS = (
    text_column(4, "exchange", "The exchange as the source names it"),
    text_column(4, "currency", "ISO 4217 code of the prices, as the source says"),
    text_column(5, "basis", "What the closes are: split_adjusted, as_traded or adjusted_only"),
    date_column(2, "first_on", "First session with a price"),
    date_column(1, "last_on", "Last session with a price"),
    count_column(2, "age_sessions", "sessions", "Sessions of its exchange that ended since last_on; 0 is up to date"),
    date_column(3, "fetched_at", "When the source last answered with prices", "UTC instant"),
    prose_column(3, "reason", "Why something is not there, in words; empty where nothing is missing"),
    count_column(4, "n_revisions", "changes", "Changes of the past that came with later answers"),
    list_column(4, "revisions", "Kinds of changes of the past, each with how often"),
    count_column(3, "n_findings", "findings", "What the quality checks found"),
    list_column(2, "checks", "Names of the checks that found something, each with how often"),
    text_column(1, "check", "Name of the quality check that found something; empty when none did"),
    date_column(2, "until_on", "Last session that the finding concerns"),
    count_column(3, "n_affected", "sessions", "Sessions that the finding concerns"),
    prose_column(2, "finding", "What was found, with its figures"),
    Column(
        "is_asked", "boolean", "true or false", "Whether the source was asked in this pull; false: nothing can be new"
    ),
    count_column(3, "n_new", "sessions", "Sessions added to the store"),
    text_column(1, "kind_of_change", "settled, split, dividend, filled, withdrawn, revision or contradicts"),
    number_column(3, "ratio", "ratio", "Largest new price over the old one among the sessions concerned"),
)

OWN_MEANING: dict[tuple[str, str], Column] = {
    ("coverage", "n_sessions"): count_column(
        2, "n_sessions", "sessions", "Sessions of the panel on which it has a price"
    ),
    ("coverage", "session_on"): date_column(1, "session_on", "First session that the finding concerns"),
    ("status", "n_sessions"): count_column(3, "n_sessions", "sessions", "Rows stored"),
    ("status", "outcome"): text_column(
        1, "outcome", "How the last asking ended: ok, gone, empty, rate_limited or failed"
    ),
    ("pull", "outcome"): text_column(1, "outcome", "How the asking ended: ok, gone, empty, rate_limited or failed"),
    ("pull", "revisions"): list_column(2, "revisions", "Changes of the past that came with the answer"),
    ("verify", "n_sessions"): count_column(2, "n_sessions", "sessions", "Sessions that differ"),
    ("verify", "first_on"): date_column(1, "first_on", "First session that differs"),
    ("verify", "last_on"): date_column(2, "last_on", "Last session that differs"),
    ("verify", "message"): prose_column(3, "message", "How the stored and the source's prices differ"),
}
