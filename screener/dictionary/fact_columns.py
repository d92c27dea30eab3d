"""Columns of the fact tables as ``screener facts`` prints them, and of what it finds in them."""

from dataclasses import replace

from screener.dictionary.column import (
    Column,
    count_column,
    date_column,
    list_column,
    prose_column,
    share_column,
    text_column,
)


def _usd(priority: int, name: str, meaning: str) -> Column:
    return Column(name, "number", "USD per million tokens", meaning, digits=3, priority=priority)


def _figure(priority: int, name: str, meaning: str, unit: str = "as unit says") -> Column:
    return Column(name, "number", unit, meaning, digits=2, priority=priority)


_SOURCE = prose_column(6, "source", "Where the fact was read; memory where no source was at hand")
_PROVENANCE = text_column(1, "provenance", "How the row came to be known: seen in a source, mixed, memory or computed")
_KNOWN_ON = date_column(5, "known_on", "Day on which the fact could first be known; assumed where flags say so")
_NOTE = prose_column(6, "note", "What else to know of the row")
_WHERE = (
    prose_column(7, "path", "The file that the row stands in"),
    count_column(8, "line", "lines", "Line of the row in the file, from 1"),
)

TOKEN_PRICE_COLUMNS = (
    text_column(1, "model", "Slug of the model, as an API would name it"),
    text_column(3, "provider", "Lab whose list it is; aws where it is hosted there"),
    _usd(1, "input_usd_per_mtok", "Price of input: base tier, cache miss, no batch, most hours of the day"),
    _usd(1, "output_usd_per_mtok", "Price of output: base tier, no batch, most hours of the day"),
    _usd(5, "other_input_usd_per_mtok", "Price of input in the other hours, where a tariff goes by time of day"),
    _usd(5, "other_output_usd_per_mtok", "Price of output in the other hours, where a tariff goes by time of day"),
    text_column(6, "other_hours_utc", "The hours of the other price in UTC, spans joined by ;"),
    date_column(2, "effective_on", "First day of the price; the model's next row ends it"),
    text_column(6, "precision", "How sure effective_on is: day, upper_bound (at or before), instant or month"),
    text_column(4, "tier", "Place in the lab's range: top, flagship, mid or low"),
    text_column(7, "open_weights", "yes or no; empty is not known"),
    _KNOWN_ON,
    date_column(5, "checked_on", "Last day on which the row stood in its source; empty where no source says"),
    _SOURCE,
    _PROVENANCE,
    _NOTE,
)

USAGE_UNITS: dict[str, str] = {
    "pct": "Percent",
    "tn": "Trillion tokens",
    "usd_bn": "Billions of USD",
    "usd_tn": "Trillions of USD",
    "usd_m": "Millions of USD",
    "cny_m": "Millions of CNY",
}
"""Units of the figures of use."""

FACT_TABLES: dict[str, tuple[Column, ...]] = {
    "token_prices": (*TOKEN_PRICE_COLUMNS, *_WHERE),
    "model_groups": (
        text_column(1, "group", "frontier (main flagships of closed labs) or open (main models of open labs)"),
        text_column(1, "model", "The model that stands for its lab"),
        date_column(1, "from_on", "First day in the group"),
        date_column(1, "to_on", "Last day in the group, included; empty is open, or not over by as_of"),
        prose_column(3, "reason", "Why it stands for its lab"),
        *_WHERE,
    ),
    "benchmark_gaps": (
        text_column(1, "benchmark", "Name of the benchmark or board"),
        text_column(1, "pair", "Who is compared: us_china or open_closed; never mixed"),
        date_column(2, "measured_on", "Day that the figure is of"),
        _figure(4, "frontier_score", "Score of the United States' or closed side", "the benchmark's own"),
        _figure(4, "open_score", "Score of the Chinese or open side", "the benchmark's own"),
        Column("gap", "number", "as unit says", "How far the frontier leads", digits=1, is_signed=True, priority=1),
        text_column(2, "unit", "Unit of gap: pp, elo and months can be claimed; others only read"),
        _KNOWN_ON,
        _SOURCE,
        _PROVENANCE,
        _NOTE,
        *_WHERE,
    ),
    "usage": (
        text_column(1, "measure", "Name of the figure, which ends in its unit"),
        _figure(1, "value", "The figure"),
        text_column(2, "unit", f"Unit of value: {', '.join(USAGE_UNITS)}; tn is a trillion tokens"),
        date_column(2, "measured_on", "Last day of the period that the figure is of"),
        _KNOWN_ON,
        _SOURCE,
        _PROVENANCE,
        *_WHERE,
    ),
    "candidates": (
        text_column(1, "ticker", "Yahoo's ticker; empty where the company is not listed"),
        prose_column(1, "name", "The company"),
        text_column(2, "leg", "Kind of business it stands for"),
        text_column(2, "side", "long, short, watch or private"),
        date_column(5, "listed_on", "First day of trade; empty is before 2015, or not known"),
        prose_column(3, "why", "Why to consider it"),
        prose_column(4, "pitfalls", "What to beware of"),
        _SOURCE,
        _PROVENANCE,
        *_WHERE,
    ),
    "exposures": (
        text_column(1, "holder", "Ticker of the company that owns part of the lab"),
        text_column(1, "lab", "Canonical id of the lab"),
        share_column(1, "stake_pct", "Share of the lab that it owns; empty is a stake of unknown size, not zero"),
        date_column(3, "measured_on", "Day that the stake is of; empty is undated"),
        _SOURCE,
        _PROVENANCE,
        _NOTE,
        *_WHERE,
    ),
    "labs": (
        text_column(1, "lab", "Canonical id of the lab"),
        list_column(2, "names", "Other names that people write"),
        text_column(2, "zone", "IANA zone of the head office; a bare date means noon there"),
    ),
    "exchanges": (
        text_column(1, "suffix", "End of the ticker, or a whole ticker; empty is every ticker without a dot"),
        text_column(1, "mic", "Market identifier code of the exchange whose sessions hold"),
        text_column(2, "zone", "IANA zone of the exchange"),
        text_column(2, "currency", "ISO 4217 code that its listings trade in"),
    ),
    "earnings": (
        text_column(1, "ticker", "The listing"),
        date_column(1, "reported_on", "Day of the report, past or announced"),
        _KNOWN_ON,
        _SOURCE,
        _PROVENANCE,
        *_WHERE,
    ),
    "income": (
        text_column(1, "ticker", "The listing"),
        date_column(1, "period_end_on", "Last day of the quarter"),
        _figure(1, "revenue", "Revenue of the quarter", "units of currency"),
        _figure(3, "cost_of_revenue", "Cost of revenue of the quarter", "units of currency"),
        _figure(3, "gross_profit", "Gross profit of the quarter", "units of currency"),
        _figure(4, "operating_income", "Operating income of the quarter", "units of currency"),
        text_column(2, "currency", "ISO 4217 code of the figures"),
        _KNOWN_ON,
        _SOURCE,
        _PROVENANCE,
        *_WHERE,
    ),
}
"""The tables that ``facts list`` shows, each with its columns; files are called ``NAME.csv``."""

_OVERVIEW = (
    text_column(1, "table", "Name of the table; its file is NAME.csv"),
    count_column(1, "n_rows", "rows", "Rows known on as_of"),
    date_column(2, "first_on", "Earliest date of a row: when it took effect, was measured or begins"),
    date_column(2, "last_on", "Latest date of a row"),
    count_column(2, "n_seen", "rows", "Rows read in a source"),
    count_column(2, "n_mixed", "rows", "Rows that are partly from memory"),
    count_column(2, "n_computed", "rows", "Rows counted from a source"),
    count_column(2, "n_memory", "rows", "Rows from memory: never established"),
    count_column(4, "n_later", "rows", "Rows that became known after as_of, left out"),
    count_column(4, "n_replaced", "rows", "Shipped rows that the workspace's own replace"),
    list_column(5, "paths", "The files that the table was read from"),
)

_PROBLEMS = (
    prose_column(2, "path", "The file, as it was named or found"),
    count_column(2, "line", "lines", "Line of the problem in the file, from 1; 0 is the whole file"),
    count_column(2, "column", "characters", "Position in the line of the first wrong character; 0 is the whole line"),
    text_column(1, "severity", "error or warning"),
    text_column(1, "code", "The problem's stable code"),
    prose_column(2, "message", "What is wrong, in one sentence"),
    prose_column(4, "hint", "What to do about the problem"),
)

PROPOSALS: dict[str, str] = {
    "new_price": "A price that took effect there later than ours in force: a row to add",
    "planned": "A price that begins after as_of: a row to add, if plans are to be in the table",
    "disagrees": "Another price, day or tariff by time of day than that of our row in force",
    "ours_only": "A model of ours that the collection lacks, or has in resellers' lists only",
    "theirs_only": "An entry of one of our labs that no model of ours is; shown with --unmatched",
}
"""What a comparison of the token prices with another collection finds, in the order it is shown."""

# Beside our prices what a row to paste needs is worth less room than why it is there.
_PROPOSED_PRIORITY = {"provenance": 7, "note": 8, "provider": 4}
_PROPOSALS = (
    text_column(1, "proposal", "What the row is; see the list of proposals"),
    *(replace(each, priority=_PROPOSED_PRIORITY.get(each.name, each.priority)) for each in TOKEN_PRICE_COLUMNS),
    _usd(1, "our_input_usd_per_mtok", "Price of input of the row in force on as_of"),
    _usd(1, "our_output_usd_per_mtok", "Price of output of the row in force on as_of"),
    date_column(3, "our_effective_on", "First day of the row in force on as_of"),
    text_column(5, "our_provenance", "How the row in force came to be known"),
    text_column(6, "their_provider", "Whose list of the collection the price stands in"),
    text_column(5, "their_model", "What the collection calls the model"),
    prose_column(1, "reason", "Why the row is shown"),
)

_LISTED: dict[str, tuple[Column, ...]] = {
    "facts": _OVERVIEW,
    **{f"facts_{name}": columns for name, columns in FACT_TABLES.items()},
    "facts_proposals": _PROPOSALS,
}

FACT_TABLE_COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(column.name for column in columns) for name, columns in _LISTED.items()
}
"""The tables of ``screener facts`` with their columns in order, but for those that every table ends with."""

FACT_PROBLEM_COLUMNS = tuple(column.name for column in _PROBLEMS)
"""The columns of ``facts_problems``, which says nothing of a day."""

FACT_TABLE_MEANINGS: dict[str, str] = {
    "facts": "One row a table of facts: how much of it is known, from when to when, and how sure it is",
    "facts_token_prices": "One row a model and day from which its list price is another",
    "facts_model_groups": "One row a model and span in which it stands for its lab in a group",
    "facts_benchmark_gaps": "One row a benchmark, pair of sides and day: how far the frontier side leads",
    "facts_usage": "One row a figure of use, margin or revenue and day",
    "facts_candidates": "One row a name to consider for a leg",
    "facts_exposures": "One row a listed holder of part of a lab",
    "facts_labs": "One row a lab, with the names that people use for it",
    "facts_exchanges": "One row a suffix of tickers, with the exchange that it means",
    "facts_earnings": "One row a listing and day of report",
    "facts_income": "One row a listing, quarter and day on which its figures became known",
    "facts_problems": "One row a problem found in a table, or between tables",
    "facts_proposals": "One row a price that a person should look at: to add, to compare, or without a counterpart",
}

OWN_MEANING: dict[tuple[str, str], Column] = {
    (table, column.name): column
    for table, columns in {**_LISTED, "facts_problems": _PROBLEMS}.items()
    for column in columns
}
"""What each column means in each of these tables."""

FACT_COLUMNS = tuple({column.name: column for columns in _LISTED.values() for column in columns}.values())
"""Every column once, for words that no other table has."""
