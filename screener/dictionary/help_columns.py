"""Columns of the tables with which the program explains itself: terms, kinds of terms, diagnosis and settings."""

from screener.dictionary.column import Column, count_column, list_column, prose_column, text_column

HELP_COLUMNS = (
    text_column(1, "term", "The word that is explained"),
    prose_column(4, "formula", "How the figure is made; empty where it needs no formula"),
    list_column(5, "where", "Tables that have the column, or columns that hold the word"),
    list_column(6, "commands", "Commands that print it or take it"),
    count_column(1, "n_terms", "words", "Words of the kind"),
    text_column(2, "topic", "What part of the program or the machine was looked at"),
    prose_column(3, "remedy", "What to do about it; empty where there is nothing to do"),
    text_column(1, "setting", "Name of the setting, as written in screener.toml, an option or a note"),
    text_column(2, "layer", "Where the value comes from; see the list of layers"),
    prose_column(3, "place", "The environment variable, file or note that sets it, or the one that could"),
    text_column(3, "default", "The value if nobody sets one"),
)

# Two tables may use one word for two things; the promised column keeps the plain name.
OWN_MEANING: dict[tuple[str, str], Column] = {
    ("terms", "kind"): text_column(1, "kind", "What kind of word it is; see the list of kinds"),
    ("terms", "unit"): text_column(3, "unit", "Unit of the figure; empty where nothing is measured"),
    ("terms", "meaning"): prose_column(2, "meaning", "What it says, in one sentence"),
    ("terms", "source"): prose_column(5, "source", "Paper or table that it is from"),
    ("term_kinds", "kind"): text_column(1, "kind", "A kind of word"),
    ("term_kinds", "meaning"): prose_column(2, "meaning", "What words of the kind are"),
    ("diagnosis", "subject"): text_column(1, "subject", "What was looked at"),
    ("diagnosis", "state"): text_column(1, "state", "ok, warning or error"),
    ("diagnosis", "finding"): prose_column(1, "finding", "What was found; the home folder is written ~"),
    ("settings", "value"): text_column(1, "value", "The value in force; empty where there is none"),
    ("settings", "unit"): text_column(4, "unit", "Unit of the value; empty where nothing is measured"),
    ("settings", "meaning"): prose_column(5, "meaning", "What the setting does"),
}
