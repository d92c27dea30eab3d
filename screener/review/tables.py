"""The tables of a review for an export: its own, and what stored reviews said."""

from collections.abc import Sequence

from screener.dictionary.tables import CLAIM_TABLES, REVIEW_TABLES
from screener.records.snapshot import Snapshot
from screener.records.table import Table
from screener.report.review.review_tables import review_table
from screener.report.review.snapshot_tables import claims_history, signals_history
from screener.review.run import Reviewed


def reviewed_tables(reviewed: Reviewed, stored: Sequence[Snapshot]) -> tuple[Table, ...]:
    """Return the tables that a review adds to those of its dossier.

    Parameters
    ----------
    reviewed : Reviewed
    stored : sequence of Snapshot
        Every stored review up to the day, this one only if it is stored.
    """
    own = [review_table(reviewed.review, name) for name in REVIEW_TABLES if name not in CLAIM_TABLES]
    return (*own, signals_history(stored), claims_history(stored))
