"""The columns of the fact tables, each in its file's order."""

from screener.csv_rows import Column
from screener.records.event import PROVENANCES

YES_NO = ("yes", "no")
PRICE_PRECISIONS = ("day", "upper_bound", "instant", "month")
TIERS = ("top", "flagship", "mid", "low")
CANDIDATE_SIDES = ("long", "short", "watch", "private")

_SOURCE = Column("source", required=True)
_PROVENANCE = Column("provenance", "choice", required=True, choices=PROVENANCES)
_KNOWN_ON = Column("known_on", "date")
_NOTE = Column("note")

TOKEN_PRICES = (
    Column("model", required=True),
    Column("provider", required=True),
    Column("input_usd_per_mtok", "number", required=True, at_least=0),
    Column("output_usd_per_mtok", "number", required=True, at_least=0),
    Column("other_input_usd_per_mtok", "number", at_least=0),
    Column("other_output_usd_per_mtok", "number", at_least=0),
    Column("other_hours_utc"),
    Column("effective_on", "date", required=True),
    Column("precision", "choice", required=True, choices=PRICE_PRECISIONS),
    Column("tier", "choice", choices=TIERS),
    Column("open_weights", "choice", choices=YES_NO),
    _KNOWN_ON,
    Column("checked_on", "date"),
    _SOURCE,
    _PROVENANCE,
    _NOTE,
)
MODEL_GROUPS = (
    Column("group", required=True),
    Column("model", required=True),
    Column("from_on", "date", required=True),
    Column("to_on", "date"),
    Column("reason"),
)
BENCHMARK_GAPS = (
    Column("benchmark", required=True),
    Column("pair", required=True),
    Column("measured_on", "date", required=True),
    Column("frontier_score", "number"),
    Column("open_score", "number"),
    Column("gap", "number", required=True),
    Column("unit", required=True),
    _KNOWN_ON,
    _SOURCE,
    _PROVENANCE,
    _NOTE,
)
USAGE = (
    Column("measure", required=True),
    Column("value", "number", required=True),
    Column("unit", required=True),
    Column("measured_on", "date", required=True),
    _KNOWN_ON,
    _SOURCE,
    _PROVENANCE,
)
CANDIDATES = (
    Column("ticker"),
    Column("name", required=True),
    Column("leg", required=True),
    Column("side", "choice", required=True, choices=CANDIDATE_SIDES),
    Column("listed_on", "date"),
    Column("why"),
    Column("pitfalls"),
    _SOURCE,
    _PROVENANCE,
)
EARNINGS = (
    Column("ticker", required=True),
    Column("reported_on", "date", required=True),
    _KNOWN_ON,
    _SOURCE,
    _PROVENANCE,
)
INCOME = (
    Column("ticker", required=True),
    Column("period_end_on", "date", required=True),
    Column("revenue", "number"),
    Column("cost_of_revenue", "number"),
    Column("gross_profit", "number"),
    Column("operating_income", "number"),
    Column("currency", required=True),
    _KNOWN_ON,
    _SOURCE,
    _PROVENANCE,
    _NOTE,
)
EXPOSURES = (
    Column("holder", required=True),
    Column("lab", required=True),
    Column("stake_pct", "number", at_least=0),
    Column("measured_on", "date"),
    _SOURCE,
    _PROVENANCE,
    _NOTE,
)
POSITIONS = (
    Column("thesis_id", required=True),
    Column("ticker", required=True),
    Column("shares", "number", required=True),
    Column("cost", "number", required=True),
    Column("currency", required=True),
    Column("opened_on", "date", required=True),
)
